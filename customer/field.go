package customer

import (
	_ "embed"
	"encoding/json"
	"fmt"
)

// Field names one field of a customer, or one of the few other things that a
// column of a file can fill. The zero value is no field.
type Field uint8

// The fields in the order of the export, then what only a column can fill.
const (
	None Field = iota
	Number
	Kind
	Name
	BusinessID
	Contact
	Street
	Postcode
	City
	Country
	Email
	Phone
	EInvoiceAddress
	EInvoiceOperator
	Invoicing
	PaymentTerms
	Language
	Reference
	Group
	Notes

	FirstName // together with LastName the name of a person
	LastName
	Version // the mark that an export gives to each customer
)

// Languages are the languages that labels and words exist in, the default first.
var Languages = []string{"fi", "sv", "en"}

// Definition is one row of the field table: all that the rest of the program
// has to know about a field.
type Definition struct {
	Key       string            // stable, used in JSON, forms and the database
	Labels    map[string]string // by language; also the header of an exported column
	Aliases   []string          // header names that other programs use, the surest first
	Choices   []Choice          // the values of a field that has only a few
	Multiline bool              // several lines are usual

	read func(text string, ctx Context) Reading // text is clean and not empty
	same func(stored, text string) bool         // beyond equality, may be nil
}

// Choice is one of the few values of a field.
type Choice struct {
	Value   string            // as kept
	Labels  map[string]string // by language, as shown and exported; nil: the value itself
	Aliases []string          // other words that mean it
}

//go:embed vocabulary.json
var vocabularyJSON []byte

// definitions is the field table. Behaviour stands here, words in vocabulary.json.
var definitions = [Version + 1]Definition{
	Number:           {Key: "number", read: readNumber},
	Kind:             {Key: "kind", read: readChoice(Kind, KindUnknown)},
	Name:             {Key: "name", read: readText},
	BusinessID:       {Key: "business_id", read: readBusinessID},
	Contact:          {Key: "contact", read: readText},
	Street:           {Key: "street", read: readText},
	Postcode:         {Key: "postcode", read: readPostcode},
	City:             {Key: "city", read: readText},
	Country:          {Key: "country", read: readCountry},
	Email:            {Key: "email", read: readEmail},
	Phone:            {Key: "phone", read: readPhone, same: samePhone},
	EInvoiceAddress:  {Key: "einvoice_address", read: readEInvoiceAddress, same: sameCompact},
	EInvoiceOperator: {Key: "einvoice_operator", read: readOperator},
	Invoicing:        {Key: "invoicing", read: readChoice(Invoicing, InvoicingUnknown)},
	PaymentTerms:     {Key: "payment_terms", read: readPaymentTerms},
	Language:         {Key: "language", read: readChoice(Language, LanguageUnknown)},
	Reference:        {Key: "reference", read: readText},
	Group:            {Key: "group", read: readText, same: sameKey},
	Notes:            {Key: "notes", read: readText, Multiline: true},
	FirstName:        {Key: "first_name", read: readText},
	LastName:         {Key: "last_name", read: readText},
	Version:          {Key: "version", read: readText},
}

// byKey finds a field by its key.
var byKey = make(map[string]Field, len(definitions))

// choiceValues finds the value of a choice by any of its words, as they are
// usually written and as wordKey folds them.
var choiceValues [Version + 1]map[string]string

func init() {
	var vocabulary map[string]struct {
		Labels  map[string]string
		Aliases []string
		Choices []Choice
	}
	if err := json.Unmarshal(vocabularyJSON, &vocabulary); err != nil {
		panic("customer: vocabulary.json: " + err.Error())
	}
	for f := Number; f <= Version; f++ {
		d := &definitions[f]
		words, ok := vocabulary[d.Key]
		if !ok {
			panic("customer: vocabulary.json lacks " + d.Key)
		}
		d.Labels, d.Aliases, d.Choices = words.Labels, words.Aliases, words.Choices
		byKey[d.Key] = f
		choiceValues[f] = make(map[string]string)
		for _, choice := range d.Choices {
			words := append([]string{choice.Value}, choice.Aliases...)
			for _, label := range choice.Labels {
				words = append(words, label)
			}
			for _, word := range words {
				choiceValues[f][word] = choice.Value
				choiceValues[f][wordKey(word)] = choice.Value
			}
		}
	}
}

// Fields lists the fields of a customer in the order of the export.
func Fields() []Field {
	fields := make([]Field, 0, Notes)
	for f := Number; f <= Notes; f++ {
		fields = append(fields, f)
	}
	return fields
}

// Targets lists all that a column can fill: the fields, then first and last
// name and the version.
func Targets() []Field { return append(Fields(), FirstName, LastName, Version) }

// ParseField returns the field with a key. The empty key is None.
func ParseField(key string) (Field, bool) {
	if key == "" {
		return None, true
	}
	f, ok := byKey[key]
	return f, ok
}

// Definition returns the field's row of the table.
func (f Field) Definition() *Definition { return &definitions[f] }

// Key returns the field's stable name, "" for None.
func (f Field) Key() string { return definitions[f].Key }

// String returns the key.
func (f Field) String() string { return f.Key() }

// Label returns the field's name in a language.
func (f Field) Label(lang string) string { return definitions[f].Labels[lang] }

// MarshalText writes the key, for JSON.
func (f Field) MarshalText() ([]byte, error) { return []byte(f.Key()), nil }

// UnmarshalText reads a key; an unknown one is an error.
func (f *Field) UnmarshalText(text []byte) error {
	field, ok := ParseField(string(text))
	if !ok {
		return fmt.Errorf("customer: no field %q", text)
	}
	*f = field
	return nil
}

// Display returns a kept value in the words of a language: the label of a
// choice, the value itself in every other field.
func (f Field) Display(value, lang string) string {
	for _, choice := range definitions[f].Choices {
		if choice.Value == value && choice.Labels != nil {
			return choice.Labels[lang]
		}
	}
	return value
}
