// Package pagetest reads pages for tests: by their elements, not by how these are
// written.
package pagetest

import (
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Read reads a page, or a part of one as HTMX asks for, as a browser without scripts
// does. It panics where a browser would drop an element: see parse.
func Read(body string) *html.Node {
	page, err := parse(body)
	if err != nil {
		panic(err)
	}
	return page
}

// parse reads a page, or a part of one. A part is read as HTMX reads it, in a template,
// where rows and cells of a table may stand alone. It is an error where an element that
// stands in the body is lost, as a row behind a paragraph is: that it is not there would
// then be true of each such page.
func parse(body string) (*html.Node, error) {
	written := tags(body)
	page := &html.Node{Type: html.DocumentNode}
	var err error
	if written["!doctype"]+written["html"]+written["head"]+written["body"] > 0 {
		page, err = html.ParseWithOptions(strings.NewReader(body), html.ParseOptionEnableScripting(false))
	} else {
		var nodes []*html.Node
		around := &html.Node{Type: html.ElementNode, Data: "template", DataAtom: atom.Template}
		nodes, err = html.ParseFragmentWithOptions(strings.NewReader(body), around, html.ParseOptionEnableScripting(false))
		for _, node := range nodes {
			page.AppendChild(node)
		}
	}
	if err != nil {
		return nil, err
	}
	for node := range All(page, "", "") {
		written[strings.ToLower(node.Data)]--
	}
	for _, tag := range slices.Sorted(maps.Keys(written)) {
		if tag != "!doctype" && written[tag] > 0 {
			return nil, fmt.Errorf("a browser drops <%s> where it stands in this page", tag)
		}
	}
	return page, nil
}

// tags counts the start tags of a body, and its doctypes.
func tags(body string) map[string]int {
	written := make(map[string]int)
	for reader := html.NewTokenizer(strings.NewReader(body)); ; {
		switch reader.Next() {
		case html.ErrorToken: // the end
			return written
		case html.DoctypeToken:
			written["!doctype"]++
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := reader.TagName()
			written[string(name)]++
			if string(name) == "noscript" {
				reader.NextIsNotRawText()
			}
		}
	}
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
