package accesslog

import (
	"strings"
	"testing"
	"time"

	"kortisto/db"
)

// TestEntries holds that entries are read back as they were added, the last
// first, and that each part of a query chooses.
func TestEntries(t *testing.T) {
	l, register, c := openTest(t)
	added := []Entry{
		{By: "Liisa", Kind: View, Customer: 1001},
		{By: "Matti", Kind: Export, Filter: Filter{Words: true, Group: true}, Numbers: NumbersOf(1003, 1001, 1002)},
		{By: db.CommandLine, Kind: Save, Import: 7},
		{By: "Liisa", Kind: Role, Object: "Matti"},
	}
	for _, e := range added {
		l.Add(e)
		c.move(time.Hour)
	}
	flush(t, l)
	found := entries(t, register, Query{})
	if len(found) != len(added) {
		t.Fatalf("%+v", found)
	}
	for i, e := range added {
		got := found[len(found)-1-i]
		e.ID, e.At = int64(i+1), testTime.Add(time.Duration(i)*time.Hour)
		if e.Kind == Export {
			e.Customers, e.Numbers = 3, Numbers{}
		}
		if !got.At.Equal(e.At) {
			t.Errorf("at %v", got.At)
		}
		if !equal(got, e) {
			t.Errorf("%+v, not %+v", got, e)
		}
	}
	for _, test := range []struct {
		query Query
		want  string
	}{
		{Query{By: "Liisa"}, "role view"},
		{Query{Kind: Export}, "export"},
		{Query{By: "Liisa", Kind: View}, "view"},
		{Query{Customer: 1001}, "export view"},
		{Query{Customer: 1003}, "export"},
		{Query{Customer: 1004}, ""},
		{Query{Customer: 1001, By: "Liisa"}, "view"},
		{Query{Customer: 1001, Limit: 1}, "export"},
		{Query{Customer: 1001, Limit: 1, Offset: 1}, "view"},
		{Query{From: testTime.Add(2 * time.Hour)}, "role save"},
		{Query{Before: testTime.Add(time.Hour)}, "view"},
		{Query{Limit: 2, Offset: 1}, "save export"},
	} {
		if got := kinds(entries(t, register, test.query)); got != test.want {
			t.Errorf("%+v: %s, not %s", test.query, got, test.want)
		}
	}
	if names, err := Authors(t.Context(), register); err != nil || strings.Join(names, ", ") != "Liisa, Matti, command line" {
		t.Errorf("%q, %v", names, err)
	}
}
