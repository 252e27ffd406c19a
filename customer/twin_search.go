package customer

import (
	"hash/maphash"
	"slices"
	"strings"
	"unicode"
)

// TwinSearch finds, among very many customers, the pairs that CompareTwins is to
// look at: those that share a key, in little memory and without comparing each
// with each.
type TwinSearch struct {
	seed  maphash.Seed
	marks []twinMarks
}

// twinMarks are the keys of a customer as hashes, 0 for none.
type twinMarks struct {
	number int32
	keys   [twinKeys]uint64
	words  [twinWords]uint16 // of the name, that tell it from others; 0 for none
}

// twinWords is how many words of a name are looked at.
const twinWords = 6

// The keys by which twins are found.
const (
	twinID = iota
	twinEmail
	twinPhone
	twinAddress // street and place
	twinName    // NameSum
	twinKeys
)

// Beyond so many customers a key tells nothing by itself: it is an office's, a
// house's or a city's. A name that very many have only tells beside another key.
const (
	mostSharingKey  = 20
	mostSharingName = 500
)

// NewTwinSearch begins a search.
func NewTwinSearch() *TwinSearch { return &TwinSearch{seed: maphash.MakeSeed()} }

// Add takes a customer into the search. The customer is not kept.
func (s *TwinSearch) Add(c *Customer) {
	marks := twinMarks{number: int32(c.Number), words: s.wordsOf(c.Values[Name])}
	set := func(key int, parts ...string) {
		var h maphash.Hash
		h.SetSeed(s.seed)
		for _, part := range parts {
			if part == "" {
				return
			}
			h.WriteString(part)
			h.WriteByte(0)
		}
		marks.keys[key] = h.Sum64()
	}
	place := FoldKey(c.Values[City])
	if place == "" {
		place = FoldKey(c.Values[Postcode])
	}
	set(twinID, BusinessIDKey(c.Values[BusinessID]))
	set(twinEmail, contactKey(c, Email))
	set(twinPhone, contactKey(c, Phone))
	set(twinAddress, FoldKey(c.Values[Street]), place)
	marks.keys[twinName] = NameSum(c.Values[Name])
	s.marks = append(s.marks, marks)
}

// wordsOf hashes the words of a name, without legal forms and initials.
func (s *TwinSearch) wordsOf(name string) (words [twinWords]uint16) {
	count := 0
	for word := range strings.FieldsFuncSeq(FoldKey(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if len(word) < 3 || legalForms[word] != "" {
			continue
		}
		if words[count] = uint16(maphash.String(s.seed, word)) | 1; count+1 == twinWords {
			break
		}
		count++
	}
	return words
}

// mayBeNamed reports whether two may have names that are alike: whoever has not the
// same words, in whatever spelling, has one of them, or only one.
func (m *twinMarks) mayBeNamed(other *twinMarks) bool {
	if m.keys[twinName] == other.keys[twinName] || m.words[1] == 0 && other.words[1] == 0 {
		return true
	}
	for _, word := range m.words {
		if word != 0 && slices.Contains(other.words[:], word) {
			return true
		}
	}
	return false
}

// Pairs lists the pairs to look at, by number, the lower one first.
func (s *TwinSearch) Pairs() [][2]int {
	found := make(map[[2]int32]bool)
	order := make([]int32, 0, len(s.marks))
	for key := range twinKeys {
		order = order[:0]
		for i := range s.marks {
			if s.marks[i].keys[key] != 0 {
				order = append(order, int32(i))
			}
		}
		slices.SortFunc(order, func(a, b int32) int {
			x, y := s.marks[a].keys[key], s.marks[b].keys[key]
			switch {
			case x < y:
				return -1
			case x > y:
				return 1
			}
			return 0
		})
		for len(order) > 0 {
			end := 1
			for end < len(order) && s.marks[order[end]].keys[key] == s.marks[order[0]].keys[key] {
				end++
			}
			s.pair(order[:end], key, found)
			order = order[end:]
		}
	}
	pairs := make([][2]int, 0, len(found))
	for pair := range found {
		pairs = append(pairs, [2]int{int(pair[0]), int(pair[1])})
	}
	slices.SortFunc(pairs, func(a, b [2]int) int { return slices.Compare(a[:], b[:]) })
	return pairs
}

// pair adds the pairs of those who share a key.
func (s *TwinSearch) pair(sharing []int32, key int, found map[[2]int32]bool) {
	if len(sharing) < 2 || key == twinName && len(sharing) > mostSharingName {
		return
	}
	many := len(sharing) > mostSharingKey
	if many && key != twinName {
		s.pairNamed(sharing, found)
		return
	}
	for i, a := range sharing {
		for _, b := range sharing[i+1:] {
			if key == twinID || s.marks[a].mayBeNamed(&s.marks[b]) {
				s.note(a, b, found)
			}
		}
	}
}

// pairNamed adds the pairs of those who share a key that tells little, and the
// name as well.
func (s *TwinSearch) pairNamed(sharing []int32, found map[[2]int32]bool) {
	named := make(map[uint64][]int32)
	for _, at := range sharing {
		name := s.marks[at].keys[twinName]
		named[name] = append(named[name], at)
	}
	for name, same := range named {
		if name == 0 || len(same) > mostSharingName {
			continue
		}
		for i, a := range same {
			for _, b := range same[i+1:] {
				s.note(a, b, found)
			}
		}
	}
}

func (s *TwinSearch) note(a, b int32, found map[[2]int32]bool) {
	x, y := &s.marks[a], &s.marks[b]
	if x.keys[twinID] != 0 && y.keys[twinID] != 0 && x.keys[twinID] != y.keys[twinID] {
		return
	}
	found[[2]int32{min(x.number, y.number), max(x.number, y.number)}] = true
}
