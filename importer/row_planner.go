package importer

// rowPlanner plans rows one after the other, in the order of the file.
type rowPlanner struct {
	file       *fileReader
	lookup     *lookup
	marks      *marks
	comparer   *comparer
	matcher    *matcher
	duplicates *duplicates
	create     bool // rows without a customer make one

	rows  []*Row // planned so far
	stale int    // decisions passed over since their rows now have other cells
	aside []int  // customers that the rows speak of, where the plan's rows do not name them
	room  []Row  // for the next rows
}

func newRowPlanner(l *lookup, m *marks, groups *groupNames) *rowPlanner {
	in := l.file.in
	p := &rowPlanner{file: l.file, lookup: l, marks: m, comparer: newComparer(l.file, m, groups),
		create: in.Options.Create == CreateYes || in.Options.Create == CreateDefault && in.Mapping.hasName(),
		rows:   make([]*Row, 0, len(in.Sheet.Rows))}
	p.matcher = &matcher{l, m, p.comparer}
	p.duplicates = &duplicates{file: l.file, matcher: p.matcher, rows: &p.rows, index: newRowIndex(l)}
	return p
}
