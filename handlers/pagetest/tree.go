// Package pagetest reads pages for tests: by their elements, not by how these are
// written.
package pagetest

import (
	"iter"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Read reads a page, or a part of one as HTMX asks for: rows of a table stand alone
// in such a part.
func Read(body string) *html.Node {
	body = strings.TrimSpace(body)
	if strings.HasPrefix(body, "<!") {
		page, err := html.Parse(strings.NewReader(body))
		if err != nil {
			panic(err) // of a reader alone, and no string has one
		}
		return page
	}
	around := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	if strings.HasPrefix(body, "<tr") {
		around = &html.Node{Type: html.ElementNode, Data: "tbody", DataAtom: atom.Tbody}
	}
	nodes, err := html.ParseFragment(strings.NewReader(body), around)
	if err != nil {
		panic(err)
	}
	part := &html.Node{Type: html.DocumentNode}
	for _, node := range nodes {
		part.AppendChild(node)
	}
	return part
}

// All goes through the elements below one that have a tag and an attribute,
// both of which may be "" for any.
func All(within *html.Node, tag, name string) iter.Seq[*html.Node] {
	return func(yield func(*html.Node) bool) {
		if within == nil {
			return
		}
		for node := range within.Descendants() {
			if node.Type != html.ElementNode || tag != "" && node.Data != tag || name != "" && !HasAttribute(node, name) {
				continue
			}
			if !yield(node) {
				return
			}
		}
	}
}

// First is the first such element, with a value of the attribute, "" for any.
func First(within *html.Node, tag, name, value string) *html.Node {
	for node := range All(within, tag, name) {
		if value == "" || Attribute(node, name) == value {
			return node
		}
	}
	return nil
}

// HasAttribute reports whether an element has an attribute, be it empty.
func HasAttribute(node *html.Node, name string) bool {
	return slices.ContainsFunc(node.Attr, func(a html.Attribute) bool { return a.Key == name })
}

// Attribute is the value of an element's attribute, "" without one.
func Attribute(node *html.Node, name string) string {
	if node == nil {
		return ""
	}
	for _, a := range node.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// Text is what an element says, on one line.
func Text(within *html.Node) string {
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

// Values are those of an attribute of the elements that have it, of all tags or of
// one, in their order.
func Values(within *html.Node, tag, name string) (values []string) {
	for node := range All(within, tag, name) {
		values = append(values, Attribute(node, name))
	}
	return values
}

// Within is the HTML of what stands within an element, to be compared.
func Within(node *html.Node) string {
	if node == nil {
		return ""
	}
	var b strings.Builder
	for child := range node.ChildNodes() {
		if err := html.Render(&b, child); err != nil {
			panic(err) // of a writer alone
		}
	}
	return strings.TrimSpace(b.String())
}
