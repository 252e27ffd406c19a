package customer

import (
	"slices"
	"strings"
	"unicode"
)

// Spelling is the name of a group taken apart, to tell whether another name is
// a slip away from it.
type Spelling struct {
	joined string   // letters, digits and signs that mean something, without diacritics
	digits []string // runs of digits, in their order
	codes  []string // short words and words with digits or signs, sorted: VIP, A1, II
	words  []string // the others
	text   []rune   // the others in one
}

// Bounds within which names are looked at for slips. Shorter words are codes,
// which differ by a letter on purpose.
const (
	shortestWord   = 4
	shortestSlip   = 5  // letters of a name in which one may be wrong
	shortestTwo    = 12 // and in which two may be
	longestSpelled = 100
)

// NewSpelling takes a name apart.
func NewSpelling(name string) *Spelling {
	s := &Spelling{joined: bareLetters(name)}
	for _, word := range spelledWords(name) {
		runes := []rune(word)
		s.digits = append(s.digits, strings.FieldsFunc(word, func(r rune) bool { return !unicode.IsDigit(r) })...)
		if len(runes) < shortestWord || slices.ContainsFunc(runes, func(r rune) bool { return !unicode.IsLetter(r) }) {
			s.codes = append(s.codes, word)
			continue
		}
		s.words = append(s.words, word)
		s.text = append(s.text, runes...)
	}
	slices.Sort(s.codes)
	return s
}

// Near reports whether two different names may be meant as one: other spaces,
// hyphens or diacritics, a letter missing, doubled, wrong or in the wrong
// place, the singular and the plural. Names that differ by a number, a sign or
// a short word are two.
func (s *Spelling) Near(other *Spelling) bool {
	if s.joined == "" || !slices.Equal(s.digits, other.digits) {
		return false
	}
	if s.joined == other.joined {
		return true
	}
	if !slices.Equal(s.codes, other.codes) || max(len(s.text), len(other.text)) > longestSpelled {
		return false
	}
	return slips(s.text, other.text) || samePlural([]string{string(s.text)}, []string{string(other.text)}) || samePlural(s.words, other.words)
}

// softSigns part words or stand around them, whatever is on either side.
const softSigns = ".,:;'’\"”()"

// joiningSigns part words where they stand between two.
const joiningSigns = "-–_/&"

// spelledWords cuts a folded name into words. A sign that joins no words stays
// with its word: A and A- are two classes.
func spelledWords(name string) []string {
	runes := []rune(FoldKey(name))
	word := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	for i, r := range runes {
		soft := strings.ContainsRune(softSigns, r)
		if strings.ContainsRune(joiningSigns, r) {
			before, after := slices.IndexFunc(runes[:i], word), slices.IndexFunc(runes[i+1:], word)
			soft = before >= 0 && after >= 0
		}
		if soft {
			runes[i] = ' '
		}
	}
	return strings.Fields(string(runes))
}

// bareLetters joins the words of a name without their diacritics.
func bareLetters(name string) string {
	var b strings.Builder
	for _, word := range spelledWords(name) {
		for _, r := range word {
			if bare := wordKey(string(r)); bare != "" {
				b.WriteString(bare)
			} else if !unicode.IsMark(r) {
				b.WriteRune(r)
			}
		}
	}
	return b.String()
}

// slips reports whether one text becomes the other by one slip, or by two where
// both are long.
func slips(a, b []rune) bool {
	allowed := 0
	switch shorter := min(len(a), len(b)); {
	case shorter >= shortestTwo:
		allowed = 2
	case shorter >= shortestSlip:
		allowed = 1
	}
	return allowed > 0 && max(len(a), len(b))-min(len(a), len(b)) <= allowed && distance(a, b) <= allowed
}

// distance counts the letters that are missing, too many, wrong, or swapped
// with their neighbours (the optimal string alignment).
func distance(a, b []rune) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, last, row = last, row, before
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return row[len(b)]
}

// samePlural reports whether two names differ in one word, of which one has the
// plural: asiakas and asiakkaat, kund and kunder, company and companies.
func samePlural(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	plurals := 0
	for i := range a {
		switch {
		case a[i] == b[i]:
		case isPlural([]rune(a[i]), []rune(b[i])) || isPlural([]rune(b[i]), []rune(a[i])):
			plurals++
		default:
			return false
		}
	}
	return plurals == 1
}

// pluralEnds are the last letters of plurals in Finnish, Swedish and English.
const pluralEnds = "trs"

// isPlural reports whether a word may be the plural of another one: it begins
// alike, and ends as plurals do.
func isPlural(one, many []rune) bool {
	if len(many) == 0 || len(one) == 0 {
		return false
	}
	end := many[len(many)-1]
	if !strings.ContainsRune(pluralEnds, end) || len(many) < len(one) || len(many) == len(one) && end == one[len(one)-1] {
		return false
	}
	alike := 0
	for alike < len(one) && one[alike] == many[alike] {
		alike++
	}
	switch rest := len(one) - alike; {
	case len(many)-alike > 4:
		return false
	case rest <= 2:
		return alike >= 4
	default:
		return rest == 3 && alike >= 6
	}
}
