package customer

import (
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// countryAliases are names in use that the Unicode tables do not have, or not
// in this spelling: short ones, official ones (ISO 3166-1, United Nations), and
// the parts of the United Kingdom.
var countryAliases = map[string]string{
	"USA": "US", "U.S.": "US", "Yhdysvallat (USA)": "US", "Amerikan yhdysvallat": "US", "America": "US", "Amerikas förenta stater": "US", "Förenta staterna": "US",
	"United States of America": "US",
	"Iso-Britannia":            "GB", "Britannia": "GB", "Englanti": "GB", "England": "GB", "UK": "GB", "U.K.": "GB", "Great Britain": "GB", "Storbritannien": "GB",
	"Yhdistynyt kuningaskunta": "GB", "Förenade kungariket": "GB", "United Kingdom of Great Britain and Northern Ireland": "GB",
	"Skotlanti": "GB", "Skottland": "GB", "Scotland": "GB", "Wales": "GB", "Pohjois-Irlanti": "GB", "Nordirland": "GB", "Northern Ireland": "GB",
	"Tsekki": "CZ", "Tšekki": "CZ", "Tšekin tasavalta": "CZ", "Tjeckien": "CZ", "Tjeckiska republiken": "CZ", "Czech Republic": "CZ", "Czechia": "CZ",
	"Hollanti": "NL", "Holland": "NL", "Kingdom of the Netherlands": "NL", "Venäjä": "RU", "Venäjän federaatio": "RU", "Ryska federationen": "RU", "Russian Federation": "RU",
	"Etelä-Korea": "KR", "Korean tasavalta": "KR", "Republic of Korea": "KR", "Korea (Republic of)": "KR", "Korea, South": "KR", "Pohjois-Korea": "KP",
	"Democratic People's Republic of Korea": "KP", "Korea, Democratic People's Republic of": "KP", "Korea, North": "KP",
	"Pohjois-Makedonia": "MK", "North Macedonia": "MK", "Nordmakedonien": "MK", "Macedonia": "MK", "Makedonia": "MK",
	"Ahvenanmaa": "AX", "Åland": "AX", "Turkki": "TR", "Türkiye": "TR", "Turkey": "TR", "Viro": "EE", "Viron tasavalta": "EE", "Valko-Venäjä": "BY", "Belarus": "BY",
	"Kiina": "CN", "Kiinan kansantasavalta": "CN", "Folkrepubliken Kina": "CN", "People's Republic of China": "CN", "PRC": "CN", "Taiwan, Province of China": "TW",
	"UAE": "AE", "Arabiemiraatit": "AE", "Emirates": "AE", "Suomen tasavalta": "FI", "Republiken Finland": "FI", "Ruotsin kuningaskunta": "SE", "Konungariket Sverige": "SE",
	"Norjan kuningaskunta": "NO", "Kongeriket Norge": "NO", "Tanskan kuningaskunta": "DK", "Kongeriget Danmark": "DK", "Saksan liittotasavalta": "DE",
	"Bundesrepublik Deutschland": "DE", "Förbundsrepubliken Tyskland": "DE", "Federal Republic of Germany": "DE", "BRD": "DE", "Sveitsin valaliitto": "CH",
	"Swiss Confederation": "CH", "Schweizerische Eidgenossenschaft": "CH", "Irlannin tasavalta": "IE", "Eire": "IE", "Éire": "IE", "Ranskan tasavalta": "FR", "République française": "FR",
	"French Republic": "FR", "Italian Republic": "IT", "Repubblica Italiana": "IT", "Hellenic Republic": "GR", "Portuguese Republic": "PT", "Slovak Republic": "SK",
	"Slovakian tasavalta": "SK", "Burma": "MM", "Birma": "MM", "Ivory Coast": "CI", "Swaziland": "SZ", "Cape Verde": "CV", "East Timor": "TL", "Macao": "MO", "Vatican": "VA",
	"Holy See": "VA", "Brunei Darussalam": "BN", "Viet Nam": "VN", "Lao People's Democratic Republic": "LA", "Syrian Arab Republic": "SY", "Iran, Islamic Republic of": "IR",
	"Iran (Islamic Republic of)": "IR", "Bolivia (Plurinational State of)": "BO", "Bolivia, Plurinational State of": "BO", "Venezuela (Bolivarian Republic of)": "VE",
	"Venezuela, Bolivarian Republic of": "VE", "Tanzania, United Republic of": "TZ", "United Republic of Tanzania": "TZ", "Moldova, Republic of": "MD",
	"Micronesia (Federated States of)": "FM", "Micronesia, Federated States of": "FM", "Palestine, State of": "PS", "State of Palestine": "PS", "Palestine": "PS",
	"Congo, Democratic Republic of the": "CD", "Democratic Republic of the Congo": "CD", "Republic of the Congo": "CG", "Hong Kong": "HK", "Hongkong": "HK", "Macau": "MO",
	"Republic of China": "TW", "State of Israel": "IL", "State of Kuwait": "KW", "State of Qatar": "QA", "Libyan Arab Jamahiriya": "LY", "Commonwealth of Australia": "AU",
	"Eswatini": "SZ",
}

// countryNames are today's names of the countries that have changed theirs
// since the Unicode tables were made that we have, by code and language.
var countryNames = map[string]map[string]string{
	"MK": {"fi": "Pohjois-Makedonia", "sv": "Nordmakedonien", "en": "North Macedonia"},
	"SZ": {"fi": "Eswatini", "sv": "Eswatini", "en": "Eswatini"},
}

// namingLanguages are the languages in which every country is known by name. In
// each country's own language only that country is.
var namingLanguages = []language.Tag{language.Finnish, language.Swedish, language.English, language.German, language.Norwegian, language.Danish, language.Estonian}

// officialStarts stand before the name of a country in its official one. China
// and the Congo are two republics each.
var (
	officialStarts = []string{"the ", "Republic of ", "the Republic of ", "Kingdom of ", "the Kingdom of "}
	manyRepublics  = map[string]bool{"CN": true, "TW": true, "CG": true, "CD": true}
)

// countries finds an ISO 3166-1 alpha-2 code by the code itself, the
// three-letter code, and the country's names (Unicode CLDR).
var countries = sync.OnceValue(func() map[string]string {
	found := make(map[string]string, 3000)
	english := display.Regions(language.English)
	for _, code := range CountryCodes() {
		for _, start := range officialStarts {
			if !manyRepublics[code] {
				found[wordKey(start+english.Name(language.MustParseRegion(code)))] = code
			}
		}
	}
	for _, code := range CountryCodes() {
		for _, own := range languagesOf(code) {
			addName(found, own, code)
		}
	}
	for i := len(namingLanguages) - 1; i >= 0; i-- { // the first one is right where they differ
		for _, code := range CountryCodes() {
			addName(found, namingLanguages[i], code)
		}
	}
	for _, code := range CountryCodes() {
		found[wordKey(language.MustParseRegion(code).ISO3())] = code
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

// addName adds the name of a country in a language, where Unicode has one.
func addName(found map[string]string, tag language.Tag, code string) {
	if namer := display.Regions(tag); namer != nil {
		if key := wordKey(namer.Name(language.MustParseRegion(code))); len(key) > 3 {
			found[key] = code
		}
	}
}

// severalLanguages are the languages of countries that have more than one.
var severalLanguages = map[string][]string{
	"BE": {"nl", "fr"}, "CH": {"fr", "it"}, "LU": {"fr", "de"}, "IE": {"ga"}, "ES": {"ca", "eu"}, "MT": {"mt"}, "CY": {"el", "tr"}, "CA": {"fr"}, "NO": {"nn"}, "FO": {"fo"},
}

// languagesOf lists the languages of a country: the usual one, and more where
// Unicode takes only one for usual.
func languagesOf(code string) []language.Tag {
	var tags []language.Tag
	if tag, err := language.Compose(language.Und, language.MustParseRegion(code)); err == nil {
		base, _ := tag.Base()
		tags = append(tags, language.Make(base.String()))
	}
	for _, other := range severalLanguages[code] {
		tags = append(tags, language.Make(other))
	}
	return tags
}

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
	if code := sameCountry(text); code != "" {
		return value(code)
	}
	return failed(CountryUnknown, text, nil)
}

// betweenCountries is what people write between two names of one country.
const betweenCountries = "/()-–,;|\n"

// sameCountry reads a text that names one country twice or more, as Viro (Eesti)
// and FI-Suomi do, "" where it does not.
func sameCountry(text string) string {
	code := ""
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(betweenCountries, r) }) {
		key := wordKey(part)
		if key == "" {
			continue
		}
		named := countries()[key]
		if named == "" || code != "" && named != code {
			return ""
		}
		code = named
	}
	return code
}
