package customer

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Sureness tells how sure it is that two customers are one and the same.
type Sureness int

// The degrees of sureness, the weakest first.
const (
	Apart    Sureness = iota // nothing says that they are the same
	Possible                 // worth a look
	Likely
	Sure // all but certain
)

// Sharing says what two customers have in common.
type Sharing struct {
	Sureness Sureness
	Fields   FieldSet // the fields that agree; Name also where it is only alike
	Alike    bool     // the names are not the same, but alike
}

// CompareTwins tells how sure it is that two customers are one (twins-sure,
// docs/rules.md). It errs towards Apart: branches of a firm share telephones and
// e-mail addresses, couples their telephone and street, and a city's departments
// its Business ID.
func CompareTwins(a, b *Customer) Sharing {
	p := twinPair{a: a, b: b}
	p.compareKeys()
	p.compareNames()
	sharing := Sharing{Sureness: p.sureness(), Fields: p.fields, Alike: p.name != SameName}
	if p.name != Unlike || p.near {
		sharing.Fields = sharing.Fields.With(Name)
	}
	return sharing
}

// twinPair is what there is to know of two customers.
type twinPair struct {
	a, b *Customer

	persons, companies bool // both
	sameID, otherID    bool // where both have one
	reached            int  // how many of e-mail and telephone agree
	placed             bool // street and place agree
	elsewhere          bool // both tell where they are, and that is not the same place
	near               bool // the names differ as mistyped or shortened ones do
	name               Likeness
	fields             FieldSet
}

func (p *twinPair) compareKeys() {
	kind := func(c, other *Customer) string {
		if c.Values[Kind] == "" {
			return other.Values[Kind]
		}
		return c.Values[Kind]
	}
	p.persons = kind(p.a, p.b) == Person && kind(p.b, p.a) == Person
	p.companies = kind(p.a, p.b) != Person && kind(p.b, p.a) != Person
	if id, other := BusinessIDKey(p.a.Values[BusinessID]), BusinessIDKey(p.b.Values[BusinessID]); id != "" && other != "" {
		p.sameID, p.otherID = id == other, id != other
	}
	if p.sameID {
		p.fields = p.fields.With(BusinessID)
	}
	for _, f := range [...]Field{Email, Phone} {
		if key := contactKey(p.a, f); key != "" && key == contactKey(p.b, f) {
			p.fields = p.fields.With(f)
			p.reached++
		}
	}
	postcode, city, street := p.compareField(Postcode), p.compareField(City), p.compareField(Street)
	p.placed = street.agrees && !postcode.differs && (postcode.agrees || city.agrees)
	p.elsewhere = postcode.differs || street.differs || city.differs && !postcode.agrees
}

// fieldOfTwins says how two customers stand to each other in a field: neither where
// one of them has no value.
type fieldOfTwins struct{ agrees, differs bool }

// compareField compares a field, and notes where it agrees.
func (p *twinPair) compareField(f Field) fieldOfTwins {
	x, y := FoldKey(p.a.Values[f]), FoldKey(p.b.Values[f])
	if x == "" || y == "" {
		return fieldOfTwins{}
	}
	if x == y {
		p.fields = p.fields.With(f)
	}
	return fieldOfTwins{agrees: x == y, differs: x != y}
}

// contactKey is what an e-mail address or a telephone number is compared by.
func contactKey(c *Customer, f Field) string {
	if f == Phone {
		return PhoneKey(c.Values[Phone], c.Country())
	}
	return FoldKey(c.Values[f])
}

func (p *twinPair) compareNames() {
	a, b := p.a.Values[Name], p.b.Values[Name]
	if FoldKey(a) == FoldKey(b) && a != "" {
		p.name = SameName
		return
	}
	x, y := readNameForm(a), readNameForm(b)
	p.name = compareForms(x, y, p.persons)
	p.near = p.name == Unlike && nearNames(x, y)
}

// sureness is how sure the two are one.
func (p *twinPair) sureness() Sureness {
	switch {
	case p.otherID:
		return Apart
	case p.sameID:
		return p.sameIDs()
	case p.persons:
		return p.twoPersons()
	case p.companies:
		return p.twoCompanies()
	}
	// A person and that person's firm may well be two customers.
	if p.name != Unlike && (p.reached > 0 || p.placed) {
		return Possible
	}
	return Apart
}

// sameIDs is for two that have one Business ID. Departments and branches have
// other names or other addresses.
func (p *twinPair) sameIDs() Sureness {
	switch {
	case (p.name != Unlike || p.near) && !p.elsewhere:
		return Sure
	case p.name != Unlike || p.near || p.placed && p.reached > 0:
		return Likely
	}
	return Possible
}

// twoPersons is for persons: what they share besides a name is also shared by a
// household.
func (p *twinPair) twoPersons() Sureness {
	switch {
	case p.name == SameName && p.reached > 0:
		return Sure
	case p.name == SameName && p.placed, p.name == AlikeName && (p.reached > 0 || p.placed), p.near && p.reached > 1:
		return Likely
	case p.near && (p.reached > 0 || p.placed), p.name == SameName && !p.elsewhere && (p.fields.Has(Postcode) || p.isBare()):
		return Possible
	}
	return Apart
}

// twoCompanies is for companies of which one at least has no Business ID.
func (p *twinPair) twoCompanies() Sureness {
	shares := p.reached > 0 || p.placed
	switch {
	case p.name == SameName && shares:
		return Sure
	case p.name == SameName && !p.elsewhere, p.name == AlikeName && shares, p.near && p.reached > 0:
		return Likely
	case p.name == SameName, p.name == AlikeName && !p.elsewhere, p.near && p.placed:
		return Possible
	case p.placed && p.reached > 0 && !p.isNumbered() && ShareWord(p.a.Values[Name], p.b.Values[Name]):
		return Possible
	}
	return Apart
}

// isNumbered reports whether the names differ by their numbers: Halli 1 and Halli 2
// are two.
func (p *twinPair) isNumbered() bool {
	words := func(c *Customer) []string {
		return slices.DeleteFunc(NameWords(c.Values[Name]), func(word string) bool { return strings.ContainsAny(word, "0123456789") })
	}
	return slices.Equal(words(p.a), words(p.b))
}

// isBare reports whether one of the two has nothing to tell it by but its name.
func (p *twinPair) isBare() bool { return isBare(p.a) || isBare(p.b) }

func isBare(c *Customer) bool {
	return c.Values[Email] == "" && c.Values[Phone] == "" && c.Values[Street] == "" && c.Values[BusinessID] == ""
}

// nearLetters is how long a word must be for a letter that differs to be a slip.
const nearLetters = 4

// nearNames reports whether two names differ as a mistyped or a shortened one does:
// by a letter of one word, by a space, or by initials. A word with digits is never
// mistyped.
func nearNames(x, y nameForm) bool {
	if x.legal != y.legal && x.legal != "" && y.legal != "" {
		return false
	}
	if len(x.words) != len(y.words) {
		return len(x.words)+len(y.words) > 2 && strings.Join(x.words, "") == strings.Join(y.words, "")
	}
	whole, slips := false, 0
	for i, word := range x.words {
		other := y.words[i]
		switch {
		case word == other:
			whole = whole || utf8.RuneCountInString(word) > 2
		case isInitial(word, other) || isInitial(other, word):
		case strings.ContainsAny(word+other, "0123456789") || !isSlip(word, other):
			return false
		default:
			slips++
		}
	}
	return slips <= 1 && (whole || len(x.words) == 1)
}

func isInitial(short, long string) bool {
	return utf8.RuneCountInString(short) == 1 && strings.HasPrefix(long, short)
}

// isSlip reports whether two words differ by one letter: added, left out, another
// one, or two that changed places.
func isSlip(a, b string) bool {
	x, y := []rune(a), []rune(b)
	shorter, longer := min(len(x), len(y)), max(len(x), len(y))
	return shorter >= nearLetters && longer-shorter <= 1 && distance(x, y) <= 1
}
