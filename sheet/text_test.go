package sheet

import (
	"testing"

	"kortisto/sheet/table"
)

// TestReadUTF8CutOff holds that a file which ends in the middle of its last
// letter is not taken for one of another charset, in which each letter before
// it would turn to rubbish.
func TestReadUTF8CutOff(t *testing.T) {
	for _, letter := range []string{"ö", "€", "😀"} {
		text := "Nimi;Maa\nMäki;FI\nT" + letter
		for end := len(text) - len(letter) + 1; end < len(text); end++ {
			for _, asked := range []string{"", "utf-8"} {
				_, err := Read([]byte(text[:end]), Options{Charset: asked})
				expectError(t, err, table.FileTruncated, map[string]any{"line": 3})
			}
		}
	}
	for data, charset := range map[string]string{
		"Nimi;Maa\nTor;FI\nT\xf6":     "windows-1252", // no other letter says UTF-8
		"Nimi;Maa\nM\xe4ki;FI\nT\xf6": "windows-1252",
		"Nimi;Maa\nMäki;FI\nTö":       "utf-8",
	} {
		equal(t, "charset", mustRead(t, []byte(data), Options{}).Charset, charset)
	}
	_, err := Read([]byte("Nimi;Maa\nTor;FI\nT\xf6"), Options{Charset: "utf-8"})
	expectError(t, err, table.CharsetWrong, map[string]any{"line": 3})
}

// TestReadGarbled holds that Read tells of garbled cells, and mends them only
// where that is asked for.
func TestReadGarbled(t *testing.T) {
	s := mustRead(t, []byte("Nimi;Maa\nMÃ¤kelÃ¤;FI\nÅse;NO\nMatti;FI\n"), Options{})
	equal(t, "garbled", s.Garbled, Garbled{Cells: 1, Text: "MÃ¤kelÃ¤", Right: "Mäkelä"})
	equal(t, "rows as they are", cellsOf(s), []string{"MÃ¤kelÃ¤|FI", "Åse|NO", "Matti|FI"})
	s = mustRead(t, workbookParts(nil, nil, textRows("Nimi|Maa\nMÃ¤kelÃ¤|FI")).pack(t), Options{Mend: true})
	equal(t, "rows of a workbook", cellsOf(s), []string{"Mäkelä|FI"})
	s = mustRead(t, []byte("SÃ¤hkÃ¶posti;Maa\na;FI\n"), Options{Mend: true})
	equal(t, "garbled header", s.Garbled, Garbled{Cells: 1, Mended: true, Text: "SÃ¤hkÃ¶posti", Right: "Sähköposti"})
	equal(t, "header", s.Header, []string{"Sähköposti", "Maa"})
	if s := mustRead(t, sampleFile(t, "original.csv"), Options{Mend: true}); s.Garbled.Cells > 0 {
		t.Errorf("an export is garbled: %+v", s.Garbled)
	}
}
