package db

import (
	"bytes"
	"cmp"
	"slices"

	"kortisto/customer"
)

const (
	addWords  = `INSERT INTO search (rowid, words) VALUES (?, ?)`
	takeWords = `INSERT INTO search (search, rowid, words) VALUES ('delete', ?, ?)`
)

// indexing is a change of the search index: words of a customer that are added
// to it or taken out of it.
type indexing struct {
	statement string
	number    int
	words     string
}

// maxIndexings is how many changes of the search index wait at most.
const maxIndexings = 20_000

// index changes the search index, later: in the order of the customers' numbers
// it collects them in memory, and out of it each change would be stored at once.
func (w *writer) index(statement string, number int, words string) error {
	w.indexings = append(w.indexings, indexing{statement, number, words})
	if len(w.indexings) < maxIndexings {
		return nil
	}
	return w.writeIndexings()
}

// reindex brings the search index up to date with a customer who has changed.
// Both statements are always run: the index counts customers by them.
func (w *writer) reindex(before, after *customer.Customer) error {
	w.searchText = appendSearchText(w.searchText[:0], w.db.Fields(), before.Number, &before.Values)
	end := len(w.searchText)
	w.searchText = appendSearchText(w.searchText, w.db.Fields(), after.Number, &after.Values)
	gone, come := otherWords(w.searchText[:end], w.searchText[end:])
	if err := w.index(takeWords, after.Number, gone); err != nil {
		return err
	}
	return w.index(addWords, after.Number, come)
}

// otherWords returns words to take out of the index and words to add to it,
// where one text is to stand for another. Most of both is the same at the
// beginning and at the end; a word there stays, wherever else it is gone.
func otherWords(before, after []byte) (gone, come string) {
	start := commonStart(before, after)
	end := commonEnd(before[start:], after[start:])
	first, last := before[:start], before[len(before)-end:]
	var taken []byte
	for word := range bytes.FieldsSeq(before[start : len(before)-end]) {
		if !hasWord(first, word) && !hasWord(last, word) {
			taken = append(append(taken, word...), ' ')
		}
	}
	return string(taken), string(after[start : len(after)-end])
}

// commonStart is how many bytes of whole words two texts begin with alike.
func commonStart(a, b []byte) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return bytes.LastIndexByte(a[:n], ' ') + 1
}

// commonEnd is how many bytes of whole words two texts end with alike.
func commonEnd(a, b []byte) int {
	n := 0
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	space := bytes.IndexByte(a[len(a)-n:], ' ')
	if space < 0 {
		return 0
	}
	return n - space
}

// hasWord reports whether a word is one of a text.
func hasWord(text, word []byte) bool {
	for start := 0; ; {
		at := bytes.Index(text[start:], word)
		if at < 0 {
			return false
		}
		at += start
		if start = at + len(word); (at == 0 || text[at-1] == ' ') && (start == len(text) || text[start] == ' ') {
			return true
		}
	}
}

// writeIndexings makes the changes of the search index that wait.
func (w *writer) writeIndexings() error {
	slices.SortStableFunc(w.indexings, func(a, b indexing) int { return cmp.Compare(a.number, b.number) })
	for _, change := range w.indexings {
		if err := w.exec(change.statement, change.number, change.words); err != nil {
			return err
		}
	}
	w.indexings = w.indexings[:0]
	return nil
}
