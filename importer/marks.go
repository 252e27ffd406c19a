package importer

import (
	"context"
	"slices"
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

// readMarks reads the marks of a file, and asks the register what has become of
// the customers that the file has as they were before.
func readMarks(ctx context.Context, l *lookup) (*marks, error) {
	m := &marks{lookup: l}
	if l.file.columns[customer.Version] < 0 {
		return m, nil
	}
	if err := l.cache.learnMarks(ctx); err != nil {
		return nil, err
	}
	m.marker, m.renamed = NewMarker(l.cache.versionKey), l.cache.renamed
	m.rows = make([]rowMark, len(l.rows))
	noted := make(map[Exported]bool)
	var list []Exported
	var foreign []string // marks that are of none of the customers that their rows may concern
	for i := range l.rows {
		r := l.file.row(i)
		m.noteGroup(&r)
		c := m.owner(&r)
		if c == nil {
			if mark := markOf(&r); markedRevision(mark) > 0 {
				foreign = append(foreign, mark)
			}
			continue
		}
		m.exported = true
		e, last := Exported{c.Number, m.revision(&r, c)}, c.Revision
		if row := l.mergedRow(&r, c); row != nil {
			e.Number, last = row.number, row.merged.Was.Revision
		}
		if !noted[e] && e.Revision < last {
			noted[e] = true
			list = append(list, e)
		}
	}
	m.findOwners(foreign)
	m.moved = len(list) > 0
	return m, l.cache.learnSince(ctx, list)
}

// owner is the first of the customers that a row may concern whose mark it
// bears, nil for none.
func (m *marks) owner(r *rowReader) *customer.Stored {
	for _, c := range m.lookup.mayConcern(r) {
		if m.revision(r, c) > 0 {
			return c
		}
	}
	return nil
}

// mayConcern lists the customers that a row may concern.
func (l *lookup) mayConcern(r *rowReader) []*customer.Stored {
	if c := l.cache.numbers[r.decision.Customer]; c != nil {
		return []*customer.Stored{c}
	}
	if c := l.rows[r.index].customer; c != nil {
		return []*customer.Stored{c}
	}
	key := l.key(r)
	var fitting []*customer.Stored
	for _, id := range key.businessIDs {
		fitting = append(fitting, l.withBusinessID(id)...)
	}
	return slices.Concat(fitting, l.named(key.names), l.otherwise(r, &key))
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

// noteGroup notes how a row names its group.
func (m *marks) noteGroup(r *rowReader) {
	if text := r.text(customer.Group); text != "" && len(m.renamed) > 0 {
		if m.called == nil {
			m.called = make(map[string]bool)
		}
		m.called[customer.FoldKey(text)] = true
	}
}
