package db

import (
	"strings"
	"time"

	"kortisto/customer"
)

// Filter chooses customers and their order. The zero value is all customers
// in the order of their numbers.
type Filter struct {
	Query  string           // words, each of which a customer has (docs/rules.md)
	Groups []string         // names of groups, one of which a customer is in; nil for any
	Only   []int            // numbers of the customers that may be chosen; nil for any
	Except []int            // numbers of customers that are left out
	Kind   string           // customer.Company, customer.Person; "" for any
	Active string           // customer.Yes, customer.No; "" for any
	City   string           // letter case aside; "" for any
	Has    []customer.Field // a customer has a value in each of them; fields of text
	Lacks  []customer.Field // a customer has a value in none of them; fields of text
	Since  time.Time        // a customer was made or changed then or later; zero for any time
	Sort   customer.Field   // None is the number, of a page of a search how well it fits; empty values come last
	Desc   bool
	Limit  int // 0 for no limit
	Offset int

	// CountTo is up to how many customers are counted at least where no index counts
	// them, 0 for all: counting a million takes far longer than reading a page of them.
	CountTo int

	terms []term // that Query is turned into
}

// turn makes the filter choose the same page from the end of the list, in
// reverse, where that is nearer and the order is the same backwards: SQLite
// walks through all that a page comes after.
func (f *Filter) turn(total int) bool {
	if f.Limit == 0 || f.Offset <= total/2 || f.Offset >= total ||
		f.Sort != customer.None && f.Sort != customer.Number && f.Sort != customer.Name {
		return false
	}
	f.Limit = min(f.Limit, total-f.Offset)
	f.Offset, f.Desc = total-f.Offset-f.Limit, !f.Desc
	return true
}

// chosen is where the chosen customers are read from: c, and s where words are
// searched for, in a filter that is resolved. The index gives its customers in the order of their numbers.
func (f *Filter) chosen() (from, where string, args []any) {
	conditions, args := f.conditions()
	switch {
	case f.searches():
		from = ` FROM search AS s CROSS JOIN customers AS c ON c.number = s.rowid`
		return from, ` WHERE s.search MATCH ?` + conditions, append([]any{everybody(f.terms)}, args...)
	case strings.TrimSpace(f.Query) != "": // nothing but punctuation
		conditions += ` AND false`
	}
	return ` FROM customers AS c`, ` WHERE true` + conditions, args
}

// conditions are those that the filter sets beside the search, each behind an AND.
func (f *Filter) conditions() (conditions string, args []any) {
	add := func(condition string, arg any) {
		conditions += ` AND ` + condition
		args = append(args, arg)
	}
	switch len(f.Groups) {
	case 0:
	case 1: // by the index, which has them in the order of their numbers
		add(`c.group_id = (SELECT id FROM groups WHERE key = ?) AND c.group_id IS NOT NULL`, customer.FoldKey(f.Groups[0]))
	default:
		keys := make([]string, len(f.Groups))
		for i, name := range f.Groups {
			keys[i] = customer.FoldKey(name)
		}
		add(`c.group_id IN (SELECT id FROM groups WHERE key IN (SELECT value FROM json_each(?)))`, jsonList(keys))
	}
	if f.Kind != "" {
		add(`c.kind = ?`, f.Kind)
	}
	if f.City != "" {
		add(`c.city = ? COLLATE finnish`, f.City)
	}
	for _, field := range f.Has {
		conditions += ` AND c.` + field.Key() + ` <> ''`
	}
	for _, field := range f.Lacks {
		conditions += ` AND c.` + field.Key() + ` = ''`
	}
	if !f.Since.IsZero() {
		add(`c.number IN (SELECT customer FROM journal
			WHERE id >= (SELECT min(first_entry) FROM events WHERE at >= ? AND first_entry > 0))`, f.Since.UnixMilli())
	}
	switch f.Active { // the index of the few is used where the value stands in the statement
	case customer.Yes:
		conditions += ` AND c.number NOT IN (SELECT number FROM customers WHERE active = 'no')`
	case customer.No:
		conditions += ` AND c.active = 'no'`
	}
	if f.Only != nil {
		add(`c.number IN (SELECT value FROM json_each(?))`, jsonList(f.Only))
	}
	if len(f.Except) > 0 {
		add(`c.number NOT IN (SELECT value FROM json_each(?))`, jsonList(f.Except))
	}
	return conditions, args
}

// searches reports whether words are searched for.
func (f *Filter) searches() bool { return len(searchWords(f.Query)) > 0 }

// narrows reports whether the filter looks into customers: no index counts them.
func (f *Filter) narrows() bool {
	return f.City != "" || len(f.Has) > 0 || len(f.Lacks) > 0 || !f.Since.IsZero()
}

// order is built from the field table alone: nothing that a user typed gets
// here. Fields that have no order of their own sort as no field does.
func (f *Filter) order(fields *customer.Table) string {
	direction := ""
	if f.Desc {
		direction = " DESC"
	}
	number := `c.number` + direction
	if f.searches() {
		number = `s.rowid` + direction
	}
	way := fields.Of(f.Sort).Sort
	switch {
	case f.Sort == customer.Number || way == "":
		return ` ORDER BY ` + number
	case f.Sort == customer.Name:
		return ` ORDER BY c.name_key` + direction + `, ` + number
	}
	value, empty := `c.`+f.Sort.Key(), `c.`+f.Sort.Key()+` = ''`
	if f.Sort == customer.Group {
		value, empty = `(SELECT name FROM groups WHERE id = c.group_id)`, `c.group_id IS NULL`
	}
	if way == customer.SortNumber {
		value = `CAST(` + value + ` AS NUMERIC)`
	} else {
		value += ` COLLATE finnish`
	}
	return ` ORDER BY ` + empty + `, ` + value + direction + `, ` + number
}
