package db

import (
	"slices"

	"kortisto/customer"
)

// replay is a customer at some moment: today's, taken back entry by entry. A
// group stands in it by its id, as in the journal.
type replay struct {
	exists bool
	values *customer.Values // where it does not exist, those of when it came
}

// replayFrom begins with the customer as it is now, nil where there is none.
func replayFrom(r *record) replay {
	if r == nil {
		return replay{values: new(customer.Values)}
	}
	values := r.Values
	values[customer.Group] = formatID(r.groupID)
	return replay{true, &values}
}

// named is what the customer was, its group by name.
func (p *replay) named(groups map[int64]string) customer.Values {
	values := *p.values
	nameGroup(&values, groups)
	return values
}

// before makes the customer what it was before an entry.
func (p *replay) before(e *entry) error {
	switch e.change {
	case created:
		p.exists = false
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
		p.exists, *p.values = true, values
	}
	return nil
}

// beforeAll makes the customer what it was before some entries, the first of which
// stands first.
func (p *replay) beforeAll(entries []causedEntry) error {
	for i := range slices.Backward(entries) {
		if err := p.before(&entries[i].entry); err != nil {
			return err
		}
	}
	return nil
}

// isSame reports whether a customer was the same at two moments.
func (p *replay) isSame(other replay) bool {
	return p.exists == other.exists && *p.values == *other.values
}
