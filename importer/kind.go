package importer

import (
	"slices"

	"kortisto/customer"
	"kortisto/sheet/damage"
)

// mayChangeKind reports whether the row may make a person of a company or the
// other way round: where it makes the customer, or its number says which customer
// it means (match-kind, docs/rules.md).
func (n *comparison) mayChangeKind() bool {
	if n.customer == nil || n.by == ByNumber {
		return true
	}
	number, ok := customer.ParseNumber(n.row.text(customer.Number))
	return ok && number == n.customer.Number
}

// checkWhole checks what only the whole customer tells, after the changes: a
// person has no Business ID, a new customer has a name and a kind of its own.
func (p *comparer) checkWhole(c *customer.Stored, o *outcome) (kind string, guessed bool) {
	kind = o.after(c, customer.Kind)
	name, businessID := o.after(c, customer.Name), o.after(c, customer.BusinessID)
	if c == nil && kind == "" {
		kind, guessed = newKind(name, businessID, p.file.in.Options.Kind)
		o.changes = slices.Insert(o.changes, 0, customer.Change{Field: customer.Kind, New: kind})
	}
	if kind == customer.Person && businessID != "" && !hasProblem(o.problems, customer.KindFixed) {
		f := customer.Kind
		if c != nil && c.Get(customer.Kind) == customer.Person {
			f = customer.BusinessID
		}
		o.problems = append(o.problems, kindFixed(f))
	}
	if c == nil && (name == "" || damage.IsPlaceholder(name)) && !hasError(o.problems, customer.Name) {
		o.problems = append(o.problems, customer.Problem{Field: customer.Name, Level: customer.Error, Code: customer.NameMissing})
	}
	return kind, guessed
}

// newKind is the kind of a new customer whose row does not say it, given that of
// the options (match-kind, docs/rules.md).
func newKind(name, businessID, option string) (kind string, guessed bool) {
	if businessID != "" {
		return customer.Company, false
	}
	if option != "" {
		return option, true
	}
	if kind := customer.GuessKind(name); kind != "" {
		return kind, true
	}
	return customer.Person, true
}

func kindFixed(f customer.Field) customer.Problem {
	return customer.Problem{Field: f, Level: customer.Error, Code: customer.KindFixed}
}
