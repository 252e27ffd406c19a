package cli_test

import (
	"strings"
	"testing"
)

// TestImportODS holds that an OpenDocument spreadsheet is imported as other
// workbooks are.
func TestImportODS(t *testing.T) {
	b := newBench(t)
	b.fill()
	plan := b.plan("../sheet/testdata/text.ods", "--sheet", "ORIGINAL", "--save")
	if plan.File.Format != "ods" || plan.Counts != (counts{Unchanged: originals}) {
		t.Errorf("%+v %+v", plan.File, plan.Counts)
	}
	if r := b.run("import", "../sheet/testdata/text.ods", "--sheet", "Nimi"); r.status != 2 || !strings.Contains(r.stderr, "Taulukot: original.") {
		t.Errorf("status %d: %q", r.status, r.stderr)
	}
}

// TestImportTellsOfWorkbook holds that hidden rows and formulas without a
// result are not passed over in silence.
func TestImportTellsOfWorkbook(t *testing.T) {
	b := newBench(t)
	cell := func(text string) string {
		return `<table:table-cell office:value-type="string"><text:p>` + text + `</text:p></table:table-cell>`
	}
	path := b.write("lista.fods", `<?xml version="1.0"?><office:document office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body><office:spreadsheet><table:table table:name="A">`+
		`<table:table-row>`+cell("Nimi")+cell("Katuosoite")+`</table:table-row><table:table-row table:visibility="filter">`+cell("Alfa Oy")+cell("Tie 1")+`</table:table-row>`+
		`<table:table-row>`+cell("Beta Oy")+`<table:table-cell table:formula="of:=[.B2]"/></table:table-row></table:table></office:spreadsheet></office:body></office:document>`)
	for lang, want := range map[string][]string{
		"fi": {"! 1 rivi on piilotettu taulukossa.", "! 1 solun kaavalle ei ole tiedostossa tulosta."},
		"sv": {"! 1 rad är dold", "! 1 cell har en formel utan resultat"},
		"en": {"! 1 row is hidden", "! 1 cell has a formula"},
	} {
		out := b.must("import", path, "--lang", lang).stdout
		for _, text := range want {
			if !strings.Contains(out, text) {
				t.Errorf("%s: no word of it in\n%s", lang, out)
			}
		}
	}
}
