// Package workbook reads the worksheets of workbooks, Office Open XML and
// OpenDocument ones, and writes the former. A file that is damaged in any place
// is refused: what a lenient reader gives of it may lack rows.
package workbook

import (
	"archive/zip"
	"bytes"
	"errors"

	"kortisto/sheet/table"
)

// Kind is a kind of workbook.
type Kind string

// The kinds of workbooks.
const (
	XLSX Kind = "xlsx" // Office Open XML workbooks, those with macros too
	ODS  Kind = "ods"  // OpenDocument spreadsheets, templates and those of one XML file too
)

// Options are what is known of a workbook.
type Options struct {
	Sheet    string            // the worksheet to read; "" takes the first visible one that holds a table, best of known columns
	Known    func(string) bool // tells whether a text is the name of a column; nil does without
	Limits   table.Limits
	Progress func(done, total int) // is called now and then with unpacked bytes; nil is not
}

// Worksheet is the worksheet of a workbook that was read.
type Worksheet struct {
	Kind  Kind
	Name  string
	Names []string    // of all worksheets, hidden ones too, in the workbook's order
	Rows  []table.Row // all that hold something

	ErrorCells   int // cells that show an error
	UnknownCells int // cells of a formula of which the file knows no result
}

// NoRows is the error of a worksheet without rows below its header. It names
// the worksheets where there are others to choose.
func (w *Worksheet) NoRows() error { return noRows(w.Names) }

func noRows(names []string) error {
	if len(names) < 2 {
		return &table.Error{Code: table.NoRows}
	}
	return &table.Error{Code: table.NoRows, Args: map[string]any{"names": names}}
}

// Is tells whether a file is a workbook, or an archive of another kind, which
// Read refuses by its name.
func Is(data []byte) bool {
	return bytes.HasPrefix(data, magicZip) || bytes.HasPrefix(data, magicEmptyZip) || isFlatODS(data)
}

// Magic numbers of archives.
var (
	magicZip      = []byte("PK\x03\x04")
	magicEmptyZip = []byte("PK\x05\x06")
	magicEntry    = []byte("PK\x01\x02") // of the directory
)

// Read reads the worksheet that is asked for, or else the best one.
func Read(data []byte, o Options) (*Worksheet, error) {
	kind, err := kindOf(data)
	if err != nil {
		return nil, err
	}
	if kind == ODS {
		return readODS(data, o)
	}
	return readXLSX(data, o)
}

// mostEntries is how many entries an archive's directory may have to be looked
// at: archive/zip reads all of them, whatever the directory says it holds.
const mostEntries = 1 << 16

// kindOf tells the kinds of workbooks, and workbooks from other archives, by the
// parts that they hold.
func kindOf(data []byte) (Kind, error) {
	if isFlatODS(data) {
		return ODS, nil
	}
	if n := bytes.Count(data, magicEntry); n > mostEntries {
		return "", table.UnpacksTooMuch("entries", mostEntries)
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return "", table.Broken("", table.ReasonZip)
	}
	has := map[string]bool{}
	for _, f := range archive.File {
		has[partName(f.Name)] = true
	}
	switch {
	case has["xl/workbook.xml"]:
		return XLSX, nil
	case has["xl/workbook.bin"]:
		return "", table.Unsupported("xlsb")
	case has[contentPart], has[lockedPart]:
		return ODS, nil
	case has["word/document.xml"]:
		return "", table.Unsupported("docx")
	case has["ppt/presentation.xml"]:
		return "", table.Unsupported("pptx")
	case has["[content_types].xml"]:
		// A workbook may keep its parts under other names.
		return XLSX, nil
	}
	return "", table.Unsupported("zip")
}
