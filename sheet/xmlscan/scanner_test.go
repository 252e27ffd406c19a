package xmlscan

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"
)

// scanned gives the tokens of a text as the scanner reads them, one a line,
// neighbouring characters together.
func scanned(source io.Reader) (string, error) {
	s := New(source, 1<<20)
	var b tokenText
	for {
		token, err := s.Next()
		if err != nil {
			if errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
				err = nil
			}
			return b.String(), err
		}
		switch token.Kind {
		case Start:
			b.line("<%s|%s", token.Name.Prefix, token.Name.Local)
			for _, a := range token.Attrs {
				b.line("@%s|%s=%q", a.Name.Prefix, a.Name.Local, a.Value)
			}
		case End:
			b.line(">%s|%s", token.Name.Prefix, token.Name.Local)
		case Text:
			b.text = append(b.text, token.Text...)
		}
	}
}

// decoded gives the same as encoding/xml reads it, to which a byte order mark is
// a character.
func decoded(text string) (string, error) {
	d := xml.NewDecoder(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	var b tokenText
	for {
		token, err := d.RawToken()
		if err != nil {
			if err == io.EOF {
				err = nil
			}
			return b.String(), err
		}
		switch e := token.(type) {
		case xml.StartElement:
			b.line("<%s|%s", e.Name.Space, e.Name.Local)
			for _, a := range e.Attr {
				b.line("@%s|%s=%q", a.Name.Space, a.Name.Local, a.Value)
			}
		case xml.EndElement:
			b.line(">%s|%s", e.Name.Space, e.Name.Local)
		case xml.CharData:
			b.text = append(b.text, e...)
		case xml.Directive:
			return b.String(), ErrDoctype
		}
	}
}

type tokenText struct {
	lines strings.Builder
	text  []byte
}

func (b *tokenText) line(format string, args ...any) {
	if len(b.text) > 0 {
		fmt.Fprintf(&b.lines, "%q\n", b.text)
		b.text = b.text[:0]
	}
	fmt.Fprintf(&b.lines, format+"\n", args...)
}

func (b *tokenText) String() string {
	b.line("end")
	return b.lines.String()
}

// anyXML draws XML that is well-formed, but for where its elements end.
var anyXML = rapid.Custom(func(t *rapid.T) string {
	name := rapid.StringMatching(`([a-z]{1,3}:)?[A-Za-z_][-A-Za-z0-9._]{0,6}`)
	space := rapid.StringMatching("[ \t\r\n]{0,2}")
	text := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.OneOf(
			rapid.SampledFrom([]string{"&lt;", "&gt;", "&amp;", "&apos;", "&quot;", "&#65;", "&#x10FFFF;", "&#xe4;", "&#10;", "&#13;", "\r", "\r\n", "\n", "\t", "]]", "]", ">", "\u00a0", "\ufeff", "\ufffd", "😀"}),
			rapid.StringMatching(`[a-zåäö0-9 ]{0,9}`)), 0, 5).Draw(t, "pieces"), "")
	})
	piece := rapid.Custom(func(t *rapid.T) string {
		s := space.Draw(t, "space")
		switch rapid.IntRange(0, 6).Draw(t, "kind") {
		case 0:
			return "<!--" + rapid.StringMatching(`[a-zö<>&]{0,6}`).Draw(t, "comment") + "-->"
		case 1:
			return "<?" + name.Draw(t, "target") + " " + rapid.StringMatching(`[a-z<>&=']{0,6}`).Draw(t, "instruction") + "?>"
		case 2:
			return "<![CDATA[" + rapid.StringMatching("[a-zö<>&\r\n]{0,5}\\]?[a-z]?").Draw(t, "characters") + "]]>"
		case 3:
			return "</" + name.Draw(t, "name") + s + ">"
		case 4:
			return strings.ReplaceAll(text.Draw(t, "text"), "]]>", "]] >") + "."
		}
		var b strings.Builder
		b.WriteString("<" + name.Draw(t, "name"))
		for range rapid.IntRange(0, 3).Draw(t, "attributes") {
			quote := rapid.SampledFrom([]string{"'", `"`}).Draw(t, "quote")
			b.WriteString("\n" + s + name.Draw(t, "attribute") + s + "=" + s + quote + text.Draw(t, "value") + quote)
		}
		return b.String() + s + rapid.SampledFrom([]string{">", "/>"}).Draw(t, "end")
	})
	return strings.Join(rapid.SliceOfN(piece, 0, 12).Draw(t, "xml"), "")
})

// TestScanner holds that our scanner reads XML as encoding/xml does, however
// its source gives the bytes.
func TestScanner(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := anyXML.Draw(t, "xml")
		want, wantErr := decoded(text)
		sources := []io.Reader{strings.NewReader(text), iotest.OneByteReader(strings.NewReader(text)), iotest.DataErrReader(strings.NewReader(text))}
		for _, source := range sources {
			got, err := scanned(source)
			if err != nil || wantErr != nil || got != want {
				t.Fatalf("%q:\n%s%v\nwant\n%s%v", text, got, err, want, wantErr)
			}
		}
	})
}

// TestScannerRefuses holds what is no XML, or none that we read.
func TestScannerRefuses(t *testing.T) {
	for text, want := range map[string]error{
		"<a":           io.ErrUnexpectedEOF,
		"<":            io.ErrUnexpectedEOF,
		"<!-- a --":    io.ErrUnexpectedEOF,
		"<![CDATA[a]]": io.ErrUnexpectedEOF,
		"<?a":          io.ErrUnexpectedEOF,
		"<a b='>":      io.ErrUnexpectedEOF,
		"<!DOCTYPE a>": ErrDoctype,
		"<!-->":        io.ErrUnexpectedEOF,
		"<!-- -- -->":  ErrMalformed,
		"< a>":         ErrMalformed,
		"<" + strings.Repeat("a", 2*longestName) + ">": ErrMalformed,
		"<a:b:c>":             ErrMalformed,
		"</ a>":               ErrMalformed,
		"</>":                 ErrMalformed,
		"</a b>":              ErrMalformed,
		"<1>":                 ErrMalformed,
		"<ä>":                 ErrMalformed,
		"<a b>":               ErrMalformed,
		"<a b=>":              ErrMalformed,
		"<a b=c>":             ErrMalformed,
		"<a b='<'>":           ErrMalformed,
		"<a b='c'd='e'>":      ErrMalformed,
		"<a / >":              ErrMalformed,
		"<a b='&c;'>":         ErrMalformed,
		"a]]>":                ErrMalformed,
		"&":                   ErrMalformed,
		"&amp":                ErrMalformed,
		"&nbsp;":              ErrMalformed,
		"&#;":                 ErrMalformed,
		"&#x;":                ErrMalformed,
		"&#0;":                ErrMalformed,
		"&#xD800;":            ErrMalformed,
		"&#x110000;":          ErrMalformed,
		"&#99999999999;":      ErrMalformed,
		"\x00":                ErrMalformed,
		"\x1b":                ErrMalformed,
		"\ufffe":              ErrMalformed,
		"\xff":                ErrEncoding,
		"<a b='\xe4'>":        ErrEncoding,
		"<![CDATA[\xe4]]>":    ErrEncoding,
		"<!-- \xe4 -->":       ErrEncoding,
		"<? a?>":              ErrMalformed,
		"<?xml version='2'?>": ErrMalformed,
		"<?xml version='1.0' encoding='latin1'?>":       ErrEncoding,
		"<?xml version='1.0' encoding = 'latin1'?>":     ErrEncoding,
		"<a>" + strings.Repeat("a", 1<<20+2*bufferSize): ErrTokenSize,
	} {
		if _, err := scanned(strings.NewReader(text)); !errors.Is(err, want) {
			t.Errorf("%.40q gives %v, not %v", text, err, want)
		}
	}
	failure := errors.New("the source fails")
	if _, err := scanned(io.MultiReader(strings.NewReader("<a>b"), iotest.ErrReader(failure))); !errors.Is(err, failure) {
		t.Errorf("the error of the source became %v", err)
	}
}

// FuzzScanner holds that what our scanner takes for XML is XML, and reads
// the same.
func FuzzScanner(f *testing.F) {
	for _, text := range []string{
		`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" + `<a b="c"><x:d e='&lt;'/>f &amp; g&#10;h</a>`,
		"<!-- a --><?b c?><d><![CDATA[<e>]]></d>\r\n", "\xEF\xBB\xBF<a/>", "<a><!DOCTYPE b></a>",
		`<worksheet xmlns="http://x/main"><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>`,
		`<table:table table:name="A"><table:table-row><table:table-cell><text:p>a<text:s/></text:p></table:table-cell></table:table-row></table:table>`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := scanned(strings.NewReader(text))
		if err != nil {
			return
		}
		if want, err := decoded(text); err != nil || got != want {
			t.Fatalf("%q:\n%s\nwant\n%s%v", text, got, want, err)
		}
	})
}
