package charset

import (
	"iter"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestMend(t *testing.T) {
	for text, want := range map[string]string{
		// UTF-8 read as Windows-1252, ISO-8859-1, MacRoman
		"MÃ¤kelÃ¤": "Mäkelä", "Ã–ljy": "Öljy", "Ã…bo": "Åbo", "SÃ¤hkÃ¶posti": "Sähköposti", "VÃ¤littÃ¤jÃ¤tunnus": "Välittäjätunnus",
		"Ã\u0096ljy": "Öljy", "Ã\u0085bo": "Åbo", "MÃ\u009cLLER": "MÜLLER", "MÃœLLER": "MÜLLER", "CafÃ©": "Café", "Å\u0081ukasz": "Łukasz",
		"M√§kel√§": "Mäkelä", "√ñljy": "Öljy", "√Öbo": "Åbo", "V√§litt√§j√§tunnus": "Välittäjätunnus",
		"20 Â°C": "20 °C", "100 â‚¬": "100 €", "Helsinki â€“ Turku": "Helsinki – Turku", "Nguyá»…n Thá»‹ Hoa": "Nguyễn Thị Hoa", "Ð˜Ð²Ð°Ð½": "Иван",
		"MÃƒÂ¤kelÃƒÂ¤": "Mäkelä", // twice
		// Windows-1252 read as MacRoman
		"M‰kel‰": "Mäkelä", "÷ljy": "Öljy", "≈bo": "Åbo", "s‰hkˆpostiosoite": "sähköpostiosoite", "asiakasryhm‰": "asiakasryhmä", "Ahlstrˆm": "Ahlström",
		// MacRoman read as Windows-1252
		// of several misreadings the one that gives Finnish letters
		"KylÃ€yhdistys": "Kyläyhdistys", "JYVÃ\u0084SKYLÃ\u0084": "JYVÄSKYLÄ",
		// UTF-8 read as code page 850, and this and Windows-1252 as each other
		"M├ñkel├ñ": "Mäkelä", "S├ñhk├Âposti": "Sähköposti", "M„kel„": "Mäkelä", "S„hk”posti": "Sähköposti",
		// as pages and e-mails write letters
		"M&auml;kel&auml;": "Mäkelä", "O&#39;Brien Se&aacute;n": "O'Brien Seán", "Salo &amp; Pojat Oy": "Salo & Pojat Oy", "M&#xE4;ki": "Mäki",
		"M=C3=A4kel=C3=A4": "Mäkelä", "M=E4kel=E4 =D6ljy": "Mäkelä Öljy", "=?UTF-8?Q?M=C3=A4kel=C3=A4?=": "Mäkelä", "M&Atilde;&curren;ki": "Mäki",
		"MŠkelŠ": "Mäkelä", "SŠhkšposti": "Sähköposti", "VŠlittŠjŠtunnus": "Välittäjätunnus", "M€KEL€": "MÄKELÄ", "MŠki": "Mäki",
	} {
		if got, garbled := Mend(text); !garbled || got != want {
			t.Errorf("%q became %q (%v), not %q", text, got, garbled, want)
		}
	}
}

// TestMendSparesWords holds that nothing is mended that people write.
func TestMendSparesWords(t *testing.T) {
	for _, text := range append([]string{
		"Åse", "Ãrvãre", "SÃO PAULO", "JOÃO", "MAÇÃ", "São Tomé", "Conceição", "GOIÂNIA–GO", "CEARÁ–BRASIL", "Ênio", "“IRMÔ", "ANDRÉ”", "«RENÉ»",
		"L’Âge d’Or", "BÂLE", "CHÂTEAU’S", "CAFÉ®", "PARÁ®", "Citroën…", "HÄ…", "PITEÅ–UMEÅ", "PITEÅ–OULU", "PITEÅ\u00a0KOMMUN", "SKÅ™", "¿Qué?", "À – É", "½ l",
		"AT&T", "A & B; C", "&co;", "R&D;x", "a=1;b=2", "=A1=B2", "https://x.fi/?a=C3&b=1", "Mõisa", "Põhja", "Škoda", "eŠkola", "Krško", "Dušan", "Žižek", "ŠKODA", "VŠE", "Œuvre", "TAX€FREE", "€UROPA", "AC‰DC", "50 ‰", "…ja muut", "Nimi†", "“Oy”…", "5÷2", "a ≈ b", "ƒ-club",
		"Đặng Thị Ánh", "Nguyễn Thị Hoa", "Łukasz Wójcik", "Иван", "Ελένη", "Ýmir Þór", "Ÿ", "Â", "Ã", "‰", "", "Matti", "æøå ÆØÅ", "Ærø", "Çelik", "İstanbul",
	}, nordicWords...) {
		if got, garbled := Mend(text); garbled || got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}

// waysToGarble are the ways in which whole files get garbled.
var waysToGarble = map[string]func(string) (string, bool){
	"UTF-8 as Windows-1252":         func(text string) (string, bool) { return decodeLoosely([]byte(text), set1252), true },
	"UTF-8 as ISO-8859-1":           func(text string) (string, bool) { return decodeLoosely([]byte(text), setLatin1), true },
	"UTF-8 as MacRoman":             func(text string) (string, bool) { return decodeLoosely([]byte(text), setMac), true },
	"Windows-1252 as MacRoman":      func(text string) (string, bool) { return reread(text, set1252, setMac) },
	"MacRoman as Windows-1252":      func(text string) (string, bool) { return reread(text, setMac, set1252) },
	"UTF-8 as ISO-8859-15":          func(text string) (string, bool) { return decodeLoosely([]byte(text), setLatin9), true },
	"UTF-8 as code page 850":        func(text string) (string, bool) { return decodeLoosely([]byte(text), set850), true },
	"Windows-1252 as code page 850": func(text string) (string, bool) { return reread(text, set1252, set850) },
	"code page 850 as Windows-1252": func(text string) (string, bool) { return reread(text, set850, set1252) },
}

// decodeLoosely gives bytes that a charset lacks as control characters.
func decodeLoosely(data []byte, charset string) string {
	var b strings.Builder
	for _, c := range data {
		r := tables[charset][c]
		if r == '\uFFFD' {
			r = rune(c)
		}
		b.WriteRune(r)
	}
	return b.String()
}

func reread(text, from, to string) (string, bool) {
	data, ok := encodeAs(text, from)
	return decodeLoosely(data, to), ok
}

// TestFindGarbled garbles whole sheets: with consent all comes back as it was,
// without it nothing is changed.
func TestFindGarbled(t *testing.T) {
	for name, garble := range waysToGarble {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				words := rapid.SliceOfNDistinct(rapid.SampledFrom(nordicWords[:20]), 8, 20, rapid.ID).Draw(t, "words")
				words = append(words, "Sähköposti", "Mäkelä")
				var texts, garbled []string
				for i, word := range words {
					other, ok := garble(word)
					if !ok {
						t.Fatal("the charset lacks a letter")
					}
					texts = append(texts, plainWords[i%3], word)
					garbled = append(garbled, plainWords[i%3], other)
				}
				cells := slices.Clone(garbled)
				if found, _ := FindGarbled(pointers(cells), false); found.Cells != len(words) || found.Mended || !slices.Equal(cells, garbled) {
					t.Fatalf("changed without consent: %q, %+v", cells, found)
				}
				if found, _ := FindGarbled(pointers(cells), true); found.Cells != len(words) || !found.Mended || !slices.Equal(cells, texts) {
					t.Fatalf("%q\nbecame %q\nnot    %q, %+v", garbled, cells, texts, found)
				}
			})
		})
	}
}

func pointers(cells []string) iter.Seq[*string] {
	return func(yield func(*string) bool) {
		for i := range cells {
			if !yield(&cells[i]) {
				return
			}
		}
	}
}

// FuzzMend holds that mending loses nothing: the mended text, garbled again in
// one of the known ways as often as it was mended, is the text.
func FuzzMend(f *testing.F) {
	for _, text := range []string{"MÃ¤kelÃ¤", "M√§kel√§", "M‰kel‰", "MŠkelŠ", "MÃƒÂ¤kelÃƒÂ¤", "SÃO PAULO", "MaÌˆki", "Ã\u00a0 la", "\xff"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		mended, garbled := Mend(text)
		if garbled == (mended == text) {
			t.Fatalf("%q became %q (%v)", text, mended, garbled)
		}
		if once, _, ok := mendOnce(text); ok && !garblesTo(once, text) {
			t.Fatalf("%q became %q, which doesn't come back", text, once)
		}
		if !mayBeGarbled(text) && !mayBeWritten(text) && garbled {
			t.Fatalf("%q was passed over", text)
		}
	})
}

func garblesTo(mended, text string) bool {
	for _, garble := range waysToGarble {
		if again, ok := garble(mended); ok && again == text {
			return true
		}
	}
	return false
}
