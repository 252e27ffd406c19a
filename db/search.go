package db

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"kortisto/customer"
)

// maxSearchWords is how many words of a query are looked for: enough for any
// address, few enough to answer at once.
const maxSearchWords = 20

// appendSearchText appends the words of a customer to a buffer, folded as the
// search index keeps them: its number, and what the fields say that customers
// are found by.
func appendSearchText(buf []byte, fields *customer.Table, number int, values *customer.Values) []byte {
	buf = strconv.AppendInt(buf, int64(number), 10)
	for _, f := range fields.Searched() {
		if values[f] == "" {
			continue
		}
		buf = append(buf, ' ')
		switch fields.Of(f).Search {
		case customer.SearchBusinessID:
			buf = appendBusinessID(buf, values[f])
		case customer.SearchPhone:
			buf = appendPhone(buf, values[f], values[customer.Country])
		default:
			buf = appendWords(buf, values[f])
		}
	}
	return buf
}

// appendBusinessID appends a Finnish Business ID in one piece, others as words.
func appendBusinessID(buf []byte, id string) []byte {
	if len(id) == 9 && id[7] == '-' {
		return append(append(buf, id[:7]...), id[8:]...)
	}
	return appendWords(buf, id)
}

// appendPhone appends a telephone number in one piece, as written and with its
// country code, however its digits are grouped. What is not just one number is
// taken as words.
func appendPhone(buf []byte, phone, country string) []byte {
	international, ok := strings.CutPrefix(customer.PhoneKey(phone, country), "+")
	if !ok {
		return appendWords(buf, phone)
	}
	buf = append(buf, international...)
	if digits := digitsOf(phone); digits != international {
		buf = append(buf, ' ')
		buf = append(buf, digits...)
	}
	return buf
}

// sameSearchText reports whether two states of a customer have the same words.
// The country says how a telephone number is read.
func sameSearchText(fields *customer.Table, a, b *customer.Values) bool {
	for _, f := range fields.Searched() {
		if a[f] != b[f] {
			return false
		}
	}
	return a[customer.Country] == b[customer.Country]
}

// matchExpression turns what a user typed into an expression of the search
// index: customers that have, for each word, one that begins so. whole may name
// the words that a beginning stands for, or none where they are many. Numbers
// that follow each other may also be parts of one: of a telephone number or a
// Business ID; short ones among them are whole words otherwise. The expression
// is "" where nothing can be looked for.
func matchExpression(query string, whole func(beginning string) ([]string, error)) (string, error) {
	words := searchWords(query)
	var terms []string
	for len(words) > 0 {
		run := 1
		for run < len(words) && isNumber(words[0]) && isNumber(words[run]) {
			run++
		}
		var parts []string
		for i, word := range words[:run] {
			if i > 0 && len(word) <= shortNumber {
				parts = append(parts, `"`+word+`"`)
				continue
			}
			found, err := whole(word)
			if err != nil {
				return "", err
			}
			if len(found) == 0 {
				parts = append(parts, `"`+word+`"*`)
				continue
			}
			parts = append(parts, `("`+strings.Join(found, `" OR "`)+`")`)
		}
		term := strings.Join(parts, ` AND `)
		if run > 1 {
			term = `((` + term + `) OR "` + strings.Join(words[:run], "") + `"*)`
		}
		terms = append(terms, term)
		words = words[run:]
	}
	return strings.Join(terms, ` AND `), nil
}

// shortNumber is how many digits a short number has: very many begin so.
const shortNumber = 2

// searchWords are the words of a query that are looked for.
func searchWords(query string) []string {
	words := strings.Fields(string(appendWords(nil, query)))
	return words[:min(len(words), maxSearchWords)]
}

func isNumber(word string) bool {
	return strings.Trim(word, "0123456789") == ""
}

// appendWords appends the words of a text, separated by spaces: letters and
// digits alone, in lower case, without diacritics. Both the index and its
// queries are folded here, so that they always agree on what a word is.
func appendWords(buf []byte, text string) []byte {
	for i := 0; i < len(text); i++ {
		b := text[i]
		switch {
		case b >= 'a' && b <= 'z' || b >= '0' && b <= '9':
			buf = append(buf, b)
		case b >= 'A' && b <= 'Z':
			buf = append(buf, b+'a'-'A')
		case b < utf8.RuneSelf:
			buf = append(buf, ' ')
		case b == 0xc3 && i+1 < len(text) && text[i+1] < 0xc0 && latin[text[i+1]&0x3f] != 0:
			i++
			buf = append(buf, latin[text[i]&0x3f])
		default:
			return appendFolded(buf, text[i:])
		}
	}
	return buf
}

// latin folds the letters À to ÿ as appendFolded does, those that give one
// letter: the usual ones in a Finnish register.
var latin = func() (folded [64]byte) {
	for i := range folded {
		if text := appendFolded(nil, string(rune(0xc0+i))); len(text) == 1 {
			folded[i] = text[0]
		}
	}
	return folded
}()

// appendFolded is appendWords for any text.
func appendFolded(buf []byte, text string) []byte {
	for _, r := range norm.NFD.String(text) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			buf = utf8.AppendRune(buf, unicode.ToLower(r))
		default:
			buf = append(buf, ' ')
		}
	}
	return buf
}

func digitsOf(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}
