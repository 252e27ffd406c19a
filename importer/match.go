package importer

import (
	"slices"

	"kortisto/customer"
)

// maxTried is how many customers of one name or Business ID are compared with
// a row before the user is asked instead, and maxCandidates how many are listed.
const (
	maxTried      = 1000
	maxCandidates = 50
)

// found is the customer that a row concerns, or why the program will not say.
type found struct {
	customer   *customer.Customer // nil for a new one
	by         Match
	candidates []int
	problem    customer.Problem     // with a code where the row is undecided or in error
	number     int                  // that a new customer is to have, 0 for the next free one
	key        rowKey               // by which the row looked for its customer
	fitting    []*customer.Customer // all that fitted, where they were several
}

// rowKey is what a row without a usable number is found by. A row found by its
// number has none.
type rowKey struct {
	businessIDs []string
	names       []string
	kind        string // the row's own cell, "" where it says nothing
}

// match finds the customer that the current row concerns.
func (b *builder) match() found {
	if d := b.cells.decision; d.Create {
		return found{key: b.rowKey()}
	} else if d.Customer != 0 {
		if c := b.answers.numbers[d.Customer]; c != nil {
			return found{customer: c, by: ByUser}
		}
	}
	if c := b.rows[b.at].customer; c != nil {
		return b.contradict(c)
	}
	text := b.cells.text(customer.Number)
	if text == "" {
		return b.matchKey()
	}
	number, ok := customer.ParseNumber(text)
	if !ok {
		if b.options.UnknownNumbers == UnknownIgnored {
			return b.matchKey()
		}
		return found{problem: customer.Problem{Field: customer.Number, Level: customer.Error, Code: customer.NumberInvalid,
			Args: customer.Args{"value": customer.MaskPersonalIDs(text)}}}
	}
	switch b.options.UnknownNumbers {
	case UnknownCreates:
		return found{number: number}
	case UnknownIgnored:
		return b.matchKey()
	}
	return found{problem: customer.Problem{Field: customer.Number, Level: customer.Error, Code: UnknownNumber,
		Args: customer.Args{"number": number}}}
}

// contradict checks that the rest of the row does not speak of somebody else
// than the customer found by its number, as it is now or as it was when the row
// was exported.
func (b *builder) contradict(c *customer.Customer) found {
	others, contradicts := b.contradicts(c)
	if contradicts {
		if since := b.then(c); since != nil {
			then := *c
			then.Values = since.Then
			_, contradicts = b.contradicts(&then)
		}
	}
	if !contradicts {
		return found{customer: c, by: ByNumber}
	}
	return found{candidates: numbersOf(append([]*customer.Customer{c}, others...)),
		problem: undecided(Contradiction, customer.Args{"number": c.Number, "name": c.Values[customer.Name]})}
}

// contradicts reports whether the row speaks of somebody else than a customer,
// and lists those who have its Business ID.
func (b *builder) contradicts(c *customer.Customer) (others []*customer.Customer, contradicts bool) {
	if b.speaksOf(c) {
		return nil, false
	}
	id, stored := b.cells.get(customer.BusinessID), c.Values[customer.BusinessID]
	sameID := id.text == stored && stored != "" || damaged(customer.BusinessID, stored, id, b.in.Year)
	keys := b.cells.businessIDKeys()
	sameID = sameID || slices.Contains(keys, customer.BusinessIDKey(stored))
	for _, key := range keys {
		others = append(others, b.withBusinessID(key)...)
	}
	name := b.cells.get(customer.Name)
	otherName := name.text != "" && !b.sameName(c, name) && !b.cells.partialName()
	switch {
	case sameID:
	case len(others) > 0:
		return others, true
	case len(keys) > 0:
		return others, otherName
	case c.Values[customer.Kind] == customer.Person && otherName:
		filled, agreeing := b.contacts(c)
		return others, filled > 0 && agreeing == 0
	}
	return others, false
}

func (b *builder) sameName(c *customer.Customer, name cell) bool {
	stored := c.Values[customer.Name]
	if stored == name.text || stored == name.other {
		return true
	}
	key := customer.FoldKey(stored)
	return key == customer.FoldKey(name.text) || key == customer.FoldKey(name.other) || damaged(customer.Name, stored, name, b.in.Year)
}

// speaksOf is a quick look at whether the row surely speaks of no other than a
// customer: its Business ID and its name are the customer's or empty.
func (b *builder) speaksOf(c *customer.Customer) bool {
	for _, f := range [...]customer.Field{customer.BusinessID, customer.Name} {
		if empty, same := b.cells.plainly(f, c.Values[f]); !empty && !same {
			return false
		}
	}
	return true
}

// contactFields tell apart people of the same name.
var contactFields = [...]customer.Field{customer.Email, customer.Phone, customer.Street}

// contacts counts on how many of e-mail, phone and street both the row and a
// customer say something, and on how many they agree.
func (b *builder) contacts(c *customer.Customer) (filled, agreeing int) {
	for _, f := range contactFields {
		cell, stored := b.cells.get(f), c.Values[f]
		if cell.text == "" || stored == "" {
			continue
		}
		filled++
		switch {
		case stored == cell.other || f.Same(stored, cell.text) || customer.FoldKey(stored) == customer.FoldKey(cell.text), damaged(f, stored, cell, b.in.Year):
			agreeing++
		case f == customer.Phone:
			country := b.cells.context(c).Country
			key := customer.PhoneKey(stored, c.Country())
			reading := f.Read(cell.text, b.cells.context(c))
			if key != "" && (key == customer.PhoneKey(cell.text, country) || key == customer.PhoneKey(reading.Value, country)) {
				agreeing++
			}
		}
	}
	return filled, agreeing
}

func (b *builder) rowKey() rowKey {
	return rowKey{
		businessIDs: b.cells.businessIDKeys(),
		names:       b.cells.get(customer.Name).nameKeys(),
		kind:        b.cells.kind(),
	}
}

// matchKey finds a company by its Business ID, a person by name.
func (b *builder) matchKey() found {
	key := b.rowKey()
	var result found
	if len(key.businessIDs) > 0 {
		result = b.matchBusinessID(key)
	} else {
		result = b.matchName(key)
	}
	if result.customer == nil && result.problem.Code == "" {
		result = b.matchDamaged()
	}
	if result.key.isNone() {
		result.key = key
	}
	return result
}

// matchBusinessID finds a company by the first of the row's Business IDs that
// somebody has. The row's later ones then name nobody: they are no keys of it.
func (b *builder) matchBusinessID(key rowKey) found {
	var fitting []*customer.Customer
	for _, id := range key.businessIDs {
		if fitting = b.withBusinessID(id); len(fitting) > 0 {
			result := b.choose(fitting, ByBusinessID)
			result.key = key
			result.key.endWith(id)
			return result
		}
	}
	if key.kind == customer.Person {
		return found{}
	}
	for _, c := range b.named(key.names) {
		if c.Values[customer.Kind] == customer.Company && c.Values[customer.BusinessID] == "" {
			fitting = append(fitting, c)
		}
	}
	if len(fitting) > 0 {
		return b.ask(fitting, Shadow)
	}
	return found{}
}

func (b *builder) matchName(key rowKey) found { return b.matchNamed(key, b.named(key.names)) }

func (b *builder) matchNamed(key rowKey, named []*customer.Customer) found {
	var fitting, shadows []*customer.Customer
	for _, c := range named {
		switch {
		case c.Values[customer.Kind] == customer.Person:
			if key.kind != customer.Company {
				fitting = append(fitting, c)
			}
		case key.kind == customer.Person:
		case c.Values[customer.BusinessID] != "":
			shadows = append(shadows, c)
		default:
			fitting = append(fitting, c)
		}
	}
	switch {
	case len(shadows) > 0:
		return b.ask(append(shadows, fitting...), Shadow)
	case len(fitting) == 0:
		return found{}
	}
	result := b.choose(fitting, ByName)
	if c := result.customer; c != nil && c.Values[customer.Kind] == customer.Person {
		if filled, agreeing := b.contacts(c); filled >= 2 && agreeing == 0 {
			return b.ask([]*customer.Customer{c}, NameOnly)
		}
	}
	return result
}

// choose takes the only customer that fits, or the only one of several that
// the row would not change.
func (b *builder) choose(fitting []*customer.Customer, by Match) found {
	if len(fitting) == 1 {
		return found{customer: fitting[0], by: by}
	}
	if len(fitting) <= maxTried {
		var same *customer.Customer
		count := 0
		for _, c := range fitting {
			if b.leaves(c, by) {
				same = c
				count++
			}
		}
		if count == 1 {
			return found{customer: same, by: by, fitting: fitting}
		}
	}
	return b.ask(fitting, Ambiguous)
}

// ask leaves the choice between customers to the user.
func (b *builder) ask(fitting []*customer.Customer, code customer.Code) found {
	return found{candidates: numbersOf(fitting), fitting: fitting, problem: undecided(code, customer.Args{
		"count": len(fitting), "number": fitting[0].Number, "name": fitting[0].Values[customer.Name]})}
}

func undecided(code customer.Code, args customer.Args) customer.Problem {
	return customer.Problem{Level: customer.Undecided, Code: code, Args: args}
}

// numbersOf lists the numbers of customers, each once, maxCandidates at most.
func numbersOf(customers []*customer.Customer) []int {
	var numbers []int
	seen := make(map[int]bool)
	for _, c := range customers {
		if !seen[c.Number] && len(numbers) < maxCandidates {
			seen[c.Number] = true
			numbers = append(numbers, c.Number)
		}
	}
	return numbers
}
