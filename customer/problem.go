package customer

import (
	"encoding/json"
	"maps"
)

// Level tells what a problem means for the row or the form that has it.
type Level string

// The levels of problems.
const (
	Error     Level = "error"     // the value cannot be right: not saved
	Undecided Level = "undecided" // waits for the user's decision: not saved before
	Warning   Level = "warning"   // unusual, saved all the same
	Note      Level = "note"      // told for information
)

// Problem is something to tell about a value or a row. It carries a stable
// code and arguments, never a text: words are chosen where it is shown.
type Problem struct {
	Field Field // None where the problem concerns the whole row
	Level Level
	Code  Code
	Args  Args
}

// OfAppended makes a problem one of the cell of a column, from 0, that is appended to
// the notes under its heading: several columns may be.
func (p Problem) OfAppended(column int, heading string) Problem {
	args := Args{columnArg: column, headingArg: heading}
	maps.Copy(args, p.Args)
	p.Field, p.Args = AppendNotes, args
	return p
}

// The arguments that say which column that is.
const (
	columnArg  = "column"
	headingArg = "heading"
)

// AppendedColumn is the column, from 0, that the problem is of where that is
// appended to the notes.
func (p *Problem) AppendedColumn() (column int, appended bool) {
	if p.Field != AppendNotes {
		return 0, false
	}
	column, appended = p.Args[columnArg].(int)
	return column, appended
}

// Heading is the heading of that column, "" where there is none.
func (p *Problem) Heading() string {
	heading, _ := p.Args[headingArg].(string)
	return heading
}

// Args are the arguments of a problem's message, by name.
type Args map[string]any

// UnmarshalJSON reads arguments so that whole numbers stay whole: messages
// choose their plural forms by them.
func (a *Args) UnmarshalJSON(data []byte) error {
	var values map[string]any
	if err := json.Unmarshal(data, &values); err != nil {
		return err
	}
	for name, value := range values {
		if n, ok := value.(float64); ok && n == float64(int(n)) {
			values[name] = int(n)
		}
	}
	*a = values
	return nil
}

// Code is the stable word that names a kind of problem.
type Code string

// Problems of single values.
const (
	NumberInvalid     Code = "number-invalid"
	NameMissing       Code = "name-missing"
	BusinessIDInvalid Code = "business-id-invalid"
	VATInvalid        Code = "vat-invalid"
	VATUnusual        Code = "vat-unusual"
	PostcodeInvalid   Code = "postcode-invalid"
	PostcodeUnknown   Code = "postcode-unknown" // five digits that no list holds
	CountryUnknown    Code = "country-unknown"
	EmailInvalid      Code = "email-invalid"
	EmailUnusual      Code = "email-unusual"
	PhoneInvalid      Code = "phone-invalid"
	PhoneZero         Code = "phone-zero" // a Finnish number may lack the zero at its beginning
	EInvoiceInvalid   Code = "einvoice-invalid"
	EInvoiceUnusual   Code = "einvoice-unusual"
	OperatorUnknown   Code = "operator-unknown"
	OperatorRead      Code = "operator-read" // an operator id was picked out of a longer text
	InvoicingUnknown  Code = "invoicing-unknown"
	TermsInvalid      Code = "terms-invalid"
	TermsUnusual      Code = "terms-unusual"
	OwnNumberInvalid  Code = "own-number-invalid"
	OwnDateInvalid    Code = "own-date-invalid"
	YesNoUnknown      Code = "yes-no-unknown"
	LanguageUnknown   Code = "language-unknown"
	KindUnknown       Code = "kind-unknown"
	KindFixed         Code = "kind-fixed" // a person cannot have a Business ID
	DigitsLost        Code = "digits-lost"
	TextTooLong       Code = "text-too-long"
	LetterLost        Code = "letter-lost"
	PersonalID        Code = "personal-id"
	SaysNothing       Code = "says-nothing" // a word such as "ei ole" in a field that cannot hold it: read as empty
)
