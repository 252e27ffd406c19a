package sheet

// Garbled counts the cells of a sheet, those of the header too, whose letters
// were read in a wrong charset before the file was made.
type Garbled struct {
	Cells  int    // 0 where there are none
	Mended bool   // they were mended, as Options.Mend asked for
	Text   string // the first of them
	Right  string // as Mend gives it
}

// findGarbled counts the garbled cells, and mends them where that is wanted.
//
// Some garblings turn a word into another that might be meant (Hšgberg).
// Where other cells of the sheet show such a misreading for certain, those
// cells are mended as well.
func (s *Sheet) findGarbled(mend bool) {
	s.Garbled.Mended = mend
	var ways [len(garblings)]bool
	found := map[*string]bool{}
	for cell := range s.cells {
		mended, way, ok := mendOnce(*cell)
		if !ok {
			continue
		}
		ways[way], found[cell] = true, true
		if again, twice := Mend(mended); twice {
			mended = again
		}
		s.noteGarbled(cell, mended)
	}
	for way, m := range garblings {
		if !ways[way] || m.right == nil {
			continue
		}
		for cell := range s.cells {
			if found[cell] {
				continue
			}
			if mended, ok := mendAlike(*cell, way); ok {
				found[cell] = true
				s.noteGarbled(cell, mended)
			}
		}
	}
	if mend {
		for i, heading := range s.Above {
			s.Above[i], _ = Mend(heading)
		}
	}
	s.Garbled.Mended = mend && s.Garbled.Cells > 0
}

// noteGarbled counts a cell, and mends it where that is wanted.
func (s *Sheet) noteGarbled(cell *string, mended string) {
	if s.Garbled.Cells++; s.Garbled.Cells == 1 {
		s.Garbled.Text, s.Garbled.Right = *cell, mended
	}
	if s.Garbled.Mended {
		*cell = mended
	}
}

// cells walks over the header's names and all cells.
func (s *Sheet) cells(yield func(*string) bool) {
	for i := range s.Header {
		if !yield(&s.Header[i]) {
			return
		}
	}
	for i := range s.Rows {
		for j := range s.Rows[i].Cells {
			if !yield(&s.Rows[i].Cells[j]) {
				return
			}
		}
	}
}
