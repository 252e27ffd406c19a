package importer

import (
	"iter"

	"kortisto/customer"
)

// rowIndex remembers which rows concern which customers, so that a later row
// that concerns the same one is noticed (match-twice, docs/rules.md). Customers that
// earlier rows make or rename are found as they would be found in the register after
// the save: the same file imported once more then needs no new decision. Rows are
// kept by their index in the plan.
type rowIndex struct {
	customers map[int]int                // the row that stands for a customer, by number
	ids       map[string]int             // the last row that brings a Business ID into the register
	names     rowsBy[string, namingRow]  // rows that bring a name
	sums      rowsBy[uint64, namingRow]  // rows that bring a name or a foreign Business ID, by its sum
	respelled map[uint64][]respelling    // rows that were looked for by another spelling, by its sum
	idKeyed   map[string]int             // the last row that was looked for by a Business ID, found or not
	nameKeyed rowsBy[string, lookingRow] // rows that were looked for by a name
}

// rowsBy are rows by a key, of which nearly every one is a single row's: this
// takes half the room of lists.
type rowsBy[K comparable, R any] struct {
	first map[K]R
	later map[K][]R // where there are several
}

func newRowsBy[K comparable, R any](size int) rowsBy[K, R] {
	return rowsBy[K, R]{first: make(map[K]R, size), later: make(map[K][]R)}
}

func (b *rowsBy[K, R]) add(key K, row R) {
	if _, several := b.first[key]; several {
		b.later[key] = append(b.later[key], row)
		return
	}
	b.first[key] = row
}

func (b *rowsBy[K, R]) has(key K) bool {
	_, has := b.first[key]
	return has
}

// all goes through the rows with a key, in their order.
func (b *rowsBy[K, R]) all(key K) iter.Seq[R] {
	return func(yield func(R) bool) {
		row, has := b.first[key]
		if !has || !yield(row) || len(b.later) == 0 {
			return
		}
		for _, row := range b.later[key] {
			if !yield(row) {
				return
			}
		}
	}
}

// namingRow brings a name into the register, of a customer with a Business ID or
// without, or a foreign Business ID.
type namingRow struct {
	index int
	hasID bool
}

// lookingRow looks for its customer by a name, among those of a kind; "" for any.
type lookingRow struct {
	index int
	kind  string
}

// respelling is a row that looks for its customer by a name, among those of a
// kind, or by a Business ID, in whatever spelling.
type respelling struct {
	lookingRow
	name string
}

// newRowIndex makes an index with room for the rows of a file.
func newRowIndex(l *lookup) rowIndex {
	made := 0
	if l.cache.isEmpty() {
		made = len(l.keyed) // each brings a name
	}
	return rowIndex{
		customers: make(map[int]int, len(l.numbers)),
		ids:       make(map[string]int),
		names:     newRowsBy[string, namingRow](made),
		sums:      newRowsBy[uint64, namingRow](made),
		respelled: make(map[uint64][]respelling),
		idKeyed:   make(map[string]int, len(l.ids.list)),
		nameKeyed: newRowsBy[string, lookingRow](len(l.names.list)),
	}
}

// stand notes that a row stands for a customer. The first one does.
func (x *rowIndex) stand(number, row int) {
	if _, taken := x.customers[number]; !taken {
		x.customers[number] = row
	}
}

// noteKeys notes by which keys a row looked for its customer.
func (x *rowIndex) noteKeys(row int, key *rowKey) {
	for _, id := range key.businessIDs {
		x.idKeyed[id] = row
	}
	if len(key.businessIDs) > 0 {
		return
	}
	for _, name := range key.names {
		x.nameKeyed.add(name, lookingRow{row, key.kind})
	}
}

// lookRespelled notes that a row looked for its customer by other spellings of
// its keys too.
func (x *rowIndex) lookRespelled(row int, key *rowKey) {
	for _, id := range key.businessIDs {
		if sum := idSum(id); sum != 0 {
			x.respelled[sum] = append(x.respelled[sum], respelling{lookingRow: lookingRow{index: row}})
		}
	}
	if len(key.names) > 0 {
		sum := customer.NameSum(key.names[0])
		x.respelled[sum] = append(x.respelled[sum], respelling{lookingRow{row, key.kind}, key.names[0]})
	}
}
