package damage

import "strings"

// truths are the words for true and false that the programs write.
var truths = map[string]bool{
	"true": true, "tosi": true, "sant": true, "wahr": true, "vrai": true, "õige": true,
	"false": false, "epätosi": false, "falskt": false, "falsch": false, "faux": false, "vale": false,
}

func isTruth(text string) bool {
	if len(text) > len("epätosi") {
		return false
	}
	_, known := truths[strings.ToLower(text)]
	return known
}

func sameTruth(stored, cell string) bool {
	truth := truths[strings.ToLower(stored)]
	switch cell {
	case "1":
		return truth
	case "0":
		return !truth
	}
	return isTruth(cell) && truths[strings.ToLower(cell)] == truth
}
