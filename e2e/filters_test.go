package e2e

import "testing"

// TestFiltersStandInLine holds that the fields of a list's filters are alike high
// and stand alike below their labels, days as well as choices.
func TestFiltersStandInLine(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open().logIn()
	for _, path := range []string{"/imports", "/access"} {
		b.visit(path)
		for _, width := range widths {
			b.resize(width)
			places := ask[[]string](b, `[...new Set([...document.querySelectorAll("main .filters :is(select, input)")].map(field =>
				field.offsetHeight + " high, " + Math.round(field.getBoundingClientRect().top - field.labels[0].getBoundingClientRect().top) + " down"))]`)
			if len(places) != 1 {
				t.Errorf("on %s at %d the fields stand %q", path, width, places)
			}
		}
	}
}
