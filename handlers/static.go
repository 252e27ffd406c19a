package handlers

import (
	"bytes"
	"fmt"
	"io/fs"
	"strings"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers/web"
	"kortisto/locale"

	"github.com/gofiber/fiber/v2"
)

// loadAssets reads the files that pages load, and makes those with the names of
// the fields.
func loadAssets(files fs.FS, fields *customer.Table) (*web.Assets, error) {
	made := make(map[string][]byte)
	for _, lang := range locale.Languages {
		made[labelsFile(lang)] = labels(fields, lang)
	}
	return web.LoadAssets(files, made)
}

// labelsFile names the stylesheet with the names of the fields in a language.
func labelsFile(lang string) string { return "labels-" + lang + ".css" }

// labels are the names of the fields in a language, as --label of each cell:
// hundreds of cells need not bring theirs along. The heads of narrow columns have
// them as --head, with soft hyphens.
func labels(fields *customer.Table, lang string) []byte {
	var css bytes.Buffer
	for _, f := range fields.Targets() {
		label := fields.Label(f, lang)
		head := hyphenated(label)
		if f == customer.AppendNotes { // a cell says what comes to the notes
			label = fields.Label(customer.Notes, lang)
		}
		fmt.Fprintf(&css, "[data-field=%q] { --label: %q; --head: %s; }\n", f.Key(), label,
			strings.ReplaceAll(fmt.Sprintf("%q", head), `\u00ad`, `\AD `))
	}
	return css.Bytes()
}

const softHyphen = "\u00ad"

// hyphenated puts soft hyphens where a word may break, since few browsers know
// where Finnish does: before a consonant that a vowel follows. It is near enough
// to what Swedish and English do.
func hyphenated(text string) string {
	words := strings.Split(text, " ")
	for i, word := range words {
		letters, broken, begun := []rune(word), "", 0
		for j, letter := range letters {
			if j-begun >= 2 && len(letters)-j >= 3 && !isVowel(letter) && isVowel(letters[j+1]) {
				broken, begun = broken+softHyphen, j
			}
			broken += string(letter)
		}
		words[i] = broken
	}
	return strings.Join(words, " ")
}

func isVowel(letter rune) bool { return strings.ContainsRune("aeiouyåäöAEIOUYÅÄÖ", letter) }

// asset returns the address of a static file, which changes with the content of
// any of them.
func (s *server) asset(name string) string { return s.url("/static/" + s.assets.Load().Path(name)) }

// serveStatic handles GET /static/*.
func (s *server) serveStatic(c *fiber.Ctx) error {
	found, err := s.assets.Load().Send(c, c.Params("*"))
	if !found {
		return db.ErrNotFound
	}
	return err
}
