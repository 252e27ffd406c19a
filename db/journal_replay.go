package db

import "kortisto/customer"

// replay is a customer at some moment: today's, taken back entry by entry. A
// group stands in it by its id, as in the journal.
type replay struct {
	exists bool
	values customer.Values
}

// replayFrom begins with the customer as it is now, nil where there is none.
func replayFrom(r *record) replay {
	if r == nil {
		return replay{}
	}
	p := replay{true, r.Values}
	p.values[customer.Group] = formatID(r.groupID)
	return p
}

// named is what the customer was, its group by name.
func (p *replay) named(groups map[int64]string) customer.Values {
	values := p.values
	nameGroup(&values, groups)
	return values
}

// before makes the customer what it was before an entry.
func (p *replay) before(e *entry) error {
	switch e.change {
	case created:
		*p = replay{}
	case changed:
		f, err := e.changedField()
		if err != nil {
			return err
		}
		p.values[f] = e.old
	case removed:
		values, err := e.whole()
		if err != nil {
			return err
		}
		*p = replay{true, values}
	}
	return nil
}
