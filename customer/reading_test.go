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

// TestLostLetter holds that U+FFFD in a value is warned of, and that worse things
// about the value are named first.
func TestLostLetter(t *testing.T) {
	checkReads(t, customer.Name, repair, []reads{{"M\ufffdkel\ufffd", "M\ufffdkel\ufffd !letter-lost"}, {"M?kel?", "M?kel?"}})
	checkReads(t, customer.Notes, repair, []reads{{"\ufffd", "\ufffd !letter-lost"}, {"a\xffb", "a\ufffdb !letter-lost"}})
	checkReads(t, customer.Phone, repair, []reads{{"0401234567 (ty\ufffd)", "0401234567 (ty\ufffd) !letter-lost"}, {"\ufffd", "!phone-invalid"}})
	checkReads(t, customer.EInvoiceAddress, repair, []reads{{"\ufffd", "!einvoice-invalid"}})
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

func TestText(t *testing.T) {
	checkReads(t, customer.Notes, repair, []reads{
		{"  a\r\nb\rc\x00 ", "a\nb\nc"}, {"ma\u0308", "mä"}, {"\u00a0x\u2003", "x"}, {"1,23457E+11", "1,23457E+11 !digits-lost"},
		{strings.Repeat("ä", 32_000), strings.Repeat("ä", 32_000)}, {strings.Repeat("ä", 32_001), "!text-too-long"},
		{strings.Repeat("😀", 16_001), "!text-too-long"}, {"tunnus 131052-308T, soita", "!personal-id"},
	})
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
