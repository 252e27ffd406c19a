package sheet

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"kortisto/sheet/table"

	"pgregory.net/rapid"
)

// encodeAs writes a text in an 8-bit charset. ok is false where it can't.
func encodeAs(text, charset string) (data []byte, ok bool) {
	for _, r := range text {
		at := -1
		for i, have := range tables[charset] {
			if have == r {
				at = i
				break
			}
		}
		if at < 0 {
			return nil, false
		}
		data = append(data, byte(at))
	}
	return data, true
}

// nordicWords are what registers of customers in Finland hold.
var nordicWords = strings.Split("Mäkelä Äijälä Öljy Öhman Åbo Åström Kåre Hämeenlinna Järvenpää Söderström Strömberg Högberg Töölö Sähkö "+
	"Sähköasennus Hämeentie Pääskynen Älväs Ängelholm Öster ÄÄNEKOSKI SÖDERHOLM MÄKELÄ JYVÄSKYLÄ YLÖJÄRVI ÅBO PITEÅ KÖPENHAMINA Sähköposti "+
	"Välittäjätunnus Yhteyshenkilö Asiakasryhmä Lisätiedot Göteborg Malmö Umeå Luleå Hägglund Björkqvist Sjöblom Grönroos Fågelvägen Skärgården "+
	"Höyhentämö Käyttöpäällikkö Lämpö Työ Kääriäinen Hyvönen Väisänen Hämäläinen Räsänen Müller Café Kivelä Rönkä Lähde Tähti Tähtitorni Sörnäinen", " ")

var plainWords = strings.Split("Oy Ab Virtanen Matti Kauppakatu 12 00100 HELSINKI Rantatie Korhonen 1-2 tilaus laskut@yritys.example +358 40 1234567", " ")

// eightBit are the charsets that are told from one another by their letters.
var eightBit = []string{charset1252, charsetLatin9, charsetMac, charset850}

// TestReadAnyFindsCharset encodes words as registers hold them. What has three
// words with letters outside ASCII is always read right, a lone word in 94 of
// 100 files, and in Windows-1252 always.
func TestReadAnyFindsCharset(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom(nordicWords), 3, 60).Draw(t, "words")
		words = append(words, rapid.SliceOfN(rapid.SampledFrom(plainWords), 0, 200).Draw(t, "plain words")...)
		text := ""
		for _, word := range rapid.Permutation(words).Draw(t, "order") {
			text += word + rapid.SampledFrom([]string{";", " ", ";;", "\n"}).Draw(t, "between")
		}
		text = strings.ReplaceAll(text, "\n", rapid.SampledFrom([]string{"\r\n", "\n", "\r"}).Draw(t, "line end"))
		charset := rapid.SampledFrom(eightBit).Draw(t, "charset")
		data, _ := encodeAs(text, charset)
		if got, found, _, err := decode(data, "", nil); err != nil || got != text {
			t.Fatalf("%q in %s was read as %s: %q", text, charset, found, got)
		}
	})
	// One word in a file of its own, in an otherwise ASCII table.
	right, all := 0, 0
	for _, charset := range eightBit {
		for _, word := range nordicWords {
			text := "1001;" + word + ";HELSINKI\r\n"
			data, _ := encodeAs(text, charset)
			got, _, _, err := decode(data, "", nil)
			if all++; err == nil && got == text {
				right++
			} else if charset == charset1252 {
				t.Errorf("%s in windows-1252 was read as %q", word, got)
			}
		}
	}
	if share := float64(right) / float64(all); share < 0.93 {
		t.Errorf("%.3f of lone words were read right", share)
	}
}

// TestReadAnyPrefersWindows1252 holds names and signs that look like letters
// of other charsets, each alone in a file.
func TestReadAnyPrefersWindows1252(t *testing.T) {
	for _, text := range []string{
		"ä", "Ö", "Müller", "Café", "Õunapuu", "Ñuñoa", "100 €", "€ 100", "EUR/€", "2 ½ h", "½", "Helsinki – Turku", "2020–2026", "“Oy”", "”Oy”",
		"D’Angelo", "O’Brien", "Matti’s", "Škoda", "Dušan", "Krešimir", "Boško", "Žižek", "Krško", "Tomaš", "Aleš", "Šimšek", "Janša", "Žnidarši",
		"São Paulo", "SÃO PAULO", "François", "Çelik", "Æro", "Øystein", "Bjørn", "Straße", "20 °C", "Aldrich®", "Élodie", "ÉCOLE", "Þór", "Ýmir",
		"naïve…", "…ja muut", "Œuvre", "Citroën", "Rosso´s", "5\u00a0000", "¿Qué?", "§ 5", "±1", "m²", "«Oy»", "»Oy»", "Lodz™", "© 2026", "• yksi",
	} {
		data, ok := encodeAs("1;"+text+";Oy\r\n", charset1252)
		if !ok {
			t.Fatalf("windows-1252 lacks a letter of %q", text)
		}
		got, charset, _, err := decode(data, "", nil)
		if err != nil || got != "1;"+text+";Oy\r\n" {
			t.Errorf("%q was read as %s: %q", text, charset, got)
		}
	}
}

func TestReadAnyCharsets(t *testing.T) {
	known := func(header string) bool { return header == "Sähköposti" }
	tests := map[string]struct {
		charset, text string
		known         func(string) bool
	}{
		"euro sign of the shops":    {charsetLatin9, "Nimi;Hinta\nMäki;100 €\n", nil},
		"MacRoman with lone CR":     {charsetMac, "Nimi;Maa\rÖljy;FI\r", nil},
		"MacRoman, capital Å":       {charsetMac, "Nimi;Maa\nÅbo;FI\n", nil},
		"code page 850":             {charset850, "Nimi;Maa\r\nÖhman Kåre;FI\r\n", nil},
		"code page 850, capital Å":  {charset850, "Nimi;Maa\r\nÅbo;FI\r\n", nil},
		"a known header":            {charsetMac, "Nimi;Sähköposti\nYö;a\n", known},
		"quotation marks of a note": {charset1252, "Nimi;Lisä\nOy;“Soita – ensin”…\n", nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			data, ok := encodeAs(test.text, test.charset)
			if !ok {
				t.Fatal("the charset lacks a letter")
			}
			text, charset, _, err := decode(data, "", test.known)
			if err != nil {
				t.Fatal(err)
			}
			equal(t, "charset", charset, test.charset)
			equal(t, "text", text, test.text)
		})
	}
}

func TestResolveCharset(t *testing.T) {
	for name, want := range map[string]string{
		"UTF-8": charsetUTF8, "utf8": charsetUTF8, "UTF-16": charsetUTF16, "Windows-1252": charset1252, "CP1252": charset1252, "ANSI": charset1252,
		"Latin-1": charsetLatin1, "ISO-8859-1": charsetLatin1, "ISO-8859-15": charsetLatin9, "iso8859_15": charsetLatin9, "latin9": charsetLatin9,
		"macintosh": charsetMac, "MacRoman": charsetMac, "x-mac-roman": charsetMac, "Mac OS Roman": charsetMac,
		"cp850": charset850, "IBM850": charset850, "DOS": charset850, "850": charset850, "cp437": charset437, "437": charset437,
	} {
		got, err := resolveCharset(name)
		if err != nil || got != want {
			t.Errorf("%s is %q, %v", name, got, err)
		}
	}
	for _, name := range Charsets() {
		if got, err := resolveCharset(name); err != nil || got != name {
			t.Errorf("%s is %q, %v", name, got, err)
		}
	}
}

// FuzzDecode holds that each charset decodes to text that encodes back to the
// same bytes, and that what is detected can be decoded.
func FuzzDecode(f *testing.F) {
	f.Add([]byte("M\xe4kel\xe4;\x80"))
	f.Add([]byte("M\x8akel\x8a\r\x85ljy"))
	f.Add([]byte("M\x84kel\x84\r\n\x8fbo"))
	f.Add([]byte("100 \xa4;\xa6koda"))
	f.Add([]byte("\x81\x8d\x8f\x90\x9d"))
	f.Fuzz(func(t *testing.T, data []byte) {
		text, charset, _, err := decode(data, "", func(name string) bool { return len(name) == 3 })
		var e *Error
		if err != nil && !errors.As(err, &e) || err == nil && !utf8.ValidString(text) {
			t.Fatalf("%s: %q, %v", charset, text, err)
		}
		for charset, table := range tables {
			if table.lacking(data) >= 0 {
				continue
			}
			if back, ok := encodeAs(table.decode(data), charset); !ok || string(back) != string(data) {
				t.Fatalf("%s: %q came back as %q", charset, data, back)
			}
		}
	})
}

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
		"Nimi;Maa\nTor;FI\nT\xf6":     charset1252, // no other letter says UTF-8
		"Nimi;Maa\nM\xe4ki;FI\nT\xf6": charset1252,
		"Nimi;Maa\nMäki;FI\nTö":       charsetUTF8,
	} {
		equal(t, "charset", mustRead(t, []byte(data), Options{}).Charset, charset)
	}
	_, err := Read([]byte("Nimi;Maa\nTor;FI\nT\xf6"), Options{Charset: "utf-8"})
	expectError(t, err, table.CharsetWrong, map[string]any{"line": 3})
}
