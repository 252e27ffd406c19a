package customer

import (
	"regexp"
	"strings"
)

// Operator is an e-invoicing operator that is known by its id.
type Operator struct {
	ID    string   // by which it is called where a text gives its name
	Names []string // the usual one first; none where only the id is known
	Other []string // ids that mean the same operator
}

// Operators lists the known operators of Finland (verkkolaskuosoite.fi and the
// lists of Finnish invoicing programs). The list ages: others are accepted.
var Operators = []Operator{
	{ID: "003723327487", Names: []string{"Apix Messaging Oy", "Apix"}},
	{ID: "BAWCFI22", Names: []string{"Basware Oyj", "Basware"}, Other: []string{"003705925424", "BWEI"}},
	{ID: "003703575029", Names: []string{"CGI Suomi", "CGI", "Logica"}},
	{ID: "CREDIFLOW", Names: []string{"Crediflow AB", "Crediflow"}},
	{ID: "INEXCHANGE", Names: []string{"InExchange Factorum AB", "InExchange"}},
	{ID: "EXPSYS", Names: []string{"Lexmark Expert Systems AB", "Kofax"}},
	{ID: "00885790000000418", Names: []string{"HighJump AS", "HighJump"}},
	{ID: "003708599126", Names: []string{"OpenText Oy", "OpenText", "Liaison Technologies Oy", "Liaison Technologies", "Liaison"}},
	{ID: "003721291126", Names: []string{"Maventa"}, Other: []string{"MAVENTA"}},
	{ID: "003726044706", Names: []string{"Netbox Finland Oy", "Netbox"}},
	{ID: "003717203971", Names: []string{"Notebeat Oy", "Notebeat"}},
	{ID: "E204503", Names: []string{"OpusCapita Solutions Oy", "OpusCapita"}},
	{ID: "003710948874", Names: []string{"Posti Messaging Oy", "Posti Messaging", "OpusCapita Group Oy", "Itella"}},
	{ID: "003723609900", Names: []string{"Pagero Oy", "Pagero"}, Other: []string{"PAGERO"}},
	{ID: "PALETTE", Names: []string{"Palette Software"}},
	{ID: "003701150617", Names: []string{"PostNord Strålfors Oy", "PostNord Strålfors", "Strålfors"}},
	{ID: "003714377140", Names: []string{"Ropo Capital Oy", "Ropo Capital", "Ropo", "Enfo Zender Oy", "Enfo Zender", "Enfo"}},
	{ID: "003714756079", Names: []string{"Telia Finland Oyj", "Telia Finland", "Telia", "TeliaSonera"}},
	{ID: "003701011385", Names: []string{"TietoEVRY Oyj", "TietoEVRY", "Tietoevry", "Tieto"}},
	{ID: "00885060259470028", Names: []string{"Tradeshift"}},
	{ID: "FIYAPSOL", Names: []string{"YAP Solutions Oy", "YAP Solutions"}},
	{ID: "003722207029", Names: []string{"Åland Post Ab", "Åland Post"}},
	{ID: "003722319362", Names: []string{"Oma Säästöpankki Oyj", "Oma Säästöpankki", "OmaSp"}},
	{ID: "HELSFIHH", Names: []string{"Aktia Pankki", "Aktia Bank", "Aktia"}},
	{ID: "DABAFIHH", Names: []string{"Danske Bank", "Danske"}},
	{ID: "DNBAFIHX", Names: []string{"DNB Bank ASA", "DNB"}},
	{ID: "HANDFIHH", Names: []string{"Handelsbanken"}},
	{ID: "NDEAFIHH", Names: []string{"Nordea", "Nordea Bank"}},
	{ID: "OKOYFIHH", Names: []string{"OP", "Osuuspankki", "Andelsbanken", "OP Ryhmä"}},
	{ID: "POPFFI22", Names: []string{"POP Pankki", "POP Banken", "POP"}},
	{ID: "SBANFIHH", Names: []string{"S-Pankki", "S-Banken"}},
	{ID: "TAPIFI22", Names: []string{"LähiTapiola"}},
	{ID: "ITELFIHH", Names: []string{"Säästöpankit", "Säästöpankki", "Sparbanken"}},
	{ID: "AABAFI22", Names: []string{"Ålandsbanken"}},
	{ID: "PSPBFIHH"},
}

// operators finds a known operator by its ids and its names, folded as wordKey
// does, and knownOperators by its ids as written.
var operators, knownOperators = func() (byWord, byID map[string]*Operator) {
	byWord, byID = make(map[string]*Operator), make(map[string]*Operator)
	for i := range Operators {
		operator := &Operators[i]
		for _, name := range operator.Names {
			byWord[wordKey(name)] = operator
			byWord[wordKey(operatorForm.ReplaceAllString(name, ""))] = operator
		}
		for _, id := range append([]string{operator.ID}, operator.Other...) {
			byWord[wordKey(id)], byID[id] = operator, operator
		}
	}
	return byWord, byID
}()

// OperatorName returns the name of a known operator, "" for others.
func OperatorName(id string) string {
	if operator := knownOperators[id]; operator != nil && len(operator.Names) > 0 {
		return operator.Names[0]
	}
	return ""
}

// sameOperator reports whether two texts, one of them stored, are ids or names
// of one operator.
func sameOperator(stored, text string) bool {
	operator := operatorOf(stored)
	return operator != nil && operator == operatorOf(text)
}

// operatorForm finds the legal form behind the name of an operator, which people
// write or leave out.
var operatorForm = regexp.MustCompile(`(?i)[ ,]+(?:oyj?|abp?|asa?|ltd)\.?$`)

// operatorOf finds the operator that a text names, by an id or by its name with its
// legal form or without, nil for an unknown one.
func operatorOf(text string) *Operator {
	if operator := operators[wordKey(text)]; operator != nil {
		return operator
	}
	if form := operatorForm.FindStringIndex(text); form != nil {
		return operators[wordKey(text[:form[0]])]
	}
	return nil
}

// idIn is the id of an operator by which a text calls it: as written where that
// is digits, which every program takes, else the usual one.
func (o *Operator) idIn(text string) string {
	for _, id := range o.Other {
		if isDigits(id) && strings.Contains(text, id) {
			return id
		}
	}
	return o.ID
}

var operatorWord = regexp.MustCompile(`[A-Za-z0-9]+`)

// readOperator reads a known id, or the name of its operator, or a text in
// which ids of exactly one operator stand; anything else is kept with a warning.
func readOperator(text string, ctx Context) Reading {
	if lostDigits(text) && knownOperators[strings.ToUpper(text)] == nil {
		return failed(DigitsLost, text, nil)
	}
	if operator := operatorOf(text); operator != nil {
		return value(operator.idIn(dropSpaces(text)))
	}
	digits := dropSpaces(text)
	if ctx.Repair && isDigits(digits) && knownOperators["00"+digits] != nil {
		return repaired("00" + digits)
	}
	if operator := operatorIn(text); operator != nil {
		id := operator.idIn(text)
		return unusual(id, OperatorRead, Args{"text": text, "name": OperatorName(id)})
	}
	return unusual(text, OperatorUnknown, nil)
}

// operatorIn is the only operator whose ids stand in a text, nil where there is
// none, or more than one.
func operatorIn(text string) *Operator {
	var found *Operator
	for _, word := range operatorWord.FindAllString(strings.ToUpper(text), -1) {
		operator := knownOperators[word]
		if operator == nil && len(word) > 12 {
			operator = knownOperators[word[:12]] // the name is joined to the id: 003714377140ENFO
		}
		switch {
		case operator == nil || operator == found:
		case found != nil:
			return nil
		default:
			found = operator
		}
	}
	return found
}
