// Package handover writes customers in the forms in which other programs read
// them: the columns of their imports of customers, and cards for address books.
package handover

import (
	"slices"

	"kortisto/customer"
)

// Program is another program into which customers can be imported, with the
// columns that it reads, by their headings in its order. Fields for which it
// has no column are not handed over, and columns that no field fills are empty.
type Program struct {
	Key     string // stable; its name in addresses and on the command line
	Name    string // as its makers write it
	columns []column
}

// column is a heading with what stands below it for a customer.
type column struct {
	heading string
	cell    func(*customer.Customer) string
}

// The parts that columns are made of.
func holds(heading string, f customer.Field) column {
	return column{heading, func(c *customer.Customer) string { return c.Get(f) }}
}

func empty(heading string) column {
	return column{heading, func(*customer.Customer) string { return "" }}
}

// says writes a choice in the words of a program; values for which it has no
// word are left out.
func says(heading string, f customer.Field, words map[string]string) column {
	return column{heading, func(c *customer.Customer) string { return words[c.Get(f)] }}
}

// programs are those whose columns are known from what they publish.
var programs = []Program{
	{"ecom", "Ecom", []column{
		holds("Asiakasnumero", customer.Number),
		holds("Nimi", customer.Name),
		holds("Y-tunnus", customer.BusinessID),
		holds("Katuosoite / Osoite", customer.Street),
		holds("Katuosoite / Postinumero", customer.Postcode),
		holds("Katuosoite / Kaupunki", customer.City),
		empty("Laskutusosoite / Osoite"),
		empty("Laskutusosoite / Postinumero"),
		empty("Laskutusosoite / Kaupunki"),
		empty("Laskutusosoite / Lisätiedot"),
		holds("Sähköpostiosoitteet", customer.Email),
		holds("Puhelinnumerot", customer.Phone),
		holds("Verkkolaskutusosoite", customer.EInvoiceAddress),
		holds("Operaattoritunnus", customer.EInvoiceOperator),
		empty("Myyntitili"),
		holds("Maksuehto", customer.PaymentTerms),
		empty("Viitteemme"),
		holds("Viitteenne", customer.Reference),
		empty("Merkki"),
		empty("Laskutettava asiakas"),
		says("Laskun toimitustapa", customer.Invoicing, map[string]string{customer.EInvoice: "EINVOICE", customer.ByEmail: "EMAIL"}),
	}},
	{"heeros", "Heeros", []column{
		holds("Customer_code", customer.Number),
		says("Customer_type", customer.Kind, map[string]string{customer.Company: "Company", customer.Person: "Person"}),
		holds("Customer_name", customer.Name),
		holds("Country", customer.Country),
		holds("Street_address", customer.Street),
		holds("Postal_code", customer.Postcode),
		holds("City", customer.City),
		holds("Country", customer.Country),
		holds("BusinessID", customer.BusinessID),
		holds("VAT_number", customer.VATNumber),
		says("Delivery_channel", customer.Invoicing, map[string]string{customer.EInvoice: "EINVOICE", customer.ByEmail: "EMAIL"}),
		holds("Einvoice_address", customer.EInvoiceAddress),
		holds("Invoice_reception_email", customer.Email),
	}},
	{"isolta", "Isolta", []column{
		holds("Name", customer.Name),
		holds("Abteilung/Kontakt", customer.Contact),
		holds("Zusätzliche Zeile", customer.NameDetail),
		holds("Rechnungsadresse", customer.Street),
		holds("Postleitzahl", customer.Postcode),
		holds("Ort", customer.City),
		holds("Ländercode", customer.Country),
		holds("E-Mail-Adresse", customer.Email),
		holds("Telefonnummer", customer.Phone),
		holds("Reg. Nr.", customer.BusinessID),
		holds("Kundennummer", customer.Number),
		holds("Memo", customer.Notes),
		says("Privatkunde", customer.Kind, map[string]string{customer.Company: "0", customer.Person: "1"}),
		holds("Sprache", customer.Language),
		holds("e-invoice-Adresse", customer.EInvoiceAddress),
		holds("Operator Code", customer.EInvoiceOperator),
	}},
	{"netvisor", "Netvisor", []column{
		holds("Asiakaskoodi", customer.Number),
		holds("Nimi", customer.Name),
		holds("Osoite", customer.Street),
		holds("Postinumero", customer.Postcode),
		holds("Postitoimipaikka", customer.City),
		holds("Asiakasryhmä", customer.Group),
		holds("Laskutuskieli", customer.Language),
		holds("Lisätietoja", customer.Notes),
		holds("Maa", customer.Country),
		holds("Maksuehto", customer.PaymentTerms),
		holds("Y-tunnus", customer.BusinessID),
	}},
	{"pupesoft", "Pupesoft", []column{
		holds("y-tunnus", customer.BusinessID),
		holds("nimi", customer.Name),
		holds("katuosoite", customer.Street),
		holds("postinumero", customer.Postcode),
		holds("postitoimipaikka", customer.City),
		holds("maa", customer.Country),
		holds("sähköpostiosoite", customer.Email),
		holds("puhelin", customer.Phone),
		holds("asiakasnumero", customer.Number),
		holds("asiakasryhmä ja ryhmän selitys", customer.Group),
		holds("maksuehto", customer.PaymentTerms),
		empty("toimitusehto"),
		empty("myyjän nimi tai myyjän numero"),
		holds("toimitusosoitteen postitoimipaikka", customer.DeliveryCity),
	}},
}

// Programs lists the programs by their names.
func Programs() []Program { return slices.Clone(programs) }

// ProgramByKey finds a program.
func ProgramByKey(key string) (Program, bool) {
	i := slices.IndexFunc(programs, func(p Program) bool { return p.Key == key })
	if i < 0 {
		return Program{}, false
	}
	return programs[i], true
}

// Header returns the headings of the columns.
func (p Program) Header() []string {
	header := make([]string, len(p.columns))
	for i, column := range p.columns {
		header[i] = column.heading
	}
	return header
}

// Cells returns the cells of one customer.
func (p Program) Cells(c *customer.Customer) []string {
	cells := make([]string, len(p.columns))
	for i, column := range p.columns {
		cells[i] = column.cell(c)
	}
	return cells
}
