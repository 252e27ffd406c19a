package handlers_test

import (
	"iter"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// page is a page that must be there, as a tree.
func (b *browser) page(path string) *html.Node {
	b.Helper()
	a := b.get(path)
	b.want(a, 200)
	return b.tree(a)
}

// tree is an answer as a tree.
func (s *site) tree(a *answer) *html.Node {
	s.Helper()
	page, err := html.Parse(strings.NewReader(a.body))
	if err != nil {
		s.Fatal(err)
	}
	return page
}

// all goes through the elements below one that have a tag and an attribute,
// both of which may be "" for any.
func all(within *html.Node, tag, name string) iter.Seq[*html.Node] {
	return func(yield func(*html.Node) bool) {
		if within == nil {
			return
		}
		for node := range within.Descendants() {
			if node.Type != html.ElementNode || tag != "" && node.Data != tag || name != "" && !hasAttribute(node, name) {
				continue
			}
			if !yield(node) {
				return
			}
		}
	}
}

// first is the first such element, with a value of the attribute, "" for any.
func first(within *html.Node, tag, name, value string) *html.Node {
	for node := range all(within, tag, name) {
		if value == "" || attribute(node, name) == value {
			return node
		}
	}
	return nil
}

func hasAttribute(node *html.Node, name string) bool {
	return slices.ContainsFunc(node.Attr, func(a html.Attribute) bool { return a.Key == name })
}

func attribute(node *html.Node, name string) string {
	for _, a := range node.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// text is what an element says, on one line.
func text(within *html.Node) string {
	if within == nil {
		return ""
	}
	var b strings.Builder
	for node := range within.Descendants() {
		if node.Type == html.TextNode {
			b.WriteString(node.Data)
		}
	}
	return oneLine(b.String())
}

// oneLine is a text with a space wherever it has some.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// valueOf is what a field of a form is filled with.
func valueOf(input *html.Node) string {
	switch {
	case input == nil:
		return ""
	case input.Data == "select":
		if chosen := first(input, "option", "selected", ""); chosen != nil {
			return attribute(chosen, "value")
		}
		return ""
	case input.Data == "textarea":
		return text(input)
	}
	return attribute(input, "value")
}

// fieldsIn are the keys of the fields in the parts of a customer's form or
// page, with "" after each part that has a heading of the customer's.
func fieldsIn(whole *html.Node, part, field string) (keys []string) {
	for part := range all(whole, part, "") {
		if attribute(part, "id") == "history" {
			continue
		}
		for one := range all(part, field, "data-field") {
			keys = append(keys, attribute(one, "data-field"))
		}
		keys = append(keys, "")
	}
	return keys
}

// rowOf is the row of a customer in the list.
func rowOf(list *html.Node, number string) *html.Node {
	for row := range all(list, "tr", "") {
		if text(first(row, "td", "data-field", "number")) == number {
			return row
		}
	}
	return nil
}

// numbersIn are those of some customers that a list shows, in its order.
func numbersIn(page *html.Node, numbers ...string) (shown []string) {
	for cell := range all(page, "td", "data-field") {
		if attribute(cell, "data-field") == "number" && slices.Contains(numbers, text(cell)) {
			shown = append(shown, text(cell))
		}
	}
	return shown
}
