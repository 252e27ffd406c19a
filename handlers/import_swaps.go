package handlers

import (
	"github.com/gofiber/fiber/v2"
	"kortisto/handlers/drafts"
	"kortisto/importer"
)

// swaps are the parts of the confirmation page beside the rows that an answer
// to HTMX sends, since the page shows them otherwise. Each costs the browser
// time: a wide file has hundreds of columns.
type swaps struct {
	SwapHeads   bool // the heads of all columns
	SwapOptions bool
	SwapFill    bool // the values for fields that no column fills
	SwapRows    bool // all rows, else those and the cells that say so
	listSwaps
}

// columnSwaps are the parts of one column's head that are sent.
type columnSwaps struct {
	SwapSelect bool
	SwapWas    bool // what the select was opened with
	SwapMeter  bool
}

// follow finds what the page of the request shows otherwise than it is now. A
// page says what it shows by its selects, where its form is sent, and by the
// mark of the plan; of one that says neither, or whose mark is not known any
// more, all is sent.
func (v *confirmation) follow(c *fiber.Ctx, at *drafts.Planned) {
	form := formOf(c)
	shown := shownBy(at, form["show-mark"])
	v.SwapFill = shown == nil || fillMark(shown, v.fields) != fillMark(at.Outcome, v.fields)
	sent := v.sendsColumns(form)
	if shown == nil && !sent || v.View.Narrow && (shown == nil || !sameQuiet(shown.Plan, at.Plan)) {
		v.SwapHeads, v.SwapOptions = true, true
		return
	}
	for i := range v.Columns {
		column := &v.Columns[i]
		if key := column.Field.Key(); sent {
			column.SwapSelect, column.SwapWas = form[column.Name] != key, form["was-"+column.Name] != key
		} else {
			changed := shown.Mapping[i] != column.Field
			column.SwapSelect, column.SwapWas = changed, changed
		}
		column.SwapMeter = shown == nil || meterOf(shown.Plan, i) != column.meter
	}
	if !sent {
		v.SwapOptions = shown.Options != v.Options
		return
	}
	for i := range v.Selects {
		option := &v.Selects[i]
		value := option.Value()
		if now, there := form[option.Name]; !there || now != value {
			v.SwapOptions = true
		}
		option.SwapWas = form["was-"+option.Name] != value
	}
}

// formOf returns the fields of a form, or of an address.
func formOf(c *fiber.Ctx) map[string]string {
	args := c.Request().PostArgs()
	if c.Method() == fiber.MethodGet {
		args = c.Request().URI().QueryArgs()
	}
	fields := make(map[string]string, args.Len())
	for name, value := range args.All() {
		fields[string(name)] = string(value)
	}
	return fields
}

// shownBy returns what a page with a mark shows, nil where that is not known.
func shownBy(at *drafts.Planned, mark string) *drafts.Outcome {
	switch {
	case mark == at.Mark:
		return at.Outcome
	case at.Before != nil && mark == at.Before.Mark:
		return at.Before
	}
	return nil
}

// sendsColumns reports whether a form has the selects of all columns.
func (v *confirmation) sendsColumns(form map[string]string) bool {
	for i := range v.Columns {
		if _, there := form[v.Columns[i].Name]; !there && !v.Columns[i].Hidden {
			return false
		}
	}
	return true
}

// sameQuiet reports whether the same columns are hidden in both plans where
// only those are shown in which something happens.
func sameQuiet(a, b *importer.Plan) bool {
	for i := range a.Columns {
		if meterOf(a, i).quiet() != meterOf(b, i).quiet() {
			return false
		}
	}
	return true
}
