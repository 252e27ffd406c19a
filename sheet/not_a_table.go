package sheet

import (
	"bytes"
	"strings"

	"kortisto/sheet/htmltable"
	"kortisto/sheet/table"
)

// Magic numbers of files that people take for tables, or upload by mistake.
var (
	magicOLE2 = []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")

	// BIFF streams of Excel 2 to 4, which had no container around them.
	magicBIFF = [][]byte{[]byte("\x09\x00\x04\x00"), []byte("\x09\x02\x06\x00"), []byte("\x09\x04\x06\x00")}

	magicBinary = [][]byte{
		[]byte("%PDF-"), []byte("\x89PNG"), []byte("\xFF\xD8\xFF"), []byte("GIF8"), []byte("MZ\x90"),
		[]byte("\x7FELF"), []byte("\x1F\x8B"), []byte("7z\xBC\xAF"), []byte("Rar!"), []byte("{\\rtf"),
		[]byte("SQLite format 3\x00"),
	}
)

// binarySample is how many bytes are looked at to tell text from other files.
const binarySample = 64 << 10

// checkBinary refuses files that are neither text nor a workbook.
func checkBinary(data []byte) error {
	switch {
	case len(data) == 0:
		return &table.Error{Code: table.FileEmpty}
	case bytes.HasPrefix(data, magicOLE2):
		return ole2Error(data)
	case hasAnyPrefix(data, magicBIFF):
		return &table.Error{Code: table.XLSOld}
	case hasAnyPrefix(data, magicBinary):
		return &table.Error{Code: table.NotATable}
	}
	return nil
}

// ole2Error tells apart what comes in Microsoft's old container: encrypted
// workbooks and old ones, and what holds no table at all. The names of the
// streams inside are UTF-16 texts.
func ole2Error(data []byte) error {
	switch {
	case bytes.Contains(data, utf16Bytes("EncryptedPackage")):
		return &table.Error{Code: table.Encrypted}
	case bytes.Contains(data, utf16Bytes("Workbook")), bytes.Contains(data, utf16Bytes("Book")):
		return &table.Error{Code: table.XLSOld}
	}
	return &table.Error{Code: table.NotATable}
}

func utf16Bytes(ascii string) []byte {
	out := make([]byte, 0, 2*len(ascii))
	for _, c := range []byte(ascii) {
		out = append(out, c, 0)
	}
	return out
}

// fewOdd is how many control characters a text may have however short it is.
const fewOdd = 4

// checkText refuses text that is no table: XML, and bytes that only look like
// text at first.
func checkText(text string) error {
	start := strings.ToLower(strings.TrimSpace(text[:min(len(text), 512)]))
	if hasPrefix(start, "<?xml", "<workbook") && !htmltable.Is(text) {
		return table.Unsupported("xml")
	}
	sample := text[:min(len(text), binarySample)]
	odd := 0
	for i := range len(sample) {
		if c := sample[i]; c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\v' {
			odd++
		}
	}
	// A stray control character now and then comes from old systems; more of
	// them mean that this is no text.
	if odd > fewOdd && odd*50 > len(sample) {
		return &table.Error{Code: table.NotATable}
	}
	return nil
}

func hasAnyPrefix(data []byte, prefixes [][]byte) bool {
	for _, p := range prefixes {
		if bytes.HasPrefix(data, p) {
			return true
		}
	}
	return false
}

func hasPrefix(text string, prefixes ...string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(text, p) {
			return true
		}
	}
	return false
}
