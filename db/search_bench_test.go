package db

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"kortisto/customer"
)

// searchSize is how many customers are searched: as many as KORTISTO_SEARCH says.
func searchSize(b *testing.B) int {
	b.Helper()
	size := os.Getenv("KORTISTO_SEARCH")
	if size == "" {
		return 100_000
	}
	n, err := strconv.Atoi(size)
	if err != nil {
		b.Fatal(err)
	}
	return n
}

// searched makes up the n-th customer of many whose words are as various as those
// of a real register: surnames of syllables, and companies of two trades.
func searched(n int) customer.Values {
	random := rand.New(rand.NewPCG(uint64(n), 1))
	pick := func(words string) string {
		list := strings.Fields(words)
		return list[random.IntN(len(list))]
	}
	const syllables = "ko vir ta nen mä ki la ri sa ha lo pe tu ni su vo jo ka ra le he ne va mo to ma li pa hel rin kan ran"
	v := sample(n)
	surname := pick("Ko Vir Mä Ki La Ri Sa Ha Lo Pe Tu Ni Su Vo Jo Ka Ra Le He Äy Ös Qu") +
		strings.Repeat(pick(syllables), random.IntN(2)) + pick(syllables) + pick("nen nen nen la mäki niemi koski ranta lehto salo järvi virta")
	first := pick("Juhani Maria Johannes Helena Olavi Johanna Antero Anneli Tapani Kaarina Kalevi Päivi Tapio Sirpa Matti Sofia Ilmari Liisa Ville")
	v[customer.Phone] = fmt.Sprintf("%s %07d", pick("040 044 045 046 041 050 0400 09 03 02"), random.IntN(10_000_000))
	v[customer.Name] = surname + " " + first
	v[customer.Email] = strings.ToLower(first+"."+surname) + strconv.Itoa(random.IntN(100)) + "@posti.example"
	if v[customer.Kind] == customer.Company {
		trade := pick("Rakennus Sähkö Putki Auto Kiinteistö Metsä Kuljetus Siivous Maalaus Tieto Ravintola Kone Huolto Isännöinti Tili Katto Piha") +
			pick("mestarit palvelu liike työ huolto toimisto yhtiö ratkaisut tekniikka asennus urakointi kauppa keskus")
		v[customer.Name] = pick(surname+" "+v[customer.City]) + " " + trade + " Oy"
		v[customer.Contact] = surname + " " + first
		v[customer.Email] = "info@" + strings.ToLower(surname) + strconv.Itoa(random.IntN(100)) + ".example"
	}
	return v
}

// BenchmarkSearch shows the first page of what is found, counted up to a
// thousand, as somebody types: the median is to stay below 30 ms at a million
// customers, and each first search below 150 ms.
func BenchmarkSearch(b *testing.B) {
	n := searchSize(b)
	db := openTest(b)
	fillWith(b, db, n, searched)
	for _, query := range []string{
		"k", "q", "5", "ko", "04", "10", "oy", "mes", "nen", "ari", "ant", "044", "100", "info", "mest", "0449", "rakennus", "mestarit", "virtanen", "044 96", "+358 44",
		"044 963 7254", "963 7254", "matti v", "oy q", "k m", "matti virtanen", "oy nen", "info oy", "virtanen helsinki rakennus",
		"laine", "sähkö turku", "0200001", "50500", "posti example", "esimerkkiä ei ole",
	} {
		b.Run(query, func(b *testing.B) {
			for b.Loop() {
				if _, _, err := db.Customers(b.Context(), Filter{Query: query, Limit: 50, CountTo: 1000}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
