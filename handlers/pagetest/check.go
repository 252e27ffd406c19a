package pagetest

import (
	"fmt"
	"strings"

	"golang.org/x/net/html"
)

// Check says what is wrong with a page of which a test wants to see words and,
// after "!", not to see them. Words without markup are looked for in what the page
// says, whatever tags stand between them, and in all that is sent, names of elements
// and of their attributes too: what must not be told may stand nowhere. Where a tag
// matters, the word is an element: see Has.
func Check(body string, words ...string) (wrong []string) {
	var page *html.Node // read when the body as it is does not tell
	var err error
	for _, word := range words {
		word, unwanted := strings.CutPrefix(word, "!")
		there := !isMarkup(word) && strings.Contains(body, word)
		if !there {
			if page == nil {
				if page, err = parse(body); err != nil {
					return append(wrong, err.Error())
				}
			}
			if there, err = says(page, word); err != nil {
				wrong = append(wrong, err.Error())
				continue
			}
		}
		if there == unwanted {
			wrong = append(wrong, fmt.Sprintf("%q stands there: %v", word, there))
		}
	}
	return wrong
}

// says reports whether a page has a text or an element.
func says(page *html.Node, word string) (bool, error) {
	if isMarkup(word) {
		return Has(page, word)
	}
	return strings.Contains(Text(page), word), nil
}

// isMarkup reports whether a word is about elements: in what a page says, these
// signs stand escaped.
func isMarkup(word string) bool { return strings.ContainsAny(word, `<>"`) }
