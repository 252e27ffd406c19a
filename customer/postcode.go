package customer

import (
	_ "embed"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

//go:embed postcodes.txt
var postcodesText string

// PostOffice is the name of the place that a Finnish postal code belongs to.
type PostOffice struct{ Finnish, Swedish string }

// PostOffices returns the ordinary Finnish postal codes, five digits each, with
// their post offices. The map is shared: do not write to it.
var PostOffices = sync.OnceValue(func() map[string]PostOffice {
	offices := make(map[string]PostOffice, 3100)
	for line := range strings.Lines(postcodesText) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		parts := strings.SplitN(strings.TrimSpace(line), ";", 3)
		office := PostOffice{Finnish: parts[0], Swedish: parts[1]}
		if office.Swedish == "" {
			office.Swedish = office.Finnish
		}
		code := 0
		for _, step := range strings.Fields(parts[2]) {
			n, err := strconv.Atoi(step)
			if err != nil {
				panic("customer: postcodes.txt: " + err.Error())
			}
			code += n
			offices[fmt.Sprintf("%05d", code)] = office
		}
	}
	return offices
})

// postcodePrefix is the country that may stand before a Finnish postal code.
var postcodePrefix = regexp.MustCompile(`^(?i:FI|FIN|AX)[- ]?(\d{5})$`)

func readPostcode(text string, ctx Context) Reading {
	if !ctx.IsFinnish() {
		if lostDigits(text) {
			return failed(DigitsLost, text, nil)
		}
		return value(text)
	}
	if len(text) == 5 && isDigits(text) {
		return knownPostcode(text)
	}
	if match := postcodePrefix.FindStringSubmatch(text); match != nil {
		return knownPostcode(match[1])
	}
	digits := dropSpaces(text)
	switch {
	case len(digits) == 5 && isDigits(digits):
		return knownPostcode(digits)
	case lostDigits(text):
		return failed(DigitsLost, text, nil)
	case ctx.Repair && ctx.Country != "AX" && len(digits) < 5 && isDigits(digits): // codes of Åland begin with 22
		if padded := strings.Repeat("0", 5-len(digits)) + digits; padded >= firstPostcode {
			reading := knownPostcode(padded)
			reading.Repaired = true
			return reading
		}
	}
	return failed(PostcodeInvalid, text, nil)
}

// firstPostcode is the lowest Finnish postal code in use.
const firstPostcode = "00002"

// knownPostcode keeps five digits, with a warning where they are no ordinary
// code: firms have codes of their own, which the list does not hold.
func knownPostcode(code string) Reading {
	if _, known := PostOffices()[code]; !known {
		return unusual(code, PostcodeUnknown, nil)
	}
	return value(code)
}

func readDeliveryPostcode(text string, ctx Context) Reading {
	return readPostcode(text, ctx.delivery())
}
