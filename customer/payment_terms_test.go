package customer_test

import (
	"testing"

	"kortisto/customer"
)

func TestPaymentTerms(t *testing.T) {
	checkReads(t, customer.PaymentTerms, repair, []reads{
		{"14", "14"}, {"14 pv", "14"}, {"14pv netto", "14"}, {"14 days net", "14"}, {"30 dagar netto", "30"}, {"14 päivää", "14"}, {"14 Tage", "14"}, {"netto 30 Tagen", "30"}, {"sofort", "0"}, {"14_days", "14"},
		{"14,0", "14"}, {"netto 21 pv", "21"}, {"heti", "0"}, {"14 pv (netto)", "14"}, {"17", "17 !terms-unusual"}, {"365", "365 !terms-unusual"},
		{"-14", "!terms-invalid"}, {"366", "!terms-invalid"}, {"14 pv 2 %", "!terms-invalid"}, {"kuukausi", "!terms-invalid"}, {"99999999999999999999", "!terms-invalid"},
	})
}
