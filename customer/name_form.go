package customer

import (
	"slices"
	"strings"
	"unicode"
)

// Likeness tells how alike two names are that are not the same key.
type Likeness int

// The kinds of likeness, the weakest first.
const (
	Unlike    Likeness = iota
	AlikeName          // the same words, two of them turned or with another legal form: worth a warning
	SameName           // one name in two spellings
)

// legalForms are the spellings of each legal form that may stand before or after
// a company's name, without dots, colons and slashes (match-second-form,
// docs/rules.md).
var legalForms = spellings(map[string]string{
	"oy": "oy osakeyhtiö osakeyhtio", "oyj": "oyj", "ab": "ab aktiebolag aktiebolaget", "abp": "abp",
	"ky": "ky kommandiittiyhtiö", "kb": "kb kommanditbolag", "ay": "ay", "tmi": "tmi toiminimi",
	"ry": "ry", "rf": "rf", "osk": "osk osuuskunta", "andelslag": "andelslag", "rs": "rs", "sr": "sr",
	"gmbh": "gmbh", "kg": "kg", "ag": "ag", "ltd": "ltd limited", "llc": "llc", "llp": "llp", "plc": "plc",
	"inc": "inc incorporated", "corp": "corp corporation", "as": "as aktieselskab", "aps": "aps", "asa": "asa",
	"oü": "oü osaühing", "uab": "uab", "sia": "sia", "bv": "bv", "nv": "nv", "sa": "sa", "spa": "spa", "srl": "srl", "sro": "sro",
})

func spellings(forms map[string]string) map[string]string {
	spelled := make(map[string]string)
	for form, list := range forms {
		for spelling := range strings.FieldsSeq(list) {
			spelled[spelling] = form
		}
	}
	return spelled
}

// housing are words that a legal form follows at the beginning of a name, by the
// spellings of each: Asunto Oy Alfa, As. Oy Alfa.
var housing = map[string]string{"asunto": "asunto", "as": "asunto", "kiinteistö": "kiinteistö", "bostads": "bostads", "fastighets": "fastighets"}

// housingForms are words that hold both.
var housingForms = map[string][2]string{"koy": {"kiinteistö", "oy"}}

// nameForm is a name without punctuation and legal form.
type nameForm struct {
	words  []string
	legal  string // its form, "" for none
	turned bool   // a comma stands after the first word, as in "Sukunimi, Etunimi"
}

func readNameForm(name string) nameForm {
	var f nameForm
	before, after, comma := strings.Cut(name, ",")
	words := nameWords(FoldKey(name))
	f.turned = comma && strings.TrimSpace(before) != "" && strings.TrimSpace(after) != "" && !strings.Contains(after, ",")
	var legal []string
	take := func(at int) {
		legal = append(legal, legalForms[words[at]])
		words = slices.Delete(words, at, at+1)
	}
	switch {
	case len(words) < 2:
	case housingForms[words[0]] != [2]string{}:
		parts := housingForms[words[0]]
		words[0], legal = parts[0], append(legal, parts[1])
	case housing[words[0]] != "" && legalForms[words[1]] != "":
		words[0] = housing[words[0]]
		take(1)
	}
	for len(words) > 1 && legalForms[words[len(words)-1]] != "" {
		take(len(words) - 1)
	}
	for len(words) > 1 && legalForms[words[0]] != "" {
		take(0)
	}
	slices.Sort(legal)
	f.words, f.legal = words, strings.Join(slices.Compact(legal), " ")
	return f
}

// nameWords splits a folded name at everything that is no letter, digit or
// apostrophe. Dots, colons and slashes within a legal form do not split it.
func nameWords(folded string) []string {
	var words []string
	for part := range strings.FieldsFuncSeq(folded, func(r rune) bool { return unicode.IsSpace(r) || isNameBreak(r) && !isFormMark(r) }) {
		bare := strings.Map(func(r rune) rune {
			if isFormMark(r) || IsApostrophe(r) {
				return -1
			}
			return r
		}, part)
		if legalForms[bare] != "" {
			words = append(words, bare)
			continue
		}
		for word := range strings.FieldsFuncSeq(part, isFormMark) {
			word = strings.Map(func(r rune) rune {
				if IsApostrophe(r) {
					return -1
				}
				return r
			}, word)
			if word != "" {
				words = append(words, word)
			}
		}
	}
	return words
}

// IsApostrophe reports whether a character stands within a word of a name and is no
// part of it.
func IsApostrophe(r rune) bool { return strings.ContainsRune("'’‘ʼ´`′‛", r) }

func isFormMark(r rune) bool { return r == '.' || r == ':' || r == '/' }

func isNameBreak(r rune) bool {
	return !IsApostrophe(r) && (unicode.IsPunct(r) || unicode.IsSymbol(r))
}

// CompareNames tells how alike two names are, of persons or of others
// (match-second-form, docs/rules.md). The words of a person's name may stand in
// any order where they are three or more, or where a comma says that two are
// turned.
func CompareNames(a, b string, persons bool) Likeness {
	return compareForms(readNameForm(a), readNameForm(b), persons)
}

func compareForms(x, y nameForm, persons bool) Likeness {
	switch {
	case len(x.words) == 0 || len(x.words) != len(y.words):
		return Unlike
	case slices.Equal(x.words, y.words):
		if x.legal == y.legal {
			return SameName
		}
		return AlikeName
	case !persons || x.legal != y.legal || !slices.Equal(slices.Sorted(slices.Values(x.words)), slices.Sorted(slices.Values(y.words))):
		return Unlike
	case len(x.words) > 2 || x.turned != y.turned:
		return SameName
	}
	return AlikeName
}

// ShareWord reports whether two names have a word of three letters or more in
// common, beside legal forms.
func ShareWord(a, b string) bool {
	x, y := readNameForm(a), readNameForm(b)
	return slices.ContainsFunc(x.words, func(word string) bool {
		return len(word) > 2 && !isDigits(word) && slices.Contains(y.words, word)
	})
}

// NameWords are the words of a name, folded, without punctuation and legal forms.
func NameWords(name string) []string { return readNameForm(name).words }

// NameSum is a number that names have in common which CompareNames finds alike,
// and few others: the sum of their letters, without legal forms. 0 says nothing.
func NameSum(name string) uint64 {
	var sum, word, hash uint64
	digits := false // the word holds some: then their order counts, as in Yritys 123
	end := func() {
		switch {
		case digits:
			sum += mix(hash)
		case !unsummed[hash]:
			sum += word
		}
		word, hash, digits = 0, 0, false
	}
	for i := 0; i < len(name); i++ {
		b := name[i]
		letter := uint64(0)
		switch {
		case b >= 'A' && b <= 'Z':
			letter = uint64(b) + 'a' - 'A'
		case b >= 'a' && b <= 'z', b >= '0' && b <= '9':
			letter = uint64(b)
			digits = digits || b <= '9'
		case b == '.' || b == ':' || b == '/' || b == '\'' || b == '`':
			continue
		case b < 0x80:
			end()
			continue
		case b == 0xc3 && i+1 < len(name):
			i++
			if letter = 0x100 + uint64(name[i]); name[i] >= 0x80 && name[i] <= 0x9e && name[i] != 0x97 {
				letter += 0x20
			}
			if name[i] == 0x9f { // ß, which folds to ss
				word += 2 * mix('s')
				continue
			}
		case b == 0xe2 && i+2 < len(name) && name[i+1] == 0x80 && name[i+2] >= 0x90 && name[i+2] <= 0x95: // dashes
			i += 2
			end()
			continue
		default: // other letters, and signs
			continue
		}
		word += mix(letter)
		hash = hash*1099511628211 + letter
	}
	end()
	return sum
}

// mix spreads the bits of a letter.
func mix(letter uint64) uint64 {
	letter *= 0x9e3779b97f4a7c15
	letter ^= letter >> 29
	return letter * 0xbf58476d1ce4e5b9
}

// unsummed are the hashes of words that NameSum passes over.
var unsummed = func() map[uint64]bool {
	words := make(map[uint64]bool)
	add := func(word string) {
		hash := uint64(0)
		for i := 0; i < len(word); i++ {
			letter := uint64(word[i])
			if letter == 0xc3 {
				i++
				letter = 0x100 + uint64(word[i])
			}
			hash = hash*1099511628211 + letter
		}
		words[hash] = true
	}
	for word := range legalForms {
		add(word)
	}
	for word := range housing {
		add(word)
	}
	for word := range housingForms {
		add(word)
	}
	return words
}()
