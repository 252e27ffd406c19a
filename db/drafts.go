package db

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"math"
	"slices"
	"time"

	"github.com/uptrace/bun"
	"kortisto/customer"
	"kortisto/importer"
)

// chunkSize is the size of the pieces that a file is kept in, in bytes.
const chunkSize = 1 << 20

// ImportState says what became of an import.
type ImportState string

// The states of an import. One that is saved or discarded stays so.
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
	Mend      bool   `json:"mend,omitempty"` // letters that were read in a wrong charset are mended
}

// Choices are all that the user chose for an import.
type Choices struct {
	Reading   Reading            `json:"reading"`
	Mapping   importer.Mapping   `json:"mapping"`
	Options   importer.Options   `json:"options"`
	Decisions importer.Decisions `json:"decisions"`
	Recalled  *Recalled          `json:"recalled,omitempty"` // where the mapping comes from, nil for the program's own guess
	Unread    bool               `json:"unread,omitempty"`   // the file has not been read yet: nothing of it is known
	Pasted    bool               `json:"pasted,omitempty"`   // the file is cells that were pasted
}

// Import is a draft, or what became of one; or an undo, which is an entry of
// the history like the import that it takes back.
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
	SavedAt     Millis                  `bun:",nullzero"` // zero until it is saved
	SavedBy     string                  `bun:",nullzero"`
	EventID     int64                   `bun:",nullzero"` // the save in the history
	Counts      map[importer.Status]int `bun:",nullzero"` // rows of the saved plan
	Fingerprint string                  `bun:",nullzero"` // of the saved plan
	LeftOut     []importer.LeftRow      `bun:",nullzero"` // rows that the save left out; only of a single import

	Undoes int64       `bun:",nullzero"` // of an undo: the import or undo that it takes back
	Origin int64       `bun:",nullzero"` // of an undo: the import of a file that its chain begins with
	Undo   *UndoRecord `bun:",nullzero"` // of an undo; only of a single one

	// What the history tells of a saved import: how many customers it wrote, and
	// whether it has been undone, without that undo having been undone in turn.
	Created  int  `bun:",scanonly"`
	Modified int  `bun:",scanonly"`
	Removed  int  `bun:",scanonly"`
	Undone   bool `bun:",scanonly"`
	Restores bool `bun:",scanonly"` // of an undo: it brings back what another undo took back
}

// HashOf returns the hash by which a file is recognised.
func HashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// CreateDraft stores a file and the first choices for it. It fails with
// ErrTooManyDrafts where the user has as many unfinished as one may have.
func (db *DB) CreateDraft(ctx context.Context, actor Actor, fileName string, data []byte, choices Choices) (int64, error) {
	draft := &Import{
		State:     StateDraft,
		FileName:  customer.CleanName(fileName),
		FileHash:  HashOf(data),
		FileSize:  int64(len(data)),
		Choices:   choices,
		CreatedAt: Millis(db.Now()),
		CreatedBy: actor.Name,
	}
	err := db.Write(ctx, Purpose{Work: "upload", Actor: actor, Object: draft.FileName}, func(ctx context.Context, tx bun.Tx) error {
		if err := db.checkQuota(ctx, tx, actor.Name, draft.FileSize); err != nil {
			return err
		}
		if _, err := tx.NewInsert().Model(draft).Exec(ctx); err != nil {
			return err
		}
		insert, err := tx.PrepareContext(ctx, `INSERT INTO import_chunks (import_id, seq, data) VALUES (?, ?, ?)`)
		if err != nil {
			return err
		}
		defer insert.Close()
		seq := 0
		for chunk := range slices.Chunk(data, chunkSize) {
			if _, err := insert.ExecContext(ctx, draft.ID, seq, chunk); err != nil {
				return err
			}
			seq++
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	db.shrink(ctx)
	return draft.ID, nil
}

// Draft returns an import, whatever its state, or ErrNotFound.
func (db *DB) Draft(ctx context.Context, id int64) (*Import, error) {
	return importByID(ctx, db.read, id)
}

func importByID(ctx context.Context, q bun.IDB, id int64) (*Import, error) {
	i := new(Import)
	if err := withHistory(q.NewSelect().Model(i)).Where("i.id = ?", id).Scan(ctx); err != nil {
		return nil, translate(notFound(err))
	}
	return i, nil
}

// withHistory adds to imports what their events tell, and leaves out columns. An
// entry is undone where an odd number of undos came after it in its chain.
func withHistory(query *bun.SelectQuery, without ...string) *bun.SelectQuery {
	return query.ExcludeColumn(without...).
		ColumnExpr(`(SELECT e.created FROM events AS e WHERE e.id = i.event_id) AS created`).
		ColumnExpr(`(SELECT e.modified FROM events AS e WHERE e.id = i.event_id) AS modified`).
		ColumnExpr(`(SELECT e.removed FROM events AS e WHERE e.id = i.event_id) AS removed`).
		ColumnExpr(`(SELECT count(*) FROM imports AS u
			WHERE u.origin = coalesce(i.origin, i.id) AND u.id > i.id) % 2 = 1 AS undone`).
		ColumnExpr(`i.origin IS NOT NULL AND (SELECT count(*) FROM imports AS u
			WHERE u.origin = i.origin AND u.id <= i.id) % 2 = 0 AS restores`)
}

// DraftFile returns the bytes of an import's file. It is ErrNotFound where
// they are not kept any more, or never were.
func (db *DB) DraftFile(ctx context.Context, id int64) ([]byte, error) {
	var size int64
	err := db.read.QueryRowContext(ctx, `SELECT file_size FROM imports WHERE id = ?`, id).Scan(&size)
	if err != nil {
		return nil, translate(notFound(err))
	}
	rows, err := db.read.QueryContext(ctx, `SELECT data FROM import_chunks WHERE import_id = ? ORDER BY seq`, id)
	if err != nil {
		return nil, translate(err)
	}
	defer rows.Close()
	var file bytes.Buffer
	file.Grow(int(size))
	for rows.Next() {
		var chunk []byte
		if err := rows.Scan(&chunk); err != nil {
			return nil, translate(err)
		}
		file.Write(chunk)
	}
	if err := rows.Err(); err != nil {
		return nil, translate(err)
	}
	if int64(file.Len()) != size {
		return nil, ErrNotFound
	}
	return file.Bytes(), nil
}

// ChangeChoices changes the choices of a draft, starting from those that are
// stored now, and returns the draft with the new ones: two changes at once are
// both kept. It fails with ErrConflict for an import that is not a draft any
// more, ErrNotOwner where it is somebody else's, and with any error of change.
func (db *DB) ChangeChoices(ctx context.Context, actor Actor, id int64, change func(*Choices) error) (*Import, error) {
	var changed *Import
	err := db.updateDraft(ctx, actor, id, func(ctx context.Context, tx bun.Tx, draft *Import) error {
		if err := change(&draft.Choices); err != nil {
			return err
		}
		changed = draft
		_, err := tx.NewUpdate().Model(draft).Column("choices").WherePK().Exec(ctx)
		return err
	})
	return changed, err
}

// DiscardDraft gives up a draft. Its file is dropped; the row stays, so that
// its id is not used again. It fails as ChangeChoices does.
func (db *DB) DiscardDraft(ctx context.Context, actor Actor, id int64) error {
	return db.updateDraft(ctx, actor, id, func(ctx context.Context, tx bun.Tx, draft *Import) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM import_chunks WHERE import_id = ?`, id); err != nil {
			return err
		}
		draft.State = StateDiscarded
		_, err := tx.NewUpdate().Model(draft).Column("state").WherePK().Exec(ctx)
		return err
	})
}

// updateDraft runs a function on a draft of a user in a transaction.
func (db *DB) updateDraft(ctx context.Context, actor Actor, id int64, work func(context.Context, bun.Tx, *Import) error) error {
	return db.Write(ctx, Purpose{Work: "draft", Actor: actor}, func(ctx context.Context, tx bun.Tx) error {
		draft, err := importByID(ctx, tx, id)
		switch {
		case err != nil:
			return err
		case draft.State != StateDraft:
			return ErrConflict
		case draft.Owner() != actor.Name:
			return ErrNotOwner{draft.Owner()}
		}
		return work(ctx, tx, draft)
	})
}

// Imports lists the saved imports and the undos, the last one first. A limit of
// 0 is none.
func (db *DB) Imports(ctx context.Context, limit, offset int) ([]Import, error) {
	if limit == 0 {
		limit = math.MaxInt64 // SQLite knows no offset without a limit
	}
	var imports []Import
	err := withHistory(db.read.NewSelect().Model(&imports), "left_out", "undo").
		Where("state = ?", StateSaved).Order("event_id DESC").
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

// Owner returns whose draft it is: its maker's, or whose who took it over.
func (i *Import) Owner() string {
	if i.TakenBy != "" {
		return i.TakenBy
	}
	return i.CreatedBy
}
