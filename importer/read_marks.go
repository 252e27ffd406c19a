package importer

import (
	"context"
	"slices"

	"kortisto/customer"
)

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

// noteGroup notes how a row names its group.
func (m *marks) noteGroup(r *rowReader) {
	if text := r.text(customer.Group); text != "" && len(m.renamed) > 0 {
		if m.called == nil {
			m.called = make(map[string]bool)
		}
		m.called[customer.FoldKey(text)] = true
	}
}
