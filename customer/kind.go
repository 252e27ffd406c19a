package customer

import (
	"regexp"
	"strings"
)

// companyForm is a company form that stands at the beginning, in the middle or
// at the end of a name, as in Finland, its neighbours and the countries that it
// trades with most.
var companyForm = regexp.MustCompile(`(?i)(?:^|[\s,(-])(?:` +
	`oyj?|o\.y\.|o/y|abp?|ky|kb|tmi|t:mi|toiminimi|ry|r\.y\.|rf|r\.f\.|osk|osuuskunta|andelslag|` +
	`as\.? ?oyj?|asunto[ -]?oy|bost\.? ?ab|koy|kiinteistö[ -]?oy|säätiö|stiftelse|` +
	`gmbh|ltd|limited|llc|llp|plc|inc|corp|a/s|aps|oü|mtü|uab|sp\.? z ?o\.?o|s\.?r\.o|b\.v|s\.a|sarl|srl` +
	`)(?:$|[\s,);.-])`)

// companyFormAtEnd is a form that tells only at the end of a name, since it may
// be a part of a person's.
var companyFormAtEnd = regexp.MustCompile(`(?i)\s(?:ay|rs|rn|sr|anl|fma|as|asa|ag|kg|ug|sia|bv|nv|sa|spa|kft|kunta|kaupunki|kommun|stad|seurakunta|församling|samkommun|hyvinvointialue|välfärdsområde)\.?$`)

// companyEnding lists ends of words that tell, as in Lämpösäätiö.
var companyEnding = []string{"säätiö", "stiftelsen", "osuuskunta", "osakeyhtiö", "aktiebolag", "yhdistys", "kuntayhtymä", "seurakunta", "församling", "kaupunki"}

// GuessKind tells from a name whether it is a company's: by a company form, or
// by a word such as säätiö. It returns "" where the name says nothing.
func GuessKind(name string) string {
	if companyForm.MatchString(name) || companyFormAtEnd.MatchString(name) {
		return Company
	}
	for word := range strings.FieldsSeq(strings.ToLower(name)) {
		for _, ending := range companyEnding {
			if strings.HasSuffix(word, ending) {
				return Company
			}
		}
	}
	return ""
}
