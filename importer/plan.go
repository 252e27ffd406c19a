package importer

import "kortisto/customer"

// Status is what an import will do with a row.
type Status string

// The statuses, in the order in which summaries list them. The confirmation page has its own.
const (
	New       Status = "new"       // makes a customer
	Modified  Status = "modified"  // changes one
	Unchanged Status = "unchanged" // touches nothing
	Undecided Status = "undecided" // waits for a decision, not saved before
	Error     Status = "error"     // a value cannot be right, not saved
	Excluded  Status = "excluded"  // left out by the user, an option or a rule
)

// Statuses lists every status in its order.
var Statuses = []Status{New, Modified, Unchanged, Undecided, Error, Excluded}

// Match tells how a row's customer was found.
type Match string

// The ways to find a customer. The empty Match is a row without one.
const (
	ByNumber     Match = "number"
	ByBusinessID Match = "business_id"
	ByName       Match = "name"
	ByUser       Match = "user" // picked by a decision
)

// Plan says, for each row of a sheet, what an import will do. It is a pure function of
// the Input and the register; nothing about a row is decided anywhere else.
type Plan struct {
	Rows           []*Row // in the order of the sheet
	Counts         map[Status]int
	GroupsToCreate []NewGroup // in the order of their first rows
	UnknownNumbers []int      // that the file names and the register does not hold, but for those of erased customers; a save gives none of them to another customer
	KnownNumbers   int        // how many customers the file names by their numbers
	Erased         int        // rows that wait since they would bring back somebody whose data was erased
	Columns        []Column   // one for each column of the sheet
	Kept           int        // cells that a spreadsheet may have damaged, whose stored values stay
	EmptyCells     int        // cells of rows that are not left out, whose customers hold a value: it stays
	Filled         []int      // for each of Decisions.Fills the rows that it gives its value to
	Dropped        int        // decisions and fills passed over since their rows now have other cells, or are none
	NoKey          bool       // none of number, Business ID and name is mapped: nothing can be saved

	aside []int // customers that the file speaks of and that no row names: see Concerned
}

// Row is the plan for one row of the sheet.
type Row struct {
	Line         int
	Status       Status
	Customer     int    // number of the customer concerned; of a new one only where the file gives it; else 0
	Name         string // of that customer as it is stored; "" for a new one
	MatchedBy    Match
	Kind         string // of the customer as it will be
	KindGuess    bool   // the kind was guessed from the name or taken from the options
	Changes      Changes
	Emptied      customer.FieldSet // cells that say nothing of a stored value, which stays
	Kept         customer.FieldSet // cells that look damaged and keep the stored value
	Repaired     customer.FieldSet // cells whose damage was repaired
	RegisterWins customer.FieldSet // cells as exported, whose fields were changed in the register since: that stands
	Conflicts    []Conflict        // fields for which the user has to choose between file and register
	Candidates   []int             // customers to choose from, for an undecided row
	Problems     []customer.Problem
	Revision     int // of the customer concerned when the plan was made; 0 for a new one
	Basis        int // the revision that the row was exported as, 0 where it does not say
}

// NewGroup is a customer group that a save will create.
type NewGroup struct {
	Name string
	Rows int    // rows that move a customer into it
	Like string // the group that may be meant: a stored one, or a new one with more rows; "" for none
}

// Column counts what happens in one column of the sheet.
type Column struct {
	Field    customer.Field
	Changes  int // of existing customers
	Cleared  int // of these, those that take a value away
	Errors   int
	Kept     int                // cells that look damaged and keep the stored value
	Filled   int                // rows with a value in the column
	Problems []customer.Problem // of the column as a whole
	Runs     []Run              // where its changed cells count up by one
}

// Writes tells how many customers a save of the plan would write.
func (p *Plan) Writes() int { return p.Counts[New] + p.Counts[Modified] }

// Problems of rows, beside those of single values in package customer.
const (
	UnknownNumber    customer.Code = "unknown-number"
	Contradiction    customer.Code = "contradiction"
	Shadow           customer.Code = "shadow"
	NameOnly         customer.Code = "name-only"
	Ambiguous        customer.Code = "ambiguous"
	DuplicateRow     customer.Code = "duplicate-row"
	ConflictCode     customer.Code = "conflict"         // changed in the file and in the register, differently
	FlagLost         customer.Code = "mark-taken"       // a guarded value that protects the customer would be taken away
	DamagedKey       customer.Code = "damaged-key"      // nobody has the key, but it may be the damage of a stored one
	SecondForm       customer.Code = "second-form"      // nobody has the key, but a stored one is the same in another spelling
	SameRow          customer.Code = "same-row"         // says the same as an earlier row: left out
	NotCreated       customer.Code = "not-created"      // an option leaves out rows without a customer
	NameInPart       customer.Code = "name-in-part"     // the row has only a part of a name, for which a whole one is stored
	PersonLeft       customer.Code = "person-left"      // the row names a person for whom there is no place
	AddressWhole     customer.Code = "address-whole"    // the cell may hold more of the address than its field
	CustomerRemoved  customer.Code = "customer-removed" // the customer of the row's number is not in the register any more
	MergedNumber     customer.Code = "merged-number"    // the row's number leads to the customer that its own was merged into
	RowTooLong       customer.Code = "row-too-long"
	TornRow          customer.Code = "torn-row"        // a line break in a cell tore the row in two
	OddQuotes        customer.Code = "odd-quotes"      // quotes stand where they don't enclose a cell
	VersionOther     customer.Code = "version-other"   // the mark is another customer's
	GroupRenamed     customer.Code = "group-renamed"   // the cell names the customer's group as it was called before, or another one
	GroupsSeveral    customer.Code = "groups-several"  // the cell lists several existing groups
	NotesFull        customer.Code = "notes-full"      // the notes have no room for what the cell appends to them
	VersionUnknown   customer.Code = "version-unknown" // this register has not made the mark, or knows no more what was then
	BusinessIDShared customer.Code = "business-id-shared"
	SimilarCustomer  customer.Code = "similar-customer"
	ErasedPerson     customer.Code = "erased-person" // the row would bring back somebody whose data was erased
	ErasedName       customer.Code = "erased-name"   // it has the name of one, which others may have as well
	ErasedData       customer.Code = "erased-data"   // it would give a customer of the register what one was known by
	NumberJump       customer.Code = "number-jump"   // new numbers of a column are far above the stored ones
	NumberHigh       customer.Code = "number-high"   // a new number leaves hardly any room above
	TotalRow         customer.Code = "total-row"
	Series           customer.Code = "series"         // a column's changed cells count up by one
	InvoiceHalf      customer.Code = "invoice-half"   // e-invoicing would be left half changed
	FieldTaken       customer.Code = "field-taken"    // the heading of a column names a field that another one fills
	MassChange       customer.Code = "mass-change"    // a column replaces stored values on most of the rows that it fills
	Shuffled         customer.Code = "shuffled"       // a column holds the stored values in another order
	NumbersSorted    customer.Code = "numbers-sorted" // the numbers alone stand in another order than the rest of their rows
)

// Misplaced are the problems of columns whose values have come to wrong rows,
// that which explains the others first. A save without a look at them would
// write one customer's values into another.
var Misplaced = []customer.Code{NumbersSorted, Shuffled}
