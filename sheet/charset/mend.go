package charset

import (
	"math/bits"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// misreading is a charset mistaken for another: bytes of right that were read
// as wrong.
type misreading struct {
	wrong map[rune]byte
	right *charTable // nil for UTF-8
}

// misreadings are the ways in which texts get garbled, the commonest first:
//
//	Mäkelä in UTF-8 read as Windows-1252 or ISO-8859-1   MÃ¤kelÃ¤
//	in UTF-8 read as MacRoman                            M√§kel√§
//	in Windows-1252 read as MacRoman                     M‰kel‰
//	in MacRoman read as Windows-1252                     MŠkelŠ
//	in UTF-8 read as ISO-8859-15                         MÃ€kelÃ€
//	in UTF-8 read as code page 850                       M├ñkel├ñ
//	in Windows-1252 read as code page 850                MõkÕ, S÷hk÷
//	in code page 850 read as Windows-1252                M„kel„
var misreadings = [...]misreading{
	{encoder(set1252), nil},
	{encoder(setLatin1), nil},
	{encoder(setMac), nil},
	{encoder(setMac), tables[set1252]},
	{encoder(set1252), tables[setMac]},
	{encoder(setLatin9), nil},
	{encoder(set850), nil},
	{encoder(set850), tables[set1252]},
	{encoder(set1252), tables[set850]},
}

// encoder gives the byte of each character outside ASCII. Bytes that a charset
// lacks stand for the control characters that ISO-8859-1 has in their place,
// as programs read them.
func encoder(charset string) map[rune]byte {
	bytes := map[rune]byte{}
	for i := utf8.RuneSelf; i < 256; i++ {
		r := tables[charset][i]
		if r == utf8.RuneError {
			r = rune(i)
		}
		bytes[r] = byte(i)
	}
	return bytes
}

// enoughMended is how much less odd a text must get before it counts as mended.
const enoughMended = 5

// maxMisreadings is how many times over a text may have been garbled.
const maxMisreadings = 3

// Mend tells whether a text is one whose letters were read in a wrong charset
// (MÃ¤kelÃ¤, M‰kel‰), and gives it as it was (Mäkelä; read-garbled, docs/rules.md).
// It mends the whole text or nothing; no character is lost. Texts that people may have
// meant, such as Åse or SÃO PAULO, stay as they are.
func Mend(text string) (mended string, garbled bool) {
	for range maxMisreadings {
		once, ok := mendWritten(text)
		if !ok {
			once, _, ok = mendOnce(text)
		}
		if !ok {
			break
		}
		text, garbled = once, true
	}
	return text, garbled
}

// mendOnce undoes one misreading, and tells which one it was: of several that
// may be, the one that gives the likeliest text.
func mendOnce(text string) (mended string, way int, ok bool) {
	if !mayBeGarbled(text) {
		return "", 0, false
	}
	odd, least := oddnessOf(text), 0
	for i := range misreadings {
		if candidate, left, likely := misreadings[i].likely(text, odd); likely && (!ok || left < least) {
			mended, way, least, ok = candidate, i, left, true
		}
	}
	return mended, way, ok
}

// likely gives what a text was before the misreading, and how odd that is. ok is
// false where it is not much less odd than the text, which has the oddness odd.
func (m *misreading) likely(text string, odd int) (candidate string, left int, ok bool) {
	candidate, undone := m.undo(text)
	if !undone || m.right != nil && (!evident(text) || evident(candidate)) || !plausible(candidate, m.right != nil) {
		return "", 0, false
	}
	left = oddnessOf(norm.NFC.String(candidate))
	return candidate, left, odd >= left+enoughMended
}

// Readings lists all that a garbled text may have been: what Mend gives, and what
// other misreadings could have garbled in the same way (Ã€ is ä or À). It is nil
// for a text that is not garbled.
func Readings(text string) []string {
	mended, garbled := Mend(text)
	if !garbled {
		return nil
	}
	readings := []string{mended}
	if mayBeWritten(text) {
		return readings
	}
	odd := oddnessOf(text)
	for i := range misreadings {
		other, _, likely := misreadings[i].likely(text, odd)
		if !likely {
			continue
		}
		if other, _ = Mend(other); !slices.Contains(readings, other) {
			readings = append(readings, other)
		}
	}
	return readings
}

// mendAlike undoes a misreading that other cells of the same sheet prove,
// where it makes the text more likely.
func mendAlike(text string, way int) (mended string, ok bool) {
	m := misreadings[way]
	mended, ok = m.undo(text)
	return mended, ok && plausible(mended, true) && oddnessOf(text) > oddnessOf(mended)
}

// undo gives the bytes of a text back and reads them rightly. ok is false
// where that can't be done for the whole text, or changes nothing.
func (m *misreading) undo(text string) (mended string, ok bool) {
	var buffer [64]byte
	bytes := buffer[:0]
	for _, r := range text {
		if r < utf8.RuneSelf {
			bytes = append(bytes, byte(r))
			continue
		}
		b, encodes := m.wrong[r]
		if !encodes {
			return "", false
		}
		bytes = append(bytes, b)
	}
	if len(bytes) == len(text) {
		return "", false // ASCII
	}
	if m.right == nil {
		return string(bytes), utf8.Valid(bytes)
	}
	if m.right.lacking(bytes) >= 0 {
		return "", false
	}
	return m.right.decode(bytes), true
}

// evident tells whether a text holds what no word does: a sign within a word,
// or a capital within small letters. Misreadings of one byte a letter are
// believed only then, since they turn any text into another.
func evident(text string) bool {
	found := 0
	before, prev := ' ', ' '
	for i, r := range text {
		next := runeAt(text, i+utf8.RuneLen(r))
		switch {
		case r < utf8.RuneSelf:
		case isLetter(r):
			if strayCase(before, prev, r, next) {
				return true
			}
		case isLetter(prev) && isLetter(next) && !strings.ContainsRune(joiners, r):
			if !strings.ContainsRune("€…", r) {
				return true
			}
			found++ // M€KEL€, but TAX€FREE
		case isLetter(next) && unicode.Is(unicode.Sm, r), isLetter(prev) && strings.ContainsRune("‰ˆ≈÷─„", r):
			return true // ≈bo, ryhm‰, Sõhk÷
		case isLetter(prev) && r == '€':
			found++
		}
		before, prev = prev, r
	}
	return found > 1
}

// strayCase tells whether a letter has a case that no word gives it where it
// stands: a capital within small letters, or a small letter within capitals.
// before is what stands before prev.
func strayCase(before, prev, r, next rune) bool {
	if unicode.IsLower(r) {
		return unicode.IsUpper(prev) && unicode.IsUpper(next)
	}
	if !unicode.IsUpper(r) {
		return false
	}
	prefix := !isLetter(before) // eŠkola
	return unicode.IsLower(prev) && !prefix || unicode.IsUpper(prev) && unicode.IsLower(next) && oddSound(prev, r, next) > 0
}

// mayBeGarbled is a quick look at a text: whether it holds characters outside
// ASCII that everyday Nordic texts lack, or bytes that are no UTF-8.
func mayBeGarbled(text string) bool {
	for i := 0; i < len(text); {
		if i+8 <= len(text) {
			s := text[i : i+8] // one load
			high := (uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
				uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56) & 0x8080808080808080
			if high == 0 {
				i += 8
				continue
			}
			i += bits.TrailingZeros64(high) / 8
		}
		c := text[i]
		if c < utf8.RuneSelf {
			i++
			continue
		}
		if c != 0xC3 || i+1 == len(text) {
			return true
		}
		switch second := text[i+1]; {
		case second < 0x80, second > 0xBF:
			return true
		case second == 0x97, second == 0xB7: // × ÷
			return true
		case second < 0x9F && i > 0 && text[i-1] >= 'a' && text[i-1] <= 'z': // a capital after a small letter
			return true
		}
		i += 2
	}
	return false
}
