package importer_test

import (
	"testing"

	"kortisto/customer"
	"kortisto/importer"
	"kortisto/sheet"
)

// TestMapGuessGarbled holds that columns are known by names whose letters were
// read in a wrong charset.
func TestMapGuessGarbled(t *testing.T) {
	for header, want := range map[string]customer.Field{
		"SÃ¤hkÃ¶posti": customer.Email, "s‰hkˆpostiosoite": customer.Email, "SŠhkšposti": customer.Email, "S√§hk√∂posti": customer.Email,
		"asiakasryhm‰": customer.Group, "VÃ¤littÃ¤jÃ¤tunnus": customer.EInvoiceOperator, "MerkkiÃ¤": customer.None,
	} {
		if known := importer.KnownHeader(customer.Standard())(header); known != (want != customer.None) {
			t.Errorf("%s is known: %v", header, known)
		}
		s := &sheet.Sheet{Header: []string{header}}
		if got := importer.Suggest(s, customer.Standard())[0]; got != want {
			t.Errorf("%s is mapped to %s", header, got.Key())
		}
	}
}
