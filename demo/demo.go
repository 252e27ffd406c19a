// Package demo makes up customers, always the same ones, for showing the
// program and for pictures of it. Nobody in it exists: Business IDs are from
// the end of their range, e-mail addresses end in .example.
package demo

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"kortisto/customer"
)

// The user of a demonstration.
const (
	UserName = "demo"
	Password = "demo-kortisto"
)

// size is how many customers there are.
const size = 200

// Customers returns the made-up customers. Companies and persons, Finnish and
// Swedish-speaking ones and a few from abroad are mixed as in a real register.
func Customers() []customer.Values {
	codes := codesByOffice()
	all := make([]customer.Values, size)
	var companies, persons, swedes int // so far: the lists of words are gone through for each in turn
	for i := range all {
		switch {
		case i%50 == 7:
			all[i] = foreign(i / 50)
		case i%9 == 4:
			all[i] = swedish(swedes, codes)
			swedes++
		case i%5 < 3:
			all[i] = company(companies, codes)
			companies++
		default:
			all[i] = person(persons, codes)
			persons++
		}
		if i%6 == 0 {
			all[i][customer.Notes] = pick(notes, i/6)
		}
	}
	return all
}

func company(n int, codes map[string][]string) customer.Values {
	root, trade := pick(roots, n*5), pick(trades, n*3)
	v := address(n, pick(offices, n*5), codes, false)
	v[customer.Kind] = customer.Company
	v[customer.Name] = root.name + " " + trade.name
	if trade.genitive {
		v[customer.Name] = root.genitive + " " + trade.name
	}
	v[customer.BusinessID] = businessID(n)
	v[customer.Contact] = pick(firstNames, n*3) + " " + pick(surnames, n*11)
	v[customer.Group] = trade.group
	v[customer.Language] = "fi"
	invoiced(&v, n, "laskut", root.name)
	return v
}

func person(n int, codes map[string][]string) customer.Values {
	surname, first := pick(surnames, n*7), pick(firstNames, n*3)
	v := address(n+1, pick(offices, n*3), codes, false)
	v[customer.Kind] = customer.Person
	v[customer.Name] = surname + " " + first
	v[customer.Language] = "fi"
	if n%4 == 0 {
		v[customer.Group] = groupMembers
	}
	v[customer.PaymentTerms] = "14"
	v[customer.Invoicing] = "letter"
	if n%3 != 0 {
		v[customer.Invoicing] = "email"
		v[customer.Email] = mailName(first) + "." + mailName(surname) + "@posti.example"
	}
	return v
}

func swedish(n int, codes map[string][]string) customer.Values {
	surname, first := pick(swedishSurnames, n), pick(swedishFirstNames, n*3)
	v := address(n, pick(swedishOffices, n), codes, true)
	v[customer.Language] = "sv"
	if n%2 == 0 {
		v[customer.Kind] = customer.Person
		v[customer.Name] = surname + " " + first
		v[customer.Invoicing] = "email"
		v[customer.PaymentTerms] = "14"
		v[customer.Email] = mailName(first) + "@" + mailName(surname) + ".example"
		return v
	}
	v[customer.Kind] = customer.Company
	v[customer.Name] = pick(swedishCompanies, n/2)
	v[customer.BusinessID] = businessID(2000 + n)
	v[customer.Contact] = first + " " + surname
	v[customer.Group] = groupRegular
	invoiced(&v, n, "faktura", strings.Fields(v[customer.Name])[0])
	return v
}

// foreign are customers whose addresses follow other rules.
func foreign(n int) customer.Values {
	known := foreigners[n%len(foreigners)]
	var v customer.Values
	for field, text := range known {
		v[field] = text
	}
	v[customer.Group] = groupAbroad
	v[customer.PaymentTerms] = "30"
	v[customer.Invoicing] = "email"
	return v
}

// invoiced says how a company takes its invoices.
func invoiced(v *customer.Values, i int, mailbox, domain string) {
	v[customer.PaymentTerms] = pick(terms, i)
	v[customer.Email] = mailbox + "@" + mailName(domain) + ".example"
	v[customer.Invoicing] = "einvoice"
	switch i % 4 {
	case 0:
		v[customer.Invoicing] = "email"
	case 1: // department and floor, which a spreadsheet takes for a date
		v[customer.Reference] = fmt.Sprintf("%d-%d", i%28+1, i%12+1)
	case 3:
		v[customer.Reference] = fmt.Sprintf("Kustannuspaikka %d", 1000+i*10)
	}
	if v[customer.Invoicing] == "einvoice" {
		v[customer.EInvoiceAddress] = "0037" + strings.ReplaceAll(v[customer.BusinessID], "-", "")
		v[customer.EInvoiceOperator] = pick(operators, i)
	}
}

// address is a street, a real postal code with its post office, and a
// telephone number.
func address(i int, office string, codes map[string][]string, inSwedish bool) customer.Values {
	var v customer.Values
	code := pick(codes[office], i*17)
	place, street := customer.PostOffices()[code].Finnish, pick(streets, i*3)
	if inSwedish {
		place, street = customer.PostOffices()[code].Swedish, pick(swedishStreets, i)
	}
	v[customer.Street] = fmt.Sprintf("%s %d", street, i*7%88+1)
	if i%3 == 1 {
		v[customer.Street] += fmt.Sprintf(" %c %d", 'A'+rune(i%4), i%40+1)
	}
	v[customer.Postcode], v[customer.City] = code, titled(place)
	v[customer.Country] = customer.Finland
	prefix, number := pick(phonePrefixes, i), 1000+i*37%9000
	switch i % 5 {
	default:
		v[customer.Phone] = fmt.Sprintf("%s 000 %04d", prefix, number)
	case 2: // written as programs write them, which spreadsheets take for numbers
		v[customer.Phone] = fmt.Sprintf("%s000%04d", prefix, number)
	case 4:
		v[customer.Phone] = fmt.Sprintf("+358%s000%04d", prefix[1:], number)
	}
	return v
}

// businessID is a Business ID of its own for each customer, right in its check digit.
func businessID(i int) string {
	for n := 9_990_000 + i*3; ; n++ {
		for check := range 10 {
			id := fmt.Sprintf("%07d-%d", n, check)
			if !customer.BusinessID.Read(id, customer.Context{}).Failed() {
				return id
			}
		}
	}
}

// codesByOffice lists the postal codes of each post office, in their order.
func codesByOffice() map[string][]string {
	codes := make(map[string][]string)
	for code, office := range customer.PostOffices() {
		codes[office.Finnish] = append(codes[office.Finnish], code)
	}
	for _, list := range codes {
		slices.Sort(list)
	}
	return codes
}

func pick[T any](list []T, i int) T { return list[i%len(list)] }

// titled writes VÄSTERSKOG as Västerskog.
func titled(place string) string {
	first := true
	return strings.Map(func(r rune) rune {
		if first {
			first = false
			return r
		}
		return unicode.ToLower(r)
	}, place)
}

// mailName writes a name as e-mail addresses have it.
func mailName(name string) string {
	return mailLetters.Replace(strings.ToLower(name))
}

var mailLetters = strings.NewReplacer("å", "a", "ä", "a", "ö", "o", "é", "e", " ", "", "-", "", "&", "")
