package importer

import (
	"strings"

	"kortisto/customer"
)

// marks are what the version marks of a file say: as which revision each row was
// exported, and what has become of its customer since (three-way, docs/rules.md).
type marks struct {
	lookup *lookup
	marker *Marker   // nil where no column holds version marks
	rows   []rowMark // one for each of the sheet

	moved    bool                          // customers were changed after the file was exported
	exported bool                          // the file is an export of this register
	owners   map[string][]*customer.Stored // of marks that are of none of the customers that their rows may concern
	renamed  map[string][]string           // present names of groups by folded names of before
	called   map[string]bool               // the folded names of groups in the file, where groups have been renamed
}

// rowMark is as which revision a row was exported of the customer that it was last
// looked at for, 0 where its mark does not say or is another's. It is kept since to
// make a mark takes longer than to compare the rest of a row.
type rowMark struct {
	number, revision int
	since            *Since // once it has been looked for
	looked           bool
}

// markOf is the mark that a row bears, in lower case; any text.
func markOf(r *rowReader) string { return strings.ToLower(r.text(customer.Version)) }

// revision returns as which revision a row was exported of a customer, or of the
// one that was merged into it and whose number the row names; 0 where its mark does
// not say or is another's.
func (m *marks) revision(r *rowReader, c *customer.Stored) int {
	if m.marker == nil {
		return 0
	}
	number := c.Number
	if row := m.lookup.mergedRow(r, c); row != nil {
		number = row.number
	}
	known := &m.rows[r.index]
	if known.number != number {
		*known = rowMark{number: number}
		mark := markOf(r)
		if e := (Exported{number, markedRevision(mark)}); e.Revision > 0 && m.marker.made(mark, e) {
			known.revision = e.Revision
		}
	}
	return known.revision
}

// since is what has become of a customer since a row was exported, nil where it
// was not changed, or where the row does not say.
func (m *marks) since(r *rowReader, c *customer.Stored) *Since {
	if row := m.lookup.mergedRow(r, c); row != nil {
		return m.sinceMerge(row, r)
	}
	if !m.moved {
		return nil
	}
	revision := m.revision(r, c)
	if revision == 0 || revision == c.Revision {
		return nil
	}
	known := &m.rows[r.index]
	if !known.looked {
		known.since, known.looked = m.lookup.cache.since[Exported{c.Number, revision}], true
	}
	return known.since
}

// sinceMerge is what has become of a customer since a row was exported with the
// number of one that was merged into it: the base is that one, as exported or, where
// the row does not say, as it was merged (match-merged, docs/rules.md).
func (m *marks) sinceMerge(row *lookedUpRow, r *rowReader) *Since {
	if row.sinceMerge != nil || row.merged.Was.Revision == 0 {
		return row.sinceMerge
	}
	since := Since{Base: row.merged.Was.Values}
	if revision := m.revision(r, row.customer); revision > 0 {
		if known := m.lookup.cache.since[Exported{row.number, revision}]; known != nil {
			since = *known
		}
	}
	since.Later = nil
	for f := customer.Kind; f.IsValue(); f++ {
		since.Later = append(since.Later, Write{Field: f, Who: row.merged.Who, At: row.merged.At})
	}
	row.sinceMerge = &since
	return row.sinceMerge
}

// noteVersion notes as which revision the row was exported, and adds a note where
// its mark says nothing.
func (m *marks) noteVersion(row *Row, r *rowReader, c *customer.Stored) {
	if c == nil || m.marker == nil || r.text(customer.Version) == "" {
		return
	}
	revision := m.revision(r, c)
	if merged := m.lookup.mergedRow(r, c); merged != nil {
		if m.lookup.cache.since[Exported{merged.number, revision}] != nil {
			return // a basis would be a revision of the customer itself
		}
	} else if revision > 0 && (revision == c.Revision || m.since(r, c) != nil) {
		row.Basis = revision
		return
	}
	row.Problems = append(row.Problems, customer.Problem{Field: customer.Version, Level: customer.Note, Code: VersionUnknown})
}
