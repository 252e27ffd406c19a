package handlers_test

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/handlers/pagetest"

	"golang.org/x/net/html"
)

// TestEveryField walks all fields of the table through the program, and holds
// that each is wherever its definition says, and nowhere else. It does so for
// the standard table, and for one in which nearly everything is the other way
// round, so that no place can have a list of its own.
func TestEveryField(t *testing.T) {
	for name, table := range map[string]*customer.Table{"standard": customer.Standard(), "turned": turnedTable(), "own": ownTable()} {
		t.Run(name, func(t *testing.T) {
			t.Run("form and page", func(t *testing.T) { newFieldWalk(t, table).formAndPage() })
			t.Run("list", func(t *testing.T) { newFieldWalk(t, table).list() })
			t.Run("sort", func(t *testing.T) { newFieldWalk(t, table).sort() })
			t.Run("search", func(t *testing.T) { newFieldWalk(t, table).search() })
			t.Run("cards", func(t *testing.T) { newFieldWalk(t, table).cards() })
			t.Run("history", func(t *testing.T) { newFieldWalk(t, table).history() })
			t.Run("mapping", func(t *testing.T) { newFieldWalk(t, table).mapping() })
			for _, lang := range customer.Languages {
				t.Run("files "+lang, func(t *testing.T) { newFieldWalk(t, table).files(lang) })
			}
		})
	}
}

// formAndPage holds that the form and the page have the fields of each section
// in their order, each with its name, its help and its value. The page begins
// with how the customer is reached, and in each section with what is known.
func (w *fieldWalk) formAndPage() {
	var want []string
	inSection := make(map[customer.Section][]customer.Field)
	for _, section := range customer.Sections {
		var fields []customer.Field
		for _, f := range w.table.Values() {
			if w.table.Of(f).Section == section {
				fields = append(fields, f)
			}
		}
		slices.SortStableFunc(fields, func(a, b customer.Field) int { return cmp.Compare(w.table.Of(a).Place, w.table.Of(b).Place) })
		inSection[section] = fields
		for _, f := range fields {
			want = append(want, f.Key())
		}
		if len(fields) > 0 || section != customer.SectionOwn { // the firm may have named none
			want = append(want, "")
		}
	}
	numbers := w.fill()
	for f, number := range numbers {
		one, _ := w.samples(f)
		d := w.table.Of(f)
		form, page := w.editor.page("/customers/"+number+"/edit"), w.viewer.page("/customers/"+number)
		if inForm := fieldsIn(pagetest.First(form, "div", "class", "customer"), "fieldset", "div"); !slices.Equal(inForm, want) {
			w.Errorf("the form has %q, want %q", inForm, want)
		}
		known := func(field customer.Field) bool {
			return field == customer.Name || field == customer.Kind || field == f || w.table.Of(field).Default != ""
		}
		w.pageHas(page, inSection, known, false)
		w.pageHas(w.editor.page("/customers/"+number), inSection, known, true)
		box := pagetest.First(form, "div", "data-field", f.Key())
		shown := pagetest.First(page, "dd", "data-field", f.Key())
		if d.Section == "" {
			if box != nil || shown != nil {
				w.Errorf("%s stands in a form", f)
			}
			continue
		}
		if got := pagetest.Text(pagetest.First(box, "label", "for", f.Key())); !strings.HasPrefix(got, d.Labels["en"]) || strings.Contains(got, "required") != (d.Required != "") {
			w.Errorf("%s is called %q", f, got)
		}
		if got := pagetest.Text(pagetest.First(box, "span", "id", f.Key()+"-hint")); d.Hint != nil && d.Offers != customer.OfferOperators && got != d.Hint["en"] {
			w.Errorf("the hint of %s is %q, want %q", f, got, d.Hint["en"])
		}
		input := pagetest.First(box, "", "name", f.Key())
		if (input.Data == "textarea") != d.Multiline || (input.Data == "select") != (len(d.Choices) > 0 || d.Offers == customer.OfferCountries) {
			w.Errorf("%s is typed into a %s", f, input.Data)
		}
		if input.Data == "input" && pagetest.Attribute(input, "inputmode") != d.InputMode {
			w.Errorf("%s has the keys %q, want %q", f, pagetest.Attribute(input, "inputmode"), d.InputMode)
		}
		if (pagetest.Attribute(input, "list") != "") != (d.Offers == customer.OfferOperators || d.Offers == customer.OfferGroups) {
			w.Errorf("%s offers %q", f, pagetest.Attribute(input, "list"))
		}
		if got := pagetest.Value(input); got != one {
			w.Errorf("the form of %s has %q, want %q", f, got, one)
		}
		if got := pagetest.Text(pagetest.First(shown, "span", "class", "value")); got != w.table.Show(f, one, "en") {
			w.Errorf("the page shows %q for %s, want %q", got, f, w.table.Show(f, one, "en"))
		}
		if wide := strings.Contains(pagetest.Attribute(box, "class"), "whole"); wide != d.Wide {
			w.Errorf("%s has a line of its own: %v", f, wide)
		}
	}
}

// pageHas holds which fields a customer's page has: those with a value, and to
// those who may fill them the others.
func (w *fieldWalk) pageHas(page *html.Node, inSection map[customer.Section][]customer.Field, known func(customer.Field) bool, others bool) {
	w.Helper()
	var want []string
	for _, section := range []customer.Section{customer.SectionContact, customer.SectionAddress, customer.SectionBasics, customer.SectionInvoicing, customer.SectionDelivery, customer.SectionOwn, customer.SectionMore} {
		var with, without []string
		for _, f := range inSection[section] {
			if known(f) {
				with = append(with, f.Key())
			} else if others {
				without = append(without, f.Key())
			}
		}
		if len(with)+len(without) > 0 {
			want = append(append(append(want, with...), without...), "")
		}
	}
	if got := fieldsIn(pagetest.First(page, "main", "", ""), "section", ""); !slices.Equal(got, want) {
		w.Errorf("the page has %q, want %q", got, want)
	}
}

// listed are the fields that have a place in the list, by their places.
func (w *fieldWalk) listed() (keys []string) {
	var fields []customer.Field
	for _, f := range w.table.Fields() {
		if w.table.Of(f).List > 0 {
			fields = append(fields, f)
		}
	}
	slices.SortStableFunc(fields, func(a, b customer.Field) int { return cmp.Compare(w.table.Of(a).List, w.table.Of(b).List) })
	for _, f := range fields {
		keys = append(keys, f.Key())
	}
	return keys
}

// list holds that the list of customers has a column for each listed field.
func (w *fieldWalk) list() {
	numbers := w.fill()
	list := pagetest.First(w.viewer.page("/customers"), "section", "id", "list")
	var heads []string
	for head := range pagetest.All(list, "th", "data-field") {
		if pagetest.Attribute(head, "scope") != "col" {
			continue
		}
		heads = append(heads, pagetest.Attribute(head, "data-field"))
		f, _ := customer.ParseField(pagetest.Attribute(head, "data-field"))
		if label := w.table.Label(f, "en"); f != customer.Number && pagetest.Text(head) != label {
			w.Errorf("the column of %s is called %q, want %q", f, pagetest.Text(head), label)
		}
	}
	if want := w.listed(); !slices.Equal(heads, want) {
		w.Errorf("the list has the columns %q, want %q", heads, want)
	}
	for f, number := range numbers {
		one, _ := w.samples(f)
		cell := pagetest.First(rowOf(list, number), "", "data-field", f.Key())
		switch listed := w.table.Of(f).List > 0; {
		case listed != (cell != nil):
			w.Errorf("%s is listed: %v", f, !listed)
		case listed && pagetest.Text(cell) != w.table.Show(f, one, "en"):
			w.Errorf("the list shows %q for %s, want %q", pagetest.Text(cell), f, w.table.Show(f, one, "en"))
		}
	}
}

// sort holds that the list is sorted by the fields that say so, whether or not it
// has a column for them, and by no others.
func (w *fieldWalk) sort() {
	for _, f := range w.table.Values() {
		one, other := w.samples(f)
		d := w.table.Of(f)
		sortable, shown := d.Sort != "", d.Sort != "" && d.List > 0
		larger, smaller := one, other
		if d.Sort == customer.SortNumber && number(one) < number(other) || d.Sort != customer.SortNumber && one < other {
			larger, smaller = other, one
		}
		// The larger one has the smaller number, and comes first where nothing is sorted.
		name := w.nameOf(f)
		names := [2]string{name, name}
		if f == customer.Name {
			names = [2]string{larger, smaller}
		}
		high, low := w.create(f, names[0], larger), w.create(f, names[1], smaller)
		for order, want := range map[string][2]string{"": {low, high}, "-": {high, low}} {
			if !sortable {
				want = [2]string{high, low}
			}
			address := "/customers?inactive=1&sort=" + order + f.Key()
			page := w.viewer.page(address)
			got := numbersIn(page, high, low)
			if len(got) < len(want) {
				got = append(got, numbersIn(w.viewer.page(address+"&page=2"), high, low)...)
			}
			if !slices.Equal(got, want[:]) {
				w.Errorf("sort=%s%s gives %v, want %v", order, f, got, want)
			}
			head := pagetest.First(page, "th", "data-field", f.Key())
			if sorted := head != nil && pagetest.Attribute(head, "aria-sort") != ""; sorted != shown {
				w.Errorf("sort=%s%s: the list is sorted by it: %v", order, f, sorted)
			}
			if link := head != nil && pagetest.First(head, "a", "href", "") != nil; link != shown {
				w.Errorf("%s can be pressed to sort: %v", f, link)
			}
		}
	}
}

// search holds that customers are found by the fields that say so, and by no
// others.
func (w *fieldWalk) search() {
	for f, number := range w.fill() {
		one, _ := w.samples(f)
		page := w.viewer.page("/customers?q=" + url.QueryEscape(one))
		if found := len(numbersIn(page, number)) > 0; found != (w.table.Of(f).Search != "") {
			w.Errorf("%s %q is found: %v", f, one, found)
		}
		if page := w.viewer.page("/customers?q=" + number); len(numbersIn(page, number)) == 0 {
			w.Errorf("customer %s is not found by its number", number)
		}
	}
}

// cards holds that a card of a candidate has the fields that say so, line by
// line.
func (w *fieldWalk) cards() {
	file := w.table.Label(customer.Name, "fi") + "\n"
	want := make(map[string][]string) // lines by number
	for _, f := range w.table.Values() {
		if f == customer.Name {
			continue
		}
		one, other := w.samples(f)
		for _, value := range []string{one, other} {
			number := w.create(f, w.nameOf(f), value)
			want[number] = w.cardLines(number)
		}
		file += w.nameOf(f) + "\n"
	}
	w.editor.leads(w.editor.upload("lista.csv", file), "/imports/1")
	got := make(map[string][]string)
	for line := 2; line < 2+len(want); line++ {
		page := w.editor.page("/imports/1?status=all&open=" + strconv.Itoa(line))
		for card := range pagetest.All(page, "article", "") {
			number, _, _ := strings.Cut(pagetest.Text(pagetest.First(card, "h3", "", "")), " ")
			for line := range pagetest.All(card, "p", "") {
				got[number] = append(got[number], pagetest.Text(line))
			}
		}
	}
	for number, lines := range want {
		if !slices.Equal(got[number], lines) {
			w.Errorf("the card of %s has %q, want %q", number, got[number], lines)
		}
	}
}

// cardLines are the lines that the card of a stored customer should have.
func (w *fieldWalk) cardLines(number string) []string {
	n, err := strconv.Atoi(number)
	if err != nil {
		w.Fatal(err)
	}
	one := w.stored(n)
	lines := make(map[int][]string)
	for _, f := range w.table.Values() {
		if place := w.table.Of(f).Card; place > 0 && one.Values[f] != "" {
			lines[place] = append(lines[place], w.table.Show(f, one.Values[f], "en"))
		}
	}
	var joined []string
	for place := range 200 {
		if lines[place] != nil {
			joined = append(joined, strings.Join(lines[place], " "))
		}
	}
	return joined
}

// history holds that a change of each field can be read back.
func (w *fieldWalk) history() {
	for f, number := range w.fill() {
		one, other := w.samples(f)
		path := "/customers/" + number
		w.editor.leads(w.editor.post(path, "revision", "1", f.Key(), other), path)
		history := pagetest.First(w.viewer.page(path), "section", "id", "history")
		if f == customer.Group { // in a sentence: moved to another one
			if !strings.Contains(pagetest.Text(history), other) {
				w.Errorf("the history does not tell of %s", f)
			}
			continue
		}
		entry := pagetest.First(history, "li", "data-field", f.Key())
		if entry == nil {
			w.Errorf("the history does not tell of %s", f)
			continue
		}
		was, is := pagetest.Text(pagetest.First(entry, "del", "", "")), pagetest.Text(pagetest.First(entry, "ins", "", ""))
		if !strings.HasPrefix(pagetest.Text(entry), w.table.Label(f, "en")) || was != w.table.Show(f, one, "en") || is != w.table.Show(f, other, "en") {
			w.Errorf("the history tells of %s: %q", f, pagetest.Text(entry))
		}
	}
}
