package charset

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// commonness ranks characters outside ASCII by how often they stand in the
// texts of a Nordic register of customers, the commonest first. The rank is
// about the negative logarithm of that.
var commonness = rankCharacters(map[int]string{
	0: "äö",
	2: "å\u00a0",
	3: "ÄÖÅ",
	4: "éü",
	5: "áàâãçèêëíìîïñóòôõøæúùûßšž" + "ÉÜ" + "€°½§–—’“”…•´",
	6: "ÁÀÂÃÇÈÊËÍÌÎÏÑÓÒÔÕØÆÚÙÛŠŽ",
	7: "ðþýÿœđłćčőűřěęąśżźńğışşţțāēīōūķļņģėįųňťďů" + "£®©™«»‘¼¾²³±·×¨",
	8: "ÐÞÝŒĐŁĆČŐŰŘĚĘĄŚŻŹŃĞİŞŢȚĀĒĪŌŪĶĻŅĢĖĮŲŇŤĎŮ" + "„‚‹›¤¦¬¯¶¸¹¥µ¿¡ªº¢†‡‰ˆ˜",
})

// Ranks of what commonness doesn't list.
const (
	rareLetter  = 9
	otherSymbol = 10
	notText     = 14 // control characters, private use
)

func rankCharacters(ranks map[int]string) map[rune]int {
	of := map[rune]int{}
	for rank, characters := range ranks {
		for _, r := range characters {
			of[r] = rank
		}
	}
	return of
}

const (
	vowels = "aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýÿœāēīōūąęįųůőűėěıAEIOUYÀÁÂÃÄÅÆÈÉÊËÌÍÎÏÒÓÔÕÖØÙÚÛÜÝŸŒĀĒĪŌŪĄĘĮŲŮŐŰĖĚİ"

	// What may stand between two letters; on both sides of one; before it; and
	// after it.
	joiners = "’‘´·–—\u00a0"
	besides = joiners + "“”«»°•…\u0301"
	openers = besides + "„‚‹€£©"
	closers = besides + "›®™²³©€"
)

// oddness tells how unlikely a character outside ASCII is between its
// neighbours, 0 being everyday. Neighbours that are no letters may be any
// other character.
func oddness(prev, r, next rune) int {
	rank, listed := commonness[r]
	if isLetter(r) {
		if !listed {
			rank = rareLetter
		}
		return rank + oddCase(prev, r, next) + oddSound(prev, r, next)
	}
	switch {
	case unicode.IsControl(r), unicode.Is(unicode.Co, r), r == unicode.ReplacementChar:
		return notText
	case !listed:
		rank = otherSymbol
	}
	before, after := isLetter(prev) || prev == r, isLetter(next) || next == r
	switch {
	case before && after && !strings.ContainsRune(joiners, r):
		return rank + 6
	case before && !after && !strings.ContainsRune(closers, r):
		return rank + 3
	case after && !before && !strings.ContainsRune(openers, r):
		return rank + 5
	}
	return rank
}

// isLetter tells letters from signs; among those Unicode counts some accents
// that stand alone (ˆ) as letters.
func isLetter(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Lm, r) }

// oddCase is how unlikely a letter's case is: a capital within a word of small
// letters, a small letter among capitals.
func oddCase(prev, r, next rune) int {
	odd := 0
	if unicode.IsDigit(prev) || unicode.IsDigit(next) {
		odd = 3
	}
	if unicode.IsUpper(r) {
		switch {
		case unicode.IsLower(prev):
			return odd + 7
		case unicode.IsUpper(prev) && unicode.IsLower(next):
			return odd + 4
		case !isLetter(prev) && !isLetter(next):
			return odd + 1
		}
		return odd
	}
	switch {
	case unicode.IsUpper(prev) && unicode.IsUpper(next):
		return odd + 6
	case unicode.IsUpper(prev) && !isLetter(next):
		return odd + 2
	case !isLetter(prev), unicode.IsUpper(next):
		return odd + 3
	}
	return odd
}

// oddSound is how unlikely a letter sounds: a consonant between consonants, a
// vowel between vowels. A vowel where one is needed is likely.
func oddSound(prev, r, next rune) int {
	if !unicode.Is(unicode.Latin, r) {
		if unicode.Is(unicode.Latin, prev) || unicode.Is(unicode.Latin, next) {
			return 6 // two scripts in one word
		}
		return -3
	}
	consonants, vowelled := 0, 0
	for _, neighbour := range [2]rune{prev, next} {
		switch {
		case strings.ContainsRune(vowels, neighbour):
			vowelled++
		case isLetter(neighbour):
			consonants++
		}
	}
	if !strings.ContainsRune(vowels, r) {
		if consonants == 2 && !strings.ContainsRune("rl", prev) { // Krško
			return 4
		}
		return 0
	}
	odd := 0
	switch {
	case vowelled == 2:
		odd = 2
	case vowelled == 0 && consonants > 0:
		odd = -2
	}
	if strings.ContainsRune("äöÄÖ", r) && (strings.ContainsRune("aouAOU", prev) || strings.ContainsRune("aouAOU", next)) {
		odd += 3 // the vowels of a Finnish word are of one kind
	}
	return odd
}

// oddnessOf adds up the oddness of a text's characters.
func oddnessOf(text string) int {
	odd := 0
	prev := ' '
	for i, r := range text {
		if r >= utf8.RuneSelf {
			odd += oddness(prev, r, runeAt(text, i+utf8.RuneLen(r)))
		}
		prev = r
	}
	return odd
}

// nordic are the characters that a misreading of one byte a letter is believed
// to have garbled. Others may be what was meant.
const nordic = "åäöÅÄÖéÉüÜ–—’”€…§°½\u00a0"

// plausible tells whether a mended text holds only characters that texts hold.
func plausible(mended string, narrow bool) bool {
	for _, r := range norm.NFC.String(mended) {
		if r < utf8.RuneSelf {
			continue
		}
		_, listed := commonness[r]
		switch {
		case narrow && !strings.ContainsRune(nordic, r), unicode.IsControl(r), unicode.Is(unicode.Co, r), r == utf8.RuneError:
			return false
		case !listed && !unicode.In(r, unicode.Cyrillic, unicode.Greek, unicode.Latin):
			return false
		}
	}
	return true
}

func runeAt(text string, at int) rune {
	if at >= len(text) {
		return ' '
	}
	r, _ := utf8.DecodeRuneInString(text[at:])
	return r
}
