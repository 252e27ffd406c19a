package importer

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"kortisto/customer"
)

// totals are words that name the sum of the other rows, at the beginning or the
// end of a name; counted are words of what is counted, which may stand beside
// them, as numbers may.
var (
	totals  = wordSet("yhteensä yht summa loppusumma välisumma totalt totalsumma slutsumma delsumma total subtotal")
	counted = wordSet("kpl st pcs eur euroa € rivi riviä rivit rader rows asiakas asiakasta asiakkaat asiakkaita asiakkaan " +
		"kund kunder kunderna customer customers yritys yritystä yritykset yrityksiä henkilö henkilöä henkilöt " +
		"kaikki alla all grand sub sammanlagt count lukumäärä antal määrä")
)

func wordSet(list string) map[string]bool {
	words := make(map[string]bool)
	for word := range strings.FieldsSeq(list) {
		words[word] = true
	}
	return words
}

// printed is what a printout writes below a table: page 1 of 2, printed 1.11.2026.
var printed = regexp.MustCompile(`^(?:(?:sivu|sida|sid\.?|page) ?\d+(?: ?(?:/|av|of|\() ?\d+\)?)?` +
	`|(?:tulostettu|tulostuspäivä|utskriven|utskrivet|utskriftsdatum|printed(?: on)?|print date):? ?[\d.:/ -]*\d[\d.:/ -]*)\.?$`)

// longestTotal is the greatest length in bytes of a name that may be a total's
// or a printout's.
const longestTotal = 60

// isTotalText reports whether a text names a row that sums up the others, or is
// a line of a printout.
func isTotalText(text string) bool {
	if text == "" || len(text) > longestTotal {
		return false
	}
	last := strings.TrimLeft(text[strings.LastIndexByte(text, ' ')+1:], "(")
	if !beginsTotal(text) && !beginsTotal(last) {
		return false
	}
	folded := customer.FoldKey(text)
	if strings.ContainsAny(folded, "0123456789") && printed.MatchString(folded) {
		return true
	}
	words := wordsOf(folded)
	if len(words) == 0 || !totals[words[0]] && !totals[words[len(words)-1]] {
		return false
	}
	return countOnly(words)
}

// wordsOf lists the words and numbers of a folded text.
func wordsOf(folded string) []string {
	return strings.FieldsFunc(folded, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '€' })
}

// countOnly reports whether words only say how many there are of what.
func countOnly(words []string) bool {
	return !slices.ContainsFunc(words, func(word string) bool {
		return !totals[word] && !counted[word] && strings.Trim(word, "0123456789") != ""
	})
}

// totalStarts are the first two letters of the words of totals and printouts.
const totalStarts = "yh su lo vä to sl de si pa tu ut pr"

// beginsTotal is a quick look at whether a text may begin with a word of a total
// or a printout, which spares most texts the rest.
func beginsTotal(text string) bool {
	first, size := utf8.DecodeRuneInString(text)
	if first == '(' {
		return true
	}
	second, _ := utf8.DecodeRuneInString(text[size:])
	return strings.Contains(totalStarts, string([]rune{unicode.ToLower(first), unicode.ToLower(second)}))
}

// isNamedTotal reports whether the row is named as one that sums up the others,
// which may stand where customers have their numbers (read-total, docs/rules.md).
func (r *rowReader) isNamedTotal() bool {
	return isTotalText(r.text(customer.Name)) || isTotalText(r.text(customer.Number))
}

// hasTotalBeside reports whether a column that fills no field names the row so,
// while the name is empty or only counts: "Yhteensä" beside "3 asiakasta".
func (r *rowReader) hasTotalBeside() bool {
	for column, f := range r.in.Mapping {
		if (f == customer.None || f == customer.AppendNotes) && isTotalText(CellText(r.source, column)) {
			return countOnly(wordsOf(customer.FoldKey(r.text(customer.Name))))
		}
	}
	return false
}

// fewestDigits is how many digits there are at least in a value of digits alone: fewer
// are a count of the cells above.
const fewestDigits = 4

// isOfDigits reports whether digits alone below a field are a value, right or wrong,
// rather than a sum.
func (r *rowReader) isOfDigits(f customer.Field) bool {
	return r.in.Fields.Of(f).Digits || f == customer.Email
}

// hasCustomersValue reports whether the row says something that only a customer has,
// however it is named: no sum, no count, no free text, and none of the few values by
// which subtotals are made.
func (r *rowReader) hasCustomersValue() bool {
	if _, ok := customer.ParseNumber(r.text(customer.Number)); ok {
		return true
	}
	return slices.ContainsFunc(r.in.Fields.Values(), func(f customer.Field) bool {
		text := r.text(f)
		if text == "" || f == customer.Name || f == customer.Notes || r.in.Fields.Of(f).FewValued {
			return false
		}
		return r.isOfDigits(f) && customer.CountDigits(text) >= fewestDigits || !countOnly(wordsOf(customer.FoldKey(text))) // 3 kpl
	})
}

// isHeader reports whether the row is the header once more, in other letters
// or in part: every filled cell is the heading of its column.
func (r *rowReader) isHeader() bool {
	filled := false
	for column, text := range r.source.Cells {
		if text = customer.Clean(text); text == "" {
			continue
		}
		if column >= len(r.in.Sheet.Header) || !strings.EqualFold(text, customer.Clean(r.in.Sheet.Header[column])) {
			return false
		}
		filled = true
	}
	return filled
}
