package damage

// Kind is what a spreadsheet program has done to a text.
type Kind string

// The kinds of damage. The empty Kind is none.
const (
	Spaces  Kind = "spaces"  // trimmed, or white space of one kind turned to another
	Letters Kind = "letters" // letters that a charset lacks turned to ? or _
	Charset Kind = "charset" // written in one charset and read in another
	Number  Kind = "number"  // read as a number: zeros, plus or digits lost
	Date    Kind = "date"    // read as a date, or as a month
	Time    Kind = "time"    // read as a time of day, or as hours
	Truth   Kind = "truth"   // read as true or false
	Formula Kind = "formula" // computed
)
