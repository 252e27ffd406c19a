package importer

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"kortisto/customer"
)

// losesLetters reports whether the file is in a charset of one byte a letter, in
// which ? or _ stands for letters that it lacks (read-garbled, docs/rules.md).
func (r *fileReader) losesLetters() bool {
	charset := r.in.Sheet.Charset
	return charset != "" && !strings.HasPrefix(charset, "utf-")
}

// noteLostLetters adds a problem where a cell of such a file seems to have lost
// letters: a warning in a new value, a question where letters would be taken from
// a stored one.
func (n *comparison) noteLostLetters(f customer.Field, cell cell) {
	if cell.asWritten || !n.file.losesLetters() {
		return
	}
	sign := lostSign(f, cell.text)
	if sign == "" {
		return
	}
	problem := customer.Problem{Field: f, Level: customer.Warning, Code: customer.LetterLost,
		Args: customer.Args{"value": cell.text, "sign": sign}}
	if strings.ContainsFunc(n.stored(f), func(r rune) bool { return r >= utf8.RuneSelf && unicode.IsLetter(r) }) {
		problem.Level, n.asked = customer.Undecided, true
	}
	n.problems = append(n.problems, problem)
}

// lostSign returns the sign that stands in a text for a lost letter, "" where
// none seems to: a ? before a letter or another ?, a _ between letters. Only
// names and addresses are looked at, and notes for the former.
func lostSign(f customer.Field, text string) string {
	switch f {
	case customer.Name, customer.Contact, customer.Street, customer.City, customer.Group:
	case customer.Notes:
		text = strings.ReplaceAll(text, "_", " ")
	default:
		return ""
	}
	if !strings.ContainsAny(text, "?_") || strings.Contains(text, "://") || strings.Contains(text, "www.") {
		return ""
	}
	runes := []rune(text)
	at := func(i int) rune {
		if i < 0 || i >= len(runes) {
			return ' '
		}
		return runes[i]
	}
	for i, r := range runes {
		next := at(i + 1)
		switch {
		case r == '?' && (unicode.IsLetter(next) || next == '?' && (at(i+2) == '?' || unicode.IsLetter(at(i+2)))):
			return "?"
		case r == '_' && unicode.IsLetter(at(i-1)) && unicode.IsLetter(next):
			return "_"
		}
	}
	return ""
}
