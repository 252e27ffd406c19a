package importer_test

import (
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/importer"
	"kortisto/sheet"
)

// programs are the columns that other programs write, by header, with a
// plausible cell, and the field that each fills, "" where it fills none.
var programs = []struct{ name, columns string }{
	{"Netvisor in Finnish", `
Asiakaskoodi | 1001 | number
Nimi | Åströmin Sähkö Oy | name
Osoite | Merikatu 1 | street
Postinumero | 00100 | postcode
Postitoimipaikka | HELSINKI | city
Aktiivinen | 1 |
Alennusprosentti | 5 |
Asiakasryhmä | Vakioasiakkaat | group
Hintaryhmä | A |
Kotisivut | www.astrom.example |
Laskutuskieli | FI | language
Lisätietoja | Soita ensin | notes
Maa | FI | country
Maksuehto | 14 pv netto | payment_terms
Nimen jatke | Kirjanpito |
Oletusmyyjä | Liisa |
Oletustoimitusehto | Vapaasti varastolla |
Y-tunnus | 9990001-6 | business_id`},
	{"Netvisor in English", `
Customer code | 1001 | number
Name | Åströmin Sähkö Oy | name
Address | Merikatu 1 | street
Postcode | 00100 | postcode
City | HELSINKI | city
Active | 1 |
Discount percentage | 5 |
Customer group | Vakioasiakkaat | group
Price group | A |
Internet | www.astrom.example |
Invoice language | FI | language
Comment | Soita ensin | notes
Country | FI | country
Payment term | 14 | payment_terms
Name extension | Kirjanpito |
Default seller | Liisa |
Business ID | 9990001-6 | business_id`},
	{"Heeros, sample", `
TietueAsiakas | A |
Koodi | 1001 | number
Nimi | Åströmin Sähkö Oy | name
Lyhytnimi | Åström |
Y-tunnus | 9990001-6 | business_id
ALV-tunnus | FI99900016 |
Laskutusnimi | Åströmin Sähkö Oy |
Laskutusosoite | Merikatu 1 | street
Laskutuspostinro | 00100 | postcode
Laskutuskaupunki | HELSINKI | city
Laskutusmaa | FI | country
Toimitusnimi | Varasto |
Toimitusosoite | Takakatu 2 |
Toimituspostinro | 33100 |
Toimituskaupunki | TAMPERE |
Toimitusmaa | FI |
Ryhmä | Vakioasiakkaat | group
OVT | 003799900016 |
VerkkolaskuVastOsoite | 003799900016 | einvoice_address
VerkkolaskuVastVälittäjä | BAWCFI22 | einvoice_operator
Valuutta | EUR |
Yhteyshenkilö | Åke Åström | contact
YhteyshenkilöEmail | ake@astrom.example | email
YhteyshenkilöPuh | 040 123 4567 |`},
	{"Heeros in English", `
Code | 1001 | number
Name | Åströmin Sähkö Oy | name
Name2 | Kirjanpito |
Address | Merikatu 1 | street
Postal code | 00100 | postcode
City | HELSINKI | city
Country | FI | country
Nationality | FI |
Short name | Åström |
Business ID | 9990001-6 | business_id
VAT ID | FI99900016 |
Delivery name | Varasto |
Delivery address | Takakatu 2 |
Delivery postal code | 33100 |
Delivery city | TAMPERE |`},
	{"Heeros HSI", `
Customer_code | 1001 | number
Customer_type | Company | kind
Customer_name | Åströmin Sähkö Oy | name
Country | FI | country
Street_address | Merikatu 1 | street
Postal_code | 00100 | postcode
City | HELSINKI | city
Country | FI |
BusinessID | 9990001-6 | business_id
VAT_number | FI99900016 |
Delivery_channel | EINVOICE | invoicing
Einvoice_address | 003799900016 | einvoice_address
Invoice_reception_email | laskut@astrom.example | email`},
	{"Fivaldi", `
ASIAKASTUNNUS | 1001 | number
NIMI1 | Åströmin Sähkö Oy | name
NIMI2 | Kirjanpito |
PUHELIN | 09 123 456 | phone
MATKAPUHELIN | 040 123 4567 |
TELEFAX | 09 123 457 |
YHTEYDENOTTOTAPA | 1 |
KORONESTO | 0 |
KARHUESTO | 0 |
MAKSUEHTO | 14 | payment_terms
ASIAKASRYHMA | 10 | group
ASIAKASSEGMENTTI | 2 |
LUOTTOKIELTO | 0 |
KIELIKOODI | FIN | language
LUOTTORAJA | 1000,00 |
ASIAKASTYYPPI | Yritys | kind`},
	{"Ecom", `
Asiakasnumero | 1001 | number
Nimi | Åströmin Sähkö Oy | name
Y-tunnus | 9990001-6 | business_id
Katuosoite / Osoite | Merikatu 1 | street
Katuosoite / Postinumero | 00100 | postcode
Katuosoite / Kaupunki | HELSINKI | city
Laskutusosoite / Osoite | PL 5 |
Laskutusosoite / Postinumero | 00101 |
Laskutusosoite / Kaupunki | HELSINKI |
Laskutusosoite / Lisätiedot | c/o Tilitoimisto |
Sähköpostiosoitteet | laskut@astrom.example | email
Puhelinnumerot | 040 123 4567 | phone
Verkkolaskutusosoite | 003799900016 | einvoice_address
Operaattoritunnus | BAWCFI22 | einvoice_operator
Myyntitili | 3000 |
Maksuehto | 14 | payment_terms
Viitteemme | Liisa |
Viitteenne | PO-0042 | reference
Merkki | |
Laskutettava asiakas | 1002 |
Laskun toimitustapa | EINVOICE | invoicing`},
	{"Isolta in German", `
Name | Åströmin Sähkö Oy | name
Abteilung/Kontakt | Åke Åström | contact
Zusätzliche Zeile | 2. krs |
Rechnungsadresse | Merikatu 1 | street
Postleitzahl | 00100 | postcode
Ort | HELSINKI | city
Ländercode | FI | country
E-Mail-Adresse | laskut@astrom.example | email
Telefonnummer | 040 123 4567 | phone
Reg. Nr. | 9990001-6 | business_id
Kundennummer | 1001 | number
Memo | Soita ensin | notes
Privatkunde | 0 |
Sprache | fi | language
e-invoice-Adresse | 003799900016 | einvoice_address
Operator Code | BAWCFI22 | einvoice_operator`},
	{"Pupesoft, customers of a seller", `
y-tunnus | 9990001-6 | business_id
nimi | Åströmin Sähkö Oy | name
katuosoite | Merikatu 1 | street
postinumero | 00100 | postcode
postitoimipaikka | HELSINKI | city
maa | FI | country
sähköpostiosoite | laskut@astrom.example | email
puhelin | 040 123 4567 | phone
asiakasnumero | 1001 | number
asiakasryhmä ja ryhmän selitys | 10 Vakioasiakkaat | group
maksuehto | 14 | payment_terms
toimitusehto | Vapaasti varastolla |
myyjän nimi tai myyjän numero | Liisa |
toimitusosoitteen postitoimipaikka | TAMPERE |`},
	{"Pupesoft, columns of the database", `
ytunnus | 9990001-6 | business_id
nimi | Åströmin Sähkö Oy | name
nimitark | Kirjanpito |
osoite | Merikatu 1 | street
postino | 00100 | postcode
postitp | HELSINKI | city
maa | FI | country
email | laskut@astrom.example | email
puhelin | 040 123 4567 | phone
asiakasnro | 1001 | number
ryhma | Vakioasiakkaat | group
maksuehto | 14 | payment_terms
toimitusehto | Vapaasti varastolla |
myyjanro | 3 |
toim_postitp | TAMPERE |
verkkotunnus | 003799900016 | einvoice_address`},
	{"KAVI", `
Yritys/Toiminimi | Åströmin Sähkö Oy | name
Y-tunnus | 9990001-6 | business_id
Lähiosoite | Merikatu 1 | street
Postiosoite | PL 5 |
Käyntiosoite | Takakatu 2 |
Postinro | 00100 | postcode
Postitoimipaikka | HELSINKI | city
Maa | Suomi | country
Tarjoajan yht.hlö | Liisa |
Yht.hlö | Åke Åström | contact
Sähköposti | laskut@astrom.example | email
Sähköpostiosoite | ake@astrom.example |
Puh.nro | 040 123 4567 | phone
Asiointikieli | Swedish | language
Laskulle haluttava teksti | PO-0042 |
Verkkolaskuosoite (OVT/IBAN) | 003799900016 | einvoice_address
Välittäjätunnus | BAWCFI22 | einvoice_operator
www-osoite | www.astrom.example |`},
	{"Laskuhari", `
Laskutustapa | verkkolasku | invoicing
Verkkolaskuosoite | FI2112345600000785 | einvoice_address
Verkkolaskuosoite / OVT | 003799900016 |
Välittäjätunnus | BAWCFI22 | einvoice_operator
Verkkolaskuoperaattori | Basware |
Laskutussähköposti | laskut@astrom.example | email
Y-tunnus | 9990001-6 | business_id
Viitteenne | PO-0042 | reference`},
	{"Lupapiste", `
ovtTunnus | 003799900016 |
verkkolaskuTunnus | 003799900016 | einvoice_address
valittajaTunnus | BAWCFI22 | einvoice_operator`},
	{"Solteq", `
email | anna@korhonen.example | email
firstName | Anna | first_name
lastName | Korhonen | last_name
gdprRestricted | 0 |
creditAllowed | 1 |
marketingSms | 1 |`},
	{"a register with a billing address of its own", `
Asiakasnumero | 1001 | number
Nimi | Åströmin Sähkö Oy | name
Yhteyshenkilö | Åke Åström | contact
Ytunnus | 9990001-6 | business_id
Osoite | Merikatu 1 | street
Postinumero | 00100 | postcode
Postitoimipaikka | HELSINKI | city
Puhelin | 040 123 4567 | phone
Sähköposti | laskut@astrom.example | email
EriLaskutusosoite | PL 5, 00101 HELSINKI |`},
	{"a register of persons and firms", `
Asiakasnumero | 1001 | number
Etunimi | Anna | first_name
Sukunimi | Korhonen | last_name
Yritys | Korhosen Taksi Tmi | name
Katuosoite | Merikatu 1 | street
Postinumero | 00100 | postcode
Postitoimipaikka | HELSINKI | city
Puhelin | 040 123 4567 | phone
Email | anna@korhonen.example | email`},
	// OnHenkilo and OnYritys hold 1 and 0, which mean the opposite of one
	// another: as our Tyyppi they would be read wrongly, so neither is taken.
	{"a register in camel case", `
AsiakasNumero | 1001 | number
OnHenkilo | 1 |
OnYritys | 0 |
SukuNimi | Korhonen | last_name
EtuNimi | Anna | first_name
KatuOsoite | Merikatu 1 | street
PostiNumero | 00100 | postcode
PostiToimiPaikka | HELSINKI | city
Email | anna@korhonen.example | email
Gsm | 040 123 4567 |
Puhelin | 09 123 456 | phone
Maa | FI | country
LangCode | fi | language`},
	{"a register with underscores", `
yrityksen_nimi | Åströmin Sähkö Oy | name
y_tunnus | 9990001-6 | business_id
as_nro | 1001 | number
toimipaikka | HELSINKI | city
v_tunnus | 003799900016 | einvoice_address
valittajan_tunnus | BAWCFI22 | einvoice_operator
laskutus_kanava | verkkolasku | invoicing`},
	{"a register in Swedish", `
Kundnummer | 1001 | number
Namn | Fyrens Bokföring Ab | name
FO-nummer | 9990001-6 | business_id
Momsnummer | FI99900016 |
Kontaktperson | Åsa Ekbacka | contact
E-post | faktura@fyren.example | email
Telefon | 040 123 4567 | phone
Adress | Strandgatan 3 | street
Postnummer | 65100 | postcode
Ort | VASA | city
Land | Finland | country
Betalningsvillkor | 30 | payment_terms
Privatkund | 0 |
Valuta | EUR |
Språk | svenska | language
Kundgrupp | Stamkunder | group
Personnummer | |
Anteckningar | Ring först | notes`},
	{"a register in Swedish, its codes", `
customerNumber | 1001 | number
name | Fyrens Bokföring Ab | name
orgNr | 9990001-6 | business_id
vatNumber | FI99900016 |
contactPerson | Åsa Ekbacka | contact
email | faktura@fyren.example | email
phone | 040 123 4567 | phone
address | Strandgatan 3 | street
postalCode | 65100 | postcode
city | VASA | city
country | Sverige | country
paymentTerms | 30 | payment_terms
notes | Ring först | notes`},
}

// TestMapGuessPrograms holds the whole mapping of what other programs write.
func TestMapGuessPrograms(t *testing.T) {
	for _, program := range programs {
		t.Run(program.name, func(t *testing.T) { checkColumns(t, program.columns, "") })
	}
}

// checkColumns holds which field each column of a sheet of one row is mapped
// to, by lines of header, cell and field. above stands over all of them.
func checkColumns(t *testing.T, columns, above string) {
	t.Helper()
	s := &sheet.Sheet{HeaderRow: 1, Rows: []sheet.Row{{Line: 2}}}
	var want []string
	for line := range strings.Lines(strings.TrimSpace(columns)) {
		column := split(line)
		s.Header = append(s.Header, column[0])
		s.Above = append(s.Above, above)
		s.Rows[0].Cells = append(s.Rows[0].Cells, column[1])
		want = append(want, column[2])
	}
	for i, f := range importer.Suggest(s, known) {
		if f.Key() != want[i] {
			t.Errorf("%q is mapped to %q, want %q", s.Header[i], f, want[i])
		}
		if f != customer.None && f.Read(s.Rows[0].Cells[i], customer.Context{}).Failed() {
			t.Errorf("%q is no good example of %s", s.Rows[0].Cells[i], f)
		}
	}
}
