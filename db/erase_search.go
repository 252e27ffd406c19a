package db

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"unicode"

	"github.com/uptrace/bun"
	"kortisto/customer"
	"kortisto/importer"
	"kortisto/sheet"
)

// sought is what a customer who is erased is looked for by in files, drafts and
// choices. The search is generous: a file too many goes rather than one too few.
type sought struct {
	numbers []int
	names   [][]string // the words of each name
	people  []string   // the words of the names of persons: each tells in the name of a file, and in a reason
	texts   []string   // folded; each tells by itself
	digits  []string   // of telephones and Business IDs, without what may be lost before them
	hints   []string   // folded; two of them in one row tell
}

// Fields whose values tell by themselves whose they are, and those that very many
// customers share. Of all others two values tell together, beside the name and the
// telephone, which are looked for in a way of their own.
var (
	tellingFields = []customer.Field{customer.Email, customer.EInvoiceAddress, customer.BusinessID, customer.VATNumber}
	sharedFields  = []customer.Field{customer.Postcode, customer.City, customer.DeliveryPostcode, customer.DeliveryCity, customer.EInvoiceOperator}
	hintingFields = func() (fields []customer.Field) {
		apart := slices.Concat(tellingFields, sharedFields, []customer.Field{customer.Name, customer.Phone})
		for f := customer.Kind; f.IsValue(); f++ {
			if !slices.Contains(apart, f) && !customer.Standard().Of(f).FewValued {
				fields = append(fields, f)
			}
		}
		return fields
	}()
)

// Shorter texts and numbers stand in too many rows of other customers.
const (
	shortestText   = 5
	shortestWord   = 4
	inflected      = 3 // letters at the end of a name
	changing       = 2 // of these, but for names in -nen
	shortestStem   = 5
	longestEnding  = 4
	shortestDigits = 6
)

// seek makes of a customer's values, those of today and earlier ones, what it is
// looked for by.
func seek(numbers []int, states []customer.Values) *sought {
	s := &sought{numbers: numbers}
	company := slices.ContainsFunc(states, func(values customer.Values) bool { return values[customer.Kind] == customer.Company })
	for i := range states {
		values := &states[i]
		if words := customer.NameWords(values[customer.Name]); len(words) > 0 && !containsWords(s.names, words) {
			s.names = append(s.names, words)
		}
		if !company {
			s.people = append(s.people, customer.NameWords(values[customer.Name])...)
		}
		for _, f := range tellingFields {
			for item := range strings.FieldsFuncSeq(values[f], endsItem) {
				s.texts = addText(s.texts, item)
			}
		}
		for _, f := range hintingFields {
			s.hints = addText(s.hints, values[f])
		}
		for phone := range strings.FieldsFuncSeq(values[customer.Phone], endsItem) {
			_, national := customer.SplitPhone(phone, values[customer.Country])
			s.digits = addDigits(s.digits, national)
		}
		s.digits = addDigits(s.digits, onlyDigits(values[customer.BusinessID]))
	}
	return s
}

// endsItem reports whether a character stands between the items of a list.
func endsItem(r rune) bool { return r == ';' || r == ',' || r == '\n' }

func containsWords(list [][]string, words []string) bool {
	return slices.ContainsFunc(list, func(known []string) bool { return slices.Equal(known, words) })
}

func addText(texts []string, text string) []string {
	folded := customer.FoldKey(text)
	if len([]rune(folded)) < shortestText || slices.Contains(texts, folded) {
		return texts
	}
	return append(texts, folded)
}

func addDigits(list []string, digits string) []string {
	digits = strings.TrimLeft(digits, "0")
	if len(digits) < shortestDigits || slices.Contains(list, digits) {
		return list
	}
	return append(list, digits)
}

func onlyDigits(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}

// inRow reports whether a row speaks of the customer. Its number counts in the
// column of numbers alone, in any where column is anyColumn, in none where it is
// noColumn.
func (s *sought) inRow(cells []string, column int) bool {
	hints, named := 0, false
	for i, cell := range cells {
		if cell == "" {
			continue
		}
		if i == column || column == anyColumn {
			if number, is := customer.ParseNumber(cell); is && slices.Contains(s.numbers, number) {
				return true
			}
		}
		folded := customer.FoldKey(cell)
		if containsAny(folded, s.texts) || s.hasDigits(cell) {
			return true
		}
		if containsAny(folded, s.hints) {
			hints++
		}
		named = named || s.mayName(folded)
	}
	return hints > 1 || named && s.hasName(cells)
}

// What stands in the place of the column of numbers: all columns, where it is not
// known which one it is, and none, where a number may be a price or a quantity.
const (
	anyColumn = -1
	noColumn  = -2
)

func containsAny(text string, parts []string) bool {
	return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(text, part) })
}

func (s *sought) hasDigits(cell string) bool {
	if len(s.digits) == 0 || len(cell) < shortestDigits || strings.IndexFunc(cell, unicode.IsDigit) < 0 {
		return false
	}
	return containsAny(onlyDigits(cell), s.digits)
}

// mayName is a quick look at a folded cell: whether a word of a name may stand there.
func (s *sought) mayName(folded string) bool {
	return strings.ContainsFunc(folded, customer.IsApostrophe) ||
		slices.ContainsFunc(s.names, func(name []string) bool { return containsAny(folded, name) })
}

// hasName reports whether a cell is a name, or all words of one of several words stand
// in the row, in whatever columns.
func (s *sought) hasName(cells []string) bool {
	var words []string
	for _, cell := range cells {
		of := customer.NameWords(cell)
		if containsWords(s.names, of) {
			return true
		}
		words = append(words, of...)
	}
	return slices.ContainsFunc(s.names, func(name []string) bool {
		return len(name) > 1 && !slices.ContainsFunc(name, func(word string) bool { return !slices.Contains(words, word) })
	})
}

// inText reports whether a text by itself speaks of the customer: one that is a
// hint as a whole does.
func (s *sought) inText(text string) bool {
	return s.inRow([]string{text}, 0) || slices.Contains(s.hints, customer.FoldKey(text))
}

// inReason reports whether a reason speaks of the customer: of a person, a word of the
// name is enough, also in another form. Words that only begin alike are not meant, since
// who gives a reason is asked for another one: "tietosuojalaki" is not somebody Laine.
func (s *sought) inReason(text string) bool {
	return s.inText(text) || s.hasPerson(text, isFormOf)
}

// inFileName reports whether the name of a file speaks of the customer: of a person, a
// part of the name is enough, also where words are written together.
func (s *sought) inFileName(name string) bool {
	name = strings.TrimSuffix(name, endingOf(name))
	return s.inText(name) || s.hasPerson(strings.ReplaceAll(name, "_", " "), mayHold)
}

// hasPerson reports whether a word of a text is one of the name of a person.
func (s *sought) hasPerson(text string, is func(word, name string) bool) bool {
	return slices.ContainsFunc(customer.NameWords(text), func(word string) bool {
		return slices.ContainsFunc(s.people, func(name string) bool { return is(word, name) })
	})
}

// mayHold reports whether a name may stand in a word, in whatever form: inflected it is
// another one from its end on, as Virtanen is in Virtasen.
func mayHold(word, name string) bool {
	letters := []rune(name)
	return len(letters) >= shortestWord && strings.Contains(word, string(letters[:max(shortestWord, len(letters)-inflected)]))
}

// isFormOf reports whether a word is a name, or one of its forms: Laineen of Laine,
// Keltanokan of Keltanokka, Virtasen of Virtanen. Forms of short names that change within
// are not known, as Ahon and Matin.
func isFormOf(word, name string) bool {
	letters := []rune(name)
	if word == name || len(letters) < shortestStem {
		return word == name
	}
	stem := string(letters[:max(shortestStem, len(letters)-changing)])
	if begin, is := strings.CutSuffix(name, "nen"); is {
		stem = begin + "s"
	}
	return (strings.HasPrefix(word, stem) || strings.HasPrefix(word, name)) && len([]rune(word)) <= len(letters)+longestEnding
}

// inJSON reports whether a text in a JSON document speaks of the customer. What
// cannot be read does, to be on the safe side.
func (s *sought) inJSON(document []byte) bool {
	var value any
	if len(document) == 0 {
		return false
	}
	if json.Unmarshal(document, &value) != nil {
		return true
	}
	return s.inValue(value)
}

func (s *sought) inValue(value any) bool {
	switch value := value.(type) {
	case string:
		return s.inText(value)
	case []any:
		return slices.ContainsFunc(value, s.inValue)
	case map[string]any:
		for key, part := range value {
			if s.inText(key) || s.inValue(part) {
				return true
			}
		}
	}
	return false
}

// inFile reports whether the file of an import speaks of the customer: in its rows,
// or anywhere else, such as above the header, in other worksheets, comments and
// properties. One that cannot be read does.
func (s *sought) inFile(fields *customer.Table, data []byte, choices *Choices) bool {
	reading := choices.Reading
	options := sheet.Options{
		Delimiter: reading.Delimiter,
		Charset:   reading.Charset,
		HeaderRow: reading.HeaderRow,
		Sheet:     reading.Sheet,
		Mend:      reading.Mend,
		Above:     reading.Above,
		Known:     importer.KnownHeader(fields),
	}
	read, err := sheet.Read(data, options)
	if err != nil {
		return true
	}
	column, mapped := choices.Mapping.Column(customer.Number)
	if !mapped {
		column = anyColumn
	}
	if s.inRow(read.Header, anyColumn) {
		return true
	}
	searched := newRowSet()
	for i := range read.Rows {
		if s.inRow(read.Rows[i].Cells, column) {
			return true
		}
		searched.add(read.Rows[i].Cells)
	}
	for texts, err := range sheet.Texts(data, options) {
		if err != nil || !searched.has(texts) && s.inRow(texts, noColumn) {
			return true
		}
	}
	return false
}

// searchFiles finds the imports above an id whose stored files speak of the
// customer, and tells the highest id that it has looked at.
func (db *DB) searchFiles(ctx context.Context, q bun.IDB, s *sought, above int64) (found []int64, last int64, err error) {
	var stored []Import
	err = q.NewSelect().Model(&stored).Column("id", "file_size", "choices").Where("i.id > ?", above).
		Where("EXISTS (SELECT 1 FROM import_chunks AS c WHERE c.import_id = i.id)").Order("i.id").Scan(ctx)
	if err != nil {
		return nil, 0, err
	}
	last = above
	for i := range stored {
		one := &stored[i]
		last = one.ID
		data, err := storedFile(ctx, q, one.ID)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, 0, err
		}
		if s.inFile(db.Fields(), data, &one.Choices) {
			found = append(found, one.ID)
		}
	}
	return found, last, nil
}
