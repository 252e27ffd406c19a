package importer

// match finds the customer that a row concerns: the one of its number, if it has
// one (match-number, docs/rules.md).
func (m *matcher) match(r *rowReader) found {
	if r.decision.Create {
		return found{key: m.lookup.key(r)}
	}
	if c := m.lookup.cache.numbers[r.decision.Customer]; c != nil {
		return found{customer: c, by: ByUser}
	}
	if c := m.lookup.rows[r.index].customer; c != nil {
		return m.matchNumber(r, c)
	}
	return m.matchUnknownNumber(r)
}
