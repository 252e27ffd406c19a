package importer_test

import (
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/importer"
	"kortisto/sheet"
)

const mendedRegister = `
number | kind | name | contact | notes
1001 | company | À la Carte Oy | Müller Jörg | Kyläyhdistys
1002 | company | Mäkelä & Pojat Oy | Ìngrid | Pidä lämpimänä`

// TestMendedAsStored holds read-garbled: of several mendings of a garbled text the
// one that gives a stored value wins, and else the one of Finnish letters, whether
// the file was mended or not.
func TestMendedAsStored(t *testing.T) {
	for _, c := range []struct{ name, file, kept, mended string }{
		{"letters that are either", "Asiakasnumero;Nimi;Yhteyshenkilö\n1001;Ã€ la Carte Oy;MÃŒller JÃ¶rg\n1002;;ÃŒngrid",
			"2 unchanged 1001 number kept name kept contact\n3 unchanged 1002 number kept contact", "2 unchanged 1001 number\n3 unchanged 1002 number"},
		{"a new value has Finnish letters", "Asiakasnumero;Lisätiedot\n1001;KylÃ€yhdistys ry\n1002;PidÃ€ viileÃ€nÃ€",
			"2 modified 1001 number notes: Kyläyhdistys → KylÃ€yhdistys ry\n3 modified 1002 number notes: Pidä lämpimänä → PidÃ€ viileÃ€nÃ€",
			"2 modified 1001 number notes: Kyläyhdistys → Kyläyhdistys ry\n3 modified 1002 number notes: Pidä lämpimänä → Pidä viileänä"},
		{"the name is the key", "Tyyppi;Nimi\nYritys;Ã€ la Carte Oy\nYritys;MÃ€kelÃ€ & Pojat Oy", "2 unchanged 1001 name\n3 unchanged 1002 name", "2 unchanged 1001 name\n3 unchanged 1002 name"},
		{"the name is the key of a change", "Tyyppi;Nimi;Lisätiedot\nYritys;Ã€ la Carte Oy;uusi", "2 undecided [1001] !damaged-key", "2 modified 1001 name notes: Kyläyhdistys → uusi"},
		{"as pages write them", "Asiakasnumero,Nimi,Lisätiedot\n1002,M&auml;kel&auml; &amp; Pojat Oy,Pid&auml; viile&auml;n&auml;",
			"2 modified 1002 number notes: Pidä lämpimänä → Pid&auml; viile&auml;n&auml; kept name", "2 modified 1002 number notes: Pidä lämpimänä → Pidä viileänä"},
		{"as letters write them", "Asiakasnumero;Lisätiedot\n1001;Kyl=C3=A4yhdistys", "2 unchanged 1001 number kept notes", "2 unchanged 1001 number"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for mend, want := range map[bool]string{false: c.kept, true: c.mended} {
				s, err := sheet.Read([]byte(c.file+"\n"), sheet.Options{Mend: mend, Known: importer.KnownHeader(customer.Standard())})
				if err != nil {
					t.Fatal(err)
				}
				in := importer.Input{Sheet: s, Mapping: importer.Suggest(s, customer.Standard())}
				if got := strings.TrimSpace(told(build(t, stored(t, mendedRegister), in))); got != want || s.Garbled.Cells == 0 {
					t.Errorf("mended: %t: got\n%s\nwant\n%s", mend, got, want)
				}
			}
		})
	}
}
