package importer

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"kortisto/customer"
)

// Decisions are written so that what was chosen alike for many rows stands
// once, with the lines and the hashes of them all: a choice for each of 100 000
// rows takes one or two megabytes, and is read in some hundredths of a second.

// decisionsJSON is what Decisions are written as.
type decisionsJSON struct {
	Rows      []rowGroup              `json:"rows,omitempty"`
	Cells     []cellGroup             `json:"cells,omitempty"`
	Values    map[int][]ValueDecision `json:"values,omitempty"`
	AsWritten map[int]bool            `json:"taken,omitempty"`
	Sides     map[int]Side            `json:"sides,omitempty"`
	Fills     []Fill                  `json:"fills,omitempty"`
}

// rowGroup are decisions about rows that differ by nothing but the customer.
type rowGroup struct {
	lineGroup
	Exclude   bool                      `json:"exclude,omitempty"`
	Include   bool                      `json:"include,omitempty"`
	Create    bool                      `json:"create,omitempty"`
	Customers []int                     `json:"customers,omitempty"` // one for each line, or none
	Set       map[customer.Field]string `json:"set,omitempty"`
}

// cellGroup are equal decisions about cells of one column.
type cellGroup struct {
	lineGroup
	Column    int    `json:"column"`
	Skip      bool   `json:"skip,omitempty"`
	AsWritten bool   `json:"take,omitempty"`
	Side      Side   `json:"side,omitempty"`
	Text      string `json:"text,omitempty"`
}

// lineGroup are the rows that a group is about.
type lineGroup struct {
	Lines  string `json:"lines"`  // ascending, as 2-40,42
	Hashes []byte `json:"hashes"` // eight bytes for each line

	written     []byte // Lines in the making
	first, last int    // of the range that they will end with
}

// MarshalJSON writes the decisions.
func (d Decisions) MarshalJSON() ([]byte, error) {
	rows, err := d.rowGroups()
	if err != nil {
		return nil, err
	}
	return json.Marshal(decisionsJSON{rows, d.cellGroups(), d.Values, d.AsWritten, d.Sides, d.Fills})
}

func (d *Decisions) rowGroups() ([]rowGroup, error) {
	type kind struct {
		exclude, include, create, customer bool
		set                                string
	}
	var groups []rowGroup
	index := make(map[kind]int)
	for _, line := range slices.Sorted(maps.Keys(d.Rows)) {
		row := d.Rows[line]
		key := kind{row.Exclude, row.Include, row.Create, row.Customer != 0, ""}
		if len(row.Set) > 0 {
			set, err := json.Marshal(row.Set)
			if err != nil {
				return nil, err
			}
			key.set = string(set)
		}
		at, known := index[key]
		if !known {
			at = len(groups)
			index[key] = at
			groups = append(groups, rowGroup{Exclude: row.Exclude, Include: row.Include, Create: row.Create, Set: row.Set})
		}
		group := &groups[at]
		group.add(line, row.Hash)
		if row.Customer != 0 {
			group.Customers = append(group.Customers, row.Customer)
		}
	}
	for i := range groups {
		groups[i].finish()
	}
	return groups, nil
}

func (d *Decisions) cellGroups() []cellGroup {
	var groups []cellGroup
	index := make(map[CellDecision]int)
	for _, line := range slices.Sorted(maps.Keys(d.Cells)) {
		for _, cell := range d.Cells[line] {
			key := cell
			key.Hash = 0
			at, known := index[key]
			if !known {
				at = len(groups)
				index[key] = at
				groups = append(groups, cellGroup{Column: cell.Column, Skip: cell.Skip, AsWritten: cell.AsWritten, Side: cell.Side, Text: cell.Text})
			}
			groups[at].add(line, cell.Hash)
		}
	}
	for i := range groups {
		groups[i].finish()
	}
	return groups
}

// add adds a row on a later line.
func (g *lineGroup) add(line int, hash uint64) {
	if g.Hashes != nil && line == g.last+1 {
		g.last = line
	} else {
		g.endRange()
		g.first, g.last = line, line
	}
	g.Hashes = binary.LittleEndian.AppendUint64(g.Hashes, hash)
}

func (g *lineGroup) endRange() {
	if g.Hashes == nil {
		return
	}
	if g.written != nil {
		g.written = append(g.written, ',')
	}
	if g.written = strconv.AppendInt(g.written, int64(g.first), 10); g.last > g.first {
		g.written = strconv.AppendInt(append(g.written, '-'), int64(g.last), 10)
	}
}

func (g *lineGroup) finish() {
	g.endRange()
	g.Lines, g.written = string(g.written), nil
}

var errDecisions = errors.New("importer: decisions that cannot be read")

// UnmarshalJSON reads what MarshalJSON has written.
func (d *Decisions) UnmarshalJSON(data []byte) error {
	var read decisionsJSON
	if err := json.Unmarshal(data, &read); err != nil {
		return err
	}
	*d = Decisions{Values: read.Values, AsWritten: read.AsWritten, Sides: read.Sides, Fills: read.Fills}
	for i := range read.Rows {
		group := &read.Rows[i]
		decision := RowDecision{Exclude: group.Exclude, Include: group.Include, Create: group.Create, Set: group.Set}
		if n := len(group.Customers); n > 0 && n != len(group.Hashes)/8 {
			return errDecisions
		}
		err := group.each(func(at, line int, hash uint64) {
			if decision.Hash = hash; len(group.Customers) > 0 {
				decision.Customer = group.Customers[at]
			}
			if d.Rows == nil {
				d.Rows = make(map[int]RowDecision, len(group.Hashes)/8)
			}
			d.Rows[line] = decision
		})
		if err != nil {
			return err
		}
	}
	for i := range read.Cells {
		group := &read.Cells[i]
		err := group.each(func(_, line int, hash uint64) {
			d.SetCell(line, CellDecision{hash, group.Column, group.Skip, group.AsWritten, group.Side, group.Text})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// each calls use with each line and its hash, in their order.
func (g *lineGroup) each(use func(at, line int, hash uint64)) error {
	count := len(g.Hashes) / 8
	at := 0
	for part := range strings.SplitSeq(g.Lines, ",") {
		from, to, ranged := strings.Cut(part, "-")
		first, err := strconv.Atoi(from)
		last := first
		if err == nil && ranged {
			last, err = strconv.Atoi(to)
		}
		if err != nil || last < first || last-first >= count-at {
			return errDecisions
		}
		for line := first; line <= last; line++ {
			use(at, line, binary.LittleEndian.Uint64(g.Hashes[8*at:]))
			at++
		}
	}
	if at != count || len(g.Hashes)%8 != 0 {
		return errDecisions
	}
	return nil
}
