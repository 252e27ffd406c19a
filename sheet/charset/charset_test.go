package charset

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

// eightBit are the charsets that differ in their letters.
var eightBit = []string{set1252, setLatin9, setMac, set850}

// TestDecodeFindsCharset encodes words as registers hold them. What has three
// words with letters outside ASCII is always read right, a lone word in 94 of
// 100 files, and in Windows-1252 always.
func TestDecodeFindsCharset(t *testing.T) {
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
		if got, err := Decode(data, "", nil); err != nil || got.Text != text {
			t.Fatalf("%q in %s was read as %s: %q", text, charset, got.Charset, got.Text)
		}
	})
	// One word in a file of its own, in an otherwise ASCII table.
	right, all := 0, 0
	for _, charset := range eightBit {
		for _, word := range nordicWords {
			text := "1001;" + word + ";HELSINKI\r\n"
			data, _ := encodeAs(text, charset)
			got, err := Decode(data, "", nil)
			if all++; err == nil && got.Text == text {
				right++
			} else if charset == set1252 {
				t.Errorf("%s in windows-1252 was read as %q", word, got.Text)
			}
		}
	}
	if share := float64(right) / float64(all); share < 0.93 {
		t.Errorf("%.3f of lone words were read right", share)
	}
}

// TestDecodePrefersWindows1252 holds names and signs that look like letters
// of other charsets, each alone in a file.
func TestDecodePrefersWindows1252(t *testing.T) {
	for _, text := range []string{
		"ä", "Ö", "Müller", "Café", "Õunapuu", "Ñuñoa", "100 €", "€ 100", "EUR/€", "2 ½ h", "½", "Helsinki – Turku", "2020–2026", "“Oy”", "”Oy”",
		"D’Angelo", "O’Brien", "Matti’s", "Škoda", "Dušan", "Krešimir", "Boško", "Žižek", "Krško", "Tomaš", "Aleš", "Šimšek", "Janša", "Žnidarši",
		"São Paulo", "SÃO PAULO", "François", "Çelik", "Æro", "Øystein", "Bjørn", "Straße", "20 °C", "Aldrich®", "Élodie", "ÉCOLE", "Þór", "Ýmir",
		"naïve…", "…ja muut", "Œuvre", "Citroën", "Rosso´s", "5\u00a0000", "¿Qué?", "§ 5", "±1", "m²", "«Oy»", "»Oy»", "Lodz™", "© 2026", "• yksi",
	} {
		data, ok := encodeAs("1;"+text+";Oy\r\n", set1252)
		if !ok {
			t.Fatalf("windows-1252 lacks a letter of %q", text)
		}
		got, err := Decode(data, "", nil)
		if err != nil || got.Text != "1;"+text+";Oy\r\n" {
			t.Errorf("%q was read as %s: %q", text, got.Charset, got.Text)
		}
	}
}

func TestDecodeCharsets(t *testing.T) {
	known := func(header string) bool { return header == "Sähköposti" }
	tests := map[string]struct {
		charset, text string
		known         func(string) bool
	}{
		"euro sign of the shops":    {setLatin9, "Nimi;Hinta\nMäki;100 €\n", nil},
		"MacRoman with lone CR":     {setMac, "Nimi;Maa\rÖljy;FI\r", nil},
		"MacRoman, capital Å":       {setMac, "Nimi;Maa\nÅbo;FI\n", nil},
		"code page 850":             {set850, "Nimi;Maa\r\nÖhman Kåre;FI\r\n", nil},
		"code page 850, capital Å":  {set850, "Nimi;Maa\r\nÅbo;FI\r\n", nil},
		"a known header":            {setMac, "Nimi;Sähköposti\nYö;a\n", known},
		"quotation marks of a note": {set1252, "Nimi;Lisä\nOy;“Soita – ensin”…\n", nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			data, ok := encodeAs(test.text, test.charset)
			if !ok {
				t.Fatal("the charset lacks a letter")
			}
			got, err := Decode(data, "", test.known)
			if err != nil || got.Charset != test.charset || got.Text != test.text {
				t.Errorf("%q in %s was read as %s: %q, %v", test.text, test.charset, got.Charset, got.Text, err)
			}
		})
	}
}

func TestResolve(t *testing.T) {
	for name, want := range map[string]string{
		"UTF-8": setUTF8, "utf8": setUTF8, "UTF-16": setUTF16, "Windows-1252": set1252, "CP1252": set1252, "ANSI": set1252,
		"Latin-1": setLatin1, "ISO-8859-1": setLatin1, "ISO-8859-15": setLatin9, "iso8859_15": setLatin9, "latin9": setLatin9,
		"macintosh": setMac, "MacRoman": setMac, "x-mac-roman": setMac, "Mac OS Roman": setMac,
		"cp850": set850, "IBM850": set850, "DOS": set850, "850": set850, "cp437": set437, "437": set437,
	} {
		got, err := resolve(name)
		if err != nil || got != want {
			t.Errorf("%s is %q, %v", name, got, err)
		}
	}
	for _, name := range Names() {
		if got, err := resolve(name); err != nil || got != name {
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
		got, err := Decode(data, "", func(name string) bool { return len(name) == 3 })
		var e *table.Error
		if err != nil && !errors.As(err, &e) || err == nil && !utf8.ValidString(got.Text) {
			t.Fatalf("%s: %q, %v", got.Charset, got.Text, err)
		}
		for charset, set := range tables {
			if set.lacking(data) >= 0 {
				continue
			}
			if back, ok := encodeAs(set.decode(data), charset); !ok || string(back) != string(data) {
				t.Fatalf("%s: %q came back as %q", charset, data, back)
			}
		}
	})
}
