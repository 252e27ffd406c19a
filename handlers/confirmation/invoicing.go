package confirmation

import (
	"maps"
	"slices"

	"kortisto/customer"
	"kortisto/importer"
	"kortisto/sheet"
)

// decideInvoice settles the rows that leave e-invoicing half changed: they get
// e-invoices with their address, or leave the address out where the operator
// stays.
func decideInvoice(d *deciding, args []string) bool {
	part := args[0]
	if part != importer.HalfMethod && part != importer.HalfOperator {
		return false
	}
	address, _ := d.choices.Mapping.Column(customer.EInvoiceAddress)
	for i, row := range d.plan.Rows {
		source := &d.sheet.Rows[i]
		switch {
		case !leavesHalf(row, part):
		case part == importer.HalfOperator:
			d.changeCell(source, address, func(decision *importer.CellDecision) { decision.Skip = true })
		default:
			d.invoiceElectronically(source)
		}
	}
	return true
}

// invoiceElectronically gives a row e-invoices, in the cell that says how the
// customer is invoiced where there is one.
func (d *deciding) invoiceElectronically(source *sheet.Row) {
	if method, mapped := d.choices.Mapping.Column(customer.Invoicing); mapped {
		d.changeCell(source, method, func(decision *importer.CellDecision) { decision.Text = customer.EInvoice })
		return
	}
	d.changeRow(source, func(decision *importer.RowDecision) {
		set := make(map[customer.Field]string, len(decision.Set)+1)
		maps.Copy(set, decision.Set) // rows that were decided alike share one
		set[customer.Invoicing] = customer.EInvoice
		decision.Set = set
	})
}

// leavesHalf reports whether a row leaves a part of e-invoicing as it is.
func leavesHalf(row *importer.Row, part string) bool {
	return slices.ContainsFunc(row.Problems, func(p customer.Problem) bool {
		return p.Code == importer.InvoiceHalf && p.Args["part"] == part
	})
}
