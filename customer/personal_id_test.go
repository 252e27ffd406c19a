package customer_test

import (
	"testing"

	"kortisto/customer"
)

func TestPersonalID(t *testing.T) {
	for _, text := range []string{"131052-308T", "131052-308t", "hetu: 131052-308T.", "131052–308T",
		// Letters that fold to those of a code: a long s, and the sign of the kelvin.
		"100152-127S", "100152-127ſ", "100152-121K", "100152-121\u212a"} {
		if !customer.HasPersonalID(text) {
			t.Errorf("%q is not seen", text)
		}
	}
	for _, text := range []string{"131052-308U", "311352-308T", "1131052-308T", "131052-308TX", "131052-001W", "PO-0042", "040 123-4567"} {
		if customer.HasPersonalID(text) {
			t.Errorf("%q is taken for one", text)
		}
	}
	if got := customer.MaskPersonalIDs("131052–308T ja 131052-308T"); got != "131052***** ja 131052*****" {
		t.Errorf("masked: %q", got)
	}
	if got := customer.MaskPersonalIDs("(100152-127ſ)"); got != "(100152*****)" {
		t.Errorf("masked: %q", got)
	}
	if got := customer.MaskPersonalIDs("x 131052-308T"); got != "x 131052*****" {
		t.Errorf("masked: %q", got)
	}
}
