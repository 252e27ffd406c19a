package customer

import (
	"slices"
	"strings"
)

// Envelope gives the lines of a customer's address as they are written on an
// envelope that is posted in Finland: the addressee in one or two lines, the street,
// and the place in capitals; the country, in the words of a language, only where it
// is another. It is nil where the customer has no address that a letter finds.
func (c *Customer) Envelope(lang string) []string {
	place := c.placeLines()
	street := trimmedLines(c.Values[Street])
	if len(place) == 0 || len(street) == 0 && !c.hasOwnPostcode() {
		return nil
	}
	lines := append([]string{c.Values[Name]}, trimmedLines(c.Values[NameDetail])...)
	if contact := c.Values[Contact]; contact != "" && c.Values[Kind] != Person {
		lines = append(lines, trimmedLines(contact)...)
	}
	lines = append(lines, street...)
	lines = append(lines, place...)
	if c.isAbroad() {
		lines = append(lines, strings.ToUpper(CountryName(c.Country(), lang)))
	}
	return lines
}

// isAbroad reports whether a letter to the customer leaves the Finnish post.
// That of Åland shares its postal codes.
func (c *Customer) isAbroad() bool { return c.Country() != Finland && c.Country() != "AX" }

// hasOwnPostcode reports whether the customer has a Finnish postal code of its
// own, as large firms have, which needs no street.
func (c *Customer) hasOwnPostcode() bool {
	code := c.Values[Postcode]
	_, ordinary := PostOffices()[code]
	return !c.isAbroad() && len(code) == 5 && isDigits(code) && !ordinary
}

// Countries that write the postal code behind the city, and on a line of its
// own below.
var (
	codeBehindCity = []string{"AU", "CA", "IN", "NZ", "US"}
	codeBelowCity  = []string{"GB", "IE"}
)

// placeLines are the postal code and the city in the order of the country. Both
// are needed where Finnish post sorts by them.
func (c *Customer) placeLines() []string {
	code, city := oneLineOf(c.Values[Postcode]), strings.ToUpper(oneLineOf(c.Values[City]))
	if !c.isAbroad() && (code == "" || city == "") || city == "" {
		return nil
	}
	switch country := c.Country(); {
	case code == "":
		return []string{city}
	case slices.Contains(codeBehindCity, country):
		return []string{city + " " + code}
	case slices.Contains(codeBelowCity, country):
		return []string{city, code}
	}
	return []string{code + " " + city}
}

// trimmedLines are the lines of a text that hold something.
func trimmedLines(text string) []string {
	var lines []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

func oneLineOf(text string) string { return strings.Join(strings.Fields(text), " ") }
