package db

import (
	"context"
	"database/sql"
	"errors"
	"strings"
)

// maxWholeWords is how many words of the index are looked for one by one in
// place of the beginning that they share. The index gives the customers of a
// whole word as they are asked for; those of a beginning it has to gather and
// sort before it gives the first.
const maxWholeWords = 40

// fewGathered is how many customers of a beginning are gathered without further
// ado.
const fewGathered = 2000

// resolve turns what the filter searches for into expressions of the search
// index, once.
func (f *Filter) resolve(ctx context.Context, q querier) (err error) {
	if f.terms == nil {
		f.terms, err = parseQuery(f.Query, &expander{func(beginning string) ([]string, bool, error) {
			return wholeWords(ctx, q, beginning)
		}})
	}
	return err
}

// wholeWords returns the words of the index that begin so, where gathering their
// customers would take long, or that they are more than maxWholeWords.
func wholeWords(ctx context.Context, q querier, beginning string) (words []string, many bool, err error) {
	var few bool
	err = q.QueryRowContext(ctx, `SELECT count(*) < ?3 FROM (SELECT 1 FROM search_words WHERE term >= ?1 AND term < ?2 LIMIT ?3)`,
		beginning, endOf(beginning), fewGathered).Scan(&few)
	if err != nil || few {
		return nil, false, err
	}
	for from := beginning; ; {
		var word string
		err := q.QueryRowContext(ctx, `SELECT term FROM search_words WHERE term >= ? LIMIT 1`, from).Scan(&word)
		switch {
		case errors.Is(err, sql.ErrNoRows) || err == nil && !strings.HasPrefix(word, beginning):
			return words, false, nil
		case err != nil:
			return nil, false, err
		case len(words) == maxWholeWords:
			return nil, true, nil
		}
		words = append(words, word)
		from = word + "\x01" // no word has a character below this one
	}
}

// endOf is what stands behind all words that begin so.
func endOf(beginning string) string { return beginning + "\xff" }
