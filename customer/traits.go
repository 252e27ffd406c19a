package customer

import (
	"slices"
	"strconv"
	"strings"
)

// Trait is something by which a customer is known again: what a row of a file, a
// form or an old backup would bring back. Its text is folded, and told apart from
// those of other kinds.
type Trait struct {
	Text   string
	Strong bool // it tells by itself who it is: many may have the same name
}

// Traits lists what a customer is known by: the number, 0 for none, the Business
// ID, each e-mail address and telephone number, and the name, which is strong
// only together with the postal code (erased-known, docs/rules.md).
func Traits(number int, values *Values) []Trait {
	var traits []Trait
	strong := func(kind string, parts ...string) {
		if !slices.Contains(parts, "") {
			traits = append(traits, Trait{traitText(kind, parts...), true})
		}
	}
	if number > 0 {
		strong("number", strconv.Itoa(number))
	}
	strong("business-id", BusinessIDKey(values[BusinessID]))
	addresses, _ := splitAddresses(values[Email])
	for _, address := range addresses {
		strong("email", FoldKey(address))
	}
	country := values[Country]
	if country == "" {
		country = Finland
	}
	for _, phone := range splitPhones(values[Phone]) {
		strong("phone", PhoneKey(phone, country))
	}
	if name := nameTrait(values[Name]); name != "" {
		strong("name-postcode", name, FoldKey(values[Postcode]))
		traits = append(traits, Trait{Text: traitText("name", name, values[Kind])})
	}
	return traits
}

// NewTraits lists what a customer would be known by since its values changed, the
// strong ones first.
func NewTraits(before, after *Values) []Trait {
	known := Traits(0, before)
	return slices.DeleteFunc(Traits(0, after), func(trait Trait) bool { return slices.Contains(known, trait) })
}

// NumberTrait is the trait of a number.
func NumberTrait(number int) string { return traitText("number", strconv.Itoa(number)) }

// traitText keeps the parts of a trait apart.
func traitText(kind string, parts ...string) string {
	return kind + "\x1f" + strings.Join(parts, "\x1f")
}

// nameTrait is a name without its legal form, its words in one order.
func nameTrait(name string) string {
	words := slices.Clone(NameWords(name))
	slices.Sort(words)
	return strings.Join(words, " ")
}

// splitPhones cuts a list of telephone numbers at its separators.
func splitPhones(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ';' || r == ',' || r == '\n' })
}
