package customer

import (
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// languageName returns the name of a language in another one, or its code
// where it has none.
func languageName(code, lang string) string {
	tag, err := language.Parse(code)
	if err != nil {
		return code
	}
	if name := display.Languages(language.Make(lang)).Name(tag); name != "" {
		return name
	}
	return code
}
