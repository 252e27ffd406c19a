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
const maxWholeWords = 16

// resolve turns what the filter searches for into an expression of the search
// index, once.
func (f *Filter) resolve(ctx context.Context, q querier) (err error) {
	if f.match == "" {
		f.match, err = matchExpression(f.Query, func(beginning string) ([]string, error) {
			return wholeWords(ctx, q, beginning)
		})
	}
	return err
}

// wholeWords returns the words of the index that begin so, or none where there
// are more than maxWholeWords.
func wholeWords(ctx context.Context, q querier, beginning string) ([]string, error) {
	var words []string
	for from := beginning; ; {
		var word string
		err := q.QueryRowContext(ctx, `SELECT term FROM search_words WHERE term >= ? LIMIT 1`, from).Scan(&word)
		switch {
		case errors.Is(err, sql.ErrNoRows) || err == nil && !strings.HasPrefix(word, beginning):
			return words, nil
		case err != nil:
			return nil, err
		case len(words) == maxWholeWords:
			return nil, nil
		}
		words = append(words, word)
		from = word + "\x01" // no word has a character below this one
	}
}
