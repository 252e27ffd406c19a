package sheet

import "testing"

// TestReadUTF32 reads what few programs write, and tells lost letters.
func TestReadUTF32(t *testing.T) {
	s := mustRead(t, sampleFile(t, "utf32.csv"), Options{})
	equal(t, "charset", s.Charset, "utf-32le")
	equal(t, "rows", cellsOf(s), []string{"Mäkelä Oy|Katu 1"})
	equal(t, "a lost letter", cellsOf(mustRead(t, sampleFile(t, "nul.csv"), Options{})), []string{"M\ufffdkel Oy|Katu 1"})
}

// TestReadGarbledKinds holds the kinds of broken letters that are warned of, and
// mended where that is asked for: letters of pages and e-mails, and misreadings
// of which one alone gives Finnish letters.
func TestReadGarbledKinds(t *testing.T) {
	for _, c := range []struct {
		file  string
		cells int
		rows  []string
	}{
		{"entities.csv", 5, []string{"1008|O'Brien Seán|sean@post.example", "1014|Müller Jürgen|", "|Salo & Pojat Oy|salo@pojat.example", "|Kahvila \"Kulma\"|kulma@kahvila.example"}},
		{"garbled-latin9.csv", 8, []string{"1003|Rantakylän Kyläyhdistys ry|PIRKKALA|Käytävä päädyssä", "1007|Korhonen Jukka|JYVÄSKYLÄ|Yövuoro"}},
	} {
		s := mustRead(t, sampleFile(t, c.file), Options{})
		if s.Garbled.Cells == 0 || s.Garbled.Mended {
			t.Errorf("%s: %+v", c.file, s.Garbled)
		}
		s = mustRead(t, sampleFile(t, c.file), Options{Mend: true})
		equal(t, c.file, cellsOf(s), c.rows)
	}
	proven := "Nimi;Lisätiedot\nSõhk÷ Oy;x\nMõkelõ;y\n"
	equal(t, "proven by another cell", cellsOf(mustRead(t, []byte(proven), Options{Mend: true})), []string{"Sähkö Oy|x", "Mäkelä|y"})
}

// TestReadCharsetsByName reads the charsets that a user chooses or a page names.
func TestReadCharsetsByName(t *testing.T) {
	for charset, c := range map[string][2]string{
		"windows-1250": {"Wa\xb3\xeasa", "Wałęsa"}, "windows-1251": {"\xcf\xe5\xf2\xf0\xee\xe2", "Петров"}, "windows-1257": {"\xd0\xe2idrus", "Šāidrus"}, "koi8-r": {"\xf0\xc5\xd4\xd2", "Петр"},
	} {
		s := mustRead(t, []byte("Nimi;Maa\n"+c[0]+";FI\n"), Options{Charset: charset})
		equal(t, charset, s.Rows[0].Cells[0], c[1])
		page := `<html><meta charset="` + charset + `"><table><tr><td>Nimi<td>Maa<tr><td>` + c[0] + `<td>FI</table>`
		equal(t, charset+" of a page", mustRead(t, []byte(page), Options{}).Rows[0].Cells[0], c[1])
	}
}
