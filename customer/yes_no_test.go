package customer

import "testing"

// TestYesNo holds what says yes and what says no in the fields that do: the usual
// words, and those of the field.
func TestYesNo(t *testing.T) {
	for text, want := range map[string]string{
		"Aktiivinen": Yes, "käytössä": Yes, "x": Yes, "Kyllä": Yes, "true": Yes,
		"Passiivinen": No, "ARKISTOITU": No, "Ej i bruk": No, "0": No, "nej": No,
	} {
		if got := Active.Read(text, Context{}); got.Value != want {
			t.Errorf("%q: %+v, want %q", text, got, want)
		}
	}
	if got := Active.Read("ehkä", Context{}); !got.Failed() || got.Problem.Code != YesNoUnknown {
		t.Errorf("%+v", got)
	}
	var values Values
	values[Active] = No
	if values.Complete(); values[Active] != No || values[NoMarketing] != No || values[Restricted] != No {
		t.Errorf("%q, %q, %q", values[Active], values[NoMarketing], values[Restricted])
	}
	if (&Customer{Values: values}).IsActive() || !(&Customer{}).IsActive() {
		t.Error("who is active is labelled wrongly")
	}
}
