package importer_test

import (
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/importer"
	"kortisto/sheet"
)

// others are names of columns that no field is for, or whose meaning can't be
// told from the name.
const others = `
Toimitusosoite, Toimitusosoite 1, Toimituspostinumero, Toimituspostinro, Toimituskaupunki, Toimituspostitoimipaikka, Toimitusmaa, Toimitusnimi,
Toimitusosoitteen postinumero, Toimitusosoitteen postitoimipaikka, Toimitusosoite / Postinumero, Toimitusosoite / Sähköposti, Toimituspuhelin,
Toimitussähköposti, Toimitusehto, Toimitustapa, Toimitusaika, Toimituspäivä, Toimitusohje, toim_osoite, toim_postino, toim_postitp, Noutopaikka,
Lähetystapa, Lähetysosoite, Kohteen osoite, Kohteen postinumero, Kohde, Käyntiosoite, Käyntiosoitteen postinumero, Käyntipostinumero,
Leveransadress, Leveranspostnummer, Leveransort, Leveransland, Leveransnamn, Leveransvillkor, Leveranssätt, Leveransdatum, Besöksadress,
Delivery address, Delivery name, Delivery postal code, Delivery city, Delivery country, Delivery terms, Delivery method, Delivery date, Delivery email,
Shipping address, Shipping city, Shipping zip, Shipping postal code, Shipping country, ShippingStreet, ShippingPostalCode, Visiting address,
Myyjä, Myyjän nimi, Myyjän sähköposti, Myyjän puhelin, Myyjänumero, Oletusmyyjä, Vastuumyyjä, Vastuuhenkilö, Asiakasvastaava, Edustaja,
Edustajan sähköposti, Säljare, Säljarens e-post, Seller, Seller email, Default seller, Salesperson, Sales rep email, Account manager, Isännöitsijä,
Isännöitsijän sähköposti, Isännöitsijätoimisto, Omistaja, Omistajan sähköposti, Omistajan postinumero, Owner, Owner email, Ägare, Disponent,
Alennus-%, Alennus, Alennusprosentti, Alennusryhmä, Rabatt, Rabatt-%, Rabattgrupp, Discount, Discount percentage, Hinta, Hintaryhmä, Hinnasto,
Prisgrupp, Prislista, Price group, Price list, Luottoraja, Luottokielto, Luottotiedot, Luottoluokka, Kreditgräns, Kreditspärr, Credit limit, Credit hold,
Saldo, Avoin saldo, Avoinna, Balance, Open balance, Myynti, Liikevaihto, Myynti 2025, Omsättning, Revenue, Turnover, Laskuja, Laskut, Viimeisin lasku,
Tila, Status, Aktiivinen, Aktiv, Active, Passiivinen, Poistettu, Arkistoitu, Deleted, Archived, Is active, Blocked, Estetty, Spärrad,
Viite, Viitenumero, Viitteemme, Vakioviite, Pankkiviite, Referensnummer, Vår referens, Our reference, Reference number, Referens,
IBAN, IBAN-tilinumero, BIC, BIC/SWIFT, SWIFT, Tilinumero, Tili, Pankkitili, Pankki, Pankin nimi, Kontonummer, Konto, Bankkonto, Bank, Bank account,
Account number, Myyntitili, Myyntisaamistili, Reskontratili, Kirjanpitotili, Kustannuspaikka, Kostnadsställe, Cost centre, Dimensio, Projekti,
Projektinumero, Sopimusnumero, Sopimus, Tilausnumero, Tilaus, Tilauspäivä, Avtalsnummer, Contract number, Order number, Project, Tuote, Tuotenumero,
ALV, ALV-tunnus, ALV-numero, ALV-kanta, ALV-%, Arvonlisäverotunniste, Momsnummer, Moms nr, Moms-%, VAT, VAT ID, VAT number, VAT no, VAT rate, Tax ID,
Verotunniste, Verokanta, EORI, DUNS, Henkilötunnus, Hetu, Sotu, Sosiaaliturvatunnus, Personnummer, Personbeteckning, SSN, Syntymäaika, Syntymävuosi,
Syntymäpäivä, Födelsedatum, Birthday, Date of birth, Ikä, Sukupuoli, Kön, Gender, Titteli, Tehtävä, Ammatti, Title, Job title, Puhuttelu,
Tunnus, ID, GUID, UUID, Käyttäjätunnus, Salasana, Username, Password, Kansalaisuus, Nationality, Kotikunta, Maakunta, Kunta, Lääni, Kommun,
Region, State, Province, County, Maanosa, Alue, Kaupunginosa, Koordinaatit, Latitude, Longitude, Telefax, Faksi, Fax, Faksinumero, Faxnummer,
Kotisivut, WWW, WWW-osoite, Verkkosivu, Webbplats, Hemsida, Website, Web, Internet, URL, Facebook, LinkedIn, Skype, Logo,
Nimi2, Nimi 2, Nimen jatke, Lisänimi, Nimitarkenne, Lyhytnimi, Name2, Name extension, Short name, Namntillägg, Hakunimi, Search name, Alias,
Osoite2, Osoite 2, Lisäosoite, Adress 2, Address 2, Address line 2, Additional row, Postilokero, Puhelin 2, Puhelin2, Phone 2, Telefon 2, Telefon hem,
Yksityisasiakas, OnHenkilo, OnYritys, Privatkund, Private customer, Is company, Onko yritys, Yhtiömuoto, Yritysmuoto, Bolagsform, Company form,
Toimiala, Toimialakoodi, Bransch, Industry, Line of business, Henkilöstömäärä, Employees, Perustettu, Founded, Emoyhtiö, Emoyhtiön Y-tunnus,
Emoyhtiön numero, Konserni, Konsernitunnus, Moderbolag, Moderbolagets FO-nummer, Parent company, Parent company ID, Maksaja, Maksajan Y-tunnus,
Laskutettava asiakas, Laskutusasiakas, Betalare, Payer, Payer business ID, Toimittaja, Toimittajanumero, Leverantör, Supplier, Supplier number, Vendor,
Valuutta, Valuta, Currency, Korko, Viivästyskorko, Koronesto, Karhuesto, Perintä, Muistutuskielto, Dröjsmålsränta, Interest, Laskutuslisä, Laskutusjakso,
Laskutusnumero, Laskutuspäivä, Laskutusväli, Laskun ulkoasu, Laskupohja, Laskulle haluttava teksti, Kopio sähköpostiin, Faktureringsavgift, Invoice number,
Luotu, Luontipäivä, Luoja, Muokattu, Muokkaaja, Muutettu, Päivitetty, Skapad, Ändrad, Created, Created by, Modified, Updated by, Last login, Viimeksi muutettu,
Lähettäjä, Lähettäjän sähköposti, Lähettäjän Y-tunnus, Oma Y-tunnus, Oma verkkolaskuosoite, Meidän viite, Avsändare, Sender, Sender email, From email,
Käsittelijä, Handläggare, GLN, GLN-koodi, EAN, Peppol ID, Markkinointilupa, Suoramarkkinointikielto, gdprRestricted, creditAllowed, marketingSms, Uutiskirje,
Entinen osoite, Vanha postinumero, Aiempi nimi, Aiempi Y-tunnus, Former name, Previous postal code, Tidigare namn, Gammal adress, Turvakielto,
Huoltaja, Huoltajan sähköposti, Puolison sähköposti, Lapsen nimi, Asiakassegmentti, Segmentti, Luokka, Luokittelu, Kategoria, Category, Class, Tag, Tags,
Merkki, Liite, Prioriteetti, Lähde, Source, Kanava, Kampanja, Miksi jäi pois`

// hostile are cells that look like a customer's, which such columns may hold.
var hostile = []string{"00100", "liisa@example.fi", "9990001-6", "003799900016", "FI2112345600000785", "1001", "Helsinki", "Yritys", "14"}

// known are the fields whose names these tests tell from others. One that is
// added later may be called what means nothing to them.
var known = func() *customer.Table {
	var definitions []customer.Definition
	for key := range strings.FieldsSeq(`number kind name business_id contact street postcode city country email phone einvoice_address
		einvoice_operator invoicing payment_terms language reference group notes first_name last_name version`) {
		f, _ := customer.ParseField(key)
		definitions = append(definitions, *customer.Standard().Of(f))
	}
	return customer.NewTable(definitions)
}()

// TestMapGuessOthers holds that a column of another meaning is left alone,
// whatever it holds.
func TestMapGuessOthers(t *testing.T) {
	names := strings.FieldsFunc(others, func(r rune) bool { return r == ',' || r == '\n' })
	if len(names) < 300 {
		t.Fatalf("only %d names", len(names))
	}
	for _, name := range names {
		name = strings.TrimSpace(name)
		for _, cell := range hostile {
			s := &sheet.Sheet{Header: []string{"Viiteryhmä", name}, HeaderRow: 1, Rows: []sheet.Row{{Line: 2, Cells: []string{"x", cell}}}}
			if f := importer.Suggest(s, known)[1]; f != customer.None {
				t.Errorf("%q with %s is mapped to %s", name, cell, f)
			}
		}
	}
}

// suggested reads a file as an upload is read and tells what each column is
// mapped to, "" for nothing.
func suggested(t *testing.T, file string) string {
	t.Helper()
	read, err := sheet.Read([]byte(file), sheet.Options{Known: importer.KnownHeader(customer.Standard())})
	if err != nil {
		t.Fatal(err)
	}
	keys := make([]string, len(read.Header))
	for i, f := range importer.Suggest(read, customer.Standard()) {
		keys[i] = f.Key()
	}
	return strings.Join(keys, " ")
}

// TestMapGuessTwice holds which of two columns of one meaning is taken, and
// that an address is never put together of two.
func TestMapGuessTwice(t *testing.T) {
	for _, c := range []struct{ name, file, want string }{
		{"the first of one name", "Nimi;Maa;Maa\nA;FI;SE", "name country "},
		{"the first that holds something", "Nimi;Maa;Maa\nA;;FI\nB; ;SE", "name  country"},
		{"the first where none does", "Nimi;Maa;Maa\nA;;", "name country "},
		{"our own word, filled or not", "Koodi;Asiakasnumero;Nimi\n7;;A", " number name"},
		{"our own word before others, in any order", "Gsm;Puhelin 1;Puhelin;Nimi\n1;2;3;A", "  phone name"},
		{"the surer word, in any order", "Matkapuhelin;Puhelinnumero;Nimi\n1;2;A", " phone name"},
		{"numbered names", "Nimi;Puhelin 1;Puhelin 2;Sähköposti 1;Sähköposti 2\nA;1;2;a@x.fi;b@x.fi", "name phone  email "},
		{"a number that holds none", "Asiakasnumero;Asiakaskoodi;Nimi\nA1;7;A", " number name"},

		{"own address before that for invoices", "Nimi;Laskutusosoite;Laskutuspostinumero;Laskutuskaupunki;Osoite;Postinumero;Kaupunki\nA;PL 5;00101;HKI;Tie 1;00100;HKI", "name    street postcode city"},
		{"its parts in any order", "Nimi;Laskutusosoite / Postinumero;Katuosoite / Osoite;Laskutusosoite / Osoite;Katuosoite / Postinumero\nA;00101;Tie 1;PL 5;00100", "name  street  postcode"},
		{"no postal code of the other", "Nimi;Osoite;Laskutuspostinro;Laskutuskaupunki;Laskutusmaa\nA;Tie 1;00101;HKI;FI", "name street   "},
		{"no street of the other", "Nimi;Postinumero;Postitoimipaikka;Laskutusosoite\nA;00100;HKI;PL 5", "name postcode city street"},
		{"that for invoices alone", "Nimi;Laskutusosoite;Laskutuspostinro;Laskutuskaupunki;Laskutusmaa\nA;PL 5;00101;HKI;FI", "name street postcode city country"},
		{"its names half of the kind", "Nimi;Maa;Postinumero;Laskutusosoite;Laskutuspostinro;Laskutuskaupunki\nA;FI;00100;PL 5;00101;HKI", "name country  street postcode city"},
		{"own address empty in every row", "Nimi;Osoite;Postinumero;Kaupunki;Laskutusosoite;Laskutuspostinro;Laskutuskaupunki\nA;;;;PL 5;00101;HKI\nB;;;;PL 6;00101;HKI", "name    street postcode city"},
		{"both empty", "Nimi;Osoite;Postinumero;Laskutusosoite;Laskutuspostinro\nA;;;;", "name street postcode  "},
		{"that of delivery", "Nimi;Toimitusosoite;Toimituspostinumero;Postinumero;Toimitustoimipaikka\nA;Tie 1;00100;33100;HKI", "name delivery_street delivery_postcode postcode delivery_city"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := suggested(t, c.file); got != c.want {
				t.Errorf("mapped to %q, want %q", got, c.want)
			}
		})
	}
}

// TestMapGuessAbove holds that headings over groups of columns are heeded.
func TestMapGuessAbove(t *testing.T) {
	const below = "Numero;Nimi;Osoite;Postinumero;Kaupunki;Osoite;Postinumero;Kaupunki;Asiakasryhmä\n"
	const row = "1;A;Tie 1;00100;HKI;Katu 2;33100;TRE;Uudet\n"
	for _, c := range []struct{ name, file, want string }{
		{"delivery first", "Asiakas;;Toimitusosoite;;;Laskutusosoite;;;Muut\n" + below + row, " name delivery_street delivery_postcode delivery_city street postcode city group"},
		{"delivery last", "Asiakas;;Laskutusosoite;;;Toimitusosoite;;;\n" + below + row, " name street postcode city delivery_street delivery_postcode delivery_city group"},
		{"invoices beside the own", ";;Laskutusosoite;;;Katuosoite;;;\n" + below + row, " name    street postcode city group"},
		{"delivery alone", ";;Toimitusosoite;;\nNumero;Nimi;Osoite;Postinumero;Kaupunki\n1;A;Tie 1;00100;HKI\n", " name delivery_street delivery_postcode delivery_city"},
		{"a title", "Asiakkaat 2026\nAsiakasnumero;Nimi;Osoite;Postinumero\n1001;A;Tie 1;00100\n", "number name street postcode"},
		{"names that a program made up", "Sarake1;Sarake2;Sarake3;Sarake4\nAsiakasnumero;Nimi;Osoite;Postinumero\n1001;A;Tie 1;00100\n", "number name street postcode"},
		{"headings that are names themselves", "Asiakas;;Laskutusosoite;;\nNumero;Nimi;Osoite;Postinumero;Kaupunki\n1;A;Tie 1;00100;HKI\n", " name street postcode city"},
		{"names merged over both lines", "Asiakasnumero;Nimi;Laskutusosoite;;;Puhelin\n;;Osoite;Postinumero;Kaupunki;\n1001;A;Tie 1;00100;HKI;040 123\n", "number name street postcode city phone"},
		{"merged, delivery", "Asiakasnumero;Nimi;Toimitusosoite;;;Puhelin\n;;Osoite;Postinumero;Kaupunki;\n1001;A;Tie 1;00100;HKI;040 123\n", "number name delivery_street delivery_postcode delivery_city phone"},
		{"a row of known words", "Nimi;Tyyppi;Laskutustapa\nA;Yritys;Sähköposti\n", "name kind invoicing"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := suggested(t, c.file); got != c.want {
				t.Errorf("mapped to %q, want %q", got, c.want)
			}
		})
	}
}

// TestMultiRecordFile holds that a file of several kinds of records (customer,
// place of delivery, letter...), each with columns of its own, changes nothing
// silently: the other records are errors, since they have no name of a customer
// where one stands, or more cells than the header.
func TestMultiRecordFile(t *testing.T) {
	file := "TietueAsiakas;Koodi;Nimi;Y-tunnus;Laskutusosoite\r\n" +
		"A;1001;Åströmin Sähkö Oy;2077474-0;Merikatu 1\r\n" +
		"L;1;14;2026-01-31;100,50;EUR;3000\r\n" +
		"R;1;Tuote\r\n"
	read, err := sheet.Read([]byte(file), sheet.Options{Known: importer.KnownHeader(customer.Standard())})
	if err != nil {
		t.Fatal(err)
	}
	plan := build(t, stored(t, register), importer.Input{Sheet: read, Mapping: importer.Suggest(read, customer.Standard())})
	want := "2 unchanged 1001 number\n3 error !row-too-long\n4 error !unknown-number\n"
	if got := told(plan); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
