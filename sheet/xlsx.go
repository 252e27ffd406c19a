package sheet

import (
	"errors"
	"strings"
)

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
	r, chosen, err := readWorksheets(a, w, asked, o.Known)
	if err != nil {
		return nil, err
	}
	if chosen < 0 {
		return nil, s.noRows()
	}
	if r.over != nil {
		return nil, r.over
	}
	s.Name = w.sheets[chosen].name
	s.ErrorCells = r.errors
	if err := s.arrange(r.rows, o); errors.Is(err, &Error{Code: NoRows}) {
		return nil, s.noRows()
	} else if err != nil {
		return nil, err
	}
	return s, nil
}

// noRows names the worksheets where there are others to choose.
func (s *Sheet) noRows() error {
	if len(s.Names) < 2 {
		return &Error{Code: NoRows}
	}
	return &Error{NoRows, map[string]any{"names": s.Names}}
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

// readWorksheets walks all worksheets and gives the reader of the asked one, or
// where asked is -1 of the visible one that is most of a table, the first of
// several. chosen is -1 where none holds anything.
//
// The choice doesn't depend on Options.HeaderRow: who corrects the header row
// means that of the worksheet that was shown.
func readWorksheets(a *archive, w *workbook, asked int, known func(string) bool) (best *worksheetReader, chosen int, err error) {
	var texts []string
	if w.strings != "" {
		if texts, err = readSharedStrings(a, w.strings); err != nil {
			return nil, -1, err
		}
	}
	numbers := newNumberFormatter(w)
	chosen = -1
	most := holdsNothing
	enough := holdsKnown
	switch {
	case asked >= 0:
		enough = holdsNothing
	case known == nil:
		enough = holdsTable
	}
	for i, sheet := range w.sheets {
		r := &worksheetReader{part: sheet.part, limits: a.limits, texts: texts, numbers: numbers, known: known, enough: enough}
		wanted := asked == i || asked < 0 && most < enough && !sheet.hidden
		r.discard = !wanted
		if err := r.read(a); err != nil {
			return nil, -1, err
		}
		if !wanted {
			continue
		}
		if holds := r.holds(); holds > most || asked == i {
			best, chosen, most = r, i, holds
		}
	}
	return best, chosen, nil
}

// What a worksheet can hold, from what is least to be imported on.
const (
	holdsNothing = iota
	holdsText    // a title, a header without rows
	holdsRows    // of one column: instructions, or a list
	holdsTable   // rows of several columns, or of a known one
	holdsKnown   // rows below several known columns
)

func (r *worksheetReader) holds() int {
	at := findHeader(r.rows, r.known)
	switch {
	case hasRows(r.rows, at):
	case r.over != nil:
		return holdsTable // its first rows are too wide
	case len(r.rows) > 0:
		return holdsText
	default:
		return holdsNothing
	}
	hits := 0
	if at >= 0 {
		_, hits = countKnown(r.rows[at].Cells, r.known)
	}
	switch {
	case hits > 1:
		return holdsKnown
	case hits > 0, widestOf(r.rows[:min(len(r.rows), headerSearch)]) > 1:
		return holdsTable
	}
	return holdsRows
}
