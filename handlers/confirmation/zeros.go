package confirmation

import (
	"kortisto/customer"
	"kortisto/importer"
)

// addZero puts the zero before the telephone number of a row that may lack it.
func addZero(d *deciding, args []string) bool {
	source := d.row(args[0])
	column, mapped := d.choices.Mapping.Column(customer.Phone)
	if source == nil || !mapped {
		return false
	}
	d.addZeros(column, func(row *importer.Row) bool { return row.Line == source.Line })
	return true
}

// addZeros puts the zero before all telephone numbers of a column that may lack it.
func addZeros(d *deciding, args []string) bool {
	column, ok := d.column(args[0])
	if !ok || d.choices.Mapping[column] != customer.Phone {
		return false
	}
	d.addZeros(column, func(*importer.Row) bool { return true })
	return true
}

// addZeros puts the zero before the numbers of the rows that are chosen.
func (d *deciding) addZeros(column int, chosen func(*importer.Row) bool) {
	for i, row := range d.plan.Rows {
		if number := row.MissingZero(); number != "" && chosen(row) {
			d.changeCell(&d.sheet.Rows[i], column, func(decision *importer.CellDecision) { decision.Text = number })
		}
	}
}
