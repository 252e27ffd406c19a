package db

import (
	"context"
	"strconv"
	"strings"

	"kortisto/customer"
)

// term is what is looked for of a query at one time, as expressions of the
// search index: a word, or numbers that may be parts of one.
type term struct {
	anywhere string // customers who have it
	inName   string // those whose name does

	// alone is how a single word is looked for where very many words of the index
	// begin so: the index would gather all who have them before it gives the first.
	alone []lookup
}

// lookup is a question to the search index: who matches an expression, or, where
// it says so, who has a word that begins so, one word after the other.
type lookup struct{ match, beginning string }

// parseQuery turns what a user typed into what is looked for. The rules of it
// stand in docs/rules.md.
func parseQuery(query string, x *expander) ([]term, error) {
	words := searchWords(query)
	var terms []term
	for len(words) > 0 {
		country, attached := "", false
		if digits, ok := strings.CutPrefix(words[0], "fi"); ok && len(digits) > shortWord && isNumber(digits) { // a VAT number
			words[0], country, attached = digits, "fi", true
		} else if len(words) > 1 && len(words[0]) == 2 && !isNumber(words[0]) && isNumber(words[1]) {
			country, words = words[0], words[1:]
		}
		run := 1
		for run < len(words) && isNumber(words[0]) && isNumber(words[run]) {
			run++
		}
		t, err := x.run(words[:run])
		if err != nil {
			return nil, err
		}
		if country != "" {
			number := strings.Join(words[:run], "")
			isID := country == "fi" && (attached || len(number) == businessIDDigits)
			if t, err = x.withCountry(t, country, number, isID); err != nil {
				return nil, err
			}
		}
		terms = append(terms, t)
		words = words[run:]
	}
	return terms, nil
}

func isNumber(word string) bool {
	return strings.Trim(word, "0123456789") == ""
}

// run is one word, or numbers that follow each other: those may also be parts of
// one, of a telephone number or a Business ID.
func (x *expander) run(words []string) (term, error) {
	var all term
	for i, word := range words {
		t, err := x.word(word)
		if err != nil {
			return t, err
		}
		if i == 0 {
			all = t
			continue
		}
		all = term{anywhere: both(all.anywhere, t.anywhere), inName: both(all.inName, t.inName)}
	}
	if len(words) == 1 {
		return all, nil
	}
	joined, err := x.word(strings.Join(words, ""))
	return term{anywhere: either(all.anywhere, joined.anywhere), inName: all.inName}, err
}

// word is a single word. A short one is a whole word, or the beginning of one of
// the name.
func (x *expander) word(word string) (term, error) {
	inTheName, manyInName, err := x.beginning(inName(word))
	if err != nil {
		return term{}, err
	}
	anywhere, many := whole(word), false
	if !isShort(word) {
		if anywhere, many, err = x.beginning(word); err != nil {
			return term{}, err
		}
	}
	found, lookups := []string{anywhere, inTheName}, []lookup{{match: inTheName}, {match: anywhere}}
	if manyInName {
		lookups[0] = lookup{beginning: inName(word)}
	}
	if many {
		lookups[1] = lookup{beginning: word}
	}
	if isNumber(word) {
		if phones := phoneTerms(word); len(phones) > 0 {
			found, lookups = append(found, phones...), append(lookups, lookup{match: either(phones...)})
		}
	}
	t := term{anywhere: either(found...), inName: inTheName}
	if many || manyInName {
		t.alone = lookups
	}
	return t, nil
}

// businessIDDigits is how many digits a Finnish Business ID has.
const businessIDDigits = 8

// withCountry is a number behind two letters. Both may stand in one piece, as
// those of a VAT number, and a Finnish Business ID stands without them.
func (x *expander) withCountry(t term, country, number string, isID bool) (term, error) {
	letters, err := x.word(country)
	if err != nil {
		return t, err
	}
	found := []string{both(letters.anywhere, t.anywhere)}
	if len(number) > shortWord {
		found = append(found, beginning(country+number))
	}
	if isID {
		found = append(found, beginning(number))
	}
	return term{anywhere: either(found...), inName: both(letters.inName, t.inName)}, nil
}

// SearchedNumber is the number of a customer that a query is, alone; 0 where it is
// something else.
func SearchedNumber(query string) int {
	number, err := strconv.Atoi(strings.TrimSpace(query))
	if err != nil || !isNumber(strings.TrimSpace(query)) || number > customer.MaxNumber {
		return 0
	}
	return number
}

// everybody is the expression for all who are found.
func everybody(terms []term) string {
	var anywhere []string
	for _, t := range terms {
		anywhere = append(anywhere, t.anywhere)
	}
	return both(anywhere...)
}

// ranks are the questions for those who are found, the best first, each for those
// before it as well: all words stand in the name, or one of them does, or none.
func ranks(terms []term) []lookup {
	all := everybody(terms)
	if len(terms) == 1 {
		if terms[0].alone != nil {
			return terms[0].alone
		}
		return []lookup{{match: terms[0].inName}, {match: all}}
	}
	var inName []string
	for _, t := range terms {
		inName = append(inName, t.inName)
	}
	return []lookup{{match: both(inName...)}, {match: both(all, either(inName...))}, {match: all}}
}

// resolve turns what the filter searches for into expressions of the search
// index, once. Where every customer is active, that need not be asked.
func (f *Filter) resolve(ctx context.Context, q querier) (err error) {
	if f.Active == customer.Yes {
		var some bool
		if err := q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM customers WHERE active = 'no')`).Scan(&some); err != nil {
			return err
		}
		if !some {
			f.Active = ""
		}
	}
	if f.terms == nil {
		f.terms, err = parseQuery(f.Query, &expander{ctx, q})
	}
	return err
}
