package sheet

import (
	"errors"
	"strings"

	"kortisto/sheet/charset"
	"kortisto/sheet/csvfile"
	"kortisto/sheet/htmltable"
	"kortisto/sheet/table"
	"kortisto/sheet/workbook"
)

// Read reads a file (read-any, docs/rules.md). The cells of a CSV file lie in data,
// which must not be changed any more. Every error is an *Error.
func Read(data []byte, o Options) (*Sheet, error) {
	o.Limits = o.Limits.OrDefault()
	data, err := open(data, o.Limits)
	if err != nil {
		return nil, err
	}
	if workbook.Is(data) {
		return readSpreadsheet(data, o)
	}
	return readText(data, o)
}

// open refuses a file that is too large, and one that is neither text nor a workbook.
// Of a workbook that Excel has encrypted with its own password it gives what is inside.
func open(data []byte, limits Limits) ([]byte, error) {
	if int64(len(data)) > limits.Bytes {
		return nil, limits.FileTooLarge(len(data))
	}
	err := checkBinary(data)
	if errors.Is(err, &Error{Code: table.Encrypted}) {
		if plain, ok := workbook.Decrypt(data); ok {
			return plain, nil
		}
	}
	return data, err
}

// readSpreadsheet reads a workbook.
func readSpreadsheet(data []byte, o Options) (*Sheet, error) {
	w, err := workbook.Read(data, workbook.Options{Sheet: o.Sheet, Known: o.Known, Limits: o.Limits, Progress: o.Progress})
	if err != nil {
		return nil, err
	}
	s := &Sheet{Format: Format(w.Kind), Name: w.Name, Names: w.Names, ErrorCells: w.ErrorCells, UnknownCells: w.UnknownCells}
	rows, delimiter, err := csvfile.RejoinWorksheet(w.Rows, o.csvfile())
	if err != nil {
		return nil, err
	}
	s.Rejoined, s.Delimiter = delimiter != "", delimiter
	if !s.Rejoined {
		s.merged = w.Merged
	}
	if err = s.arrange(rows, o); errors.Is(err, &Error{Code: table.NoRows}) {
		return nil, w.NoRows()
	} else if err != nil {
		return nil, err
	}
	s.mend(o.Mend)
	return s, nil
}

// readText reads what is no workbook: delimited text, or a page with a table.
func readText(data []byte, o Options) (*Sheet, error) {
	decoded, err := decode(data, o)
	if err != nil {
		return nil, err
	}
	s := &Sheet{Format: FormatCSV, Charset: decoded.Charset}
	if htmltable.Is(decoded.Text) {
		s.Format = FormatHTML
		err = s.readHTML(decoded.Text, o)
	} else {
		err = s.readCSV(decoded.Text, o)
	}
	if err == nil && (decoded.Odd || s.Format == FormatHTML) {
		s.mend(o.Mend)
	}
	return s, err
}

// decode gives the text of a file that is no workbook.
func decode(data []byte, o Options) (charset.Decoded, error) {
	decoded, err := charset.Decode(data, o.Charset, o.Known)
	if err != nil {
		return charset.Decoded{}, err
	}
	if htmltable.Is(decoded.Text) && o.Charset == "" {
		if named, ok := charset.DecodeNamed(data, decoded, htmltable.NamedCharset(decoded.Text)); ok {
			decoded = named
		}
	}
	text := strings.TrimRight(decoded.Text, "\x1a") // how DOS ended its files
	if err := checkText(text); err != nil {
		return charset.Decoded{}, err
	}
	if decoded.Text = table.WithoutNUL(text); strings.TrimSpace(decoded.Text) == "" {
		return charset.Decoded{}, &table.Error{Code: table.FileEmpty}
	}
	return decoded, nil
}

// readCSV reads delimited text.
func (s *Sheet) readCSV(text string, o Options) error {
	t, err := csvfile.Read(text, o.csvfile())
	if err != nil {
		return err
	}
	s.Delimiter, s.Rejoined = t.Delimiter, t.Rejoined
	return s.arrange(t.Rows, o)
}

// readHTML reads the table of a page.
func (s *Sheet) readHTML(text string, o Options) error {
	rows, merged, err := htmltable.Read(text, htmltable.Options{Known: o.Known, Limits: o.Limits, Progress: o.Progress})
	if err != nil {
		return err
	}
	s.merged = merged
	return s.arrange(rows, o)
}

// csvfile gives what concerns delimited text.
func (o Options) csvfile() csvfile.Options {
	return csvfile.Options{Delimiter: o.Delimiter, Known: o.Known, Limits: o.Limits, Progress: o.Progress}
}
