package db

import (
	"context"
	"errors"
	"slices"

	"kortisto/customer"
)

// subject is all that the register knows of a customer who is to be erased.
type subject struct {
	number  int
	merged  []int             // numbers of customers who were merged into this one: the same person
	present *record           // nil where it is not in the register any more
	states  []customer.Values // today's and earlier values, not all of them whole
	last    int               // its last revision
	origins map[int]origin    // where its history begins, by number
	groups  []string          // ids of those that it is or was in
	events  int
}

// readSubject reads what is known of a customer; of one that was merged into
// another it is that one. It fails with ErrNotFound, and with ErrErased.
func readSubject(ctx context.Context, q querier, number int) (*subject, error) {
	s := &subject{number: number}
	if err := s.followMerges(ctx, q); err != nil {
		return nil, err
	}
	present, err := customerByNumber(ctx, q, s.number)
	switch {
	case err == nil:
		s.present, s.states = present, []customer.Values{present.Values}
		s.addGroup(formatID(present.groupID))
	case !errors.Is(err, ErrNotFound):
		return nil, err
	}
	if err := s.readJournal(ctx, q); err != nil {
		return nil, err
	}
	if s.origins, err = readOrigins(ctx, q, s.numbers()); err != nil {
		return nil, err
	}
	if !s.hasValues() {
		if err := orErased(ctx, q, s.number); !errors.Is(err, ErrNotFound) {
			return nil, err
		}
	}
	if s.events == 0 {
		return nil, ErrNotFound
	}
	return s, nil
}

// hasValues reports whether the customer is there, or anything but the number of it
// is known still.
func (s *subject) hasValues() bool {
	var nothing customer.Values // as it is read where values were emptied
	nothing.Complete()
	return s.present != nil || slices.ContainsFunc(s.states, func(values customer.Values) bool {
		return values != nothing && values != customer.Values{}
	})
}

// followMerges goes on to the customer that the number leads to, and finds those who
// were merged into that one.
func (s *subject) followMerges(ctx context.Context, q querier) error {
	err := eachNumber(ctx, q, func(kept int) { s.number = kept }, mergedChain+` SELECT kept FROM ends`, jsonList([]int{s.number}))
	if err != nil {
		return err
	}
	return eachNumber(ctx, q, func(other int) { s.merged = append(s.merged, other) }, `WITH RECURSIVE others (number) AS (
			SELECT number FROM merged_numbers WHERE kept = ?
			UNION SELECT m.number FROM others JOIN merged_numbers AS m ON m.kept = others.number)
		SELECT number FROM others`, s.number)
}

// readJournal reads the earlier values of the customer, and counts its events.
func (s *subject) readJournal(ctx context.Context, q querier) error {
	seen := make(map[[2]int]bool) // numbers and revisions
	err := eachEntry(ctx, q, func(e entry) error {
		if e.number == s.number {
			s.last = max(s.last, e.revision)
		}
		seen[[2]int{e.number, e.revision}] = true
		switch e.change {
		case removed:
			values, err := e.whole()
			s.states = append(s.states, values)
			s.addGroup(values[customer.Group])
			return err
		case changed:
			f, err := e.changedField()
			if err != nil {
				return err
			}
			for _, value := range []string{e.old, e.new} {
				var values customer.Values
				values[f] = value
				s.states = append(s.states, values)
				s.addGroup(values[customer.Group])
			}
		}
		return nil
	}, `SELECT `+entryColumns+` FROM journal AS j WHERE j.customer IN (SELECT value FROM json_each(?)) ORDER BY j.id DESC`, jsonList(s.numbers()))
	s.events = len(seen)
	return err
}

// addGroup notes a group that the customer is or was in, by its id as the journal
// keeps it.
func (s *subject) addGroup(id string) {
	if id != "" && !slices.Contains(s.groups, id) {
		s.groups = append(s.groups, id)
	}
}

// numbers are all those of the customer.
func (s *subject) numbers() []int { return append([]int{s.number}, s.merged...) }

// name is the last one that is known.
func (s *subject) name() string {
	for i := range s.states {
		if name := s.states[i][customer.Name]; name != "" {
			return name
		}
	}
	return ""
}

// traits are what the customer is known again by, beside its numbers: as it is, or as
// it was in any state that is known as a whole, and by each earlier value that tells
// by itself.
func (s *subject) traits() (traits []customer.Trait) {
	for i := range s.states {
		traits = append(traits, customer.Traits(0, &s.states[i])...)
	}
	return traits
}
