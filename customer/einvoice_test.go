package customer_test

import (
	"testing"

	"kortisto/customer"
)

func TestEInvoiceAddress(t *testing.T) {
	checkReads(t, customer.EInvoiceAddress, repair, []reads{
		{"88:00:00", "!einvoice-invalid"},
		{"003723327487", "003723327487"}, {"0037 2332 7487", "003723327487"}, {"00372332748712345", "00372332748712345"}, {"fi2112345600000785", "FI2112345600000785"},
		{"3723327487", "~003723327487"}, {"003720774741", "!einvoice-invalid"}, {"FI2112345600000786", "!einvoice-invalid"}, {"FI211234560000078", "!einvoice-invalid"},
		{"0088123456789", "0088123456789 !einvoice-unusual"}, {"0216:abc123", "0216:abc123 !einvoice-unusual"}, {"x", "!einvoice-invalid"}, {"abc", "abc !einvoice-unusual"},
		{"lasku@yritys.fi", "!einvoice-invalid"}, {"3,72332748712346E+016", "!digits-lost"},
		{"SE4550000000058398257466", "SE4550000000058398257466"},
	})
}

func TestOperator(t *testing.T) {
	checkReads(t, customer.EInvoiceOperator, repair, []reads{
		{"003703575029 ", "003703575029"}, {"dabafihh", "DABAFIHH"}, {"Danske Bank", "DABAFIHH"}, {"BasWare", "BAWCFI22"}, {"Basware Oyj", "BAWCFI22"},
		{"885790000000418", "~00885790000000418"}, {"3723327487", "~003723327487"},
		{"CGI / 003703575029", "003703575029 !operator-read"}, {"003714377140ENFO", "003714377140 !operator-read"}, {"Nordea (NDEAFIHH)", "NDEAFIHH !operator-read"}, {"Nordea (OKOYFIHH)", "OKOYFIHH !operator-read"},
		{"003708599126/Liaison Technologies Oy", "003708599126 !operator-read"}, {"003701274855102 OKOYFIHH", "OKOYFIHH !operator-read"},
		{"00370357529", "00370357529 !operator-unknown"}, {"BAWCF122", "BAWCF122 !operator-unknown"}, {"003703675029", "003703675029 !operator-unknown"},
		{"8,8579E+14", "!digits-lost"}, {"E204503", "E204503"},
	})
}
