// Package disclosure tells everything that is stored about one customer, for
// whom it concerns: what the register holds of it now and has held before, where
// each value came from, and when the customer was looked at and given away. The
// page, the file and the command line give the same.
package disclosure

import (
	"context"
	"time"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/db/accesslog"
)

// Options say what is disclosed. The zero value is everything.
type Options struct {
	WithoutUsers bool // the firm's own people are numbered, not named
}

// Report is everything about one customer.
type Report struct {
	Number  int
	Name    string
	Present bool // the customer is in the register now
	At      time.Time
	Values  customer.Values // as they are, or as they were when the customer was removed
	History []Event         // the last one first
	Access  []Access        // the last one first
	Fields  []customer.Field
}

// Event is something that was done to the customer.
type Event struct {
	At      time.Time
	By      Who
	What    db.What
	Into    int      // of a customer that was merged, the one that it was merged into
	Cause   db.Cause // without a name
	Line    int      // of the file of an import, 0 where that is not known
	Changes []customer.Change
}

// Access says that somebody saw the data of the customer, or gave it away. Lists
// and searches that it stood in, and looks at imports, are listed together for a day.
type Access struct {
	At, Last time.Time // the first and the last time
	By       Who
	Kind     accesslog.Kind
	Times    int
}

// Who is somebody who did something: by the name, or by a number where the names
// of the firm's own people are left out.
type Who struct {
	Name  string // as the register keeps it
	Place int    // 1 for the first of them; 0 where the name is disclosed
}

// Of gathers everything about a customer, also about one in the bin. One that
// never was is db.ErrNotFound.
func Of(ctx context.Context, register *db.DB, number int, options Options) (*Report, error) {
	whole, err := register.Everything(ctx, number)
	if err != nil {
		return nil, err
	}
	g := &gathering{register: register, options: options, places: make(map[string]int)}
	g.report = &Report{
		Number: number, Name: whole.Customer.Values[customer.Name], Present: whole.Present, At: register.Now(),
		Values: whole.Customer.Values, Fields: register.Fields().Exported(),
	}
	for i := range whole.Events {
		g.addEvent(&whole.Events[i])
	}
	if err := g.addAccess(ctx); err != nil {
		return nil, err
	}
	return g.report, nil
}

// gathering is one report that is being made.
type gathering struct {
	register *db.DB
	options  Options
	places   map[string]int // of those who were numbered
	report   *Report
}

func (g *gathering) addEvent(e *db.EverythingEvent) {
	told := Event{At: e.At, By: g.who(e.By), What: e.What, Into: e.Into, Cause: e.Cause, Line: e.Line, Changes: e.Changes}
	told.Cause.By = ""
	if e.Values != nil { // what it was when it came
		for _, f := range g.report.Fields {
			if f.IsValue() && e.Values[f] != "" {
				told.Changes = append(told.Changes, customer.Change{Field: f, New: e.Values[f]})
			}
		}
	}
	g.report.History = append(g.report.History, told)
}

// daily is what is listed together for a day.
type daily struct {
	day  string
	by   string
	kind accesslog.Kind
}

// addAccess adds who has seen the customer. Each list that somebody pages through
// would be a line of its own otherwise.
func (g *gathering) addAccess(ctx context.Context) error {
	days := make(map[daily]int) // places in the report
	return accesslog.Each(ctx, g.register, accesslog.Query{Customer: g.report.Number}, func(e *accesslog.Entry) error {
		if e.Kind == accesslog.List || e.Kind == accesslog.Search || e.Kind == accesslog.ImportView {
			key := daily{e.At.Local().Format(time.DateOnly), e.By, e.Kind}
			if i, known := days[key]; known {
				g.report.Access[i].At = e.At
				g.report.Access[i].Times++
				return nil
			}
			days[key] = len(g.report.Access)
		}
		g.report.Access = append(g.report.Access, Access{At: e.At, Last: e.At, By: g.who(e.By), Kind: e.Kind, Times: 1})
		return nil
	})
}

// who names somebody as the report is to.
func (g *gathering) who(name string) Who {
	of, command := db.OnCommandLine(name)
	switch {
	case !g.options.WithoutUsers || name == "" || command && of == "":
		return Who{Name: name}
	case g.places[name] == 0:
		g.places[name] = len(g.places) + 1
	}
	return Who{Place: g.places[name]}
}
