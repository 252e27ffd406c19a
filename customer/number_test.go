package customer_test

import (
	"testing"

	"kortisto/customer"
)

func TestNumber(t *testing.T) {
	checkReads(t, customer.Number, repair, []reads{
		{"1001", "1001"}, {"1001,0", "1001"}, {"1001.00", "1001"}, {"1 001", "1001"}, {"1\u00a0001", "1001"}, {" 007 ", "7"},
		{"999999999", "999999999"}, {"1000000000", "!number-invalid"}, {"0", "!number-invalid"}, {"-5", "!number-invalid"},
		{"1,003", "1003"}, {"1.003.004", "1003004"}, {"0,003", "!number-invalid"}, {"1,00,003", "!number-invalid"}, {"1001,5", "!number-invalid"}, {"A1001", "!number-invalid"}, {"1E5", "!number-invalid"},
	})
}
