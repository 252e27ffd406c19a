package customer

import (
	"strings"
	"unicode/utf8"
)

// voids are what people and programs write where there is no value. Words that
// mean something in a field are not among them: NA is Namibia, and NO Norway.
var voids = map[string]bool{
	"-": true, "--": true, "---": true, "–": true, "—": true, "/": true, ".": true, "n/a": true, "n.a.": true, "n/d": true,
	"ei ole": true, "ei oo": true, "ei tietoa": true, "ei tiedossa": true, "ei saatavilla": true, "puuttuu": true, "tyhjä": true, "tuntematon": true,
	"saknas": true, "finns ej": true, "finns inte": true, "inte känt": true, "okänd": true, "okänt": true, "uppgift saknas": true,
	"none": true, "null": true, "nil": true, "not available": true, "not applicable": true, "missing": true, "empty": true, "unknown": true,
}

// voidGroups are what stands for no group, beside the others.
var voidGroups = map[string]bool{
	"ei ryhmää": true, "ei ryhmiä": true, "ei asiakasryhmää": true, "ryhmätön": true, "ingen grupp": true, "ingen kundgrupp": true, "utan grupp": true,
	"no group": true, "no groups": true, "no customer group": true, "without group": true, "ungrouped": true,
}

// voidNames are those of them that are nobody's name either, nor worth a note.
var voidNames = map[string]bool{"-": true, "--": true, "---": true, "–": true, "—": true, "/": true, ".": true, "n/a": true, "n.a.": true}

// voidLengths is a quick look at the first byte of a text and its length, which
// tell of nearly all that they are none of these words: the lengths in bytes, up to
// longestVoid, of the words that begin with a byte, as bits. It knows letters of
// ASCII alone.
var voidLengths, longestVoid = func() (lengths [256]uint64, longest int) {
	for _, words := range []map[string]bool{voids, voidGroups} {
		for word := range words {
			longest = max(longest, len(word))
			for _, first := range [...]byte{word[0], strings.ToUpper(word)[0]} {
				lengths[first] |= 1 << len(word)
			}
		}
	}
	return lengths, longest
}()

// isVoid reports whether a text says that there is no value, in a field that
// cannot hold such a text (value-empty, docs/rules.md).
func (f Field) isVoid(text string) bool { return standard[f].isVoid(text) }

func (d *Definition) isVoid(text string) bool {
	f := d.Field
	if len(text) > longestVoid || d.read == nil && f != Group && f != Name && f != AppendNotes || f == Version {
		return false
	}
	if text == "" || text[0] < utf8.RuneSelf && voidLengths[text[0]]&(1<<len(text)) == 0 {
		return false
	}
	key := strings.ToLower(text)
	if f == Name || f == AppendNotes {
		return voidNames[key]
	}
	return voids[key] || f == Group && voidGroups[key]
}
