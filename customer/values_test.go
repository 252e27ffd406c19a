package customer_test

import (
	"testing"

	"kortisto/customer"
)

// TestDecimals holds damage-repair where a program that holds all numbers with
// decimals has written a new value of digits.
func TestDecimals(t *testing.T) {
	checkReads(t, customer.Phone, repair, []reads{
		{"401234567.0", "~0401234567"}, {"0401234567,0", "~0401234567"}, {"493012345678.0", "~493012345678"}, {"358401234567.00", "~+358401234567"},
		{"040.123", "040.123"}, {"09 123.00", "09 123.00"}, {"358401000001.0", "~+358401000001"},
	})
	checkReads(t, customer.BusinessID, repair, []reads{{"20774740.0", "~2077474-0"}, {"1120389,0", "~0112038-9"}, {"20774741.0", "!business-id-invalid"}})
	checkReads(t, customer.EInvoiceAddress, repair, []reads{{"3723327487.0", "~003723327487"}, {"3720774740,0", "~003720774740"}})
	checkReads(t, customer.EInvoiceOperator, repair, []reads{{"3721291126.0", "~003721291126"}})
	checkReads(t, customer.Reference, repair, []reads{{"4711.0", "4711.0"}, {"1.00", "1.00"}}) // may be a version
	checkReads(t, customer.Phone, customer.Context{}, []reads{{"0401234567.0", "0401234567.0"}, {"20774740.0", "20774740.0 !phone-zero"}})
	if keys := customer.BusinessIDKeys("20774740.0", repair); keys[0] != customer.BusinessIDKey("2077474-0") {
		t.Errorf("20774740.0 finds %v", keys)
	}
}

// TestDigitsRounded holds damage-repair where a number was shown with an
// exponent, read and written in full: its last digits are gone.
func TestDigitsRounded(t *testing.T) {
	checkReads(t, customer.Phone, repair, []reads{
		{"123456000000", "!digits-lost"}, {"46812000000000", "!digits-lost"},
		{"358103000000", "~+358103000000 !digits-lost"}, {"358405000000", "~+358405000000 !digits-lost"}, // Finnish numbers that there are
		{"0103000000", "0103000000"}, {"010 300 0000", "010 300 0000"}, {"+358103000000", "+358103000000"}, {"358401234567", "~+358401234567"},
	})
	checkReads(t, customer.Phone, customer.Context{Country: "SE", Repair: true}, []reads{{"468145000000", "!digits-lost"}, {"358103000000", "358103000000 !digits-lost"}})
	checkReads(t, customer.EInvoiceAddress, repair, []reads{{"372077000000000", "!digits-lost"}, {"372077000000000.0", "!digits-lost"}})
	checkReads(t, customer.EInvoiceOperator, repair, []reads{{"885790000000000", "!digits-lost"}})
	checkReads(t, customer.BusinessID, customer.Context{Country: "SE", Repair: true}, []reads{{"5560160000000", "!digits-lost"}})
	checkReads(t, customer.Reference, repair, []reads{{"45000000000", "45000000000 !digits-lost"}, {"4500000000", "4500000000"}, {"45 000 000 000", "45 000 000 000"}})
}

// TestPhoneZero holds damage-repair for Finnish numbers that may lack their zero:
// where it is not certain it is offered.
func TestPhoneZero(t *testing.T) {
	checkReads(t, customer.Phone, repair, []reads{
		{"912345678", "912345678 !phone-zero"}, {"9 123 4567", "9 123 4567 !phone-zero"}, {"1812345", "1812345 !phone-zero"}, {"(9) 123-4567", "(9) 123-4567 !phone-zero"},
		{"1234567890", "1234567890 !phone-zero"}, {"401234567", "~0401234567"}, {"40 123 4567", "40 123 4567 !phone-zero"},
		{"123456", "123456"}, {"116117", "116117"}, {"112", "112"}, {"12345678901", "12345678901"}, {"+91234567", "+91234567"}, {"09 123 456", "09 123 456"},
	})
	checkReads(t, customer.Phone, customer.Context{Country: "SE", Repair: true}, []reads{{"468145068", "468145068"}})
	for text, want := range map[string]string{"912345678": "0912345678", "9 123 4567": "09 123 4567", "(9) 123-4567": "091234567"} {
		if got := customer.Phone.Read(text, repair).Problem.Args["suggestion"]; got != want {
			t.Errorf("%q: %v is offered, not %q", text, got, want)
		}
	}
}

// TestSeveralPhones holds that several numbers in a cell are kept as written,
// where each of them may be one.
func TestSeveralPhones(t *testing.T) {
	for _, text := range []string{
		"040 555 1111 / 040 555 2222", "040 555 2222/040 555 1111", "0503334444, 0401112222", "018 12345 tai 0457 123 4567", "045 777 8888 (työ) 040 111 2222 (koti)",
		"040-1234567 - 09-1234567", "09 123 456 / 050 1234567 (Maija)", "+358 40 555 1111 / +358 40 555 2222", "040 555 1111\n040 555 2222",
		"040 555 1111 040 555 2222", "040 555 1111 ::: 040 555 2222", "(040) 999 0000 / (040) 888 0000", "+49 30 1234567 / +49 170 1234567",
		"040 555 1111 / 040 555 2222 / 09 123 456", "(09) 123 4567 (09) 765 4321", "040-5551111;040-5552222", "040.555.1111 | 040.555.2222",
	} {
		if r := customer.Phone.Read(text, repair); r.Value != text || r.Problem.Code != "" {
			t.Errorf("%q reads as %+v", text, r)
		}
	}
	checkReads(t, customer.Phone, repair, []reads{{"12345678901234567890123", "!phone-invalid"}, {"1 / 2", "!phone-invalid"}})
}

// TestEmailLists holds damage-repair for lists of addresses that are written
// otherwise than with semicolons and commas.
func TestEmailLists(t *testing.T) {
	checkReads(t, customer.Email, repair, []reads{
		{"a@x.fi;", "~a@x.fi"}, {";a@x.fi", "~a@x.fi"}, {"a@x.fi;; b@y.fi", "~a@x.fi; b@y.fi"}, {"a@x.fi\nb@y.fi", "~a@x.fi; b@y.fi"}, {"a@x.fi;\nb@y.fi", "~a@x.fi; b@y.fi"},
		{"a@x.fi|b@y.fi", "~a@x.fi; b@y.fi"}, {"a@x.fi | b@y.fi", "~a@x.fi; b@y.fi"}, {"a@x.fi b@y.fi", "~a@x.fi; b@y.fi"}, {"<a@x.fi>", "~a@x.fi"}, {"<a@x.fi>, <b@y.fi>", "~a@x.fi; b@y.fi"},
		{"mailto:a@x.fi", "~a@x.fi"}, {"MailTo:a@x.fi;b@y.fi", "~a@x.fi; b@y.fi"}, {"a@x.fi.", "~a@x.fi"}, {"a@x.fi., b@y.fi", "~a@x.fi; b@y.fi"}, {"a@gmail.con;", "~a@gmail.con !email-unusual"},
		{"a@x.fi; b@y.fi", "a@x.fi; b@y.fi"}, {"a@x.fi,b@y.fi", "a@x.fi,b@y.fi"}, {"A@X.FI", "A@X.FI"},
		{"a@x.fi; b", "!email-invalid"}, {"a@x.fi tai b@y.fi", "!email-invalid"}, {";,", "!email-invalid"}, {"mailto:", "!email-invalid"}, {"<>", "!email-invalid"}, {"|", "!email-invalid"},
	})
	checkReads(t, customer.Email, customer.Context{}, []reads{{"a@x.fi;", "a@x.fi;"}, {"a@x.fi\nb@y.fi", "a@x.fi\nb@y.fi"}, {"<a@x.fi>", "!email-invalid"}, {"a@x.fi|b@y.fi", "!email-invalid"}})
}

// TestOneOperator holds that the ids and names of one operator are one, and that
// an id of digits is stored as it is written.
func TestOneOperator(t *testing.T) {
	checkReads(t, customer.EInvoiceOperator, repair, []reads{
		{"Maventa", "003721291126"}, {"MAVENTA", "003721291126"}, {"003721291126", "003721291126"}, {"PAGERO", "003723609900"}, {"Pagero Oy", "003723609900"},
		{"Basware", "BAWCFI22"}, {"BWEI", "BAWCFI22"}, {"BAWCFI22", "BAWCFI22"}, {"003705925424", "003705925424"}, {"3705925424", "~003705925424"},
		{"003721291126 (Maventa)", "003721291126 !operator-read"}, {"Maventa 003721291126", "003721291126 !operator-read"}, {"003721291126, Maventa", "003721291126 !operator-read"},
		{"Pagero Oy (003723609900)", "003723609900 !operator-read"}, {"Maventa Oy", "003721291126"}, {"Apix Messaging", "003723327487"}, {"basware ab", "BAWCFI22"}, {"Handelsbanken Abp", "HANDFIHH"}, {"Basware (BAWCFI22)", "BAWCFI22 !operator-read"}, {"BAWCFI22 / 003705925424", "003705925424 !operator-read"},
		{"OKOYFIHH (Osuuspankki)", "OKOYFIHH !operator-read"}, {"NDEAFIHH / OKOYFIHH", "NDEAFIHH / OKOYFIHH !operator-unknown"},
	})
	for _, pair := range [][2]string{{"003721291126", "Maventa"}, {"MAVENTA", "003721291126"}, {"BAWCFI22", "003705925424"}, {"BAWCFI22", "Basware Oyj"}, {"PAGERO", "pagero"}} {
		if !customer.EInvoiceOperator.Same(pair[0], pair[1]) {
			t.Errorf("%q and %q are two operators", pair[0], pair[1])
		}
	}
	for _, pair := range [][2]string{{"003721291126", "003723609900"}, {"NDEAFIHH", "OP"}, {"TUNTEMATON1", "TUNTEMATON2"}} {
		if customer.EInvoiceOperator.Same(pair[0], pair[1]) {
			t.Errorf("%q and %q are one operator", pair[0], pair[1])
		}
	}
}

// TestCountryNames holds that countries are read by their official names, in
// their own languages, and where a cell names one twice.
func TestCountryNames(t *testing.T) {
	checkReads(t, customer.Country, repair, []reads{
		{"United-States", "US"}, {"United States of America", "US"}, {"The Netherlands", "NL"}, {"England", "GB"}, {"Skotlanti", "GB"}, {"Scotland", "GB"}, {"Wales", "GB"}, {"Pohjois-Irlanti", "GB"},
		{"UAE", "AE"}, {"Korea, Republic of", "KR"}, {"Russian Federation", "RU"}, {"Republic of Estonia", "EE"}, {"Kingdom of Sweden", "SE"}, {"Federal Republic of Germany", "DE"},
		{"People's Republic of China", "CN"}, {"Republic of China", "TW"}, {"Iran, Islamic Republic of", "IR"}, {"Viet Nam", "VN"}, {"Suomen tasavalta", "FI"}, {"Czech Republic", "CZ"},
		{"Deutschland", "DE"}, {"Österreich", "AT"}, {"Schweiz", "CH"}, {"Suisse", "CH"}, {"Belgique", "BE"}, {"België", "BE"}, {"Eesti", "EE"}, {"Latvija", "LV"}, {"Lietuva", "LT"},
		{"Polska", "PL"}, {"España", "ES"}, {"Italia", "IT"}, {"Ísland", "IS"}, {"Norge", "NO"}, {"Danmark", "DK"}, {"Finnland", "FI"}, {"Россия", "RU"}, {"Ελλάδα", "GR"}, {"日本", "JP"},
		{"FI-Suomi", "FI"}, {"Suomi/Finland", "FI"}, {"Viro (Eesti)", "EE"}, {"Suomi - Finland", "FI"}, {"NA", "NA"}, {"NO", "NO"},
		{"Korea", "!country-unknown"}, {"Kongo", "!country-unknown"}, {"Suomi/Ruotsi", "!country-unknown"}, {"FI-90100", "!country-unknown"}, {"EU", "!country-unknown"}, {"()", "!country-unknown"},
	})
}

// TestSaysNothing holds value-empty: that a word which says that there is no value is read as
// empty, and told, where the field cannot hold it.
func TestSaysNothing(t *testing.T) {
	for _, f := range []customer.Field{customer.Kind, customer.BusinessID, customer.Postcode, customer.Country, customer.Email, customer.Phone,
		customer.EInvoiceAddress, customer.EInvoiceOperator, customer.Invoicing, customer.PaymentTerms, customer.Language, customer.Group, customer.Number} {
		checkReads(t, f, repair, []reads{{"-", "!says-nothing"}, {"N/A", "!says-nothing"}, {"ei ole", "!says-nothing"}, {"Saknas", "!says-nothing"}, {"None", "!says-nothing"}})
	}
	checkReads(t, customer.Name, repair, []reads{{"-", "!says-nothing"}, {"n/a", "!says-nothing"}, {"Tuntematon", "Tuntematon"}, {"None", "None"}, {"ei ole", "ei ole"}, {"😀", "😀"}})
	checkReads(t, customer.Group, repair, []reads{{"ei ryhmää", "!says-nothing"}, {"Ingen grupp", "!says-nothing"}, {"Ei", "Ei"}, {"Muut", "Muut"}})
	for _, f := range []customer.Field{customer.Contact, customer.Street, customer.City, customer.Reference, customer.Notes} {
		checkReads(t, f, repair, []reads{{"-", "-"}, {"N/A", "N/A"}, {"ei ole", "ei ole"}})
	}
	if keys := customer.BusinessIDKeys("-", repair); keys != nil {
		t.Errorf("a dash is a key: %v", keys)
	}
}

// TestBusinessIDForms holds in which forms a Finnish Business ID is read.
func TestBusinessIDForms(t *testing.T) {
	checkReads(t, customer.BusinessID, repair, []reads{
		{"FI-2332748-7", "2332748-7"}, {"FI 2332748-7", "2332748-7"}, {"Y-tunnus: 2077474-0", "2077474-0"}, {"Y-tunnus 2077474-0", "2077474-0"}, {"FO-nummer: 2077474-0", "2077474-0"},
		{"ALV-numero FI20774740", "2077474-0"}, {"2077474-O", "~2077474-0"}, {"2O77474-0", "~2077474-0"}, {"O112038-9", "~0112038-9"},
		{"2077474-I", "!business-id-invalid"}, {"2O77474-1", "!business-id-invalid"}, {"Y-tunnus: 131052-308T", "!personal-id"}, {"EE123456789", "!business-id-invalid"},
	})
	checkReads(t, customer.BusinessID, customer.Context{}, []reads{{"2077474-O", "!business-id-invalid"}})
	checkReads(t, customer.BusinessID, customer.Context{Unread: true, Repair: true}, []reads{{"123", "123"}})
}

// TestOVTSuffix holds damage-repair for an OVT address with characters behind
// the Business ID: its check digit tells that the zeros are lost.
func TestOVTSuffix(t *testing.T) {
	checkReads(t, customer.EInvoiceAddress, repair, []reads{
		{"372077474012345", "~00372077474012345"}, {"37207747401", "~0037207747401"}, {"3720774740A1", "~003720774740A1"}, {"3702012566100", "~003702012566100"},
		{"372077474112345", "372077474112345 !einvoice-unusual"}, {"3720774740123456", "3720774740123456 !einvoice-unusual"},
	})
}
