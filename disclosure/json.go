package disclosure

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"kortisto/customer"
	"kortisto/db"
)

// The form of a report for programs. Values are as the register keeps them, by
// the keys of their fields; empty ones are left out.
type (
	reportJSON struct {
		Customer int               `json:"customer"`
		MadeAt   time.Time         `json:"made_at"`
		Present  bool              `json:"present"` // in the register now; else the fields are those of the removal
		Fields   map[string]string `json:"fields"`
		History  []eventJSON       `json:"history"`
		Access   []accessJSON      `json:"access"`
	}
	eventJSON struct {
		At      time.Time    `json:"at"`
		By      string       `json:"by"`
		What    db.What      `json:"what"`
		Action  db.Action    `json:"action"`
		Import  int64        `json:"import"` // 0 for none
		File    string       `json:"file"`
		Line    int          `json:"line"` // of the file, 0 where that is not known
		Changes []changeJSON `json:"changes"`
	}
	changeJSON struct {
		Field string `json:"field"`
		Old   string `json:"old"`
		New   string `json:"new"`
	}
	accessJSON struct {
		At    time.Time `json:"at"`
		Until time.Time `json:"until"` // the last one of several times
		By    string    `json:"by"`
		Kind  string    `json:"kind"`
		Times int       `json:"times"`
	}
)

// JSON writes the report as one object.
func (r *Report) JSON(out io.Writer) error {
	told := reportJSON{Customer: r.Number, MadeAt: r.At, Present: r.Present, Fields: make(map[string]string), History: []eventJSON{}, Access: []accessJSON{}}
	for f := customer.Kind; f.IsValue(); f++ {
		if r.Values[f] != "" {
			told.Fields[f.Key()] = r.Values[f]
		}
	}
	for _, e := range r.History {
		one := eventJSON{e.At, e.By.plain(), e.What, e.Cause.Action, max(0, e.Cause.Import), e.Cause.File, e.Line, []changeJSON{}}
		for _, change := range e.Changes {
			one.Changes = append(one.Changes, changeJSON{change.Field.Key(), change.Old, change.New})
		}
		told.History = append(told.History, one)
	}
	for _, a := range r.Access {
		told.Access = append(told.Access, accessJSON{a.At, a.Last, a.By.plain(), string(a.Kind), a.Times})
	}
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(told)
}

// plain is somebody's name in no language.
func (w Who) plain() string {
	if w.Place > 0 {
		return fmt.Sprintf("user %d", w.Place)
	}
	return w.Name
}
