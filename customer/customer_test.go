package customer_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"kortisto/customer"
)

// reads is a text and what a field makes of it: a value, or a problem's code
// after ! where it has one, or ~ before a repaired value.
type reads struct{ text, want string }

func checkReads(t *testing.T, f customer.Field, ctx customer.Context, cases []reads) {
	t.Helper()
	for _, c := range cases {
		r := f.Read(c.text, ctx)
		got := r.Value
		if r.Repaired {
			got = "~" + got
		}
		if r.Problem.Code != "" {
			got = strings.TrimSpace(got + " !" + string(r.Problem.Code))
			if r.Problem.Field != f {
				t.Errorf("%s %q: the problem is of field %q", f, c.text, r.Problem.Field)
			}
		}
		if got != c.want {
			t.Errorf("%s %q (%s): got %q, want %q", f, c.text, ctx.Country, got, c.want)
		}
	}
}

var repair = customer.Context{Repair: true}

func TestNumber(t *testing.T) {
	checkReads(t, customer.Number, repair, []reads{
		{"1001", "1001"}, {"1001,0", "1001"}, {"1001.00", "1001"}, {"1 001", "1001"}, {"1\u00a0001", "1001"}, {" 007 ", "7"},
		{"999999999", "999999999"}, {"1000000000", "!number-invalid"}, {"0", "!number-invalid"}, {"-5", "!number-invalid"},
		{"1,003", "1003"}, {"1.003.004", "1003004"}, {"0,003", "!number-invalid"}, {"1,00,003", "!number-invalid"}, {"1001,5", "!number-invalid"}, {"A1001", "!number-invalid"}, {"1E5", "!number-invalid"},
	})
}

func TestBusinessID(t *testing.T) {
	checkReads(t, customer.BusinessID, repair, []reads{
		{"2077474-0", "2077474-0"}, {"2332748-7", "2332748-7"}, {"0112038-9", "0112038-9"}, {"1234567-1", "1234567-1"},
		{"FI20774740", "2077474-0"}, {"FI 0112038-9", "0112038-9"}, {"2077474–0", "2077474-0"}, {" 2077474 - 0", "2077474-0"},
		{"112038-9", "~0112038-9"}, {"01120389", "~0112038-9"}, {"1120389", "~0112038-9"}, {"900017", "~0090001-7"},
		{"2077474-1", "!business-id-invalid"}, {"1234567-8", "!business-id-invalid"}, {"0116754-4", "!business-id-invalid"},
		{"1000008-0", "!business-id-invalid"}, {"1120388", "!business-id-invalid"}, {"Y-tunnus", "!business-id-invalid"},
		{"2,07747E+7", "!digits-lost"}, {"131052-308T", "!personal-id"},
	})
	checkReads(t, customer.BusinessID, customer.Context{}, []reads{
		{"112038-9", "!business-id-invalid"}, {"01120389", "0112038-9"},
	})
	checkReads(t, customer.BusinessID, customer.Context{Country: "SE"}, []reads{
		{"556677-8899", "556677-8899"}, {"SE556677889901", "SE556677889901"}, {"2077474-1", "2077474-1"},
	})
}

func TestBusinessIDKeys(t *testing.T) {
	same := [][2]string{{"0112038-9", "FI01120389"}, {"0112038-9", "112038-9"}, {"556677-8899", "5566778899"}}
	for _, pair := range same {
		if customer.BusinessIDKeys(pair[1], repair)[0] != customer.BusinessIDKey(pair[0]) {
			t.Errorf("%q does not find %q: %v", pair[1], pair[0], customer.BusinessIDKeys(pair[1], repair))
		}
	}
	if customer.BusinessIDKey("2077474-0") == customer.BusinessIDKey("20774740") {
		t.Error("a foreign ID of eight digits finds a Finnish company")
	}
	if keys := customer.BusinessIDKeys("20774740", customer.Context{Country: "DK", Repair: true}); len(keys) != 1 || keys[0] == customer.BusinessIDKey("2077474-0") {
		t.Errorf("eight digits in Denmark find %v", keys)
	}
	if keys := customer.BusinessIDKeys("131052-308T", repair); keys != nil {
		t.Errorf("a personal identity code is a key: %v", keys)
	}
}

// TestPostcode holds damage-repair for postal codes: what can only be a code
// without its zeros is repaired, for Finland alone.
func TestPostcode(t *testing.T) {
	checkReads(t, customer.Postcode, repair, []reads{
		{"00100", "00100"}, {"FI-00100", "00100"}, {"00 100", "00100"}, {"100", "~00100"}, {"2100", "~02100"},
		{"101", "~00101 !postcode-unknown"}, {"00101", "00101 !postcode-unknown"}, {"2014", "~02014 !postcode-unknown"}, {"99", "~00099 !postcode-unknown"},
		{"1234", "~01234 !postcode-unknown"}, {"33056", "33056 !postcode-unknown"}, {"FI-00101", "00101 !postcode-unknown"}, {"100.0", "~00100"}, {"90100,00", "~90100"},
		{"0", "!postcode-invalid"}, {"1", "!postcode-invalid"}, {"001000", "!postcode-invalid"}, {"0010A", "!postcode-invalid"}, {"1,23E+4", "!digits-lost"},
	})
	checkReads(t, customer.Postcode, customer.Context{}, []reads{{"100", "!postcode-invalid"}, {"00101", "00101 !postcode-unknown"}})
	checkReads(t, customer.Postcode, customer.Context{Country: "AX", Repair: true}, []reads{{"22100", "22100"}, {"100", "!postcode-invalid"}})
	checkReads(t, customer.Postcode, customer.Context{Country: "SE", Repair: true}, []reads{{"101", "101"}, {"111 22", "111 22"}})
	checkReads(t, customer.Postcode, customer.Context{Unread: true, Repair: true}, []reads{{"SW1A 1AA", "SW1A 1AA"}, {"100", "100"}})
	checkReads(t, customer.Postcode, customer.Context{Country: "NO", Repair: true}, []reads{{"1234", "1234"}, {"LV-1010", "LV-1010"}})
	if office := customer.PostOffices()["65100"]; office.Finnish != "VAASA" || office.Swedish != "VASA" {
		t.Errorf("65100 is %v", office)
	}
	if n := len(customer.PostOffices()); n < 3000 {
		t.Errorf("%d postal codes", n)
	}
}

func TestCountry(t *testing.T) {
	checkReads(t, customer.Country, repair, []reads{
		{"FI", "FI"}, {"fi", "FI"}, {"FIN", "FI"}, {"Suomi", "FI"}, {"FI (Sverige)", "!country-unknown"}, {"SUOMI", "FI"}, {"Finland", "FI"}, {"Åland", "AX"}, {"Ahvenanmaa", "AX"},
		{"Sverige", "SE"}, {"Ruotsi", "SE"}, {"Viro", "EE"}, {"Estland", "EE"}, {"United Kingdom", "GB"}, {"Iso-Britannia", "GB"}, {"Yhdysvallat", "US"},
		{"Saksa", "DE"}, {"Tyskland", "DE"}, {"XX", "!country-unknown"}, {"Narnia", "!country-unknown"},
	})
	if n := len(customer.CountryCodes()); n != 249 {
		t.Errorf("%d country codes, ISO 3166-1 has 249", n)
	}
	if name := customer.CountryName("SE", "sv"); name != "Sverige" {
		t.Errorf("SE is %q in Swedish", name)
	}
	for code, want := range map[string]string{"MK": "Pohjois-Makedonia", "SZ": "Eswatini"} {
		if name := customer.CountryName(code, "fi"); name != want {
			t.Errorf("%s is %q", code, name)
		}
		if r := customer.Country.Read(want, customer.Context{}); r.Value != code {
			t.Errorf("%q reads as %q", want, r.Value)
		}
	}
}

// TestLostLetter holds that U+FFFD in a value is told, and that worse things
// about the value are told first.
func TestLostLetter(t *testing.T) {
	checkReads(t, customer.Name, repair, []reads{{"M\ufffdkel\ufffd", "M\ufffdkel\ufffd !letter-lost"}, {"M?kel?", "M?kel?"}})
	checkReads(t, customer.Notes, repair, []reads{{"\ufffd", "\ufffd !letter-lost"}, {"a\xffb", "a\ufffdb !letter-lost"}})
	checkReads(t, customer.Phone, repair, []reads{{"0401234567 (ty\ufffd)", "0401234567 (ty\ufffd) !letter-lost"}, {"\ufffd", "!phone-invalid"}})
	checkReads(t, customer.EInvoiceAddress, repair, []reads{{"\ufffd", "!einvoice-invalid"}})
}

func TestEmail(t *testing.T) {
	checkReads(t, customer.Email, repair, []reads{
		{"info@cafe.example", "info@cafe.example"}, {"a@x.fi; b@y.fi", "a@x.fi; b@y.fi"}, {"a@x.fi,b@y.fi", "a@x.fi,b@y.fi"},
		{"etunimi.o'suku+x@ala.osasto.fi", "etunimi.o'suku+x@ala.osasto.fi"},
		{"info@cafe", "!email-invalid"}, {"cafe.example", "!email-invalid"}, {"a b@x.fi", "!email-invalid"}, {"a@x.fi; b", "!email-invalid"},
		{";", "!email-invalid"}, {"Matti <m@x.fi>", "!email-invalid"}, {"a@x..fi", "!email-invalid"}, {"a@1.2", "!email-invalid"},
		{"matti@gmail.con", "matti@gmail.con !email-unusual"}, {"pääkonttori@x.fi", "pääkonttori@x.fi !email-unusual"},
	})
}

func TestPhone(t *testing.T) {
	checkReads(t, customer.Phone, repair, []reads{
		{"040 123 4567", "040 123 4567"}, {"+358401234567", "+358401234567"}, {"(09) 123-456", "(09) 123-456"}, {"0451234", "0451234"},
		{"050 1234567 / 09 12345", "050 1234567 / 09 12345"}, {"0400 123 456 (Matti)", "0400 123 456 (Matti)"}, {"0401234567 (työ)", "0401234567 (työ)"}, {"040 1234567 arkisin 8-16", "040 1234567 arkisin 8-16"},
		{"040-1234567 (Matti) 050-7654321 (Liisa)", "040-1234567 (Matti) 050-7654321 (Liisa)"}, {"+46 8 123 456", "+46 8 123 456"},
		{"401234567", "~0401234567"}, {"501234567", "~0501234567"}, {"358401234567", "~+358401234567"},
		{"3584012345678", "~+3584012345678"}, {"35840123456789", "35840123456789"}, // of 13 digits and of more
		{"040 1234567, matti@x.fi", "040 1234567, matti@x.fi"}, {"matti78@x.fi;0401234567", "matti78@x.fi;0401234567"}, {"matti.1978@x.fi", "!phone-invalid"},
		{"3,58401E+11", "!digits-lost"}, {"ei ole tietoa", "!phone-invalid"}, {"12", "!phone-invalid"}, {"123456789012345678901", "!phone-invalid"},
	})
	checkReads(t, customer.Phone, customer.Context{Country: "SE", Repair: true}, []reads{{"401234567", "401234567"}})
	for _, pair := range [][2]string{{"040 123 4567", "040-1234567"}, {"(09) 123.456", "09/123 456"}} {
		if !customer.Phone.Same(pair[0], pair[1]) {
			t.Errorf("%q and %q differ", pair[0], pair[1])
		}
	}
	if customer.Phone.Same("0401234567", "+358401234567") {
		t.Error("another way of writing the country is no change")
	}
	if customer.PhoneKey("040 123 4567", "FI") != customer.PhoneKey("00358-40-1234567", "") || customer.PhoneKey("040 123 4567", "") != "+358401234567" {
		t.Error("the keys of one telephone differ")
	}
	// Six digits are the least that people are looked for by.
	if six, five := customer.PhoneKey("123 456", "FI"), customer.PhoneKey("12 345", "FI"); six != "123456" || five != "" {
		t.Errorf("the keys of six and of five digits are %q and %q", six, five)
	}
}

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

func TestChoices(t *testing.T) {
	checkReads(t, customer.Kind, repair, []reads{
		{"Yritys", "company"}, {"HENKILÖ", "person"}, {"henkilo", "person"}, {"Företag", "company"}, {"Privatperson", "person"}, {"Yksityinen", "person"},
		{"Kuluttaja", "person"}, {"Consumer", "person"}, {"B2B", "company"}, {"B2C", "person"}, {"Business", "company"}, {"Private", "person"}, {"seura", "!kind-unknown"},
	})
	checkReads(t, customer.Invoicing, repair, []reads{
		{"Verkkolasku", "einvoice"}, {"Paperi", "letter"}, {"E-post", "email"}, {"E-LASKU", "einvoice"}, {"Letter", "letter"}, {"fax", "!invoicing-unknown"},
	})
	checkReads(t, customer.Language, repair, []reads{
		{"FI", "fi"}, {"SWE", "sv"}, {"englanti", "en"}, {"Finska", "fi"}, {"viro", "!language-unknown"},
	})
}

func TestPaymentTerms(t *testing.T) {
	checkReads(t, customer.PaymentTerms, repair, []reads{
		{"14", "14"}, {"14 pv", "14"}, {"14pv netto", "14"}, {"14 days net", "14"}, {"30 dagar netto", "30"}, {"14 päivää", "14"}, {"14 Tage", "14"}, {"netto 30 Tagen", "30"}, {"sofort", "0"}, {"14_days", "14"},
		{"14,0", "14"}, {"netto 21 pv", "21"}, {"heti", "0"}, {"14 pv (netto)", "14"}, {"17", "17 !terms-unusual"}, {"365", "365 !terms-unusual"},
		{"-14", "!terms-invalid"}, {"366", "!terms-invalid"}, {"14 pv 2 %", "!terms-invalid"}, {"kuukausi", "!terms-invalid"}, {"99999999999999999999", "!terms-invalid"},
	})
}

func TestText(t *testing.T) {
	checkReads(t, customer.Notes, repair, []reads{
		{"  a\r\nb\rc\x00 ", "a\nb\nc"}, {"ma\u0308", "mä"}, {"\u00a0x\u2003", "x"}, {"1,23457E+11", "1,23457E+11 !digits-lost"},
		{strings.Repeat("ä", 32_000), strings.Repeat("ä", 32_000)}, {strings.Repeat("ä", 32_001), "!text-too-long"},
		{strings.Repeat("😀", 16_001), "!text-too-long"}, {"tunnus 131052-308T, soita", "!personal-id"},
	})
}

func TestPersonalID(t *testing.T) {
	for _, text := range []string{"131052-308T", "131052-308t", "hetu: 131052-308T.", "131052–308T",
		// Letters that fold to those of a code: a long s, and the sign of the kelvin.
		"100152-127S", "100152-127ſ", "100152-121K", "100152-121\u212a"} {
		if !customer.HasPersonalID(text) {
			t.Errorf("%q is not seen", text)
		}
	}
	for _, text := range []string{"131052-308U", "311352-308T", "1131052-308T", "131052-308TX", "PO-0042", "040 123-4567"} {
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

func TestGuessKind(t *testing.T) {
	for _, name := range []string{"Sähkö Oy", "Oy C.E. Lindgren Ab", "Sauvon Yhteistalo O.Y.", "Asunto-Oy Keski-Vista", "As Oy X", "MIELI ry;MIELI rf",
		"Kahvila T:mi", "Lämpösäätiö", "Tampereen seurakunta", "Helsingin kaupunki", "Bauer GmbH", "Acme, Inc.", "Ehitus OÜ", "Kalle ja Pojat Ky", "Nordvind AB"} {
		if customer.GuessKind(name) != customer.Company {
			t.Errorf("%q is not seen to be a company", name)
		}
	}
	for _, name := range []string{"Virtanen Matti", "Nguyễn Thị Hoa", "Mäkelä Anna-Liisa", "Aytekin Ay Lale", "Stad Kaupunkinen Olli"} {
		if customer.GuessKind(name) != "" {
			t.Errorf("%q is taken for a company", name)
		}
	}
}

func TestHeaders(t *testing.T) {
	for header, want := range map[string]customer.Field{
		"Asiakasnumero": customer.Number, "ASIAKASRYHMA": customer.Group, "Y_tunnus": customer.BusinessID, "Ytunnus:": customer.BusinessID,
		"Puh.nro": customer.Phone, "Verkkolaskuosoite (OVT/IBAN)": customer.EInvoiceAddress, "E-postadress": customer.Email, "Kundnummer": customer.Number,
		"Nimi *": customer.Name, "firstName": customer.FirstName, "Versio": customer.Version, "Toimitusosoitteen postitoimipaikka": customer.DeliveryCity,
		"Henkilötunnus": customer.None, "Tunnus": customer.None, "Viite": customer.None, "IBAN": customer.None, "Nationality": customer.None, "": customer.None,
	} {
		if got, _ := customer.Standard().ByHeader(header); got != want {
			t.Errorf("%q is %q, want %q", header, got, want)
		}
	}
	for _, f := range customer.Standard().Targets() {
		for _, lang := range customer.Languages {
			named := f != customer.AppendNotes // only the user says that a column is appended (append-chosen, docs/rules.md)
			if got, own := customer.Standard().ByHeader(customer.Standard().Label(f, lang)); own != named || named && got != f {
				t.Errorf("the label %q of %s is read as %q", customer.Standard().Label(f, lang), f, got)
			}
		}
	}
}

func TestDisplayReadsBack(t *testing.T) {
	for _, f := range customer.Standard().Fields() {
		for _, choice := range f.Choices() {
			for _, lang := range customer.Languages {
				if got := f.Read(f.Display(choice.Value, lang), repair).Value; got != choice.Value {
					t.Errorf("%s %s in %s comes back as %q", f, choice.Value, lang, got)
				}
			}
		}
	}
}

// anyText is what a field may be given, odd characters included.
var anyText = rapid.OneOf(rapid.String(), rapid.StringMatching(`[ 0-9+/().'=\-,;@EeA-Zåäöß\x{a0}\r\n\t\x{308}]{0,24}`))

// TestReadIsStable holds that what is kept reads as itself: the second import
// of a value changes nothing.
func TestReadIsStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := anyText.Draw(t, "text")
		ctx := customer.Context{Country: rapid.SampledFrom([]string{"", "FI", "SE", "AX"}).Draw(t, "country"), Repair: rapid.Bool().Draw(t, "repair")}
		for _, f := range customer.Standard().Fields() {
			kept := f.Read(text, ctx).Value
			if kept == "" {
				continue
			}
			if customer.Clean(kept) != kept || !utf8.ValidString(kept) {
				t.Fatalf("%s keeps %q, which is not clean", f, kept)
			}
			if again := f.Read(kept, customer.Context{Country: ctx.Country}); again.Value != kept {
				t.Fatalf("%s: %q is kept as %q, which reads as %q", f, text, kept, again.Value)
			}
		}
	})
}

// TestInvisibleCharacters holds that characters which can't be seen part no
// names and spoil no value, but stay in texts.
func TestInvisibleCharacters(t *testing.T) {
	for _, r := range []string{"\u00ad", "\u200b", "\u200c", "\u200d", "\u200e", "\u202c", "\u2060", "\ufeff"} {
		if got := customer.FoldKey("Mäki" + r + " " + r + " Oy" + r); got != "mäki oy" {
			t.Errorf("%q: folded to %q", r, got)
		}
		if got := customer.HeaderKey("Sähkö" + r + "posti\u00a0"); got != customer.HeaderKey("Sahkoposti") {
			t.Errorf("%q: header folded to %q", r, got)
		}
		for f, text := range map[customer.Field]string{customer.Number: "1001", customer.Email: "a@b.example", customer.Postcode: "00100", customer.BusinessID: "2077474-0"} {
			if got := f.Read(r+text[:3]+r+text[3:]+r, customer.Context{}); got.Value != text {
				t.Errorf("%q: %s reads as %+v", r, f, got)
			}
		}
		if n, ok := customer.ParseNumber("10" + r + "01"); !ok || n != 1001 {
			t.Errorf("%q: number %d", r, n)
		}
	}
	if got := customer.Notes.Read("a\u200bb", customer.Context{}).Value; got != "a\u200bb" {
		t.Errorf("notes are kept as %q", got)
	}
}

func TestCleanIsStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := anyText.Draw(t, "text")
		once := customer.Clean(text)
		if twice := customer.Clean(once); twice != once {
			t.Fatalf("%q cleans to %q and then to %q", text, once, twice)
		}
		key := customer.FoldKey(text)
		if again := customer.FoldKey(key); again != key {
			t.Fatalf("%q folds to %q and then to %q", text, key, again)
		}
		if customer.FoldKey(once) != key && !strings.ContainsFunc(text, func(r rune) bool {
			return r < ' ' || r == 0x7f || r == utf8.RuneError || r >= 0x80 && r < 0xa0 || r == 0xfeff || r&0xfffe == 0xfffe
		}) {
			t.Fatalf("%q folds to %q, cleaned to %q", text, key, customer.FoldKey(once))
		}
	})
}
