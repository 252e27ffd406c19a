package handlers

import (
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"kortisto/customer"
	"kortisto/db"
	"kortisto/locale"
)

// countryLists are the countries by their names in each language, Finland first.
var countryLists = sync.OnceValue(func() map[string][]formChoice {
	lists := make(map[string][]formChoice, len(locale.Languages))
	for _, lang := range locale.Languages {
		list := byName{{customer.Finland, customer.CountryName(customer.Finland, lang)}}
		for _, code := range customer.CountryCodes() {
			if code != customer.Finland {
				list = append(list, formChoice{code, customer.CountryName(code, lang)})
			}
		}
		collate.New(language.Make(lang)).Sort(list[1:])
		lists[lang] = list
	}
	return lists
})

// groupOffers are the groups by their names, long ones read clipped.
func groupOffers(groups []db.Group) []formChoice {
	offers := make([]formChoice, len(groups))
	for i, group := range groups {
		offers[i] = formChoice{group.Name, clip(group.Name)}
	}
	return offers
}

func countryChoices(lang string) []formChoice { return countryLists()[lang] }

// byName sorts choices by their labels.
type byName []formChoice

func (l byName) Len() int           { return len(l) }
func (l byName) Swap(i, j int)      { l[i], l[j] = l[j], l[i] }
func (l byName) Bytes(i int) []byte { return []byte(l[i].Label) }

// operatorOffers are the known operators of e-invoices.
var operatorOffers = func() []formChoice {
	offers := make([]formChoice, len(customer.Operators))
	for i, operator := range customer.Operators {
		offers[i] = formChoice{operator.ID, customer.OperatorName(operator.ID)}
	}
	return offers
}()
