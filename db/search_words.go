package db

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"unicode/utf8"
)

// maxWholeWords is how many words of the index are looked for one by one in
// place of the beginning that they share. The index gives the customers of a
// whole word as they are asked for; those of a beginning it has to gather and
// sort before it gives the first.
const maxWholeWords = 40

// fewGathered is how many customers of a beginning are gathered without further
// ado.
const fewGathered = 2000

// expander asks the search index which words it has.
type expander struct {
	ctx context.Context
	q   querier
}

// beginning is all words that begin so, as an expression. It tells whether they
// are more than maxWholeWords, where gathering their customers would take long.
func (x *expander) beginning(start string) (expression string, many bool, err error) {
	var few bool
	err = x.q.QueryRowContext(x.ctx, `SELECT count(*) < ?3 FROM (SELECT 1 FROM search_words WHERE term >= ?1 AND term < ?2 LIMIT ?3)`,
		start, endOf(start), fewGathered).Scan(&few)
	if err != nil || few {
		return beginning(start), false, err
	}
	var words []string
	for from := start; ; {
		word, err := x.next(start, from)
		if err != nil {
			return "", false, err
		}
		if word == "" {
			return either(words...), false, nil
		}
		if len(words) == maxWholeWords {
			expression, err := x.apart(start)
			return expression, true, err
		}
		words = append(words, whole(word))
		from = word + "\x01" // no word has a character below this one
	}
}

// apart is all words that begin so, as an expression in which the word itself,
// which may be that of most customers, is not gathered together with the others.
func (x *expander) apart(start string) (string, error) {
	words := []string{whole(start)}
	for from := start + "\x01"; ; {
		word, err := x.next(start, from)
		if err != nil {
			return "", err
		}
		if word == "" {
			return either(words...), nil
		}
		if len(words) == maxWholeWords {
			return beginning(start), nil
		}
		_, size := utf8.DecodeRuneInString(word[len(start):])
		longer := word[:len(start)+size]
		words = append(words, beginning(longer))
		from = endOf(longer)
	}
}

// next is the first word of the index from a word on, if it begins so; "" for none.
func (x *expander) next(start, from string) (word string, err error) {
	err = x.q.QueryRowContext(x.ctx, `SELECT term FROM search_words WHERE term >= ? LIMIT 1`, from).Scan(&word)
	switch {
	case errors.Is(err, sql.ErrNoRows) || err == nil && !strings.HasPrefix(word, start):
		return "", nil
	case err != nil:
		return "", err
	}
	return word, nil
}

// endOf is what stands behind all words that begin so.
func endOf(beginning string) string { return beginning + "\xff" }
