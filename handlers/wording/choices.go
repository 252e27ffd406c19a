package wording

import (
	"strings"
	"sync"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/locale"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// countryLists are the countries by their names in each language, Finland first.
var countryLists = sync.OnceValue(func() map[string][]Choice {
	lists := make(map[string][]Choice, len(locale.Languages))
	for _, lang := range locale.Languages {
		list := byName{{customer.Finland, customer.CountryName(customer.Finland, lang)}}
		for _, code := range customer.CountryCodes() {
			if code != customer.Finland {
				list = append(list, Choice{code, customer.CountryName(code, lang)})
			}
		}
		collate.New(language.Make(lang)).Sort(list[1:])
		lists[lang] = list
	}
	return lists
})

// GroupOffers are the groups by their names, long ones read clipped. One whose name
// holds a personal identity code, as of an older register, is offered to nobody.
func GroupOffers(groups []db.Group) []Choice {
	offers := make([]Choice, 0, len(groups))
	for _, group := range groups {
		if !customer.HasPersonalID(group.Name) {
			offers = append(offers, Choice{group.Name, Clip(group.Name)})
		}
	}
	return offers
}

// CountryChoices are the countries by their names in a language, Finland first.
func CountryChoices(lang string) []Choice { return countryLists()[lang] }

// byName sorts choices by their labels.
type byName []Choice

func (l byName) Len() int           { return len(l) }
func (l byName) Swap(i, j int)      { l[i], l[j] = l[j], l[i] }
func (l byName) Bytes(i int) []byte { return []byte(l[i].Label) }

// OperatorOffers are the known operators of e-invoices.
var OperatorOffers = func() []Choice {
	offers := make([]Choice, len(customer.Operators))
	for i, operator := range customer.Operators {
		offers[i] = Choice{operator.ID, customer.OperatorName(operator.ID)}
	}
	return offers
}()

// Choice is one value of a field, and how it reads.
type Choice struct{ Value, Label string }

// longestLabel is how much of a name a list or a choice shows.
const longestLabel = 60

// Clip shortens a name to what a list shows.
func Clip(name string) string {
	shown := []rune(name)
	if len(shown) <= longestLabel {
		return name
	}
	return strings.TrimSpace(string(shown[:longestLabel-1])) + "…"
}
