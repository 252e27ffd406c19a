package pagetest

import (
	"strings"

	"golang.org/x/net/html"
)

// lineEnds makes them those that a browser sends.
var lineEnds = strings.NewReplacer("\r\n", "\r\n", "\n", "\r\n")

// Fields are the names and values of a form of a page as a browser sends them when
// nobody touches them; buttons and files are not among them.
func Fields(page, form *html.Node) map[string]string {
	fields := make(map[string]string)
	for field := range All(page, "", "name") {
		if formOf(field, page) == form && isSent(field) {
			fields[Attribute(field, "name")] = lineEnds.Replace(Value(field))
		}
	}
	return fields
}

// formOf is the form with which a field is sent, nil where there is none.
func formOf(field, page *html.Node) *html.Node {
	if HasAttribute(field, "form") {
		return First(page, "form", "id", Attribute(field, "form"))
	}
	for around := range field.Ancestors() {
		if around.Type == html.ElementNode && around.Data == "form" {
			return around
		}
	}
	return nil
}

// isSent reports whether an element is a field that is sent as it stands.
func isSent(field *html.Node) bool {
	if HasAttribute(field, "disabled") {
		return false
	}
	if field.Data != "input" {
		return field.Data == "select" || field.Data == "textarea"
	}
	switch Attribute(field, "type") {
	case "checkbox", "radio":
		return HasAttribute(field, "checked")
	case "submit", "image", "reset", "button", "file":
		return false
	}
	return true
}

// Value is what a field of a form is filled with: of a select the first option
// where none is chosen.
func Value(field *html.Node) string {
	switch {
	case field == nil:
		return ""
	case field.Data == "select":
		chosen := First(field, "option", "selected", "")
		if chosen == nil {
			chosen = First(field, "option", "", "")
		}
		if chosen != nil && !HasAttribute(chosen, "value") {
			return Text(chosen)
		}
		return Attribute(chosen, "value")
	case field.Data == "textarea":
		var b strings.Builder
		for node := range field.Descendants() {
			b.WriteString(node.Data)
		}
		return b.String()
	}
	return Attribute(field, "value")
}
