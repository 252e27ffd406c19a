package workbook

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestDateForm holds that formats of digits show dates as excelize does, which
// shows those of every format.
func TestDateForm(t *testing.T) {
	part := rapid.SampledFrom([]string{"d", "dd", "m", "mm", "yy", "yyyy", "h", "hh", "s", "ss",
		".", "-", "/", ":", " ", `\ `, `\.`, `\-`, `"klo"`, `" ä "`, `\T`})
	format := rapid.OneOf(
		rapid.Map(rapid.SliceOfN(part, 1, 9), func(parts []string) numberFormat {
			return numberFormat{id: 164, code: strings.Join(parts, "")}
		}),
		rapid.Map(rapid.SliceOfN(part, 1, 9), func(parts []string) numberFormat {
			return numberFormat{id: 164, code: strings.ToUpper(strings.Join(parts, ""))}
		}),
		rapid.Map(rapid.SampledFrom([]int{14, 20, 21, 22}), func(id int) numberFormat { return numberFormat{id: id} }),
		rapid.Map(rapid.SampledFrom([]string{"d.m.yyyy", "yyyy\\-mm\\-dd\\ hh:mm:ss", "dd/mm/yyyy;@", "h:mm", "hh:mm:ss", "d.m.yyyy h:mm", "mm:ss", "m/d/yy h:mm",
			"mmmm d, yyyy", "d-mmm-yy", "mmm-yy", "dddd, mmmm dd, yyyy", "[$-409]m/d/yy h:mm AM/PM", "[$-409]h:mm:ss AM/PM", "h:mm AM/PM"}),
			func(code string) numberFormat { return numberFormat{id: 164, code: code} }))
	number := rapid.OneOf(rapid.Float64Range(firstPlainDay, lastDate-1),
		rapid.Map(rapid.IntRange(firstPlainDay*86_400, 80_000*86_400), func(seconds int) float64 { return float64(seconds) / 86_400 }),
		rapid.Map(rapid.IntRange(firstPlainDay*2_000, 80_000*2_000), func(n int) float64 { return float64(n) / 2_000 }),
		rapid.Map(rapid.IntRange(0, 86_400_000), func(n int) float64 { return 45_000 + float64(n)/86_400_000 }))
	shown := 0
	rapid.Check(t, func(t *rapid.T) {
		w := &xlsxParts{formats: []numberFormat{format.Draw(t, "format")}, date1904: rapid.Bool().Draw(t, "from 1904")}
		form := newDateForm(w.formats[0])
		if form == nil || classify(w.formats[0]) != shownDate {
			return
		}
		shown++
		f := newNumberFormatter(w)
		for range 5 {
			n := number.Draw(t, "number")
			got, want := form.show(dateOf(n, w.date1904), zeroOf(w.date1904)), f.format(n, 0)
			if got != want {
				t.Fatalf("%v in %+v is %q, not %q", n, w.formats[0], got, want)
			}
		}
	})
	if shown == 0 {
		t.Error("no format of digits was drawn")
	}
}
