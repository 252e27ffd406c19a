package handlers_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// element is what a test wants of an element of a page.
type element struct {
	tag        string // "" for any
	attributes []html.Attribute
	text       string // with which it begins
	whole      bool   // text is all that it says
}

var (
	elementForm   = regexp.MustCompile(`^(?:<([a-z0-9]+) )?([a-z][a-z0-9:-]*(?:="[^"<>]*")?(?: [a-z][a-z0-9:-]*(?:="[^"<>]*")?)*)(?:>([^<>]+)(</[a-z0-9]+>)?)?$`)
	attributeForm = regexp.MustCompile(`([a-z][a-z0-9:-]*)(?:="([^"]*)")?`)
)

// readElement reads an element as tests write it: `name="city" value="Oulu" checked`,
// with `<a ` before the attributes where the tag matters, with `>Help` behind them
// where the text does, and `</a>` behind that where it is all of the text. What has
// no attribute with a value is none.
func readElement(written string) (e element, ok bool) {
	parts := elementForm.FindStringSubmatch(written)
	if parts == nil || !strings.Contains(parts[2], "=") {
		return e, false
	}
	e.tag, e.text, e.whole = parts[1], oneLine(html.UnescapeString(parts[3])), parts[4] != ""
	for _, one := range attributeForm.FindAllStringSubmatch(parts[2], -1) {
		e.attributes = append(e.attributes, html.Attribute{Key: one[1], Val: html.UnescapeString(one[2])})
	}
	return e, true
}

// is reports whether a node is such an element.
func (e *element) is(node *html.Node) bool {
	if e.tag != "" && node.Data != e.tag {
		return false
	}
	for _, wanted := range e.attributes {
		if !slices.ContainsFunc(node.Attr, func(has html.Attribute) bool { return has.Key == wanted.Key && has.Val == wanted.Val }) {
			return false
		}
	}
	if e.whole {
		return text(node) == e.text
	}
	return e.text == "" || strings.HasPrefix(text(node), e.text)
}

// has reports whether a text, or an element of a page, is in an answer.
func (a *answer) has(wanted string) bool {
	e, ok := readElement(wanted)
	if !ok || !strings.HasPrefix(a.Header.Get("Content-Type"), "text/html") {
		return strings.Contains(a.body, wanted)
	}
	for _, top := range a.nodes() {
		if top.Type == html.ElementNode && e.is(top) {
			return true
		}
		for node := range all(top, "", "") {
			if e.is(node) {
				return true
			}
		}
	}
	return false
}

// nodes are those of a page, or of a part of one as HTMX asks for: rows of a table
// stand alone in such a part.
func (a *answer) nodes() []*html.Node {
	around := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	body := strings.TrimSpace(a.body)
	switch {
	case strings.HasPrefix(body, "<!"):
		page, err := html.Parse(strings.NewReader(body))
		if err != nil {
			return nil
		}
		return []*html.Node{page}
	case strings.HasPrefix(body, "<tr"):
		around = &html.Node{Type: html.ElementNode, Data: "tbody", DataAtom: atom.Tbody}
	}
	nodes, err := html.ParseFragment(strings.NewReader(body), around)
	if err != nil {
		return nil
	}
	return nodes
}

// TestElements holds that tests find elements of a page by what they are, not by how
// they are written.
func TestElements(t *testing.T) {
	part := func(body string) *answer {
		return &answer{&http.Response{Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}}}, body}
	}
	page := part(`<p>name="town"</p><input value="A &amp; B" name='city' checked><a href="/help">
		<b>Help</b> me</a>`)
	rows := part(`<tr id="line-2" class="new"><td>1</td></tr><tr id="line-3"></tr>`)
	for wanted, want := range map[string]bool{
		`name="city" value="A &amp; B"`: true, `name="city" checked`: true, `value="A &amp; B" name="city"`: true, `<input name="city"`: true,
		`<input name="city" checked`: true, `<select name="city" checked`: false, `name="town"`: false, `name="city" selected`: false,
		`href="/help">Help`: true, `href="/help">Help me</a>`: true, `href="/help">Help</a>`: false, `href="/">Help`: false, `Help me`: false, `<b>Help</b>`: true,
	} {
		if page.has(wanted) != want {
			t.Errorf("%s: %t", wanted, !want)
		}
	}
	if !rows.has(`id="line-2" class="new"`) || !rows.has(`id="line-3"`) || rows.has(`id="line-3" class="new"`) {
		t.Error("rows that stand alone are not found")
	}
}
