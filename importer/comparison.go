package importer

import "kortisto/customer"

// outcome is what a row would write into a customer, and what there is to tell of it.
type outcome struct {
	changes      []customer.Change // until the next comparison
	emptied      customer.FieldSet
	kept         customer.FieldSet
	repaired     customer.FieldSet
	registerWins customer.FieldSet
	conflicts    []Conflict
	asked        bool // a cell is for the user to decide
	problems     []customer.Problem
}

func (o *outcome) failed() bool {
	for _, problem := range o.problems {
		if problem.Level == customer.Error {
			return true
		}
	}
	return false
}

// after is the value of a field of a customer, nil for a new one, as the row would
// leave it.
func (o *outcome) after(c *customer.Stored, f customer.Field) string {
	for i := range o.changes {
		if o.changes[i].Field == f {
			return o.changes[i].New
		}
	}
	if c == nil {
		return ""
	}
	return c.Get(f)
}

// empty reports whether the row says nothing that the customer is not already.
func (o *outcome) empty() bool { return len(o.changes)+len(o.conflicts) == 0 && !o.asked }

// comparer compares the cells of rows with stored customers.
type comparer struct {
	file   *fileReader
	marks  *marks
	groups *groupNames
	fields []customer.Field // that are compared, in the order of the table
	room   []customer.Change
	pieces []piece // room for those of the next row
}

func newComparer(file *fileReader, marks *marks, groups *groupNames) *comparer {
	p := &comparer{file: file, marks: marks, groups: groups}
	set := file.in.Decisions.setFields(file.in.Fields)
	for f := customer.Kind; f.IsValue(); f++ {
		_, mapped := file.in.Mapping.Column(f)
		if mapped || set[f] || f == customer.Name && file.in.Mapping.hasName() || f == customer.Contact && file.persons || f == customer.BusinessID && file.idByVAT {
			p.fields = append(p.fields, f)
		}
	}
	return p
}

// comparison is the comparing of one row with one customer.
type comparison struct {
	*comparer
	row      *rowReader
	customer *customer.Stored // nil for a new one
	by       Match
	contexts cellContexts     // once a cell has needed them
	isRead   bool             // contexts are known
	parts    customer.Address // of the cell that is split, until they are taken
	outcome
}

// stored is the value that a field has now.
func (n *comparison) stored(f customer.Field) string {
	if n.customer == nil {
		return ""
	}
	return n.customer.Get(f)
}
