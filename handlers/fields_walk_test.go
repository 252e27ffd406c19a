package handlers_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers/pagetest"
	"kortisto/sheet"
)

// fieldWalk is a site whose register has one table of fields.
type fieldWalk struct {
	*site
	table          *customer.Table
	editor, viewer *browser
}

func newFieldWalk(t *testing.T, table *customer.Table) *fieldWalk {
	s := newSiteWith(t, db.Options{Fields: table})
	return &fieldWalk{site: s, table: table, editor: s.as(db.Editor), viewer: s.as(db.Viewer)}
}

// turnedTable is the standard table with most of what it says turned: fields
// stand in other sections, those that were listed are not, and so on. The
// number and the name stay where everybody looks for them.
func turnedTable() *customer.Table {
	var definitions []customer.Definition
	for i, f := range customer.Standard().Targets() {
		d := *customer.Standard().Of(f)
		if f.IsValue() && f != customer.Name {
			d.Section = customer.Sections[(slices.Index(customer.Sections, d.Section)+1)%len(customer.Sections)]
			d.Place, d.List, d.Card = 100-d.Place, turned(d.List, i), turned(d.Card, i)
			d.Wide, d.Exported = !d.Wide, i%3 > 0
			d.Sort = [...]customer.Sort{customer.SortText, ""}[i%2]
			d.Search = map[bool]customer.Search{true: customer.SearchWords}[d.Search == ""]
			d.Hint = map[string]string{"fi": "Vihje", "sv": "Tips", "en": "Hint of " + d.Key}
			d.Labels = map[string]string{"fi": "Oma " + d.Key, "sv": "Egen " + d.Key, "en": "Own " + d.Key}
			d.Aliases = []string{"Muu " + d.Key}
		}
		definitions = append(definitions, d)
	}
	return customer.NewTable(definitions)
}

// ownTable is the standard table with own fields of each type.
func ownTable() *customer.Table {
	var own []customer.OwnField
	for i, kind := range customer.Types {
		own = append(own, customer.OwnField{Field: customer.OwnFields[i], Name: "Oma kenttä " + string(kind), Type: kind})
	}
	return customer.WithOwn(own)
}

// turned is a place for what has none, and none for what has one.
func turned(place, other int) int {
	if place > 0 {
		return 0
	}
	return 10 + other
}

// texts are values of every kind. What a field reads of one as it stands, and
// finds nothing wrong with, is a sample of the field.
var texts = []string{"2077474-0", "0737546-2", "FI20774740", "EE100931558", "00100", "20100", "SE", "NO", "liisa@example.fi", "matti@example.se",
	"040 123 4567", "050 765 4321", "003720774740", "003707375462", customer.Operators[0].ID, customer.Operators[1].ID, "14", "30", "2026-01-05", "2026-11-30"}

// samples are two values of a field.
func (w *fieldWalk) samples(f customer.Field) (one, other string) {
	w.Helper()
	own := []string{"Aamu " + f.Key(), "Ilta " + f.Key()}
	for _, choice := range w.table.Choices(f) {
		own = append(own, choice.Value)
	}
	var fit []string
	for _, text := range append(own, texts...) {
		if reading := w.table.Read(f, text, customer.Context{}); reading.Value == text && reading.Problem.Code == "" {
			fit = append(fit, text)
		}
	}
	if len(fit) < 2 {
		w.Fatalf("there are no two texts that %s reads as they stand: add some of its kind to the list", f)
	}
	return fit[0], fit[1]
}

// nameOf is the name of the customer that has a value in a field. It begins
// like no sample.
func (w *fieldWalk) nameOf(f customer.Field) string {
	if f == customer.Name {
		one, _ := w.samples(f)
		return one
	}
	return "Xqz " + f.Key()
}

// fill makes a customer for each field, with the first sample of the field and
// little else, through the form. It returns their numbers by field.
func (w *fieldWalk) fill() map[customer.Field]string {
	w.Helper()
	numbers := make(map[customer.Field]string)
	for _, f := range w.table.Values() {
		one, _ := w.samples(f)
		numbers[f] = w.create(f, w.nameOf(f), one)
	}
	return numbers
}

// create makes a customer through the form and returns its number.
func (w *fieldWalk) create(f customer.Field, name, value string) string {
	w.Helper()
	form := []string{"name", name, "kind", customer.Company}
	switch f {
	case customer.Name:
	case customer.Kind:
		form[3] = value
	default:
		form = append(form, f.Key(), value)
	}
	a := w.editor.post("/customers", form...)
	if a.StatusCode == 409 { // another one has the same value
		a = w.editor.post("/customers", append(form, "warned-of", formFields(w.T, a)["warned-of"])...)
	}
	number, made := strings.CutPrefix(a.Header.Get("Location"), "/customers/")
	if !made {
		w.Fatalf("%s: no customer is made of %q: %d\n%s", f, form, a.StatusCode, a.body)
	}
	return number
}

// save imports a file and saves all of it.
func (w *fieldWalk) save(name, content, status string, rows int) {
	w.Helper()
	path := w.editor.upload(name, content).Header.Get("Location")
	a := w.editor.get(path)
	if got := pagetest.Text(pagetest.First(a.tree(), "", "data-count", status)); got != strconv.Itoa(rows) {
		w.Fatalf("%s rows are %s, want %d\n%s", got, status, rows, a.body)
	}
	w.editor.leads(w.editor.post(path+"/save", "fingerprint", fingerprint(a)), path)
}

func csvOf(t *testing.T, rows [][]string) string {
	t.Helper()
	var file strings.Builder
	writer := sheet.NewCSVWriter(&file)
	for _, row := range rows {
		if err := writer.Write(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return file.String()
}

func number(text string) int {
	n, _ := strconv.Atoi(text)
	return n
}
