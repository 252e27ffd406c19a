package importer

import "kortisto/customer"

// What of e-invoicing a row leaves behind, in Args["part"] of InvoiceHalf.
const (
	HalfOperator = "operator" // the address changes, the operator stays
	HalfMethod   = "method"   // an address arrives, the method stays another one
)

// The arguments that rows share: a file may leave every customer half changed.
var halfOperator, halfMethod = customer.Args{"part": HalfOperator}, customer.Args{"part": HalfMethod}

// warnHalf warns where a row leaves e-invoicing half changed (invoice-whole,
// docs/rules.md).
func warnHalf(row *Row, f *found) {
	address, changed := row.Changes.Of(customer.EInvoiceAddress)
	if !changed {
		return
	}
	operator, _ := row.Changes.Of(customer.EInvoiceOperator)
	switch {
	case address.Old == "" && staysOtherwise(after(row, f, customer.Invoicing), f.customer == nil):
		row.Problems = append(row.Problems, half(halfMethod))
	case address.Old != "" && operator.New == "" && after(row, f, customer.EInvoiceOperator) != "":
		row.Problems = append(row.Problems, half(halfOperator))
	}
}

// staysOtherwise reports whether a customer who gets an e-invoice address is
// invoiced in another way still. Of a new one without a method nobody has said
// that it is.
func staysOtherwise(method string, isNew bool) bool {
	return method != customer.EInvoice && (method != "" || !isNew)
}

func half(args customer.Args) customer.Problem {
	return customer.Problem{Field: customer.EInvoiceAddress, Level: customer.Warning, Code: InvoiceHalf, Args: args}
}

// countHalves counts the rows that leave e-invoicing half changed, once for
// the column.
func (s *summary) countHalves() {
	counts := make(map[any]int)
	for i := range s.plan.Rows {
		row := s.plan.Rows[i]
		if row.Status != New && row.Status != Modified {
			continue
		}
		for _, problem := range row.Problems {
			if problem.Code == InvoiceHalf {
				counts[problem.Args["part"]]++
			}
		}
	}
	for _, column := range s.columns[customer.EInvoiceAddress] {
		for _, part := range []string{HalfOperator, HalfMethod} {
			if n := counts[part]; n > 0 {
				s.plan.Columns[column].Problems = append(s.plan.Columns[column].Problems, half(customer.Args{"part": part, "count": n}))
			}
		}
	}
}
