package db

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"slices"

	"github.com/uptrace/bun"
	"kortisto/customer"
)

// Effect says what an undo does to a customer or a group.
type Effect string

// The effects.
const (
	EffectPutBack = Effect("put-back") // fields of a customer, or the name of a group, become what they were
	EffectRemoved = Effect("removed")  // what was created goes
	EffectBrought = Effect("brought")  // what was removed, or a customer needs, comes back
	EffectStays   = Effect("stays")    // nothing of it is undone
)

// Reason says why something stays as it is.
type Reason string

// The reasons.
const (
	ReasonChanged = Reason("changed") // it was changed since
	ReasonRemoved = Reason("removed") // the customer was removed since
	ReasonTaken   = Reason("taken")   // a customer with that number, or a group with that name, is there
	ReasonUnfit   = Reason("unfit")   // with what was changed since it could not be right
	ReasonInUse   = Reason("in-use")  // the group has customers
	ReasonRenamed = Reason("renamed") // the group has another name now
	ReasonErased  = Reason("erased")  // the customer's data was erased
	ReasonExpired = Reason("expired") // the customer's values are not kept any more
	ReasonMerged  = Reason("merged")  // another customer was merged into it
	ReasonLeads   = Reason("leads")   // the customer was merged into another one since
	ReasonApart   = Reason("apart")   // of two customers that were merged one has changed or gone: they are not merged again
)

// UndoPlan says what an undo of an import does. Its customers are listed by
// Snapshot.EachUndo.
type UndoPlan struct {
	Import *Import // that is to be undone: an import, or an undo
	Done   *Import // the undo that took it back; nil while the import is in effect
	// Expired says that nothing can be undone any more: the values of before are
	// not kept so long.
	Expired bool
	Counts  UndoCounts
	Groups  []UndoGroup

	// Fingerprint is a hash of what the undo does: each customer's effect and
	// fields, and the groups'. It is 64 hexadecimal digits.
	Fingerprint string

	target *Import // what is undone in the end: Import, or the last undo of its chain
	first  int64   // the rows of the journal that target wrote
	last   int64
}

// UndoCounts counts what an undo does to customers.
type UndoCounts struct {
	PutBack    int `json:"put_back"`    // customers with fields that go back
	Fields     int `json:"fields"`      // these fields
	Removed    int `json:"removed"`     // customers that go
	Brought    int `json:"brought"`     // customers that come back
	Stays      int `json:"stays"`       // customers of which something stays
	StayFields int `json:"stay_fields"` // fields that the import changed and that stay
}

// Nothing reports whether the undo would change nothing.
func (p *UndoPlan) Nothing() bool {
	return p.Counts.PutBack+p.Counts.Removed+p.Counts.Brought == 0 &&
		!slices.ContainsFunc(p.Groups, func(g UndoGroup) bool { return g.Effect != EffectStays })
}

// UndoCustomer says what an undo does to one customer.
type UndoCustomer struct {
	Number int         `json:"number"`
	Name   string      `json:"name"`
	Effect Effect      `json:"effect"`
	Reason Reason      `json:"reason,omitempty"` // why it stays; "" where only its fields say it
	Cause  *Cause      `json:"cause,omitempty"`  // of that
	Fields []UndoField `json:"fields,omitempty"` // that the import changed; of one created and changed since, the fields changed since
}

// UndoField says what an undo does to one field. Groups stand in it by name.
type UndoField struct {
	Field  customer.Field `json:"field"`
	Now    string         `json:"now"`
	Then   string         `json:"then"` // before the import, or as the import created it
	Stays  bool           `json:"stays,omitempty"`
	Reason Reason         `json:"reason,omitempty"` // why it stays
	Cause  *Cause         `json:"cause,omitempty"`  // who changed it since
}

// Stays reports whether something of the customer is left as it is.
func (c *UndoCustomer) Stays() bool {
	return c.Effect == EffectStays || slices.ContainsFunc(c.Fields, func(f UndoField) bool { return f.Stays })
}

// UndoGroup says what an undo does to a group.
type UndoGroup struct {
	Name      string
	Then      string // the name before, where the group was renamed
	Effect    Effect
	Reason    Reason
	Customers int    // in a group that is in use, after the undo
	Cause     *Cause // who renamed it

	id int64
}

// UndoPlan plans the undo of an import or of an undo. Where it was undone
// already, the plan says by which undo and nothing else. It fails with
// ErrNotFound for what is not in the history.
func (s *Snapshot) UndoPlan(ctx context.Context, id int64) (*UndoPlan, error) {
	plan, err := planUndo(ctx, s.tx, id)
	return plan, translate(err)
}

// EachUndo calls a function with each customer that an undo concerns, in the
// order of the import, in little memory. The customer is the function's to
// keep. An error of the function ends it.
func (s *Snapshot) EachUndo(ctx context.Context, plan *UndoPlan, use func(*UndoCustomer) error) error {
	if plan.Done != nil || plan.Expired {
		return nil
	}
	walk, err := newUndoWalk(ctx, s.tx.Tx, plan, nil)
	if err != nil {
		return translate(err)
	}
	return translate(walk.each(func(item *undoItem) error { return use(&item.UndoCustomer) }))
}

// planUndo walks through all that the undo concerns, counts it and takes its
// fingerprint.
func planUndo(ctx context.Context, tx bun.Tx, id int64) (*UndoPlan, error) {
	plan := new(UndoPlan)
	if err := plan.aim(ctx, tx, id); err != nil || plan.Done != nil || plan.Expired {
		return plan, err
	}
	walk, err := newUndoWalk(ctx, tx.Tx, plan, nil)
	if err != nil {
		return nil, err
	}
	print := newUndoPrint(plan.target.ID)
	moves := make(map[int64]int) // by the id of a group, how many customers more it has afterwards
	err = walk.each(func(item *undoItem) error {
		plan.Counts.add(&item.UndoCustomer)
		item.countMoves(moves)
		print.customer(&item.UndoCustomer)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if plan.Groups, err = walk.groupEffects(moves); err != nil {
		return nil, err
	}
	for i := range plan.Groups {
		print.group(&plan.Groups[i])
	}
	plan.Fingerprint = hex.EncodeToString(print.Sum(nil))
	return plan, nil
}

// aim finds what is undone in the end. Undos of one import form a chain in
// which each takes back the one before it, so that an import in effect whose
// undo was undone is undone by undoing the last of them.
func (p *UndoPlan) aim(ctx context.Context, tx bun.Tx, id int64) error {
	asked, err := importByID(ctx, tx, id)
	if err != nil {
		return err
	}
	if asked.State != StateSaved {
		return ErrNotFound
	}
	p.Import, p.target = asked, asked
	origin := asked.Origin
	if origin == 0 {
		origin = asked.ID
	}
	var last int64
	if err := tx.Tx.QueryRowContext(ctx, `SELECT max(id) FROM imports WHERE id = ?1 OR origin = ?1`, origin).Scan(&last); err != nil {
		return err
	}
	if last != asked.ID {
		if p.target, err = importByID(ctx, tx, last); err != nil {
			return err
		}
	}
	if asked.Undone {
		p.Done = p.target
		return nil
	}
	p.Expired = p.target.Expired
	return tx.Tx.QueryRowContext(ctx, `SELECT first_entry, last_entry FROM events WHERE id = ?`, p.target.EventID).
		Scan(&p.first, &p.last)
}

func (n *UndoCounts) add(c *UndoCustomer) {
	switch c.Effect {
	case EffectPutBack:
		n.PutBack++
	case EffectRemoved:
		n.Removed++
	case EffectBrought:
		n.Brought++
	}
	for _, f := range c.Fields {
		switch {
		case !f.Stays:
			n.Fields++
		case c.Reason == "":
			n.StayFields++
		}
	}
	if c.Stays() {
		n.Stays++
	}
}

// undoPrint makes the fingerprint of an undo. Groups go in by their folded
// names, causes and texts not at all. What the import wrote never changes, so
// that nothing has to go in of what goes back but that it does.
type undoPrint struct{ hash.Hash }

func newUndoPrint(target int64) undoPrint {
	p := undoPrint{sha256.New()}
	fmt.Fprintf(p, "%d\n", target)
	return p
}

func (p undoPrint) customer(c *UndoCustomer) {
	fmt.Fprintf(p, "%d %s %s\n", c.Number, c.Effect, c.Reason)
	for _, f := range c.Fields {
		fmt.Fprintf(p, " %s %t %s", f.Field, f.Stays, f.Reason)
		if f.Field == customer.Group && !f.Stays {
			fmt.Fprintf(p, " %q", customer.FoldKey(f.Then))
		}
	}
}

func (p undoPrint) group(g *UndoGroup) {
	fmt.Fprintf(p, "\n%q %s %s", customer.FoldKey(g.Name), g.Effect, g.Reason)
	if g.Then != "" {
		fmt.Fprintf(p, " %q", customer.FoldKey(g.Then))
	}
}
