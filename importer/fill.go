package importer

import (
	"hash/fnv"
	"slices"
	"strconv"

	"kortisto/customer"
)

// FillRows says which rows a Fill is for.
type FillRows string

// The rows that can be filled. Which are new and which found is known once the
// customers are matched.
const (
	FillAll   FillRows = "all"   // every row that makes or changes a customer
	FillNew   FillRows = "new"   // rows that make one
	FillFound FillRows = "found" // rows that concern a stored one
	FillLines FillRows = "lines" // the rows of Lines, new or found
)

// Fill gives one value to a field that no column fills. It is read like a cell.
// Where several fit a row, the last one counts; what was decided for the row
// itself goes before all.
type Fill struct {
	Field customer.Field `json:"field"` // one that the register's table lets fill; others are passed over
	Value string         `json:"value"`
	Rows  FillRows       `json:"rows"`

	Lines []int  `json:"lines,omitempty"` // of FillLines
	Hash  uint64 `json:"hash,omitempty"`  // LinesHash of them: where the file is read otherwise, the fill is dropped
}

// ID names the fill among those of an import.
func (f *Fill) ID() string {
	h := fnv.New64a()
	for _, part := range []string{f.Field.Key(), f.Value, string(f.Rows), strconv.FormatUint(f.Hash, 16)} {
		h.Write([]byte(part))
		h.Write([]byte{0xff})
	}
	return strconv.FormatUint(h.Sum64(), 16)
}

// AddFill takes a fill, in place of those that it leaves nothing to do.
func (d *Decisions) AddFill(fill Fill) {
	d.Fills = slices.DeleteFunc(slices.Clone(d.Fills), func(older Fill) bool {
		return older.Field == fill.Field && (fill.Rows == FillAll || older.Rows == fill.Rows && older.Hash == fill.Hash)
	})
	d.Fills = append(d.Fills, fill)
}

// RemoveFill takes back the fill with an ID.
func (d *Decisions) RemoveFill(id string) {
	d.Fills = slices.DeleteFunc(slices.Clone(d.Fills), func(fill Fill) bool { return fill.ID() == id })
}

// fills are the fills of an import by field, the last one first. A row is
// filled only when it is known which customer it concerns, so that no fill
// decides that.
type fills map[customer.Field][]fill

type fill struct {
	*Fill
	index int          // in Decisions.Fills
	lines map[int]bool // of FillLines
}

// newFills looks through the fills of an import. It leaves out those whose rows
// have other cells now, and tells how many.
func newFills(in *Input) (usable fills, dropped int) {
	for i := len(in.Decisions.Fills) - 1; i >= 0; i-- {
		f := fill{Fill: &in.Decisions.Fills[i], index: i}
		if _, mapped := in.Mapping.Column(f.Field); mapped || !slices.Contains(in.Fields.Fillable(), f.Field) {
			continue
		}
		if f.Rows == FillLines {
			if LinesHash(in.Sheet, f.Lines) != f.Hash {
				dropped++
				continue
			}
			f.lines = make(map[int]bool, len(f.Lines))
			for _, line := range f.Lines {
				f.lines[line] = true
			}
		}
		if usable == nil {
			usable = make(fills)
		}
		usable[f.Field] = append(usable[f.Field], f)
	}
	return usable, dropped
}

// of finds the fill of a field for a row that makes a new customer or concerns
// a stored one; nil for none.
func (f fills) of(field customer.Field, line int, rows FillRows) *fill {
	for i := range f[field] {
		if fill := &f[field][i]; fill.Rows == FillAll || fill.Rows == rows || fill.lines[line] {
			return fill
		}
	}
	return nil
}
