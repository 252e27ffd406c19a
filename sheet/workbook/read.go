package workbook

import (
	"archive/zip"
	"bytes"
	"errors"

	"kortisto/sheet/table"
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
	return "", &table.Error{Code: table.FormatUnsupported, Args: map[string]any{"found": "zip", "what": "zip"}}
}
