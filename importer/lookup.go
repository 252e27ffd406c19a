package importer

import (
	"slices"

	"kortisto/customer"
)

// lookup finds the stored customers that the rows of a file may concern, by the
// keys of the file alone: a cache may hold others as well.
type lookup struct {
	file  *fileReader
	cache *RegisterCache

	rows    []lookedUpRow // one for each of the sheet
	numbers []int         // that the rows name, each once
	unknown []int         // those of them that the register does not hold
	chosen  []int         // numbers that decisions name
	keyed   []int         // rows, by index, that look for their customer by a key
	ids     keySet        // Business IDs that the file looks for customers by
	names   keySet        // and names

	byDamage map[string][]*customer.Stored // by texts of the file that find nobody as they stand
}

// lookedUpRow is by what a row looks for its customer.
type lookedUpRow struct {
	number   int              // 0 where it names none
	customer *customer.Stored // of the number; nil where the register does not hold it
	merged   *Merged          // where the number leads to that customer since its own was merged
	respells bool             // nobody has its key, so that other spellings of it are looked for
	key      *rowKey          // nil where it was not looked up by a key

	sinceMerge *Since // see marks.sinceMerge, once it was looked for
}

// key is what a row is found by where it has no usable number.
func (l *lookup) key(r *rowReader) rowKey {
	if key := l.rows[r.index].key; key != nil {
		return *key
	}
	return r.key()
}

// withBusinessID lists the customers with a Business ID that the file looks for.
func (l *lookup) withBusinessID(key string) []*customer.Stored {
	if having := l.cache.businessIDs.of(key); having != nil && l.ids.has(key) {
		return having
	}
	return nil
}

// named lists the customers with names that the file looks for.
func (l *lookup) named(keys []string) []*customer.Stored {
	var named []*customer.Stored
	for i, key := range keys {
		if having := l.cache.names.of(key); having != nil && l.names.has(key) && (i == 0 || key != keys[0]) {
			named = append(named, having...)
		}
	}
	return named
}

// knowsAny reports whether a customer has one of the keys that a row looks by.
func (l *lookup) knowsAny(key rowKey) bool {
	for _, id := range key.businessIDs {
		if len(l.withBusinessID(id)) > 0 {
			return true
		}
	}
	return len(l.named(key.names)) > 0
}

// seen are the customers that the file names in any way, by number.
func (l *lookup) seen() map[int]*customer.Stored {
	seen := make(map[int]*customer.Stored, len(l.numbers))
	note := func(customers ...*customer.Stored) {
		for _, c := range customers {
			if c != nil {
				seen[c.Number] = c
			}
		}
	}
	for _, number := range slices.Concat(l.numbers, l.chosen) {
		note(l.cache.numbers[number])
		if merged := l.cache.merged[number]; merged != nil {
			note(l.cache.numbers[merged.Into])
		}
	}
	for _, key := range l.ids.list {
		note(l.cache.businessIDs.of(key)...)
	}
	for _, key := range l.names.list {
		note(l.cache.names.of(key)...)
	}
	for _, customers := range l.byDamage {
		note(customers...)
	}
	return seen
}

// mergedRow is a row that names a customer by the number of one that was merged
// into it, nil for any other row.
func (l *lookup) mergedRow(r *rowReader, c *customer.Stored) *lookedUpRow {
	if row := &l.rows[r.index]; row.merged != nil && row.customer == c {
		return row
	}
	return nil
}
