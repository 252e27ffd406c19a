package customer

import (
	"regexp"
	"strings"
)

// Context is what the reading of one value depends on beside its text.
type Context struct {
	Country string // of the customer, two letters; "" means Finland
	Unread  bool   // a country is given that cannot be read: nothing that depends on it is checked
	Repair  bool   // whether evidently damaged values are repaired

	// The same of the place where goods are delivered; "" means the customer's country.
	DeliveryCountry string
	DeliveryUnread  bool
}

// lostLetter is what programs write in the place of a letter that they could
// not read.
const lostLetter = "\ufffd"

// Finland is the country that is assumed where none is known.
const Finland = "FI"

// IsFinnish reports whether the customer is in Finland, as far as is known.
func (c Context) IsFinnish() bool {
	return !c.Unread && (c.Country == "" || c.Country == Finland || c.Country == "AX")
}

// Reading is what a text says as the value of a field.
type Reading struct {
	Value    string  // as it would be kept; "" where nothing can be kept
	Problem  Problem // with an empty Code where there is none
	Repaired bool    // the text was damaged and Value is its one possible original
}

// Failed reports whether the text cannot be right.
func (r Reading) Failed() bool { return r.Problem.Level == Error }

// zeroDecimals finds digits with zeros behind a decimal mark.
var zeroDecimals = regexp.MustCompile(`^\d{3,}[.,]00?$`)

// withoutDecimals takes the decimals off digits that have zeros alone behind
// their decimal mark: 401234567 of 401234567.0.
func withoutDecimals(text string) string {
	if !strings.HasSuffix(text, "0") {
		return text
	}
	if at := strings.LastIndexAny(text, ".,"); at > 0 && at >= len(text)-3 && zeroDecimals.MatchString(text) {
		return text[:at]
	}
	return text
}

func value(text string) Reading { return Reading{Value: text} }

func repaired(text string) Reading { return Reading{Value: text, Repaired: true} }

func failed(code Code, text string, args Args) Reading {
	if args == nil {
		args = Args{}
	}
	args["value"] = text
	return Reading{Problem: Problem{Level: Error, Code: code, Args: args}}
}

func unusual(kept string, code Code, args Args) Reading {
	if args == nil {
		args = Args{}
	}
	args["value"] = kept
	return Reading{Value: kept, Problem: Problem{Level: Warning, Code: code, Args: args}}
}

// exponent is how spreadsheets write numbers of which they have lost digits.
var exponent = regexp.MustCompile(`^[+-]?\d+([.,]\d+)?[eE][+-]?\d+$`)

// lostDigits reports whether a text is a number whose last digits are gone.
func lostDigits(text string) bool { return hasExponent(text) || isRounded(text) }

// fewestRounded is how many digits a number has at least that is shown with an
// exponent, and whose last ones are therefore gone where that is written out.
const fewestRounded = 11

// isRounded reports whether a text is digits of which the last were lost, and
// zeros put in their place: 358401000000 of 3,58401E+11.
func isRounded(text string) bool {
	return len(text) >= fewestRounded && text[0] != '0' && strings.HasSuffix(text, "000000") && isDigits(text)
}

func hasExponent(text string) bool {
	first, last := text[0], text[len(text)-1]
	if last < '0' || last > '9' || first > '9' { // a look first, as nearly all texts are none
		return false
	}
	return strings.ContainsAny(text, "eE") && exponent.MatchString(text)
}

// readText keeps a text as it is.
func readText(text string, _ Context) Reading {
	if lostDigits(text) {
		return unusual(text, DigitsLost, nil)
	}
	return value(text)
}
