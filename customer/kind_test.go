package customer_test

import (
	"testing"

	"kortisto/customer"
)

func TestGuessKind(t *testing.T) {
	for _, name := range []string{"Sähkö Oy", "Oy C.E. Lindgren Ab", "Sauvon Yhteistalo O.Y.", "Asunto-Oy Keski-Vista", "As Oy X", "MIELI ry;MIELI rf",
		"Kahvila T:mi", "Lämpösäätiö", "Tampereen seurakunta", "Helsingin kaupunki", "Bauer GmbH", "Acme, Inc.", "Ehitus OÜ", "Kalle ja Pojat Ky", "Nordvind AB", "Kalle ja Pojat Ay", "Kirkkonummen kunta", "Muster AG"} {
		if customer.GuessKind(name) != customer.Company {
			t.Errorf("%q is not seen to be a company", name)
		}
	}
	for _, name := range []string{"Virtanen Matti", "Nguyễn Thị Hoa", "Mäkelä Anna-Liisa", "Aytekin Ay Lale", "Stad Kaupunkinen Olli"} {
		if customer.GuessKind(name) != "" {
			t.Errorf("%q is taken for a company", name)
		}
	}
}
