package demo

import "kortisto/customer"

// The groups.
const (
	groupRegular = "Vakioasiakkaat"
	groupHousing = "Taloyhtiöt"
	groupClubs   = "Yhdistykset"
	groupMembers = "Kanta-asiakkaat"
	groupAbroad  = "Ulkomaat"
)

// trade is what a company does, as the end of its name. Some names begin with
// a genitive.
type trade struct {
	name, group string
	genitive    bool
}

var trades = []trade{
	{"Sähkö Oy", groupRegular, true}, {"Rakennus Oy", groupRegular, false}, {"Konepaja Oy", "", true},
	{"Huolto Ky", "", true}, {"Tilipalvelu Oy", groupRegular, false}, {"Leipomo Oy", groupRegular, true},
	{"Siivous Oy", "", false}, {"Kukka Tmi", "", true}, {"Urheilijat ry", groupClubs, true},
	{"Kuljetus Oy", groupRegular, false}, {"Maalaus Oy", "", true}, {"Marttayhdistys ry", groupClubs, true},
	{"Hammaslääkärit Oy", "", true}, {"Arkkitehdit Oy", groupRegular, false}, {"Puutarha Oy", "", true},
	{"Yrittäjät ry", groupClubs, true}, {"Taksi Oy", "", true}, {"Kiinteistöpalvelu Oy", groupHousing, false},
	{"LVI Oy", groupRegular, false}, {"Ohjelmistot Oy", "", false},
}

// root is what the name of a company begins with, and its genitive.
type root struct{ name, genitive string }

var roots = []root{
	{"Havukallio", "Havukallion"}, {"Kuikkaranta", "Kuikkarannan"}, {"Lumioja", "Lumiojan"}, {"Pihlajapuro", "Pihlajapuron"},
	{"Tuuliniemi", "Tuuliniemen"}, {"Sammalkorpi", "Sammalkorven"}, {"Hopeavirta", "Hopeavirran"},
	{"Kanervakangas", "Kanervakankaan"}, {"Rautaharju", "Rautaharjun"}, {"Koivuluoto", "Koivuluodon"},
	{"Myrskysaari", "Myrskysaaren"}, {"Ahomansikka", "Ahomansikan"}, {"Vaahterapiha", "Vaahterapihan"},
	{"Sinipiika", "Sinipiian"}, {"Hallavaara", "Hallavaaran"}, {"Kesäpouta", "Kesäpoudan"}, {"Peurasuo", "Peurasuon"},
	{"Aurinkotori", "Aurinkotorin"}, {"Joutsenlampi", "Joutsenlammen"}, {"Saniaispolku", "Saniaispolun"},
	{"Kuusiotso", "Kuusiotson"}, {"Varpuneva", "Varpunevan"}, {"Pakkaskevät", "Pakkaskevään"}, {"Loimulaakso", "Loimulaakson"},
	{"Kultaharava", "Kultaharavan"}, {"Karpalosuo", "Karpalosuon"}, {"Revontulisto", "Revontuliston"},
	{"Naavametsä", "Naavametsän"}, {"Tammirinne", "Tammirinteen"}, {"Utupelto", "Utupellon"}, {"Vesikivi", "Vesikiven"},
	{"Kaislakumpu", "Kaislakummun"},
}

var surnames = []string{"Aaltola", "Havula", "Heinäaho", "Honkapirtti", "Jokiranta", "Kaislanen", "Ketomäki", "Kivilampi",
	"Koskipuro", "Kuuselo", "Lehtovaara", "Lumivuori", "Metsälahti", "Mustarinne", "Niemipelto", "Ojaharju", "Pajusola",
	"Peltovirta", "Rantakorpi", "Salokangas", "Sammalisto", "Suvilampi", "Tervakallio", "Tuulensalo", "Uusiaho", "Vainiola",
	"Varisvuori", "Vuorenpää", "Ylikumpu", "Äijönsuo"}

var firstNames = []string{"Aino", "Antti", "Eeva", "Eero", "Elina", "Hannu", "Helmi", "Ilkka", "Inkeri", "Jaakko", "Johanna",
	"Jukka", "Kaisa", "Kalle", "Kirsi", "Lauri", "Leena", "Liisa", "Mari", "Matti", "Mikko", "Niina", "Olli", "Outi", "Pekka",
	"Päivi", "Riikka", "Sami", "Sari", "Seppo", "Tiina", "Timo", "Tuija", "Ville", "Väinö"}

var offices = []string{"HELSINKI", "TAMPERE", "ESPOO", "TURKU", "OULU", "HELSINKI", "JYVÄSKYLÄ", "VANTAA", "KUOPIO", "LAHTI",
	"PORI", "JOENSUU", "TAMPERE", "ROVANIEMI", "LAPPEENRANTA", "SEINÄJOKI"}

var streets = []string{"Asemakatu", "Hämeentie", "Isokatu", "Kauppakatu", "Kirkkokatu", "Koulutie", "Kuusitie", "Metsäpolku",
	"Myllytie", "Puistokatu", "Rantatie", "Satamakatu", "Teollisuuskatu", "Torikatu", "Vanhatie"}

var swedishOffices = []string{"PORVOO", "VAASA", "PIETARSAARI", "PARAINEN", "TAMMISAARI"}

var swedishStreets = []string{"Ågatan", "Skolvägen", "Strandgatan", "Kyrkogatan", "Östra Långgatan", "Hamngatan", "Björkvägen"}

var swedishSurnames = []string{"Björkskär", "Granåker", "Sandhamn", "Lövstrand", "Norrvik", "Ekbacka", "Åvall", "Söderskog"}

var swedishFirstNames = []string{"Anna", "Björn", "Camilla", "Erik", "Göran", "Karin", "Märta", "Nils", "Åsa", "Örjan"}

var swedishCompanies = []string{"Skärgårdens Båtvarv Ab", "Norrskenets Bageri Ab", "Ekbackens Trädgård Kb",
	"Fyrens Bokföring Ab", "Byavikens Ungdomsförening rf", "Sjöbris Transport Ab", "Lingonröda Verkstaden Ab",
	"Havsörnens Bygg Ab", "Lövsångens Daghem rf", "Strömmingens Fisk Ab", "Granbarrets Såg Ab", "Klippuddens El Ab"}

var phonePrefixes = []string{"040", "050", "044", "045"}

var terms = []string{"14", "14", "30", "21", "14", "7"}

var operators = []string{"003721291126", "003723327487", "NDEAFIHH", "OKOYFIHH", "003714377140"}

var notes = []string{"Soita ennen toimitusta.", "Lasku aina kuun lopussa.", "Avain naapurissa,\novi 3.", "Haluaa tarjoukset sähköpostilla.",
	"Toimitus takapihan lastauslaiturille."}

var foreigners = []map[customer.Field]string{
	{customer.Kind: customer.Company, customer.Name: "Fjällstigen Handel AB", customer.Street: "Påhittade gatan 12",
		customer.Postcode: "111 34", customer.City: "Stockholm", customer.Country: "SE", customer.Language: "sv",
		customer.Email: "faktura@fjallstigen.example", customer.Phone: "+46 8 000 12 34"},
	{customer.Kind: customer.Company, customer.Name: "Kadakametsa OÜ", customer.Street: "Väljamõeldud 4-12",
		customer.Postcode: "10115", customer.City: "Tallinn", customer.Country: "EE", customer.Language: "en",
		customer.Email: "arved@kadakametsa.example", customer.Phone: "+372 600 0012"},
	{customer.Kind: customer.Company, customer.Name: "Mlžný Les s.r.o.", customer.Contact: "Jiří Vymyšlený",
		customer.Street: "Neskutečná 7", customer.Postcode: "110 00", customer.City: "Praha", customer.Country: "CZ",
		customer.Language: "en", customer.Email: "faktury@mlzny.example", customer.Phone: "+420 200 000 012"},
	{customer.Kind: customer.Person, customer.Name: "Fjordgren Ingrid", customer.Street: "Oppdiktet vei 3",
		customer.Postcode: "0155", customer.City: "Oslo", customer.Country: "NO", customer.Language: "en",
		customer.Email: "ingrid@fjordgren.example", customer.Phone: "+47 22 00 00 12"},
}
