package customer

import (
	"regexp"
	"strings"
)

// Address is what one text says of a whole address.
type Address struct {
	Street, Postcode, City string

	// Certain tells that each part surely is what it is taken for. Else the text
	// only looks like a whole address. Lines without a number, as that of a name,
	// are for the reader to tell from the street.
	Certain bool
}

// placeAtEnd finds a Finnish postal code with its city at the end of a text, and
// the country that may follow.
var placeAtEnd = regexp.MustCompile(`^(?:((?s:.*?))(\s*[,;\n]\s*|\s+))?(?:(?i:FI|FIN|AX)[- ]?)?(\d{5})[ ,\n]+(\pL[\pL .'’-]*\pL)(?:\s*[,;\n]\s*(?i:Suomi|Finland))?$`)

// shortestPlace is the length of the shortest text that names a place: 02100 Ii.
const shortestPlace = 8

// placeBehind finds what looks like a postal code with a city of any country
// behind something else: Storgatan 5, 123 45 Stockholm.
var placeBehind = regexp.MustCompile(`[,;\n]\s*(?:[A-Z]{1,3}[- ])?(?:\d{3} \d{2}|\d{4,5})[ \n]+\pL`)

// SplitAddress takes a text apart that ends with a Finnish postal code and its
// city, behind a street or alone. Of one that looks like a whole address in
// another way it has no parts. ok is false for any other text.
func SplitAddress(text string) (a Address, ok bool) {
	if len(text) < shortestPlace {
		return a, false
	}
	var match []string
	if hasFiveDigits(text) {
		match = placeAtEnd.FindStringSubmatch(text)
	}
	if match == nil {
		return a, strings.ContainsAny(text, ",;\n") && placeBehind.MatchString(text)
	}
	a = Address{Street: strings.TrimSpace(match[1]), Postcode: match[3], City: match[4]}
	office, known := PostOffices()[a.Postcode]
	isOffice := FoldKey(a.City) == FoldKey(office.Finnish) || FoldKey(a.City) == FoldKey(office.Swedish)
	separated := strings.TrimSpace(match[2]) != "" || a.Street == ""
	street, isStreet := oneLine(a.Street)
	if a.Certain = known && (isOffice || separated) && isStreet; a.Certain {
		a.Street = street
	}
	return a, true
}

// besideStreet finds a line that stands beside a street without a number.
var besideStreet = regexp.MustCompile(`^(?i:c/o) `)

// oneLine puts the lines of a street into one. It is none where one of several
// lines may be something else.
func oneLine(street string) (line string, ok bool) {
	lines := strings.Split(street, "\n")
	for i, part := range lines {
		lines[i] = strings.Trim(part, " ,;")
		if len(lines) > 1 && !strings.ContainsAny(part, "0123456789") && !besideStreet.MatchString(lines[i]) {
			return "", false
		}
	}
	return strings.Join(lines, ", "), true
}

// hasFiveDigits is a quick look at a text: whether five digits stand in it side
// by side.
func hasFiveDigits(text string) bool {
	run := 0
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			run = 0
			continue
		}
		if run++; run == 5 {
			return true
		}
	}
	return false
}
