package handlers_test

import (
	"slices"

	"kortisto/handlers/pagetest"

	"golang.org/x/net/html"
)

// page is a page that must be there, as a tree.
func (b *browser) page(path string) *html.Node {
	b.Helper()
	a := b.get(path)
	b.want(a, 200)
	return a.tree()
}

// tree is an answer as a tree.
func (a *answer) tree() *html.Node { return pagetest.Read(a.body) }

// fieldsIn are the keys of the fields in the parts of a customer's form or
// page, with "" after each part that has a heading of the customer's.
func fieldsIn(whole *html.Node, part, field string) (keys []string) {
	for part := range pagetest.All(whole, part, "") {
		if pagetest.Attribute(part, "id") == "history" {
			continue
		}
		for one := range pagetest.All(part, field, "data-field") {
			keys = append(keys, pagetest.Attribute(one, "data-field"))
		}
		keys = append(keys, "")
	}
	return keys
}

// rowOf is the row of a customer in the list.
func rowOf(list *html.Node, number string) *html.Node {
	for row := range pagetest.All(list, "tr", "") {
		if pagetest.Text(pagetest.First(row, "td", "data-field", "number")) == number {
			return row
		}
	}
	return nil
}

// numbersOn are those of the customers that a list shows, in its order.
func numbersOn(page *html.Node) (shown []string) {
	for cell := range pagetest.All(page, "td", "data-field") {
		if pagetest.Attribute(cell, "data-field") == "number" {
			shown = append(shown, pagetest.Text(cell))
		}
	}
	return shown
}

// numbersIn are those among some customers.
func numbersIn(page *html.Node, numbers ...string) []string {
	return slices.DeleteFunc(numbersOn(page), func(number string) bool { return !slices.Contains(numbers, number) })
}

// controlsOnPaper are what could be pressed or filled in on a page for paper, but
// for what is printed on none.
func controlsOnPaper(page *html.Node) (controls []string) {
	for _, tag := range []string{"button", "select", "input", "form"} {
		for control := range pagetest.All(pagetest.First(page, "main", "", ""), tag, "") {
			if pagetest.Attribute(control.Parent, "class") != "buttons nopaper" {
				controls = append(controls, tag)
			}
		}
	}
	return controls
}
