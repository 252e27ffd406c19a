package db

import (
	"testing"
	"time"

	"kortisto/customer"
)

// TestFilterBySince (list-filters) holds that those are chosen who were made or changed at a time
// or later, by hand or otherwise, and nobody else: neither who was removed nor who
// was changed before.
func TestFilterBySince(t *testing.T) {
	db, clock := openClocked(t)
	liisa := Actor{Name: "Liisa"}
	add(t, db, named("A"), named("B"), named("C"), named("D"))
	*clock = testTime.Add(time.Hour)
	_, err := db.UpdateCustomer(t.Context(), liisa, 1002, 1, named("B Oy"))
	must(t, err)
	_, err = db.CreateGroup(t.Context(), liisa, "vip") // concerns no customer
	must(t, err)
	*clock = testTime.Add(2 * time.Hour)
	add(t, db, named("E"))
	must(t, db.RemoveCustomer(t.Context(), liisa, 1003, 1))
	for since, want := range map[time.Duration]string{
		0: "1 2 4 5", time.Millisecond: "2 5", time.Hour: "2 5", time.Hour + time.Millisecond: "5", 2 * time.Hour: "5", 3 * time.Hour: "",
	} {
		for _, limit := range []int{0, 50} {
			if got := numbers(t, db, Filter{Since: testTime.Add(since), Limit: limit, CountTo: 1000}); got != want {
				t.Errorf("since %s: %s, want %s", since, got, want)
			}
		}
	}
	if got := numbers(t, db, Filter{Since: testTime, Query: "b"}); got != "2" {
		t.Errorf("with a word: %s", got)
	}
}

// TestSortByAnyField (list-sorting) holds that a list can be sorted by every field that customers
// have, both ways, that who has no value comes last either way, and that its pages
// are its parts.
func TestSortByAnyField(t *testing.T) {
	db := openTest(t)
	fill(t, db, 30)
	add(t, db, named("Tyhjä"))
	for _, f := range customer.Standard().Fields() {
		if customer.Standard().Of(f).Sort == "" {
			t.Errorf("%s: nothing can be sorted by it", f)
			continue
		}
		for _, desc := range []bool{false, true} {
			filter := Filter{Sort: f, Desc: desc}
			whole, _, err := db.Customers(t.Context(), filter)
			must(t, err)
			empty := false
			for i := range whole {
				if value := whole[i].Get(f); value == "" {
					empty = true
				} else if empty {
					t.Fatalf("%s, backwards %t: %q comes after an empty value", f, desc, value)
				}
			}
			filter.Limit, filter.Offset = 7, 21
			page, _, err := db.Customers(t.Context(), filter)
			must(t, err)
			for i := range page {
				if page[i].Number != whole[21+i].Number {
					t.Errorf("%s, backwards %t: the page has %d for %d", f, desc, page[i].Number, whole[21+i].Number)
				}
			}
		}
	}
}

// TestCountsOfFilters (list-counts) holds that customers whom no index counts are counted as far
// as is asked for, and all others whatever is asked for.
func TestCountsOfFilters(t *testing.T) {
	db := openTest(t)
	fill(t, db, 30)
	for name, c := range map[string]struct {
		filter Filter
		some   bool
		atMost int
	}{
		"everybody":     {Filter{}, false, 30},
		"kind":          {Filter{Kind: customer.Person}, false, 15},
		"has":           {Filter{Has: []customer.Field{customer.Email}}, true, 6},
		"has, few":      {Filter{Has: []customer.Field{customer.Email}, City: "Turku"}, true, 4},
		"nobody":        {Filter{City: "Nokia"}, true, 0},
		"since, a word": {Filter{Since: time.Unix(0, 0), Query: "oy", Sort: customer.Name}, true, 6},
	} {
		c.filter.Limit, c.filter.CountTo = 2, 5
		if c.filter.CountsSome() != c.some {
			t.Errorf("%s: counts some: %t", name, !c.some)
		}
		if _, total, err := db.Customers(t.Context(), c.filter); err != nil || total != c.atMost {
			t.Errorf("%s: %d of at most %d, %v", name, total, c.atMost, err)
		}
	}
}
