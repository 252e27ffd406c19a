package customer

import (
	"cmp"
	"slices"
	"sync"
)

// Definition is the entry of one field in a Table: all that the rest of the
// program has to know about it. Members that are left out mean that the field
// does not have to do with the thing.
type Definition struct {
	Field Field
	Key   string // stable; the field's name in JSON, forms and the database

	// The words of the field, from vocabulary.json.
	Labels  map[string]string // its name by language; also the header of an exported column
	Hint    map[string]string // by language; stands below it in the form
	Aliases []string          // header names that other programs use, the surest first
	Choices []Choice          // the values of a field that has only a few

	Default   string            // the value that a customer has where nothing is said; "" for none
	Guarded   string            // a value that an import takes away only where that is accepted; "" for none
	Flag      string            // a value that is shown wherever the customer is named; "" for none
	FlagTexts map[string]string // by language, how it is worded; nil: by the name of the field

	// The form and the page of a customer.
	Section    Section // where it stands; "" for nowhere
	Place      int     // its place there, from 1
	Wide       bool    // it has a line of its own
	Required   Code    // the problem where it is empty; "" where it may be
	Individual bool    // each customer has another value: it is not set for many at once
	Multiline  bool    // several lines are usual
	InputMode  string  // which keys a telephone shows, as inputmode in HTML; "tel", "email" and "url" are links on the page
	Copied     bool    // it has a button on the page that copies it
	Offers     Offers  // what can be picked rather than typed, beside Choices

	// The list of customers.
	List   int    // the place of its column, from 1
	Sort   Sort   // how customers are sorted by it
	Search Search // how customers are found by it

	// Files.
	Exported  bool // it has a column in an export
	Card      int  // the line on the card of a customer that a row may mean, from 1; fields of one line share it
	Fill      int  // the place among the fields that can be filled for many rows, from 1; no customer is found by such a one
	FewValued bool // a column has so few values that it is looked through value by value; they are read without a context

	readsAs Type // of an own field
	Away    bool // an own field that is put away: its values stay, but it is nowhere shown
	exact   bool // a text that can be read is no damage of another value
	digits  bool // its values may be digits alone, of which a spreadsheet makes a number

	read  func(text string, ctx Context) Reading // text is clean and not empty; nil keeps any text
	same  func(stored, text string) bool         // beyond equality, may be nil
	shown func(value, lang string) string        // how a value is written in a language; nil as it is kept
	named func(value, lang string) string        // what a code stands for, nil where values are no codes
}

// Choice is one of the few values of a field.
type Choice struct {
	Value   string            // as kept
	Labels  map[string]string // by language, as shown and exported; nil: the value itself
	Aliases []string          // other words that mean it
}

// Section is a part of a customer's form and page.
type Section string

// The sections of the form, and in which order they stand there.
const (
	SectionBasics    Section = "basics"
	SectionAddress   Section = "address"
	SectionContact   Section = "contact"
	SectionInvoicing Section = "invoicing"
	SectionDelivery  Section = "delivery"
	SectionOwn       Section = "own"
	SectionMore      Section = "more"
)

// Sections lists the sections in their order.
var Sections = []Section{SectionBasics, SectionAddress, SectionContact, SectionInvoicing, SectionDelivery, SectionOwn, SectionMore}

// Offers says what the form offers for a field.
type Offers string

// What is offered. Other values than these can be typed, but for countries.
const (
	OfferCountries Offers = "countries"
	OfferOperators Offers = "operators"
	OfferGroups    Offers = "groups" // those of the register
)

// Sort says how customers are sorted by a field. Those without a value come
// last.
type Sort string

// The ways of sorting.
const (
	SortText   Sort = "text" // by the alphabet
	SortNumber Sort = "number"
)

// Search says how customers are found by a field.
type Search string

// The ways of searching. In all of them a beginning is enough.
const (
	SearchWords      Search = "words"
	SearchParts      Search = "parts"       // by parts of its words, too, and before all others
	SearchBusinessID Search = "business_id" // in one piece, with and without its hyphen
	SearchVATNumber  Search = "vat_number"  // a Finnish one with and without its letters
	SearchPhone      Search = "phone"       // in one piece, however its digits are grouped
)

// Table is the fields that a register has: how they are called, and where each
// stands. It never changes.
type Table struct {
	definitions [Version + 1]*Definition // nil for a field that the register does not have
	fields      []Field
	targets     []Field
	away        []Field // own fields that are put away
	sections    map[Section][]Field
	listed      []Field
	cards       [][]Field
	searched    []Field
	exported    []Field
	fillable    []Field
	shareable   []Field
	clearable   []Field
	headings    map[string]Heading
}

// Standard is the table of the fields that every register has.
var Standard = sync.OnceValue(func() *Table { return WithOwn(nil) })

// NewTable makes a table. The definitions stand in the order of the export, the
// number first.
func NewTable(definitions []Definition) *Table {
	t := &Table{sections: make(map[Section][]Field)}
	definitions = slices.Clone(definitions)
	for i := range definitions {
		d := &definitions[i]
		t.definitions[d.Field] = d
		if d.Away {
			// Its words stay in the search index, which knows nothing of tables.
			t.away = append(t.away, d.Field)
			continue
		}
		t.targets = append(t.targets, d.Field)
		if d.Field == Number || d.Field.IsValue() {
			t.fields = append(t.fields, d.Field)
		}
	}
	for _, section := range Sections {
		t.sections[section] = t.placed(func(d *Definition) int {
			if d.Section != section {
				return 0
			}
			return d.Place
		})
	}
	t.listed = t.placed(func(d *Definition) int { return d.List })
	t.fillable = t.placed(func(d *Definition) int { return d.Fill })
	for _, f := range t.placed(func(d *Definition) int { return d.Card }) {
		if last := len(t.cards) - 1; last >= 0 && t.Of(t.cards[last][0]).Card == t.Of(f).Card {
			t.cards[last] = append(t.cards[last], f)
			continue
		}
		t.cards = append(t.cards, []Field{f})
	}
	for _, section := range Sections {
		for _, f := range t.sections[section] {
			if !t.Of(f).Individual {
				t.shareable = append(t.shareable, f)
			}
			if t.Of(f).Required == "" && t.Of(f).Default == "" && f != Kind {
				t.clearable = append(t.clearable, f)
			}
		}
	}
	for _, f := range t.fields {
		if t.Of(f).Exported {
			t.exported = append(t.exported, f)
		}
	}
	for _, f := range slices.Concat(t.fields, t.away) {
		if t.Of(f).Search != "" && f != Number {
			t.searched = append(t.searched, f)
		}
	}
	t.fields, t.targets = slices.Clip(t.fields), slices.Clip(t.targets)
	t.headings = t.readHeadings()
	return t
}

// placed lists the fields that have a place, by their places.
func (t *Table) placed(place func(*Definition) int) []Field {
	var fields []Field
	for _, f := range t.fields {
		if place(t.Of(f)) > 0 {
			fields = append(fields, f)
		}
	}
	slices.SortStableFunc(fields, func(a, b Field) int { return cmp.Compare(place(t.Of(a)), place(t.Of(b))) })
	return fields
}

// Of returns the definition of a field, of no field an empty one.
func (t *Table) Of(f Field) *Definition {
	if d := t.definitions[f]; d != nil {
		return d
	}
	return &Definition{}
}

// ByKey returns the field with a key. The empty key is None.
func (t *Table) ByKey(key string) (Field, bool) {
	f, ok := ParseField(key)
	if !ok || f != None && t.definitions[f] == nil {
		return None, false
	}
	return f, true
}

// Label returns the name of a field in a language.
func (t *Table) Label(f Field, lang string) string { return t.Of(f).Labels[lang] }

// Fields lists the fields of a customer, the number first.
func (t *Table) Fields() []Field { return t.fields }

// Values lists the fields of a customer that Values holds: all but the number.
func (t *Table) Values() []Field { return t.fields[1:] }

// Targets lists all that a column can fill: the fields, then first and last
// name, what is appended to the notes, and the version.
func (t *Table) Targets() []Field { return t.targets }

// In lists the fields of a section of the form.
func (t *Table) In(section Section) []Field { return t.sections[section] }

// Listed lists the fields that have a column in the list of customers.
func (t *Table) Listed() []Field { return t.listed }

// Cards lists the fields on the card of a customer that a row may mean, line
// by line.
func (t *Table) Cards() [][]Field { return t.cards }

// Searched lists the fields that customers are found by, beside the number.
func (t *Table) Searched() []Field { return t.searched }

// Exported lists the fields that have a column in an export.
func (t *Table) Exported() []Field { return t.exported }

// Fillable lists the fields that can be filled for many rows of a file in
// which no column fills them.
func (t *Table) Fillable() []Field { return t.fillable }

// Shareable lists the fields that can be set for many customers at once, as the
// form has them.
func (t *Table) Shareable() []Field { return t.shareable }

// Clearable lists the fields that a customer may have no value in, as the form
// has them.
func (t *Table) Clearable() []Field { return t.clearable }
