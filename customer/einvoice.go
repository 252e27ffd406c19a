package customer

import (
	"regexp"
	"strings"
)

var (
	ovtAddress     = regexp.MustCompile(`^0037\d{8}[0-9A-Z]{0,5}$`)
	ibanAddress    = regexp.MustCompile(`^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$`)
	finnishIBAN    = regexp.MustCompile(`^FI\d{16}$`)
	clockTime      = regexp.MustCompile(`^\d{1,4}:\d\d(:\d\d)?$`)
	anyAddress     = regexp.MustCompile(`^[A-Z0-9:._/-]{2,50}$`)
	bareOVT        = regexp.MustCompile(`^37\d{8}$`)
	beginsLikeIBAN = regexp.MustCompile(`^FI\d`)
)

// readEInvoiceAddress reads an OVT (0037, a Business ID, up to five more
// characters) or an IBAN, both without spaces; another kind of address is kept
// as written, with a warning.
func readEInvoiceAddress(text string, ctx Context) Reading {
	address := compact(text)
	switch {
	case lostDigits(text):
		return failed(DigitsLost, text, nil)
	case strings.HasPrefix(address, "0037"):
		if !ovtAddress.MatchString(address) || !validBusinessID(address[4:12]) {
			return failed(EInvoiceInvalid, text, nil)
		}
		return value(address)
	case ctx.Repair && bareOVT.MatchString(address) && validBusinessID(address[2:]):
		return repaired("00" + address)
	case beginsLikeIBAN.MatchString(address):
		if !finnishIBAN.MatchString(address) || !validIBAN(address) {
			return failed(EInvoiceInvalid, text, nil)
		}
		return value(address)
	case ibanAddress.MatchString(address) && validIBAN(address):
		return value(address)
	case clockTime.MatchString(address): // what a spreadsheet makes of 0088:…
	case anyAddress.MatchString(address):
		return unusual(text, EInvoiceUnusual, nil)
	}
	return failed(EInvoiceInvalid, text, nil)
}

// validIBAN checks the remainder by 97 (ISO 13616).
func validIBAN(iban string) bool {
	remainder := 0
	for _, r := range iban[4:] + iban[:4] {
		switch {
		case r >= '0' && r <= '9':
			remainder = (remainder*10 + int(r-'0')) % 97
		case r >= 'A' && r <= 'Z':
			remainder = (remainder*100 + int(r-'A') + 10) % 97
		default:
			return false
		}
	}
	return remainder == 1
}

// Operator is an e-invoicing operator that is known by its id.
type Operator struct {
	ID    string
	Names []string
}

// Operators lists the known operators of Finland (verkkolaskuosoite.fi and the
// lists of Finnish invoicing programs). The list ages: others are accepted.
var Operators = []Operator{
	{"003723327487", []string{"Apix Messaging Oy", "Apix"}},
	{"BAWCFI22", []string{"Basware Oyj", "Basware"}},
	{"003705925424", nil}, {"BWEI", nil},
	{"003703575029", []string{"CGI Suomi", "CGI", "Logica"}},
	{"CREDIFLOW", []string{"Crediflow AB", "Crediflow"}},
	{"INEXCHANGE", []string{"InExchange Factorum AB", "InExchange"}},
	{"EXPSYS", []string{"Lexmark Expert Systems AB", "Kofax"}},
	{"00885790000000418", []string{"HighJump AS", "HighJump"}},
	{"003708599126", []string{"OpenText Oy", "OpenText", "Liaison Technologies Oy", "Liaison Technologies", "Liaison"}},
	{"003721291126", []string{"Maventa"}},
	{"MAVENTA", nil},
	{"003726044706", []string{"Netbox Finland Oy", "Netbox"}},
	{"003717203971", []string{"Notebeat Oy", "Notebeat"}},
	{"E204503", []string{"OpusCapita Solutions Oy", "OpusCapita"}},
	{"003710948874", []string{"Posti Messaging Oy", "Posti Messaging", "OpusCapita Group Oy", "Itella"}},
	{"003723609900", []string{"Pagero Oy", "Pagero"}},
	{"PAGERO", nil},
	{"PALETTE", []string{"Palette Software"}},
	{"003701150617", []string{"PostNord Strålfors Oy", "PostNord Strålfors", "Strålfors"}},
	{"003714377140", []string{"Ropo Capital Oy", "Ropo Capital", "Ropo", "Enfo Zender Oy", "Enfo Zender", "Enfo"}},
	{"003714756079", []string{"Telia Finland Oyj", "Telia Finland", "Telia", "TeliaSonera"}},
	{"003701011385", []string{"TietoEVRY Oyj", "TietoEVRY", "Tietoevry", "Tieto"}},
	{"00885060259470028", []string{"Tradeshift"}},
	{"FIYAPSOL", []string{"YAP Solutions Oy", "YAP Solutions"}},
	{"003722207029", []string{"Åland Post Ab", "Åland Post"}},
	{"003722319362", []string{"Oma Säästöpankki Oyj", "Oma Säästöpankki", "OmaSp"}},
	{"HELSFIHH", []string{"Aktia Pankki", "Aktia Bank", "Aktia"}},
	{"DABAFIHH", []string{"Danske Bank", "Danske"}},
	{"DNBAFIHX", []string{"DNB Bank ASA", "DNB"}},
	{"HANDFIHH", []string{"Handelsbanken"}},
	{"NDEAFIHH", []string{"Nordea", "Nordea Bank"}},
	{"OKOYFIHH", []string{"OP", "Osuuspankki", "Andelsbanken", "OP Ryhmä"}},
	{"POPFFI22", []string{"POP Pankki", "POP Banken", "POP"}},
	{"SBANFIHH", []string{"S-Pankki", "S-Banken"}},
	{"TAPIFI22", []string{"LähiTapiola"}},
	{"ITELFIHH", []string{"Säästöpankit", "Säästöpankki", "Sparbanken"}},
	{"AABAFI22", []string{"Ålandsbanken"}},
	{"PSPBFIHH", nil},
}

// operatorIDs finds a known id by itself and by the names of its operator.
var operatorIDs = func() map[string]string {
	ids := make(map[string]string)
	for _, operator := range Operators {
		for _, name := range operator.Names {
			ids[wordKey(name)] = operator.ID
		}
		ids[wordKey(operator.ID)] = operator.ID
	}
	return ids
}()

var knownOperators = func() map[string]bool {
	known := make(map[string]bool)
	for _, operator := range Operators {
		known[operator.ID] = true
	}
	return known
}()

// OperatorName returns the name of a known operator, "" for others.
func OperatorName(id string) string {
	for _, operator := range Operators {
		if operator.ID == id && len(operator.Names) > 0 {
			return operator.Names[0]
		}
	}
	return ""
}

var operatorWord = regexp.MustCompile(`[A-Za-z0-9]+`)

// readOperator reads a known id, or the name of its operator, or a text in
// which exactly one known id stands; anything else is kept with a warning.
func readOperator(text string, ctx Context) Reading {
	if lostDigits(text) && !knownOperators[strings.ToUpper(text)] {
		return failed(DigitsLost, text, nil)
	}
	if id, ok := operatorIDs[wordKey(text)]; ok {
		return value(id)
	}
	digits := dropSpaces(text)
	if ctx.Repair && isDigits(digits) && knownOperators["00"+digits] {
		return repaired("00" + digits)
	}
	found := make(map[string]bool)
	for _, word := range operatorWord.FindAllString(strings.ToUpper(text), -1) {
		if knownOperators[word] {
			found[word] = true
		} else if len(word) > 12 && knownOperators[word[:12]] {
			found[word[:12]] = true // the name is joined to the id: 003714377140ENFO
		}
	}
	if len(found) == 1 {
		for id := range found {
			return unusual(id, OperatorRead, Args{"text": text, "name": OperatorName(id)})
		}
	}
	return unusual(text, OperatorUnknown, nil)
}
