package sheet

import (
	"io"

	"kortisto/sheet/workbook"
)

// Writer writes a table row by row. The first row is the header. Close ends
// the file; what was written before an error is no whole file.
type Writer interface {
	Write(cells []string) error
	Close() error
}

// NewXLSXWriter writes a workbook of one worksheet whose cells are all texts,
// so that no protection against formulas is needed. The header is bold and
// stays in sight. sheetName has 1 to 31 characters, none of []:*?/\ and no
// apostrophe at an end.
//
// Write refuses texts of more than 32 767 UTF-16 units (CellTooLong) rather
// than cut them, and more rows or columns than a worksheet has.
func NewXLSXWriter(w io.Writer, sheetName string) (Writer, error) {
	x, err := workbook.NewXLSXWriter(w, sheetName)
	if err != nil {
		return nil, err
	}
	return x, nil
}

// bomUTF8 is the byte order mark by which programs know UTF-8.
var bomUTF8 = []byte("\uFEFF")
