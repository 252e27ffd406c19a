package cli

import (
	"kortisto/customer"
	"kortisto/db"
	"kortisto/importer"
)

// importFlags are the flags of the import.
type importFlags struct {
	maps, skips   []string
	kind          choice
	createNumbers bool
	numbersGiven  bool // --create-numbers was given, true or false
	noCreate      bool
	noRepair      bool
	onConflict    choice

	delimiter, charset, sheet string
	mend                      bool
	headerRow                 headerRow

	acceptAlarms bool
	as           string

	json, save bool
}

// createNumbers is the flag that lets new customers have the file's numbers.
const createNumbers = "create-numbers"

// options are what the flags say about the whole import. Where they say nothing
// about unknown numbers, the defaults do, unless no customer is to be made.
func (f *importFlags) options(defaults importer.Options) importer.Options {
	options := importer.Options{NoRepair: f.noRepair, Kind: f.kind.value, OnConflict: importer.Side(f.onConflict.value)}
	switch {
	case f.createNumbers:
		options.UnknownNumbers = importer.UnknownCreates
	case !f.numbersGiven && !f.noCreate:
		options.UnknownNumbers = defaults.UnknownNumbers
	}
	if f.noCreate {
		options.Create = importer.CreateNo
	}
	return options
}

// reading is how the flags say that the file is to be read.
func (f *importFlags) reading() db.Reading {
	delimiter := f.delimiter
	if delimiter == `\t` {
		delimiter = "\t"
	}
	return db.Reading{Delimiter: delimiter, Charset: f.charset, HeaderRow: int(f.headerRow), Sheet: customer.MaskPersonalIDs(f.sheet), Mend: f.mend}
}
