package htmltable

import (
	"slices"
	"strings"

	"golang.org/x/net/html/atom"
)

// commentClasses are those by which programs know the comments that they write
// into the cells of a page.
var commentClasses = []string{commentSign, "msocomtxt", "msocomanchor", "msocomhide"}

// commentSign is the class of what shows that a comment stands behind it, whose
// class is a word that other texts have as well.
const commentSign, commentBehind = "comment-indicator", "comment"

// startsComment tells whether an element in a cell is a comment on it, or stands
// within one. A cell or row that begins ends a comment that was left open.
func (r *reader) startsComment(name string, tag atom.Atom, more bool) bool {
	switch tag {
	case atom.Table, atom.Tr, atom.Td, atom.Th:
		r.comment, r.signed = "", false
		return false
	}
	if r.comment != "" {
		if name == r.comment {
			r.depth++
		}
		return true
	}
	is := name == "comment"
	if tag == atom.Div || tag == atom.Span || tag == atom.A {
		for more {
			var key, value []byte
			key, value, more = r.z.TagAttr()
			is = is || string(key) == "class" && r.isCommentClass(strings.Fields(string(value))) ||
				string(key) == "style" && strings.Contains(strings.ReplaceAll(string(value), " ", ""), "mso-element:comment")
		}
	}
	if is {
		r.comment, r.depth = name, 1
	}
	return is
}

// isCommentClass tells whether the classes of an element say that it is a comment.
func (r *reader) isCommentClass(classes []string) bool {
	signed := r.signed
	r.signed = signed || slices.Contains(classes, commentSign)
	return signed && slices.Contains(classes, commentBehind) ||
		slices.ContainsFunc(classes, func(class string) bool { return slices.Contains(commentClasses, class) })
}

// endsComment takes the end of an element, and tells whether it stands within a
// comment.
func (r *reader) endsComment(name string) bool {
	if r.comment == "" {
		return false
	}
	switch name {
	case "table", "tr", "td", "th":
		r.comment = ""
		return false
	case r.comment:
		if r.depth--; r.depth == 0 {
			r.comment = ""
		}
	}
	return true
}
