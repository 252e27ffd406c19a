package customer

import (
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// countryAliases are names in use that the Unicode tables do not have, or not
// in this spelling.
var countryAliases = map[string]string{
	"USA": "US", "Yhdysvallat (USA)": "US", "Amerikan yhdysvallat": "US", "Iso-Britannia": "GB", "Britannia": "GB",
	"Englanti": "GB", "England": "GB", "UK": "GB", "Great Britain": "GB", "Storbritannien": "GB", "Tsekki": "CZ",
	"Tšekki": "CZ", "Tjeckien": "CZ", "Czech Republic": "CZ", "Czechia": "CZ", "Hollanti": "NL", "Holland": "NL",
	"Venäjä": "RU", "Etelä-Korea": "KR", "Pohjois-Makedonia": "MK", "North Macedonia": "MK", "Nordmakedonien": "MK",
	"Ahvenanmaa": "AX", "Åland": "AX", "Turkki": "TR", "Türkiye": "TR", "Viro": "EE", "Valko-Venäjä": "BY", "Kiina": "CN",
	"Eswatini": "SZ",
}

// countryNames are today's names of the countries that have changed theirs
// since the Unicode tables were made that we have, by code and language.
var countryNames = map[string]map[string]string{
	"MK": {"fi": "Pohjois-Makedonia", "sv": "Nordmakedonien", "en": "North Macedonia"},
	"SZ": {"fi": "Eswatini", "sv": "Eswatini", "en": "Eswatini"},
}

// countries finds an ISO 3166-1 alpha-2 code by the code itself, the
// three-letter code, and the names in the three languages (Unicode CLDR).
var countries = sync.OnceValue(func() map[string]string {
	found := make(map[string]string, 1200)
	namers := []display.Namer{
		display.Regions(language.Finnish), display.Regions(language.Swedish), display.Regions(language.English),
	}
	for _, code := range CountryCodes() {
		region := language.MustParseRegion(code)
		for _, namer := range namers {
			found[wordKey(namer.Name(region))] = code
		}
		found[wordKey(region.ISO3())] = code
	}
	for name, code := range countryAliases {
		found[wordKey(name)] = code
	}
	for _, code := range CountryCodes() {
		found[wordKey(code)] = code
	}
	delete(found, "")
	return found
})

// CountryCodes lists the ISO 3166-1 alpha-2 codes in their order.
var CountryCodes = sync.OnceValue(func() []string {
	var codes []string
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			code := string([]rune{a, b})
			region, err := language.ParseRegion(code)
			if err == nil && region.IsCountry() && region.String() == code && region.Canonicalize() == region && !isWithdrawn(code) {
				codes = append(codes, code)
			}
		}
	}
	return codes
})

// isWithdrawn reports codes of former countries, and others that CLDR has
// beside those of ISO 3166-1.
func isWithdrawn(code string) bool {
	return strings.Contains(" AC AN CP CQ CS DG EA EU EZ FQ IC NT PC QO SU TA UN XA XB XK YU ZZ ", " "+code+" ")
}

// CountryName returns the name of a country in a language, or the code where
// it has none.
func CountryName(code, lang string) string {
	region, err := language.ParseRegion(code)
	if err != nil {
		return code
	}
	if name := countryNames[code][lang]; name != "" {
		return name
	}
	if namer := display.Regions(language.Make(lang)); namer != nil {
		if name := namer.Name(region); name != "" {
			return name
		}
	}
	return code
}

func readCountry(text string, _ Context) Reading {
	if len(text) == 2 && text == Finland {
		return value(text)
	}
	if code, ok := countries()[wordKey(text)]; ok {
		return value(code)
	}
	return failed(CountryUnknown, text, nil)
}
