package confirmation

import (
	"strconv"
	"strings"

	"kortisto/customer"
	"kortisto/importer"
	"kortisto/sheet"
)

// WriteRows writes all rows that are shown, of every page, into a file: what
// becomes of each, and then its cells.
func (v *View) WriteRows(out sheet.Writer) error {
	words := v.words
	header := []string{words.Text("import.line"), words.Label(customer.Number), words.Label(customer.Name), words.Text("import.status"),
		words.Text("history.change"), importer.ReasonLabel(words.Lang())}
	if err := out.Write(append(header, v.Sheet.Header...)); err != nil {
		return err
	}
	ours := importer.MayBeOurs(v.Sheet, words.Table)
	for _, i := range v.filtered.rows {
		row := v.plan.Rows[i]
		number, name := "", row.Name
		if row.Customer != 0 {
			number = strconv.Itoa(row.Customer)
		}
		if name == "" {
			name, _ = v.customerOf(row, nil, v.Sheet.Rows[i].Cells)
		}
		line := []string{strconv.Itoa(row.Line), number, name, words.Text("status." + string(row.Status)), v.changesOf(row), v.statusWords(row)}
		for _, text := range v.Sheet.Rows[i].Cells {
			if ours { // the writer protects it again
				text, _ = sheet.Unprotect(text)
			}
			line = append(line, customer.MaskPersonalIDs(text))
		}
		if err := out.Write(line); err != nil {
			return err
		}
	}
	return out.Close()
}

// changesOf puts the changes of a customer into words.
func (v *View) changesOf(row *importer.Row) string {
	if row.Status != importer.Modified {
		return ""
	}
	var told []string
	for change := range row.Changes.All() {
		told = append(told, v.words.Change(change))
	}
	return strings.Join(told, "; ")
}
