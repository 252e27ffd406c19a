package customer

import (
	"regexp"
	"strings"
)

// Heading is what the header of a column says.
type Heading struct {
	Field Field // None where it names no field

	// Rank tells how surely it names the field: 0 in the words of our own
	// exports, then as the aliases are listed, the surest first, then as those
	// with a note in brackets.
	Rank int

	// Billing says of a part of an address that it belongs to one that is for
	// invoices alone, beside the customer's own.
	Billing bool
}

// ReadHeader tells what a header says below a heading that stands over a group
// of columns; above is "" where there is none. "Osoite" below "Toimitusosoite"
// is part of the delivery address, as "Osoite (toimitus)" is.
func (t *Table) ReadHeader(header, above string) Heading {
	h := t.lookUp(HeaderKey(header))
	group := HeaderKey(above)
	note := wordKey(bracketed.FindString(header))
	if note != "" && note != HeaderKey(header) {
		group += " " + note
		h.Rank += noted
	}
	switch {
	case otherNote.MatchString(note):
		return Heading{}
	case h.Field == None || group == "":
		return h
	case belongsElsewhere(h.Field) && elsewhere.MatchString(group):
		return Heading{}
	case deliveryGroup.MatchString(group) && (belongsElsewhere(h.Field) || deliveryGroup.MatchString(note)):
		if billingGroup.MatchString(group) { // of both addresses
			return Heading{}
		}
		return t.delivered(h)
	case isAddress(h.Field) && billingGroup.MatchString(group):
		h.Billing = true
	}
	return h
}

// noted is what a note in brackets adds to the rank of a header: more than there
// are aliases.
const noted = 1000

// otherNote finds notes behind a header that say that the column is not what the
// header names: of a former one, of our own, of a person there.
var otherNote = regexp.MustCompile(`vanha|vanho|entinen|aiempi|aikaisem|^oma|^omat|meidan|yhteyshenk|kontaktperson|^old|former|previous|^own|^our|contact|gammal|tidigare|^egen|^eget|^var$|^alt|ehemalig|^eigen|ansprechpartner`)

// ByHeader tells which field a header names, and whether in the words of our
// own exports rather than another program's.
func (t *Table) ByHeader(header string) (f Field, own bool) {
	h := t.ReadHeader(header, "")
	return h.Field, h.Field != None && h.Rank == 0
}

// lookUp finds what a folded header says. A 1 at its end is the first of
// several columns; those with higher numbers say something else: a second line
// of the address, a second number.
func (t *Table) lookUp(key string) Heading {
	h, known := t.headings[key]
	if known || key == "" {
		return h
	}
	if first, numbered := strings.CutSuffix(key, "1"); numbered {
		h = t.headings[first]
		h.Rank++
	} else if h = t.lookUpDelivery(key); h.Field != None {
		return h
	} else if start := billing.FindString(key); start != "" {
		h = t.headings[key[len(start):]]
		h.Rank += len(t.Of(h.Field).Aliases)
		h.Billing = true
		if !isAddress(h.Field) {
			return Heading{}
		}
	}
	if h.Field == None {
		return Heading{}
	}
	return h
}

// lookUpDelivery finds what a folded header says that begins with a word for the
// delivery address, before the name of one of the customer's fields.
func (t *Table) lookUpDelivery(key string) Heading {
	for _, start := range deliveryStarts {
		if rest, begins := strings.CutPrefix(key, start); begins {
			if h := t.delivered(t.headings[rest]); h.Field != None {
				return h
			}
		}
	}
	return Heading{}
}

// delivered is a heading as one of the delivery address: less sure than a name of
// its own. Fields without a counterpart there are none.
func (t *Table) delivered(h Heading) Heading {
	if own := delivered(h.Field); t.definitions[own] != nil {
		return Heading{Field: own, Rank: h.Rank + 1}
	}
	return Heading{}
}

// deliveryStarts begin the folded header of a part of the delivery address, the
// longest first.
var deliveryStarts = []string{"toimitusosoitteen", "toimitusosoite", "toimitus", "leveransadressens", "leveransadress", "leverans", "deliveryaddress", "delivery",
	"shippingaddress", "shipping", "shiptoaddress", "shipto", "lieferanschrift", "lieferadresse", "liefer", "toim"}

// deliveryGroup finds the same in what stands over or behind a header.
var deliveryGroup = regexp.MustCompile(`toimitu|leverans|deliver|shipping|ship ?to|liefer`)

// readHeadings finds what is said by the header names of the fields. The words
// of our own go before those of other programs. No header says that its column is
// appended to the notes: only the user does.
func (t *Table) readHeadings() map[string]Heading {
	meanings := make(map[string]Heading)
	for _, f := range t.targets {
		for i, alias := range t.Of(f).Aliases {
			key := HeaderKey(alias)
			meanings[key] = Heading{Field: f, Rank: i + 1, Billing: isAddress(f) && billing.MatchString(key)}
		}
	}
	for _, f := range t.targets {
		if f == AppendNotes {
			continue
		}
		for _, label := range t.Of(f).Labels {
			meanings[HeaderKey(label)] = Heading{Field: f}
		}
	}
	return meanings
}

// billing begins the folded header of an address that is for invoices alone.
var billing = regexp.MustCompile(`^(?:laskutus(?:osoitteen|osoite)?|faktur(?:a|erings?)(?:adress(?:ens)?)?|billing(?:address)?|invoic(?:e|ing)(?:address)?|rechnungs)`)

// billingGroup finds the same in what stands over or behind a header.
var billingGroup = regexp.MustCompile(`laskut|fakturering|billing|invoic|rechnung`)

// elsewhere finds what stands over or behind the names of columns that are not
// of the customer itself: of a place of work, of a seller, of a former owner.
var elsewhere = regexp.MustCompile(`kohde|kohteen|noutopaik|kaynti|visiting|besok|` +
	`myyja|myyjan|saljar|seller|salesperson|isannoits|disponent|edustaj|omistaj|agare|owner|entinen|vanha|aiempi|former|previous|tidigare|gammal`)

func isAddress(f Field) bool { return f == Street || f == Postcode || f == City || f == Country }

// belongsElsewhere reports whether a seller or a place of delivery has such a
// field of its own.
func belongsElsewhere(f Field) bool {
	return isAddress(f) || f == Name || f == Contact || f == Email || f == Phone
}

// MayHold reports whether what a column holds may tell that it fills a field
// which its header does not name: where the header says nothing, or something
// that suits the field, and nothing of somebody or something else.
func (f Field) MayHold(header, above string) bool {
	if f == None {
		return false
	}
	key := HeaderKey(header)
	around := key + " " + HeaderKey(above) + " " + wordKey(bracketed.FindString(header))
	if otherMeaning.MatchString(key) || elsewhere.MatchString(around) || deliveryGroup.MatchString(around) {
		return false
	}
	return saysNothing.MatchString(key) || hints[f] != nil && hints[f].MatchString(key)
}

// saysNothing finds folded headers that a program or a person gives to columns
// without a name.
var saysNothing = regexp.MustCompile(`^(?:(?:sarake|kentta|kolumn|spalte|falt|column|col|field|unnamed|nimeton|namnlos|tieto|data)?\d*|[a-z]{1,2})$`)

// hints find what suits the fields that are recognised by their values.
var hints = map[Field]*regexp.Regexp{
	BusinessID:      regexp.MustCompile(`tunnus$|numero$|nro$|nummer$|nr$|number$|id$|^org|rekisteri|register|registration`),
	Email:           regexp.MustCompile(`mail|^posti$|sposti|sahko|epost|meili|mejl`),
	EInvoiceAddress: regexp.MustCompile(`verkkol|verkkotunnus|vtunnus|elasku|efaktur|natfaktur|einvoice|ovt|^edi|laskutuso|laskuoso`),
	Postcode:        regexp.MustCompile(`post|zip|pnro|pnr`),
}

// otherMeaning finds folded headers of what a customer here does not have, or
// of others than the customer: accounts, tax and personal numbers, our own
// references, parent companies and payers.
var otherMeaning = regexp.MustCompile(`^(?:tunnus|id|viite)$|^(?:toim|lahet|tili|iban|bic|swift|konto|account|bank|pankki|alv|vat|moms|arvonlisa|tax|vero|` +
	`eori|duns|henkilotunnus|hetu|sotu|sosiaaliturva|personnummer|personbeteckning|ssn|syntyma|fodel|birth|viite|referens|reference|` +
	`oma|meidan|var(?:referens|kontakt)|our|avsandar|sender|from|kasittelija|handlagg|created|modified|updated|user|kayttaja|` +
	`emo|konserni|koncern|moder|parent|tytar|maksaja|betalare|payer|laskutettava|toimittaja|leverantor|supplier|vendor|` +
	`gln|ean|peppol|puolison|huoltaja|lapsen|tilaus|order|sopimus|avtal|contract|proje[kc]t|tuote|product|postilok|pobox|kopio|copy|faksi|fax|telefax|guid|uuid|lasku(?:tus)?(?:numero|nro)|invoicen|fakturan)|` +
	`sales|kirjanpi|account`)
