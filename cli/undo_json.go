package cli

import (
	"context"
	"time"

	"kortisto/customer"
	"kortisto/db"
)

// The JSON form of an undo. Its keys are a contract.
type (
	undoImportJSON struct {
		Import int64     `json:"import"`
		File   string    `json:"file"`
		At     time.Time `json:"at"`
		By     string    `json:"by"`
		Undoes int64     `json:"undoes"` // 0 for an import of a file
	}
	undoGroupJSON struct {
		Name      string    `json:"name"`
		Effect    db.Effect `json:"effect"`
		Reason    db.Reason `json:"reason"`    // why it stays, or ""
		Customers int       `json:"customers"` // in a group that is in use
	}
	undoCustomerJSON struct {
		Customer int             `json:"customer"`
		Name     string          `json:"name"`
		Effect   db.Effect       `json:"effect"`
		Reason   db.Reason       `json:"reason"` // why it stays, or ""
		Since    *sinceJSON      `json:"since"`  // who has seen to that, or null
		Fields   []undoFieldJSON `json:"fields"`
	}
	undoFieldJSON struct {
		Field  customer.Field `json:"field"`
		Now    string         `json:"now"`
		Then   string         `json:"then"`
		Effect db.Effect      `json:"effect"` // put-back or stays
		Reason db.Reason      `json:"reason"`
		Since  *sinceJSON     `json:"since"`
	}
	sinceJSON struct {
		By     string    `json:"by"`
		At     time.Time `json:"at"`
		Import int64     `json:"import"` // 0 for a change by hand
	}
	undoneJSON struct {
		Import int64     `json:"import"` // that was undone
		Undo   int64     `json:"undo"`   // the undo's own number in the history
		At     time.Time `json:"at"`
		By     string    `json:"by"`
		Again  bool      `json:"again"` // it had been undone before
	}
)

// printJSON writes the undo as one object, customer by customer.
func (r *undoRun) printJSON(ctx context.Context) error {
	w := newJSONWriter(r.stdout)
	i := r.plan.Import
	groups := make([]undoGroupJSON, len(r.plan.Groups))
	for i, g := range r.plan.Groups {
		groups[i] = undoGroupJSON{g.Name, g.Effect, g.Reason, g.Customers}
	}
	w.text(`{"import": `)
	w.value(undoImportJSON{i.ID, i.FileName, i.SavedAt.Time(), i.SavedBy, i.Undoes})
	w.text(",\n\"counts\": ")
	w.value(r.plan.Counts)
	w.text(",\n\"groups\": ")
	w.value(groups)
	w.text(",\n\"fingerprint\": ")
	w.value(r.plan.Fingerprint)
	w.text(",\n\"customers\": [")
	first := true
	err := r.snapshot.EachUndo(ctx, r.plan, func(c *db.UndoCustomer) error {
		if !first {
			w.text(",")
		}
		first = false
		w.text("\n")
		w.value(customerUndoJSON(c))
		return w.err
	})
	if err != nil {
		return err
	}
	w.text("]")
	if done := r.undone; done != nil {
		w.text(",\n\"undone\": ")
		w.value(undoneJSON{done.Import, done.Undo, done.At, done.By, done.Again})
	}
	w.text("}\n")
	return w.close()
}

func customerUndoJSON(c *db.UndoCustomer) undoCustomerJSON {
	result := undoCustomerJSON{Customer: c.Number, Name: c.Name, Effect: c.Effect, Reason: c.Reason,
		Since: newSinceJSON(c.Cause), Fields: make([]undoFieldJSON, len(c.Fields))}
	for i, f := range c.Fields {
		effect := db.EffectPutBack
		if f.Stays {
			effect = db.EffectStays
		}
		result.Fields[i] = undoFieldJSON{f.Field, f.Now, f.Then, effect, f.Reason, newSinceJSON(f.Cause)}
	}
	return result
}

func newSinceJSON(cause *db.Cause) *sinceJSON {
	if cause == nil {
		return nil
	}
	return &sinceJSON{cause.By, cause.At, cause.Import}
}
