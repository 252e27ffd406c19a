package confirmation

import (
	"kortisto/customer"
	"kortisto/importer"
)

// addZero puts the zero before the telephone number of a row that may lack it.
func addZero(d *deciding, args []string) bool {
	row := rowAt(d.sheet, args[0])
	if row == nil {
		return false
	}
	column, mapped := d.choices.Mapping.Column(customer.Phone)
	for _, planned := range d.plan.Rows {
		if number := planned.MissingZero(); mapped && planned.Line == row.Line && number != "" {
			d.changeCell(row, column, func(decision *importer.CellDecision) { decision.Text = number })
		}
	}
	return mapped
}

// addZeros puts the zero before all telephone numbers of a column that may lack it.
func addZeros(d *deciding, args []string) bool {
	column, ok := d.column(args[0])
	if !ok || d.choices.Mapping[column] != customer.Phone {
		return false
	}
	rows := rowsByLine(d.sheet)
	for _, planned := range d.plan.Rows {
		if number, row := planned.MissingZero(), rows[planned.Line]; number != "" && row != nil {
			d.changeCell(row, column, func(decision *importer.CellDecision) { decision.Text = number })
		}
	}
	return true
}
