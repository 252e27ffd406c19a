package sheet

import "strings"

// readXLSX reads a workbook.
//
// excelize, which writes workbooks well, ends a damaged worksheet without a
// word where the damage begins. So the parts are read here, strictly and to
// their end, and excelize only shows dates and other formatted numbers.
// Worksheets that aren't asked for are read as strictly: a file that is
// damaged in one place is no file to import from.
func readXLSX(data []byte, o Options) (*Sheet, error) {
	a, err := openArchive(data, o.Limits)
	if err != nil {
		return nil, err
	}
	a.progress = o.Progress
	w, err := openWorkbook(a)
	if err != nil {
		return nil, err
	}
	s := &Sheet{Format: FormatXLSX}
	for _, sheet := range w.sheets {
		s.Names = append(s.Names, sheet.name)
	}
	asked, err := w.find(o.Sheet)
	if err != nil {
		return nil, err
	}
	rows, chosen, err := readWorksheets(a, w, asked)
	if err != nil {
		return nil, err
	}
	if chosen < 0 {
		return nil, &Error{Code: NoRows}
	}
	s.Name = w.sheets[chosen].name
	return s, s.arrange(rows, o)
}

// find gives the place of the worksheet with a name, -1 where none is asked.
func (w *workbook) find(name string) (int, error) {
	if name == "" {
		return -1, nil
	}
	for i, sheet := range w.sheets {
		if sheet.name == name {
			return i, nil
		}
	}
	names := make([]string, len(w.sheets))
	for i, sheet := range w.sheets {
		if strings.EqualFold(strings.TrimSpace(sheet.name), strings.TrimSpace(name)) {
			return i, nil
		}
		names[i] = sheet.name
	}
	return 0, &Error{SheetUnknown, map[string]any{"sheet": name, "names": names}}
}

// readWorksheets walks all worksheets and gives the rows of the asked one, or
// where asked is -1 of the first visible one that holds something. chosen is
// -1 where none does.
func readWorksheets(a *archive, w *workbook, asked int) (rows []Row, chosen int, err error) {
	var texts []string
	if w.strings != "" {
		if texts, err = readSharedStrings(a, w.strings); err != nil {
			return nil, -1, err
		}
	}
	numbers := newNumberFormatter(w)
	chosen = -1
	for i, sheet := range w.sheets {
		r := &worksheetReader{part: sheet.part, limits: a.limits, texts: texts, numbers: numbers}
		wanted := asked < 0 && chosen < 0 && !sheet.hidden || asked == i
		r.discard = !wanted
		if err := r.read(a); err != nil {
			return nil, -1, err
		}
		if wanted && (len(r.rows) > 0 || asked == i) {
			rows, chosen = r.rows, i
		}
	}
	return rows, chosen, nil
}
