package charset

import (
	"iter"

	"golang.org/x/text/unicode/norm"
)

// Garbled counts the cells of a sheet, those of the header too, whose letters
// were read in a wrong charset before the file was made.
type Garbled struct {
	Cells  int    // 0 where there are none
	Mended bool   // they were mended, as Options.Mend asked for
	Text   string // the first of them
	Right  string // as Mend gives it
}

// FindGarbled counts the garbled ones among cells, and mends them where that is
// wanted. Where several misreadings could have garbled a text that it mends, it
// gives by the mended text the next likeliest one (otherwise; nil for none).
//
// Some misreadings turn a word into another that might be meant (Hšgberg).
// Where other cells of the sheet prove such a misreading, those cells are mended
// as well.
func FindGarbled(cells iter.Seq[*string], mend bool) (g Garbled, otherwise map[string]string) {
	var ways [len(misreadings)]bool
	found := map[*string]bool{}
	note := func(cell *string, mended string) {
		found[cell] = true
		if g.Cells++; g.Cells == 1 {
			g.Text, g.Right = *cell, mended
		}
		if mend {
			if other, several := nextReading(*cell, mended); several {
				if otherwise == nil {
					otherwise = make(map[string]string)
				}
				otherwise[mended] = other
			}
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
	return g, otherwise
}

// nextReading gives the likeliest of what a garbled text may have been beside what
// it was mended to.
func nextReading(text, mended string) (other string, several bool) {
	least := 0
	for _, reading := range Readings(text) {
		if left := oddnessOf(norm.NFC.String(reading)); reading != mended && (!several || left < least) {
			other, least, several = reading, left, true
		}
	}
	return other, several
}
