package workbook

import "slices"

// readXLSX reads a workbook.
//
// excelize, which reads sound workbooks well, ends a damaged worksheet without a
// word where the damage begins. So the parts are read here, strictly and to
// their end, and excelize only shows numbers whose format asks for more than
// digits. Worksheets that aren't asked for are read as strictly: a file that is
// damaged in one place is no file to import from.
func readXLSX(data []byte, o Options) (*Worksheet, error) {
	a, err := openArchive(data, o.Limits)
	if err != nil {
		return nil, err
	}
	a.progress = o.Progress
	w, err := openXLSX(a)
	if err != nil {
		return nil, err
	}
	if o.Sheet, err = w.find(o.Sheet); err != nil {
		return nil, err
	}
	var texts []string
	if w.strings != "" && a.parts[partName(w.strings)] != nil { // a workbook of plain texts may only name it
		if texts, err = readSharedStrings(a, w.strings); err != nil {
			return nil, err
		}
	}
	c := newWorksheetChoice(o)
	numbers := newNumberFormatter(w)
	for _, sheet := range w.sheets {
		r := &xlsxWorksheet{into: c.next(sheet.name, sheet.hidden), part: sheet.part, texts: texts, numbers: numbers}
		if err := r.read(a); err != nil {
			return nil, err
		}
		c.take(r.into)
	}
	return c.result(XLSX)
}

// find gives the name of the worksheet that is asked for, as it is written,
// before time is spent on any of them. None is asked for by "".
func (w *xlsxParts) find(asked string) (string, error) {
	names := make([]string, len(w.sheets))
	for i, sheet := range w.sheets {
		names[i] = sheet.name
	}
	if asked == "" || slices.Contains(names, asked) {
		return asked, nil
	}
	for _, name := range names {
		if sameSheet(name, asked) {
			return name, nil
		}
	}
	return "", sheetUnknown(asked, names)
}
