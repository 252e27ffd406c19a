package cli

import (
	"os"
	"strings"
	"unicode"

	"golang.org/x/term"
)

// longestShown is how many characters of a value a terminal shows.
const longestShown = 200

// clean makes a text safe and one line long for a terminal: a value of a file
// could hold characters that move the cursor, change colours, or turn the
// direction of writing.
func clean(text string) string {
	if !strings.ContainsFunc(text, hidden) {
		return text
	}
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return '↵'
		case r == '\t':
			return ' '
		case hidden(r):
			return unicode.ReplacementChar
		}
		return r
	}, text)
}

// hidden reports characters that a terminal obeys rather than shows.
func hidden(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029'
}

// show cleans a value and shortens a long one.
func show(text string) string {
	n := 0
	for i := range text {
		if n++; n > longestShown {
			text = text[:i] + "…"
			break
		}
	}
	return clean(text)
}

// terminal returns the file descriptor of a stream that is a terminal.
func terminal(stream any) (descriptor int, ok bool) {
	file, ok := stream.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return 0, false
	}
	return int(file.Fd()), true
}
