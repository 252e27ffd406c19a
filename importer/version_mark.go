package importer

import (
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
	Base customer.Values // the customer as exported

	// Imported are the values, other than those of Base, that saved imports of
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
	Who   string // saved it
	Last  bool   // nothing has been written over it
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
