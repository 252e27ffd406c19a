package charset

import (
	"strings"

	"kortisto/sheet/table"
)

// The charsets that a file of text can be in, by their names.
const (
	setUTF8    = "utf-8"
	setUTF16LE = "utf-16le"
	setUTF16BE = "utf-16be"
	set1252    = "windows-1252"
	setLatin1  = "iso-8859-1"
	setLatin9  = "iso-8859-15"
	setMac     = "macintosh"
	set850     = "ibm850"
	set437     = "ibm437" // only where asked for: code page 850 has the letters that matter at the same places
	set1250    = "windows-1250"
	set1251    = "windows-1251"
	set1257    = "windows-1257"
	setUTF32LE = "utf-32le"
	setUTF32BE = "utf-32be"

	setUTF16 = "utf-16" // as asked for: the bytes tell which of the two
)

// charsetNames are the charsets by what people call them, in lower case
// without punctuation.
var charsetNames = map[string]string{
	"utf8": setUTF8, "utf8bom": setUTF8, "utf8sig": setUTF8, "ascii": setUTF8, "usascii": setUTF8,
	"utf16": setUTF16, "ucs2": setUTF16, "unicode": setUTF16,
	"utf16le": setUTF16LE, "utf16be": setUTF16BE,
	"windows1252": set1252, "win1252": set1252, "cp1252": set1252, "1252": set1252, "ansi": set1252,
	"ansilatin1": set1252, "xcp1252": set1252, "winlatin1": set1252,
	"iso88591": setLatin1, "88591": setLatin1, "latin1": setLatin1, "l1": setLatin1, "isolatin1": setLatin1,
	"iso885915": setLatin9, "885915": setLatin9, "latin9": setLatin9, "l9": setLatin9, "latin0": setLatin9, "isolatin9": setLatin9,
	"macintosh": setMac, "macroman": setMac, "mac": setMac, "xmacroman": setMac, "macosroman": setMac, "apple": setMac,
	"ibm850": set850, "cp850": set850, "850": set850, "dos850": set850, "pc850": set850, "oem850": set850,
	"dos": set850, "msdos": set850, "oem": set850, "codepage850": set850,
	"windows1250": set1250, "win1250": set1250, "cp1250": set1250, "1250": set1250, "xcp1250": set1250,
	"windows1251": set1251, "win1251": set1251, "cp1251": set1251, "1251": set1251, "xcp1251": set1251,
	"windows1257": set1257, "win1257": set1257, "cp1257": set1257, "1257": set1257, "xcp1257": set1257,
	"utf32le": setUTF32LE, "utf32be": setUTF32BE,
	"ibm437": set437, "cp437": set437, "437": set437, "dos437": set437, "oem437": set437, "codepage437": set437,
}

// Names lists the charsets that a file can be read in, the commonest first.
func Names() []string {
	return []string{setUTF8, set1252, setLatin1, setLatin9, setMac, set850, set437, set1250, set1251, set1257, setUTF16LE, setUTF16BE}
}

// resolve gives the charset that a user's words mean.
func resolve(name string) (string, error) {
	plain := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(name))
	if charset, ok := charsetNames[plain]; ok {
		return charset, nil
	}
	for charset := range otherTables {
		if strings.ReplaceAll(charset, "-", "") == plain {
			return charset, nil
		}
	}
	return "", &table.Error{Code: table.CharsetUnknown, Args: map[string]any{"found": name}}
}

// charsetWrong is the error of a byte that the charset doesn't have, behind a
// text.
func charsetWrong(charset, before string) error {
	return &table.Error{Code: table.CharsetWrong, Args: map[string]any{"found": charset, "line": 1 + table.CountLines(before)}}
}
