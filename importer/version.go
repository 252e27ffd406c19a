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
	Then customer.Values // the customer as exported

	// Imported are the values, other than those of Then, that saved imports of
	// the same export have written and that no undo has taken back. Whoever
	// mends such a file and imports it once more has not touched them.
	Imported []Imported

	// Later is the last write of each field that is not what it was then, or not
	// what such an import wrote.
	Later []Write
}

// Imported is a value that an import of an export has written.
type Imported struct {
	Field customer.Field
	Value string
	Who   string // saved it, where nothing has been written over it; else ""
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
type Marker struct {
	mac  hash.Hash
	text [16]byte // what the next mark is made of, here so as not to be made each time
	sum  []byte
	mark []byte
}

// NewMarker makes a marker of a register's key.
func NewMarker(key []byte) *Marker { return &Marker{mac: hmac.New(sha256.New, key)} }

// Mark makes the mark of a customer as exported.
func (m *Marker) Mark(e Exported) string { return string(m.spell(e)) }

// made reports whether a text is the mark of a customer as exported.
func (m *Marker) made(mark string, e Exported) bool { return string(m.spell(e)) == mark }

// spell makes a mark, which stands until the next one.
func (m *Marker) spell(e Exported) []byte {
	binary.BigEndian.PutUint64(m.text[:], uint64(e.Number))
	binary.BigEndian.PutUint64(m.text[8:], uint64(e.Revision))
	m.mac.Reset()
	m.mac.Write(m.text[:])
	m.sum = m.mac.Sum(m.sum[:0])
	m.mark = strconv.AppendInt(append(m.mark[:0], versionLetter...), int64(e.Revision), 10)
	for i := range versionTail {
		m.mark = append(m.mark, versionLetters[binary.BigEndian.Uint16(m.sum[2*i:])%uint16(len(versionLetters))])
	}
	return m.mark
}

// markedRevision reads the revision that a mark names, 0 where the text is no mark.
func markedRevision(mark string) int {
	digits, found := strings.CutPrefix(mark, versionLetter)
	if !found || len(digits) <= versionTail {
		return 0
	}
	digits, tail := digits[:len(digits)-versionTail], digits[len(digits)-versionTail:]
	revision, err := strconv.Atoi(digits)
	if err != nil || revision < 1 || strings.Trim(tail, versionLetters) != "" {
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

// genuine returns as which revision the current row was exported of a customer,
// 0 where its mark does not say or is another's.
func (b *builder) genuine(c *customer.Customer) int {
	if b.marker == nil {
		return 0
	}
	known := &b.marks[b.at]
	if known.number != c.Number {
		*known = rowMark{number: c.Number}
		if mark, e := b.mark(c); e.Revision > 0 && b.marker.made(mark, e) {
			known.revision = e.Revision
		}
	}
	return known.revision
}

// rowMark is what a row's mark says of the customer that was asked for last:
// making a mark anew costs more than the rest of a row's comparison.
type rowMark struct {
	number, revision int
	since            *Since // once it has been looked for
	looked           bool
}

// then is the customer as the current row was exported, where it has been
// changed since; nil where it has not, or where the row does not say.
func (b *builder) then(c *customer.Customer) *Since {
	if !b.moved {
		return nil
	}
	revision := b.genuine(c)
	if revision == 0 || revision == c.Revision {
		return nil
	}
	known := &b.marks[b.at]
	if !known.looked {
		known.since, known.looked = b.answers.since[Exported{c.Number, revision}], true
	}
	return known.since
}

// noteVersion notes as which revision the row was exported, and tells where its
// mark says nothing.
func (b *builder) noteVersion(row *Row, c *customer.Customer) {
	if c == nil || b.marker == nil || b.cells.text(customer.Version) == "" {
		return
	}
	revision := b.genuine(c)
	if revision > 0 && (revision == c.Revision || b.then(c) != nil) {
		row.Basis = revision
		return
	}
	row.Problems = append(row.Problems, customer.Problem{Field: customer.Version, Level: customer.Note, Code: VersionUnknown})
}

// fetchSince asks the register what has become of the customers that the file
// has as they were before.
func (b *builder) fetchSince(ctx context.Context) error {
	column := b.cells.columns[customer.Version]
	if column < 0 {
		return nil
	}
	if err := b.answers.askMarks(ctx); err != nil {
		return err
	}
	b.marker, b.renamed = NewMarker(b.answers.versionKey), b.answers.renamed
	b.marks = make([]rowMark, len(b.in.Sheet.Rows))
	asked := make(map[Exported]bool)
	var list []Exported
	var stray []string // marks that are of none of the customers that their rows may concern
	for i := range b.in.Sheet.Rows {
		b.readRow(i)
		b.noteGroup()
		proven := false
		for _, c := range b.concerned() {
			e := Exported{c.Number, b.genuine(c)}
			if e.Revision == 0 {
				continue
			}
			proven = true
			if !asked[e] && e.Revision < c.Revision {
				asked[e] = true
				list = append(list, e)
			}
			break
		}
		if proven {
			b.exported = true
		} else if mark := strings.ToLower(b.cells.text(customer.Version)); markedRevision(mark) > 0 {
			stray = append(stray, mark)
		}
	}
	b.findOwners(stray)
	b.moved = len(list) > 0
	return b.answers.learnSince(ctx, list)
}

// concerned lists the customers that the current row may concern, as far as it
// takes to find the one whose mark it bears.
func (b *builder) concerned() []*customer.Customer {
	if c := b.answers.numbers[b.cells.decision.Customer]; c != nil {
		return []*customer.Customer{c}
	}
	if c := b.rows[b.at].customer; c != nil {
		return []*customer.Customer{c}
	}
	key := b.rowKey()
	var fitting []*customer.Customer
	for _, id := range key.businessIDs {
		fitting = append(fitting, b.withBusinessID(id)...)
	}
	return append(fitting, b.named(key.names)...)
}
