package customer

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
	Digits    bool // its values may be digits alone, of which a spreadsheet makes a number
	FewValued bool // a column has so few values that it is looked through value by value; they are read without a context

	readsAs Type // of an own field
	Away    bool // an own field that is put away: its values stay, but it is nowhere shown
	exact   bool // a text that can be read is no damage of another value

	read  func(text string, ctx Context) Reading // text is clean and not empty; nil keeps any text
	same  func(stored, text string) bool         // beyond equality, may be nil
	shown func(value, lang string) string        // how a value is written in a language; nil as it is kept
	named func(value, lang string) string        // what a code stands for, nil where values are no codes
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

func (d *Definition) display(value, lang string) string {
	if d.shown != nil {
		return d.shown(value, lang)
	}
	for _, choice := range d.Choices {
		if choice.Value == value && choice.Labels != nil {
			return choice.Labels[lang]
		}
	}
	return value
}

func (d *Definition) show(value, lang string) string {
	if d.named != nil && value != "" {
		return d.named(value, lang)
	}
	return d.display(value, lang)
}
