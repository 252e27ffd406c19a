package charset

import "iter"

// Garbled counts the cells of a sheet, those of the header too, whose letters
// were read in a wrong charset before the file was made.
type Garbled struct {
	Cells  int    // 0 where there are none
	Mended bool   // they were mended, as Options.Mend asked for
	Text   string // the first of them
	Right  string // as Mend gives it
}

// FindGarbled counts the garbled ones among cells, and mends them where that is
// wanted.
//
// Some misreadings turn a word into another that might be meant (Hšgberg).
// Where other cells of the sheet prove such a misreading, those cells are mended
// as well.
func FindGarbled(cells iter.Seq[*string], mend bool) Garbled {
	var g Garbled
	var ways [len(misreadings)]bool
	found := map[*string]bool{}
	note := func(cell *string, mended string) {
		found[cell] = true
		if g.Cells++; g.Cells == 1 {
			g.Text, g.Right = *cell, mended
		}
		if mend {
			*cell = mended
		}
	}
	for cell := range cells {
		if written, ok := mendWritten(*cell); ok {
			written, _ = Mend(written)
			note(cell, written)
			continue
		}
		mended, way, ok := mendOnce(*cell)
		if !ok {
			continue
		}
		ways[way] = true
		if again, twice := Mend(mended); twice {
			mended = again
		}
		note(cell, mended)
	}
	for way, m := range misreadings {
		if !ways[way] || m.right == nil {
			continue
		}
		for cell := range cells {
			if found[cell] {
				continue
			}
			if mended, ok := mendAlike(*cell, way); ok {
				note(cell, mended)
			}
		}
	}
	g.Mended = mend && g.Cells > 0
	return g
}
