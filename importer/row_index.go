package importer

import "kortisto/customer"

// rowIndex remembers which rows concern which customers, so that a later row
// that concerns the same one is noticed (match-twice, docs/rules.md). Customers that earlier
// rows make or rename are found as they would be found in the register after
// the save: the same file imported once more then needs no new decision. Rows
// are kept by their index in the plan.
type rowIndex struct {
	customers map[int]int              // the row that stands for a customer, by number
	ids       map[string]int           // the last row that brings a Business ID into the register
	names     map[string][]namingRow   // rows that bring a name
	sums      map[uint64][]bringingRow // rows that bring a name or a foreign Business ID, by its sum
	respelled map[uint64][]respelling  // rows that were looked for by another spelling, by its sum
	idKeyed   map[string]int           // the last row that was looked for by a Business ID, found or not
	nameKeyed map[string][]lookingRow  // rows that were looked for by a name
}

// namingRow brings a name into the register, of a customer with a Business ID or
// without.
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

// bringingRow brings a name, of a customer with a Business ID or without, or a
// foreign Business ID into the register.
type bringingRow struct {
	namingRow
	name string
}

// newRowIndex makes an index with room for the rows of a file.
func newRowIndex(l *lookup) rowIndex {
	made := 0
	if l.cache.isEmpty() {
		made = len(l.keyed) // each brings a name
	}
	return rowIndex{customers: make(map[int]int, len(l.numbers)), ids: make(map[string]int), names: make(map[string][]namingRow, made), sums: make(map[uint64][]bringingRow, made), respelled: make(map[uint64][]respelling),
		idKeyed: make(map[string]int, len(l.ids.list)), nameKeyed: make(map[string][]lookingRow, len(l.names.list))}
}

// stand notes that a row stands for a customer. The first one does.
func (x *rowIndex) stand(number, row int) {
	if _, taken := x.customers[number]; !taken {
		x.customers[number] = row
	}
}

// look notes by which keys a row looked for its customer.
func (x *rowIndex) look(row int, key *rowKey) {
	for _, id := range key.businessIDs {
		x.idKeyed[id] = row
	}
	if len(key.businessIDs) > 0 {
		return
	}
	for _, name := range key.names {
		x.nameKeyed[name] = append(x.nameKeyed[name], lookingRow{row, key.kind})
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
