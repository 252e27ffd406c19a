package importer

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"kortisto/customer"
	"kortisto/sheet/charset"
	"kortisto/sheet/damage"
)

// maxValueKeys is how many keys that look like numbers and dates are tried as
// damage of stored ones. A file with more of them has another column mapped.
const maxValueKeys = 500

// lossMarks are what programs write for letters that a charset lacks.
const lossMarks = "?_\ufffd"

// damagedKeys are keys of a file that nobody in the register has and that may
// be the damage of a stored one (match-damaged, docs/rules.md).
type damagedKeys struct {
	year    int
	lost    map[string][]string // names in which letters may be lost, by what is left of them
	garbled map[string]string   // names in garbled letters, by the folded names that they were
	values  []string            // texts that may be numbers, dates... in place of a name
	ids     []string            // the same in place of a Business ID
}

// fetchDamaged looks for the customers whose keys a spreadsheet may have turned
// to keys of the file that find nobody. It asks the register only where the
// file has such keys.
func (l *lookup) fetchDamaged(ctx context.Context) error {
	if l.cache.isEmpty() {
		return nil
	}
	keys := newDamagedKeys(l.unfound(), l.file.in.Year)
	if len(keys.lost)+len(keys.garbled)+len(keys.values)+len(keys.ids) == 0 {
		return nil
	}
	hits := make(map[int][]string) // texts of the file by customer
	err := l.cache.eachKey(ctx, func(number int, name, businessID string) {
		if texts := keys.of(name, businessID); len(texts) > 0 {
			hits[number] = texts
		}
	})
	if err != nil || len(hits) == 0 {
		return err
	}
	numbers := slices.Sorted(maps.Keys(hits))
	if err := l.cache.learn(ctx, Keys{Numbers: numbers}); err != nil {
		return err
	}
	for _, number := range numbers {
		for _, text := range hits[number] {
			l.byDamage[text] = append(l.byDamage[text], l.cache.numbers[number])
		}
	}
	return nil
}

// unfound lists the keys that look damaged, of rows that find nobody by any key.
func (l *lookup) unfound() []unfoundKey {
	var unfound []unfoundKey
	for _, i := range l.keyed {
		r := l.file.row(i)
		if l.knowsAny(l.key(&r)) {
			continue
		}
		if id := r.get(customer.BusinessID); id.text != "" && !id.asWritten && damage.ValueLike(id.text) {
			unfound = append(unfound, unfoundKey{id.text, true})
		}
		if name := r.get(customer.Name); name.text != "" && !name.asWritten && looksDamaged(name.text) {
			unfound = append(unfound, unfoundKey{name.text, false})
		}
	}
	return unfound
}

// unfoundKey is the name or the Business ID of a row, as the file has it, that
// nobody in the register has.
type unfoundKey struct {
	text string
	id   bool
}

// looksDamaged reports whether a name may be the damage of another one.
func looksDamaged(name string) bool {
	if strings.ContainsAny(name, lossMarks) || damage.ValueLike(name) {
		return true
	}
	_, garbled := charset.Mend(name)
	return garbled
}

func newDamagedKeys(unfound []unfoundKey, year int) *damagedKeys {
	keys := &damagedKeys{year: year, lost: make(map[string][]string), garbled: make(map[string]string)}
	seen := make(map[unfoundKey]bool)
	for _, key := range unfound {
		if seen[key] {
			continue
		}
		seen[key] = true
		readings := charset.Readings(key.text)
		switch {
		case key.id:
			keys.ids = append(keys.ids, key.text)
		case damage.ValueLike(key.text):
			keys.values = append(keys.values, key.text)
		case readings != nil:
			for _, reading := range readings {
				keys.garbled[customer.FoldKey(reading)] = key.text
			}
		default:
			rest := whatIsLeft(key.text)
			keys.lost[rest] = append(keys.lost[rest], key.text)
		}
	}
	if len(keys.values) > maxValueKeys {
		keys.values = nil
	}
	if len(keys.ids) > maxValueKeys {
		keys.ids = nil
	}
	return keys
}

// of returns the texts that may be damage of a customer's keys.
func (k *damagedKeys) of(name, businessID string) []string {
	var texts []string
	add := func(stored string, candidates []string) {
		for _, text := range candidates {
			if damage.Of(stored, text, k.year) != "" {
				texts = append(texts, text)
			}
		}
	}
	if len(k.lost) > 0 {
		add(name, k.lost[whatIsLeft(name)])
	}
	if text, hit := k.garbled[customer.FoldKey(name)]; hit {
		texts = append(texts, text)
	}
	if len(k.values) > 0 && damage.Readable(name) {
		add(name, k.values)
	}
	if len(k.ids) > 0 && damage.Readable(businessID) {
		add(businessID, k.ids)
	}
	return texts
}

// whatIsLeft gives of a name what a charset that lacks some of its letters
// leaves: the letters and digits of ASCII, and the lengths of its words.
func whatIsLeft(name string) string {
	rest := make([]byte, 0, 40)
	for word := range strings.FieldsSeq(name) {
		for i := range len(word) {
			switch c := word[i]; {
			case c >= 'A' && c <= 'Z':
				rest = append(rest, c+'a'-'A')
			case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
				rest = append(rest, c)
			}
		}
		rest = strconv.AppendInt(append(rest, '.'), int64(utf8.RuneCountInString(word)), 10)
		rest = append(rest, ' ')
	}
	return string(rest)
}
