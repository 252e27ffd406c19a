package pagetest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// element is what a test wants of an element of a page.
type element struct {
	tag        string // "" for any
	attributes []wantedAttribute
	text       string // with which it begins
	whole      bool   // text is all that it says
}

// wantedAttribute is an attribute that an element must have.
type wantedAttribute struct {
	name, value string
	begins      bool // with value
}

const attributeForm = `([a-z][a-z0-9:-]*)(?:(\^?)="([^"<>]*)")?`

var (
	elementForm = regexp.MustCompile(`^(?:<([a-z][a-z0-9]*))?((?:(?:^| )` + attributeForm + `)*)(?:>([^<>]*)(?:</([a-z][a-z0-9]*)>)?)?$`)
	attributes  = regexp.MustCompile(attributeForm)
)

// Has reports whether a page has an element as tests write it, or one within others:
//
//	<textarea                               an element
//	<ins>78</ins>                           one that says just this
//	<a href="/help">Help                    one whose text begins so
//	>Help                                   one of any tag whose text begins so
//	name="city" value="Oulu" checked        one of any tag, with these attributes
//	<a href^="/backups/"                    one with an attribute that begins so
//	<tr id="line-2"> <td> <ins>78</ins>     one within another within a third
//
// A class is one of those that the element has. It is an error where an element is
// written otherwise: what is looked for as a text would never be found, or by chance.
func Has(page *html.Node, written string) (bool, error) {
	way, err := readWay(written)
	return err == nil && holds(page, way), err
}

// readWay reads elements of which each stands within the one before.
func readWay(written string) (way []element, err error) {
	parts := strings.Split(written, "> <")
	for i, part := range parts {
		if i > 0 {
			part = "<" + part
		}
		e, ok := readElement(part)
		if !ok || i < len(parts)-1 && (e.text != "" || e.whole) {
			return nil, fmt.Errorf("%s is not written as an element, or as elements within each other", written)
		}
		way = append(way, e)
	}
	return way, nil
}

func readElement(written string) (e element, ok bool) {
	parts := elementForm.FindStringSubmatch(written)
	if parts == nil {
		return e, false
	}
	tag, has, text, end := parts[1], parts[2], parts[6], parts[7]
	if tag == "" && has == "" && text == "" || tag != "" && end != "" && tag != end {
		return e, false
	}
	e = element{tag: tag, text: oneLine(html.UnescapeString(text)), whole: end != ""}
	if tag == "" {
		e.tag = end
	}
	for _, one := range attributes.FindAllStringSubmatch(has, -1) {
		e.attributes = append(e.attributes, wantedAttribute{name: one[1], value: html.UnescapeString(one[3]), begins: one[2] != ""})
	}
	return e, true
}

// holds reports whether elements stand within each other below a node.
func holds(within *html.Node, way []element) bool {
	for node := range All(within, way[0].tag, "") {
		if way[0].is(node) && (len(way) == 1 || holds(node, way[1:])) {
			return true
		}
	}
	return false
}

// is reports whether a node is such an element.
func (e *element) is(node *html.Node) bool {
	for _, wanted := range e.attributes {
		if !slices.ContainsFunc(node.Attr, wanted.is) {
			return false
		}
	}
	if e.whole {
		return Text(node) == e.text
	}
	return e.text == "" || strings.HasPrefix(Text(node), e.text)
}

func (w wantedAttribute) is(has html.Attribute) bool {
	switch {
	case has.Key != w.name:
		return false
	case w.begins:
		return strings.HasPrefix(has.Val, w.value)
	case w.name == "class":
		classes := strings.Fields(has.Val)
		return !slices.ContainsFunc(strings.Fields(w.value), func(class string) bool { return !slices.Contains(classes, class) })
	}
	return has.Val == w.value
}
