package handlers

import (
	"cmp"
	"strings"
	"time"
	"unicode"

	"kortisto/db"
)

// longestFileName is how many characters the name of an export has that its filter
// gives: some systems take no file whose name has more than 255 bytes.
const longestFileName = 80

// fileName names an export by what its filter says and by the day, without
// anything that a system may not take: letters, digits and hyphens alone.
func (f listFilter) fileName(words Words, groups []db.Group, now time.Time, ending string) string {
	name := []rune(fileWord(words.Text("export.name")))
	for _, chip := range f.chips(words, groups, nil) {
		if word := fileWord(cmp.Or(chip.file, chip.Text)); word != "" {
			name = append(append(name, '-'), []rune(word)...)
		}
	}
	shortened := strings.Trim(string(name[:min(len(name), longestFileName)]), "-")
	return shortened + "-" + now.Local().Format(time.DateOnly) + ending
}

// fileWord is a text as a part of a file's name: "Oulu & Kemi" is oulu-kemi.
func fileWord(text string) string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return strings.Join(words, "-")
}
