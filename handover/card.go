package handover

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"kortisto/customer"
)

// CardWriter writes customers as vCard 3.0 (RFC 2426): every address book in
// use reads that version, while Outlook and older telephones do not read 4.0.
// It holds how a customer is reached and nothing else: what a firm notes about
// a customer does not belong into telephones.
type CardWriter struct {
	out  io.Writer
	lang string
	key  []byte
	card []byte
}

// NewCardWriter makes a writer whose words are of a language. By the register's
// key each card has an identity of its own: imported again it takes the place
// of the one before.
func NewCardWriter(out io.Writer, lang string, key []byte) *CardWriter {
	return &CardWriter{out: out, lang: lang, key: key}
}

// Write writes the card of one customer.
func (w *CardWriter) Write(c *customer.Customer) error {
	w.card = w.card[:0]
	values := &c.Values
	place := "WORK"
	w.line("BEGIN", "VCARD")
	w.line("VERSION", "3.0")
	w.line("UID", w.identity(c.Number))
	w.line("FN", escaped(values[customer.Name]))
	if values[customer.Kind] == customer.Person {
		place = "HOME"
		given, family := cutFamilyFirst(values[customer.Name])
		w.line("N", structured(family, given, "", "", ""))
	} else {
		// A firm has no names of its own: the contact's stand there.
		given, family := cutFamilyLast(values[customer.Contact])
		w.line("N", structured(family, given, "", "", ""))
		w.line("ORG", escaped(values[customer.Name]))
		w.line("X-ABSHOWAS", "COMPANY")
	}
	for _, phone := range customer.FindPhones(values[customer.Phone], c.Country()) {
		w.line("TEL;TYPE="+place+",VOICE", escaped(phone.Number))
	}
	for _, address := range customer.EmailAddresses(values[customer.Email]) {
		w.line("EMAIL;TYPE=INTERNET", escaped(address))
	}
	if values[customer.Street]+values[customer.Postcode]+values[customer.City] != "" {
		country := customer.CountryName(c.Country(), w.lang)
		w.line("ADR;TYPE="+place, structured("", "", values[customer.Street], values[customer.City], "", values[customer.Postcode], country))
	}
	if group := values[customer.Group]; group != "" {
		w.line("CATEGORIES", escaped(group))
	}
	w.line("END", "VCARD")
	_, err := w.out.Write(w.card)
	return err
}

// identity is the same for a customer in each file, and tells nothing of it.
func (w *CardWriter) identity(number int) string {
	mac := hmac.New(sha256.New, w.key)
	mac.Write([]byte("vCard " + strconv.Itoa(number)))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

// longestLine is how many bytes a line has at most.
const longestLine = 75

// line writes a line, folded between characters.
func (w *CardWriter) line(name, value string) {
	text := name + ":" + value
	room := longestLine
	for len(text) > room {
		end := room
		for !utf8.RuneStart(text[end]) {
			end--
		}
		w.card = append(append(w.card, text[:end]...), "\r\n "...)
		text, room = text[end:], longestLine-1
	}
	w.card = append(append(w.card, text...), "\r\n"...)
}

// escaper writes the signs that have a meaning, and line breaks, as text.
var escaper = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`)

func escaped(text string) string { return escaper.Replace(text) }

// structured is a value of several parts.
func structured(parts ...string) string {
	for i, part := range parts {
		parts[i] = escaped(part)
	}
	return strings.Join(parts, ";")
}

// particles are words before a family name that belong to it.
var particles = []string{"af", "da", "de", "del", "den", "der", "di", "du", "la", "le", "van", "von", "zu"}

// cutFamilyFirst cuts the name of a person who is a customer: the family name stands
// first, as where an import makes the name of two columns.
func cutFamilyFirst(name string) (given, family string) {
	if given, family, turned := cutTurned(name); turned {
		return given, family
	}
	words := strings.Fields(name)
	end := 0
	for end < len(words)-2 && slices.Contains(particles, strings.ToLower(words[end])) {
		end++
	}
	end = min(end+1, len(words))
	return strings.Join(words[end:], " "), strings.Join(words[:end], " ")
}

// cutFamilyLast cuts the name of a firm's contact before its last word: such names
// are written as they are spoken.
func cutFamilyLast(name string) (given, family string) {
	if given, family, turned := cutTurned(name); turned {
		return given, family
	}
	name = strings.TrimSpace(name)
	if i := strings.LastIndexByte(name, ' '); i >= 0 {
		return name[:i], name[i+1:]
	}
	return "", name
}

// cutTurned cuts a name at a comma, before which the family name stands.
func cutTurned(name string) (given, family string, turned bool) {
	family, given, turned = strings.Cut(name, ",")
	return strings.TrimSpace(given), strings.TrimSpace(family), turned
}
