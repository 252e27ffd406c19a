package charset

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"kortisto/sheet/table"
)

// detectCharset goes from what is certain to what is likely: a byte order
// mark, valid UTF-8, the zeros that UTF-16 leaves, and then the 8-bit sets.
func detectCharset(data []byte, known func(string) bool) string {
	switch {
	case bytes.HasPrefix(data, markUTF8):
		return setUTF8
	case bytes.HasPrefix(data, markUTF32LE):
		return setUTF32LE
	case bytes.HasPrefix(data, markUTF32BE):
		return setUTF32BE
	case bytes.HasPrefix(data, markUTF16LE):
		return setUTF16LE
	case bytes.HasPrefix(data, markUTF16BE):
		return setUTF16BE
	}
	if charset := zerosOfUTF16(data); charset != "" {
		return charset
	}
	if utf8.Valid(data) || cutUTF8(data) || damagedUTF8(data) {
		return setUTF8
	}
	return detect8Bit(data, known)
}

// Sizes of what is looked at to choose among the 8-bit charsets.
const (
	samplesOfByte   = 32       // places at which each byte occurs
	headerBytes     = 16 << 10 // beginning in which column names are looked for
	headerCells     = 1000     // cells of it that are
	knownHeaderGain = 6        // of oddness, for each column name that a charset shows
)

// separators are what parts the cells of a file.
const separators = ";,\t|\r\n\""

// candidates are the 8-bit charsets that a file can be found to be in, the
// commonest first, with the oddness that has to be made up for before one is
// believed.
var candidates = []struct {
	charset  string
	handicap int
}{
	{set1252, 0}, {setLatin1, 1}, {setLatin9, 2}, {set850, 7}, {setMac, 8},
}

// onlyCR is the handicap of MacRoman in a file whose lines end as old Macs
// ended them.
const onlyCR = 1

// detect8Bit chooses among the charsets of one byte a letter: the one whose
// letters stand where letters stand, whose signs stand between words, and in
// which column names are known. Where two give the same, the commoner wins.
//
// It is linear in the file; each byte is weighed at its first few places, so
// that rare letters count as much as common ones.
func detect8Bit(data []byte, known func(string) bool) string {
	places := highBytes(data)
	best, least := "", 0
	for _, candidate := range candidates {
		set := tables[candidate.charset]
		odd, whole := oddnessAt(data, places, set)
		if !whole {
			continue
		}
		odd += candidate.handicap
		if candidate.charset == setMac && bytes.IndexByte(data, '\r') >= 0 && bytes.IndexByte(data, '\n') < 0 {
			odd += onlyCR - candidate.handicap
		}
		odd -= knownHeaderGain * knownNames(data, set, known)
		if best == "" || odd < least {
			best, least = candidate.charset, odd
		}
	}
	return best
}

// highBytes gives the first places at which each byte outside ASCII occurs.
func highBytes(data []byte) []int {
	var places []int
	var seen [256]int
	for i := 0; i < len(data); i++ {
		if c := data[i]; c >= utf8.RuneSelf && seen[c] < samplesOfByte {
			seen[c]++
			places = append(places, i)
		}
	}
	return places
}

// oddnessAt adds up the oddness of the characters at some places. whole is
// false where the charset lacks one of them.
func oddnessAt(data []byte, places []int, set *charTable) (odd int, whole bool) {
	at := func(i int) rune {
		if i < 0 || i >= len(data) {
			return ' '
		}
		return set[data[i]]
	}
	for _, i := range places {
		if at(i) == utf8.RuneError {
			return 0, false
		}
		odd += oddness(at(i-1), at(i), at(i+1))
	}
	return odd, true
}

// knownNames counts the names of columns, among those that hold letters
// outside ASCII, that a charset shows at the file's beginning.
func knownNames(data []byte, set *charTable, known func(string) bool) int {
	if known == nil {
		return 0
	}
	data = data[:min(len(data), headerBytes)]
	cells := 0
	count := 0
	for cell := range bytes.FieldsFuncSeq(data, func(r rune) bool { return strings.ContainsRune(separators, r) }) {
		if cells++; cells > headerCells {
			break
		}
		name := set.decode(cell)
		if len(name) == len(cell) {
			continue // ASCII
		}
		if _, garbled := Mend(name); !garbled && known(table.CleanName(name)) {
			count++
		}
	}
	return count
}
