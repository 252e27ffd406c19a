package handlers_test

import (
	"slices"
	"strconv"
	"strings"

	"kortisto/customer"
	"kortisto/handlers/pagetest"
	"kortisto/importer"
	"kortisto/sheet"
)

// mapping holds that a column is mapped by every name of its field.
func (w *fieldWalk) mapping() {
	for _, lang := range customer.Languages {
		var headers []string
		var fields []customer.Field
		for _, f := range w.table.Targets() {
			if headers, fields = append(headers, w.table.Label(f, lang)), append(fields, f); f == customer.AppendNotes {
				fields[len(fields)-1] = customer.None // which only the user chooses
			}
		}
		w.mapped(headers, fields)
	}
	for i := range 100 {
		var headers []string
		var fields []customer.Field
		for _, f := range w.table.Targets() {
			aliases := w.table.Of(f).Aliases
			if i >= len(aliases) {
				continue
			}
			if w.table.ReadHeader(aliases[i], "").Billing { // names the address only where there is no other
				w.mapped(aliases[i:i+1], []customer.Field{f})
				continue
			}
			headers, fields = append(headers, aliases[i]), append(fields, f)
		}
		if len(headers) == 0 {
			break
		}
		w.mapped(headers, fields)
	}
}

// mapped uploads a file with some headers and checks what its columns fill.
func (w *fieldWalk) mapped(headers []string, fields []customer.Field) {
	w.Helper()
	draft := w.editor.upload("lista.csv", strings.Join(headers, ";")+";Xqz\n"+strings.Repeat(";", len(headers))+"x\n").Header.Get("Location")
	page := w.editor.page(draft + "?columns=all")
	w.editor.leads(w.editor.post(draft+"/discard"), "/imports")
	for i, f := range fields {
		box := pagetest.First(page, "select", "name", "column-"+strconv.Itoa(i+1))
		if got := pagetest.Value(box); got != f.Key() {
			w.Errorf("%q fills %q, want %s", headers[i], got, f)
		}
	}
}

// files holds that each value goes in by an import, out by an export, and in
// again without a change; and that exports have the fields that say so.
func (w *fieldWalk) files(lang string) {
	w.editor.cookies["language"] = lang
	w.viewer.headers["Accept-Language"] = lang
	w.editor.headers["Accept-Language"] = lang
	values := w.table.Values()
	var rows [][]string
	header := make([]string, len(values))
	for i, f := range values {
		header[i] = w.table.Label(f, lang)
	}
	rows = append(rows, header)
	for i, f := range values {
		one, _ := w.samples(f)
		row := make([]string, len(values))
		row[slices.Index(values, customer.Name)] = w.nameOf(f)
		row[slices.Index(values, customer.Kind)] = customer.Kind.Display(customer.Company, lang)
		row[i] = w.table.Display(f, one, lang)
		rows = append(rows, row)
	}
	w.save("lista.csv", csvOf(w.T, rows), "new", len(values))

	var want []string
	var exported []customer.Field
	for _, f := range w.table.Fields() {
		if w.table.Of(f).Exported {
			want, exported = append(want, w.table.Label(f, lang)), append(exported, f)
		}
	}
	want = append(want, w.table.Label(customer.Version, lang))
	for _, ending := range []string{"csv", "xlsx"} {
		a := w.viewer.get("/customers/export." + ending)
		w.viewer.want(a, 200)
		read, err := sheet.Read([]byte(a.body), sheet.Options{Known: importer.KnownHeader(w.table), Limits: sheet.DefaultLimits()})
		if err != nil {
			w.Fatal(err)
		}
		if !slices.Equal(read.Header, want) {
			w.Errorf("%s: the columns are %q, want %q", ending, read.Header, want)
		}
		for i, f := range values {
			one, _ := w.samples(f)
			if stored := w.stored(1001 + i).Values[f]; stored != one {
				w.Errorf("%s is stored as %q, want %q", f, stored, one)
			}
			if column := slices.Index(exported, f); column >= 0 && read.Rows[i].Cells[column] != w.table.Display(f, one, lang) {
				w.Errorf("%s: %s is exported as %q, want %q", ending, f, read.Rows[i].Cells[column], w.table.Display(f, one, lang))
			}
		}
		page := w.editor.page(w.editor.upload("lista."+ending, a.body).Header.Get("Location"))
		if got := pagetest.Text(pagetest.First(page, "", "data-count", "unchanged")); got != strconv.Itoa(len(values)) {
			w.Errorf("%s: %s customers come back unchanged, want %d", ending, got, len(values))
		}
	}
}
