package importer

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"strconv"
	"strings"
	"time"

	"kortisto/customer"
)

// Exported names a customer as an export wrote it.
type Exported struct{ Number, Revision int }

// Since is what has become of a customer since an export.
type Since struct {
	// Then is the customer as exported. A field that a saved import of the same
	// export has written, and that nobody has taken back, is as that import
	// wrote it.
	Then  customer.Values
	Later []Write // the last write of each field that is not what it was then
}

// Write is who gave a field its value, when and how.
type Write struct {
	Field  customer.Field
	Who    string
	At     time.Time
	Import int64  // the import or undo that wrote it, 0 for a change by hand
	File   string // of that import
}

// versionLetter begins a version mark, and versionLetters are what the
// characters at its end are taken from: no vowels, so that no spreadsheet finds
// a month, a number or a word in it, and no letters that look alike.
const (
	versionLetter  = "v"
	versionLetters = "bcdfghjkmnpqrstvwxz"
	versionTail    = 4
)

// Marker makes the marks that an export gives to customers: a letter, the
// revision, and four characters that only a register with the same key makes,
// and only for that customer. It is not for several goroutines.
type Marker struct{ mac hash.Hash }

// NewMarker makes a marker of a register's key.
func NewMarker(key []byte) *Marker { return &Marker{hmac.New(sha256.New, key)} }

// Mark makes the mark of a customer as exported.
func (m *Marker) Mark(e Exported) string {
	var text [16]byte
	binary.BigEndian.PutUint64(text[:], uint64(e.Number))
	binary.BigEndian.PutUint64(text[8:], uint64(e.Revision))
	m.mac.Reset()
	m.mac.Write(text[:])
	var sum [sha256.Size]byte
	m.mac.Sum(sum[:0])
	mark := strconv.AppendInt(append(make([]byte, 0, 24), versionLetter...), int64(e.Revision), 10)
	for i := range versionTail {
		mark = append(mark, versionLetters[binary.BigEndian.Uint16(sum[2*i:])%uint16(len(versionLetters))])
	}
	return string(mark)
}

// markedRevision reads the revision that a mark names, 0 where the text is no mark.
func markedRevision(mark string) int {
	digits, found := strings.CutPrefix(mark, versionLetter)
	if !found || len(digits) <= versionTail {
		return 0
	}
	revision, err := strconv.Atoi(digits[:len(digits)-versionTail])
	if err != nil || revision < 1 {
		return 0
	}
	return revision
}

// mark is what the current row bears, in lower case, and the revision that it
// names for a customer.
func (b *builder) mark(c *customer.Customer) (mark string, e Exported) {
	mark = strings.ToLower(b.cells.text(customer.Version))
	return mark, Exported{c.Number, markedRevision(mark)}
}

// then is the customer as the current row was exported, where it has been
// changed since; nil where it has not, or where the row does not say.
func (b *builder) then(c *customer.Customer) *Since {
	if len(b.since) == 0 {
		return nil
	}
	mark, e := b.mark(c)
	if since := b.since[e]; since != nil && mark == b.marker.Mark(e) {
		return since
	}
	return nil
}

// sameGroup reports whether the current row names a customer's group as it was
// called before: the group was renamed after the export, which is no change of
// the customer.
func (b *builder) sameGroup(c *customer.Customer, text string) bool {
	if len(b.renamed) == 0 || c == nil || b.renamed[customer.FoldKey(text)] != c.Values[customer.Group] {
		return false
	}
	mark, e := b.mark(c)
	return e.Revision > 0 && e.Revision <= c.Revision && mark == b.marker.Mark(e)
}

// noteVersion notes as which revision the row was exported, and tells where its
// mark says nothing.
func (b *builder) noteVersion(row *Row, c *customer.Customer) {
	if c == nil || b.marker == nil {
		return
	}
	switch mark, e := b.mark(c); {
	case mark == "":
	case (e.Revision == c.Revision || b.since[e] != nil) && mark == b.marker.Mark(e):
		row.Basis = e.Revision
	default:
		row.Problems = append(row.Problems, customer.Problem{Field: customer.Version, Level: customer.Note, Code: VersionUnknown})
	}
}

// fetchSince asks the register what has become of the customers that the file
// has as they were before.
func (b *builder) fetchSince(ctx context.Context, register Register) error {
	if b.cells.columns[customer.Version] < 0 {
		return nil
	}
	key, err := register.VersionKey(ctx)
	if err != nil {
		return err
	}
	b.marker = NewMarker(key)
	if b.renamed, err = register.RenamedGroups(ctx); err != nil {
		return err
	}
	asked := make(map[Exported]bool)
	var list []Exported
	for i := range b.in.Sheet.Rows {
		b.cells.read(&b.in.Sheet.Rows[i], &b.in.Decisions)
		for _, c := range b.concerned() {
			mark, e := b.mark(c)
			if e.Revision > 0 && e.Revision < c.Revision && !asked[e] && mark == b.marker.Mark(e) {
				asked[e] = true
				list = append(list, e)
			}
		}
	}
	if len(list) == 0 {
		return nil
	}
	b.since = make(map[Exported]*Since, len(list))
	return register.Since(ctx, list, func(e Exported, since *Since) { b.since[e] = since })
}

// concerned lists the customers that the current row may concern.
func (b *builder) concerned() []*customer.Customer {
	if c := b.byNumber[b.cells.decision.Customer]; c != nil {
		return []*customer.Customer{c}
	}
	if number, ok := customer.ParseNumber(b.cells.text(customer.Number)); ok {
		if c := b.byNumber[number]; c != nil {
			return []*customer.Customer{c}
		}
	}
	key := b.rowKey()
	var fitting []*customer.Customer
	for _, id := range key.businessIDs {
		fitting = append(fitting, b.byBusinessID[id]...)
	}
	return append(fitting, b.named(key.names)...)
}

// Side is which of two values a conflict is settled with.
type Side string

// The sides of a conflict. The empty Side leaves it open.
const (
	FromFile     Side = "file"
	FromRegister Side = "register"
)

// Conflict is a field that was changed both in the file and in the register
// since the file was exported, to different values.
type Conflict struct {
	Field    customer.Field
	Exported string
	Current  string
	File     string // as it would be kept
	Write    Write  // that gave the current value
}

// side tells how a conflict in a field of the current row is settled. A value
// that the user has typed is what the user means.
func (b *builder) side(f customer.Field) Side {
	column := b.cells.columns[f]
	for _, fix := range b.cells.fixes {
		switch {
		case fix.Column != column:
		case fix.Side != "":
			return fix.Side
		case fix.Text != "":
			return FromFile
		}
	}
	if side := b.in.Decisions.Sides[column]; side != "" {
		return side
	}
	return b.options.OnConflict
}

// write finds who gave a field the value that it has now.
func (s *Since) write(f customer.Field) Write {
	for _, w := range s.Later {
		if w.Field == f {
			return w
		}
	}
	return Write{Field: f}
}
