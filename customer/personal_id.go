package customer

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// personalID finds what may be a Finnish personal identity code: day, month
// and year, a sign for the century (also as a typeset dash), an individual
// number and a check character.
var personalID = regexp.MustCompile(`(?i)([0-3]\d[01]\d{3})([-+A-FU-Y‐‑–—−])(\d{3})([0-9A-FHJ-NPR-Y])`)

const personalIDChecks = "0123456789ABCDEFHJKLMNPRSTUVWXY"

// HasPersonalID reports whether a text holds a Finnish personal identity code
// with a right date and check character (Digital and Population Data Services
// Agency). The program neither keeps nor logs such codes.
func HasPersonalID(text string) bool {
	return len(text) >= 11 && len(findPersonalIDs(text)) > 0
}

// MaskPersonalIDs returns the text with the secret end of each personal
// identity code hidden.
func MaskPersonalIDs(text string) string {
	if len(text) < 11 {
		return text
	}
	found := findPersonalIDs(text)
	for i := len(found) - 1; i >= 0; i-- {
		text = text[:found[i][0]+6] + "*****" + text[found[i][1]:]
	}
	return text
}

// findPersonalIDs returns where each code begins and ends.
func findPersonalIDs(text string) [][2]int {
	if !mayHoldPersonalID(text) {
		return nil
	}
	var found [][2]int
	for from := 0; from+11 <= len(text); {
		at := personalID.FindStringSubmatchIndex(text[from:])
		if at == nil {
			break
		}
		group := func(i int) string { return text[from+at[2*i] : from+at[2*i+1]] }
		start, end := from+at[0], from+at[1]
		if isPersonalID(group(1), group(2), group(3), group(4)) && !joined(text, start-1) && !joined(text, end) {
			found = append(found, [2]int{start, end})
			from = end
		} else {
			from = start + 1
		}
	}
	return found
}

// mayHoldPersonalID is a quick look that spares most texts the regular
// expression: six digits in a row, and something else after them.
func mayHoldPersonalID(text string) bool {
	run := 0
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] >= '0' && text[i] <= '9':
			run++
		case run >= 6:
			return true
		default:
			run = 0
		}
	}
	return false
}

// joined reports whether a letter or digit stands at an index, so that what is
// beside it is a part of something longer.
func joined(text string, at int) bool {
	if at < 0 || at >= len(text) {
		return false
	}
	b := text[at]
	return b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z'
}

func isPersonalID(date, sign, individual, check string) bool {
	number, _ := strconv.Atoi(date + individual)
	if personalIDChecks[number%31] != strings.ToUpper(check)[0] {
		return false
	}
	century := "19"
	switch sign := strings.ToUpper(sign); {
	case sign == "+":
		century = "18"
	case sign >= "A" && sign <= "F":
		century = "20"
	}
	_, err := time.Parse("02012006", date[:4]+century+date[4:])
	return err == nil && individual >= "002"
}
