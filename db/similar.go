package db

import (
	"context"
	"database/sql"
	"maps"
	"slices"
	"strings"

	"kortisto/customer"
	"kortisto/importer"
)

// SimilarCustomers returns the customers whom the values of a form may make a
// second time: those of a stored customer, or of a new one, which is the zero
// value.
func (db *DB) SimilarCustomers(ctx context.Context, stored *customer.Customer, values customer.Values) (similar []importer.Similar, err error) {
	err = db.readState(ctx, func(tx *sql.Tx) error {
		numbers, err := maybeSimilar(ctx, tx, importer.Typed(stored, values), values)
		if err != nil {
			return err
		}
		r := &register{q: tx}
		among, _, err := r.Customers(ctx, importer.Keys{Numbers: numbers})
		if err != nil {
			return err
		}
		similar, err = importer.SimilarToForm(ctx, stored, values, among)
		return err
	})
	return similar, err
}

// maybeSimilar lists the customers, by number, among whom those are to be looked
// for that what was typed in a form may mean. A plan reads the whole register to
// miss nobody; this is for somebody who waits, and asks the indexes: of names in
// another spelling, and of addresses, it finds those that share their words.
func maybeSimilar(ctx context.Context, q querier, typed, values customer.Values) ([]int, error) {
	numbers := make(map[int]bool)
	collect := func(query string, args ...any) error {
		return eachNumber(ctx, q, func(number int) { numbers[number] = true }, query, args...)
	}
	country := values[customer.Country]
	for _, id := range customer.BusinessIDKeys(typed[customer.BusinessID], customer.Context{Country: country}) {
		// Keys of foreign ones begin with an x; zeros may have been lost behind it.
		err := collect(`SELECT number FROM customers WHERE business_id_key = ?1 AND business_id_key <> ''
			UNION SELECT number FROM customers WHERE ?1 LIKE 'x%' AND business_id_key >= 'x' AND business_id_key < 'y'
				AND business_id_key <> '' AND ltrim(substr(business_id_key, 2), '0') = ltrim(substr(?1, 2), '0')`, id)
		if err != nil {
			return nil, err
		}
	}
	if name := typed[customer.Name]; name != "" {
		err := collect(`SELECT number FROM customers WHERE name_key IN (?, ?)`,
			alphabetKey(customer.FoldKey(name)), alphabetKey(customer.FoldKey(customer.TurnedName(name))))
		if err != nil {
			return nil, err
		}
		if err := withNameSum(ctx, q, name, numbers); err != nil {
			return nil, err
		}
	}
	match := func(words []string) error {
		if len(words) == 0 {
			return nil
		}
		return collect(`SELECT rowid FROM search WHERE search MATCH ?`, `"`+strings.Join(words, `" AND "`)+`"`)
	}
	phone := tellingWords(typed[customer.Phone])
	if _, national := customer.SplitPhone(typed[customer.Phone], country); national != "" {
		phone = []string{string(phoneMark) + national}
	}
	for _, words := range [][]string{tellingWords(typed[customer.Email]), phone, tellingWords(typed[customer.Street])} {
		if err := match(words); err != nil {
			return nil, err
		}
	}
	return slices.Collect(maps.Keys(numbers)), nil
}

// withNameSum adds the customers that have a word of a name, and whose own name
// may be that one in another spelling.
func withNameSum(ctx context.Context, q querier, name string, numbers map[int]bool) error {
	words := tellingWords(strings.Join(customer.NameWords(name), " "))
	if len(words) == 0 {
		return nil
	}
	for i, word := range words {
		words[i] = inName(word)
	}
	rows, err := q.QueryContext(ctx, `SELECT c.number, c.name FROM search AS s CROSS JOIN customers AS c ON c.number = s.rowid
		WHERE s.search MATCH ?`, `"`+strings.Join(words, `" OR "`)+`"`)
	if err != nil {
		return err
	}
	defer rows.Close()
	sum := customer.NameSum(name)
	for rows.Next() {
		var number int
		var other string
		if err := rows.Scan(&number, &other); err != nil {
			return err
		}
		if customer.NameSum(other) == sum {
			numbers[number] = true
		}
	}
	return rows.Err()
}

// tellingWords are the words of a text as the search index has them, without
// those that very many customers have, unless there are no others.
func tellingWords(text string) []string {
	words := searchWords(text)
	long := slices.DeleteFunc(slices.Clone(words), func(word string) bool { return len(word) <= shortWord })
	if len(long) == 0 {
		return words
	}
	return long
}
