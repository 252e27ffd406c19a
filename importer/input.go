// Package importer turns a sheet into a plan: which customer each row concerns
// and what it changes. It is pure: no files, no clock, no database. What it has
// to know of the register it asks through the interface Register.
package importer

import (
	"context"

	"kortisto/customer"
	"kortisto/sheet"
)

// Input is all that a plan depends on beside the register.
type Input struct {
	Sheet     *sheet.Sheet
	Fields    *customer.Table // of the register; nil is the standard one
	Mapping   Mapping
	Options   Options
	Decisions Decisions
	Selection bool                  // the rows are customers that were selected in the register: see selection.go
	Actor     string                // who brings the file; "" for anybody
	Year      int                   // in which the file came, by which days without a year are known again; 0 for any
	Progress  func(done, total int) // rows planned; called now and then, may be nil
}

// Mapping says for each column of a sheet which field it fills; None for none.
// A field is filled by one column at most.
type Mapping []customer.Field

// Options are what the user chose for the whole import. DefaultOptions are those
// that an import begins with.
type Options struct {
	UnknownNumbers UnknownNumbers `json:"unknown_numbers,omitempty"`
	Create         Create         `json:"create,omitempty"`
	SkipExisting   bool           `json:"skip_existing,omitempty"` // rows with a customer are left out
	NoRepair       bool           `json:"no_repair,omitempty"`     // damaged values are taken as they stand
	TakeDamaged    bool           `json:"take_damaged,omitempty"`  // cells are changes even where a spreadsheet may have made them of the stored values
	Kind           string         `json:"kind,omitempty"`          // of rows that say neither type nor Business ID: company, person, or "" for by the name
	FirstNameFirst bool           `json:"first_name_first,omitempty"`
	OnConflict     Side           `json:"on_conflict,omitempty"` // settles every conflict that no decision settles
}

// DefaultOptions are those that an import begins with, where the user has chosen
// none. A register without customers gets the file's own numbers: there is
// nobody whom an unknown one could have meant (match-unknown-number, docs/rules.md).
func DefaultOptions(empty bool, mapping Mapping) Options {
	if _, numbered := mapping.Column(customer.Number); empty && numbered {
		return Options{UnknownNumbers: UnknownCreates}
	}
	return Options{}
}

// UnknownNumbers says what a number that the register does not hold means.
type UnknownNumbers string

// What an unknown number means.
const (
	UnknownIsError UnknownNumbers = ""
	UnknownCreates UnknownNumbers = "create" // a new customer with that number
	UnknownIgnored UnknownNumbers = "ignore" // as if the row had no number
)

// Create says what becomes of rows without a customer.
type Create string

// What becomes of rows without a customer.
const (
	CreateDefault Create = ""    // created where a name is mapped, else left out
	CreateYes     Create = "yes" // created
	CreateNo      Create = "no"  // left out
)

// Decisions are what the user chose for single rows, cells, values and columns.
// Maps and lists may be nil.
type Decisions struct {
	Rows      map[int]RowDecision     // by line
	Cells     map[int][]CellDecision  // by line, in the order of their columns
	Values    map[int][]ValueDecision // by column, from 0
	AsWritten map[int]bool            // columns, from 0, whose values are meant as they stand although they look damaged
	Sides     map[int]Side            // columns, from 0, whose conflicts are settled
	Fills     []Fill                  // values for fields that no column fills
}

// RowDecision is a choice for one row.
type RowDecision struct {
	Hash     uint64 // RowHash of the row that it was made for
	Exclude  bool   // leave out
	Include  bool   // take in what an option or a rule leaves out
	Customer int    // this customer is meant
	Create   bool   // a new customer is meant

	// Set fills fields that no column of the file fills.
	Set map[customer.Field]string
}

// CellDecision is a choice for one cell of a row.
type CellDecision struct {
	Hash      uint64 // RowHash of the row that it was made for
	Column    int
	Skip      bool   // leave the value unimported
	AsWritten bool   // the value is meant as it stands although it looks damaged
	Side      Side   // settle a conflict
	Text      string // the text to read instead
}

// ValueDecision corrects every cell of a column that has the same text.
type ValueDecision struct {
	From string `json:"from"` // the text of the file, cleaned
	To   string `json:"to"`   // "" leaves the values unimported
}

// Keys are what customers are looked up by. Texts are folded as package
// customer folds them: FoldKey, BusinessIDKey, PhoneKey.
type Keys struct {
	Numbers     []int
	BusinessIDs []string
	Names       []string
	Emails      []string
	Phones      []string
	Streets     []string
}

// Register is what a plan asks of the stored customers.
type Register interface {
	// Customers returns every customer that one of the keys names, each once,
	// in the order of their numbers. Where these are nearly all, it may return
	// the others as well: whole reports that nobody else is stored.
	Customers(ctx context.Context, keys Keys) (customers []*customer.Stored, whole bool, err error)
	// Groups returns the names of all groups.
	Groups(ctx context.Context) ([]string, error)
	// RenamedGroups returns, by folded name, the groups that had that name before
	// and have another one now, by their present names. A group that has been
	// removed stands by the name that it had last.
	RenamedGroups(ctx context.Context) (map[string][]string, error)
	// HighestNumber returns the highest customer number ever given, 1000 where
	// there was none.
	HighestNumber(ctx context.Context) (int, error)
	// LargestNumber returns the largest number of a stored customer, 0 where
	// there is nobody.
	LargestNumber(ctx context.Context) (int, error)
	// Empty reports whether the register has no customer.
	Empty(ctx context.Context) (bool, error)
	// EachKey calls use with the number, the name and the Business ID of every
	// customer, in any order.
	EachKey(ctx context.Context, use func(number int, name, businessID string)) error
	// VersionKey returns what the register's version marks are made with.
	VersionKey(ctx context.Context) ([]byte, error)
	// Removed tells, by number, who removed customers that the register once had;
	// numbers of whom it knows nothing it leaves out.
	Removed(ctx context.Context, numbers []int) (map[int]Removal, error)
	// Erased returns what tells whether a trait is that of somebody whose data was
	// erased (customer.Traits); nil where nobody's was.
	Erased(ctx context.Context) (func(trait string) bool, error)
	// Merged tells, by number, of customers that were merged into others and are not
	// there any more.
	Merged(ctx context.Context, numbers []int) (map[int]*Merged, error)
	// Since tells what has become of customers since they were exported; now holds
	// them by number, as the register gave them, merged ones as Merged did. It calls
	// use for those alone of which the journal still knows.
	Since(ctx context.Context, exported []Exported, now map[int]*customer.Stored, use func(Exported, *Since)) error
}
