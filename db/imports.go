package db

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"math"
	"time"

	"github.com/uptrace/bun"
	"kortisto/importer"
)

// ImportState says what became of an import.
type ImportState string

// The states of an import. One that is saved stays so; one that
// is discarded can be taken back for a while.
const (
	StateDraft     ImportState = "draft"
	StateSaved     ImportState = "saved"
	StateDiscarded ImportState = "discarded"
)

// Reading says how a file is to be read, as far as the user chose it.
type Reading struct {
	Delimiter string `json:"delimiter,omitempty"`
	Charset   string `json:"charset,omitempty"`
	HeaderRow int    `json:"header_row,omitempty"` // line of the header, from 1; -1: there is none; 0: as found
	Sheet     string `json:"sheet,omitempty"`
	Above     bool   `json:"above,omitempty"` // everything above the header is read as rows, too
	Mend      bool   `json:"mend,omitempty"`  // letters that were read in a wrong charset are mended
}

// Choices are all that the user chose for an import.
type Choices struct {
	Reading   Reading            `json:"reading"`
	Mapping   importer.Mapping   `json:"mapping"`
	Options   importer.Options   `json:"options"`
	Decisions importer.Decisions `json:"decisions"`
	Recalled  *Recalled          `json:"recalled,omitempty"`  // where the mapping comes from, nil for the program's own guess
	Unread    bool               `json:"unread,omitempty"`    // the file has not been read yet: nothing of it is known
	Pasted    bool               `json:"pasted,omitempty"`    // the file is cells that were pasted
	Selection bool               `json:"selection,omitempty"` // the file is customers who were selected in the list, with what is to become of a field
	Moved     []MovedField       `json:"taken,omitempty"`     // fields that columns got in place of others, the last one last
	Columns   string             `json:"columns,omitempty"`   // which of them are shown, "" for what suits the file; says nothing of the plan
}

// MovedField is a field that was chosen for a column while another one had it.
type MovedField struct {
	Field  string `json:"field"`
	From   int    `json:"from"` // columns, from 0
	To     int    `json:"to"`
	Before string `json:"before,omitempty"` // the field that the column had till then
}

// Import is a draft, or what became of one; or another entry of the history: an
// undo, or a change that was made by hand, which has the negative id of its event.
type Import struct {
	bun.BaseModel `bun:"table:imports,alias:i"`

	ID          int64 `bun:",pk,autoincrement"`
	State       ImportState
	FileName    string
	FileHash    string // SHA-256 in hexadecimal
	FileSize    int64  // bytes
	Choices     Choices
	CreatedAt   Millis
	CreatedBy   string
	TakenBy     string                  `bun:",nullzero"` // who goes on in the draft in place of its maker
	TakenFrom   string                  `bun:",nullzero"` // whose draft it was before
	DiscardedAt Millis                  `bun:",nullzero"` // of a discarded one that can be taken back
	ChangedAt   Millis                  `bun:",nullzero"` // of a draft: when it was changed last, zero for never
	SavedAt     Millis                  `bun:",nullzero"` // zero until it is saved
	SavedBy     string                  `bun:",nullzero"`
	EventID     int64                   `bun:",nullzero"` // the save in the history
	Counts      map[importer.Status]int `bun:",nullzero"` // rows of the saved plan
	Fingerprint string                  `bun:",nullzero"` // of the saved plan
	LeftOut     []importer.LeftRow      `bun:",nullzero"` // rows that the save left out; only of a single import
	Emptied     bool                    // its file is not kept any more, nor the values that were chosen for it

	Action   Action      `bun:",nullzero"` // of a change by hand, and of its undos; "" for an import
	Reason   string      `bun:",nullzero"` // of an erasure, as it was given
	Retained *Retained   `bun:",nullzero"` // what retention removed
	Undoes   int64       `bun:",nullzero"` // of an undo: the entry that it takes back
	Origin   int64       `bun:",nullzero"` // of an undo: the import or change that its chain begins with
	Undo     *UndoRecord `bun:",nullzero"` // of an undo; only of a single one

	// What the history tells of a saved import: how many customers it wrote, and
	// whether it has been undone, without that undo having been undone in turn.
	Created  int  `bun:",scanonly"`
	Modified int  `bun:",scanonly"`
	Cleared  int  `bun:",scanonly"` // of the modified ones, those that lost a value
	Removed  int  `bun:",scanonly"`
	Undone   bool `bun:",scanonly"`
	Expired  bool `bun:",scanonly"` // the values that it changed are not kept any more
	Restores bool `bun:",scanonly"` // of an undo: it brings back what another undo took back
}

// HashOf returns the hash by which a file is recognised.
func HashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

func importByID(ctx context.Context, q bun.IDB, id int64) (*Import, error) {
	i := new(Import)
	if err := withHistory(q.NewSelect().Model(i)).Where("i.id = ?", id).Scan(ctx); err != nil {
		return nil, translate(notFound(err))
	}
	return i, nil
}

// restoresExpr tells of an import i whether it is an undo that brings back what
// another undo took back: every second one in its chain does.
const restoresExpr = `i.origin IS NOT NULL AND (SELECT count(*) FROM imports AS u
	WHERE u.origin = i.origin AND u.id <= i.id) % 2 = 0`

// withHistory adds to imports what their events tell, and leaves out columns. An
// entry is undone where an odd number of undos came after it in its chain.
func withHistory(query *bun.SelectQuery, without ...string) *bun.SelectQuery {
	return query.ExcludeColumn(without...).
		ColumnExpr(`(SELECT e.created FROM events AS e WHERE e.id = i.event_id) AS created`).
		ColumnExpr(`(SELECT e.modified FROM events AS e WHERE e.id = i.event_id) AS modified`).
		ColumnExpr(`(SELECT e.cleared FROM events AS e WHERE e.id = i.event_id) AS cleared`).
		ColumnExpr(`(SELECT e.removed FROM events AS e WHERE e.id = i.event_id) AS removed`).
		ColumnExpr(`(SELECT e.expired FROM events AS e WHERE e.id = i.event_id) AS expired`).
		ColumnExpr(`(SELECT count(*) FROM imports AS u
			WHERE u.origin = coalesce(i.origin, i.id) AND u.id > i.id) % 2 = 1 AS undone`).
		ColumnExpr(restoresExpr + ` AS restores`)
}

// Imports lists the saved imports and their undos, the last one first. A limit of
// 0 is none.
func (db *DB) Imports(ctx context.Context, limit, offset int) ([]Import, error) {
	if limit == 0 {
		limit = math.MaxInt64 // SQLite knows no offset without a limit
	}
	var imports []Import
	err := withHistory(db.read.NewSelect().Model(&imports), "left_out", "undo").
		Where("state = ?", StateSaved).Where("action IS NULL").Order("event_id DESC").
		Limit(int64(limit)).Offset(int64(offset)).Scan(ctx)
	return imports, translate(err)
}

// ImportsByHash lists the saved imports of a file with this content, the last
// one first.
func (db *DB) ImportsByHash(ctx context.Context, hash string) ([]Import, error) {
	var imports []Import
	err := withHistory(db.read.NewSelect().Model(&imports), "left_out", "undo").
		Where("file_hash = ?", hash).Where("state = ?", StateSaved).Order("event_id DESC").Scan(ctx)
	return imports, translate(err)
}

// Time returns when the import was saved, or made where it is a draft.
func (i *Import) Time() time.Time {
	if i.State == StateSaved {
		return i.SavedAt.Time()
	}
	return i.CreatedAt.Time()
}

// IsForGood reports whether the entry tells of data that went for good: nothing of
// it can be undone.
func (i *Import) IsForGood() bool {
	return i.Undoes == 0 && (i.Action == ActionErase || i.Action == ActionRetention)
}

// Owner returns whose draft it is: who made it, or who took it over.
func (i *Import) Owner() string {
	if i.TakenBy != "" {
		return i.TakenBy
	}
	return i.CreatedBy
}
