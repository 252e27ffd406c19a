package handlers_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers/pagetest"
)

// alarmButtons are the values of the buttons that the alarms of an import have.
func (b *browser) alarmButtons(path string) (values []string) {
	b.Helper()
	for button := range pagetest.All(pagetest.First(b.page(path), "div", "id", "alarms"), "button", "value") {
		if pagetest.Attribute(button, "name") == "decide" {
			values = append(values, pagetest.Attribute(button, "value"))
		}
	}
	return values
}

// TestEveryAlarmButton presses each button of the alarms that files raise, and holds
// that it changes what is chosen for the import.
func TestEveryAlarmButton(t *testing.T) {
	s := newSite(t)
	const size = 12
	for i := range size {
		s.add(customer.Name, fmt.Sprintf("Asiakas %c Oy", 'A'+i), customer.Phone, fmt.Sprintf("040 55500%02d", 7*i), customer.Group, "Vakio:asiakkaat",
			customer.Email, fmt.Sprintf("%c@example.fi", 'a'+i), customer.Reference, "00078", customer.Invoicing, "letter")
	}
	lines := func(header string, line func(i int) string) string {
		for i := range size {
			header += "\n" + line(i)
		}
		return header + "\n"
	}
	b := s.as(db.Editor)
	draft := 0
	for name, c := range map[string]struct {
		file    string
		buttons []string // that are among them
	}{
		"the numbers were sorted": {lines("Asiakasnumero;Puhelin;Sähköposti", func(i int) string {
			return fmt.Sprintf("%d;040 55500%02d;%c@example.fi", 1001+(i+5)%size, 7*i, 'a'+i)
		}), []string{"leave-column:0", "leave-column:1"}},
		"a column was sorted": {lines("Asiakasnumero;Puhelin", func(i int) string {
			return fmt.Sprintf("%d;040 55500%02d", 1001+i, 7*((i+1)%size))
		}), []string{"leave-column:1"}},
		"a column counts up": {lines("Asiakasnumero;Puhelin", func(i int) string {
			return fmt.Sprintf("%d;050 76543%02d", 1001+i, i)
		}), []string{"series:1", "leave-column:1"}},
		"a group is a slip": {"Asiakasnumero;Asiakasryhmä\n1001;Vakioasiakas\n1002;vakioasiakas\n", []string{"use-group:Vakioasiakas:Vakio%3Aasiakkaat"}},
		"unknown numbers":   {"Asiakasnumero;Nimi\n1001;Asiakas A Oy\n5001;Uusi Oy\n", []string{"numbers:create", "numbers:leave-out"}},
		"other numbers":     {"Asiakasnumero;Nimi\n5001;Uusi Oy\n5002;Toinen Oy\n", []string{"numbers:create"}},
		"damage":            {"Asiakasnumero;Viitteenne\n1001;78\n1002;78\n", []string{"damaged:take"}},
		"half invoicing":    {"Asiakasnumero;Verkkolaskuosoite\n1001;003707375462\n", []string{"invoice:method"}},
		"lost zeros":        {"Asiakasnumero;Puhelin\n1001;912345678\n1002;9 310 1000\n", []string{"zeros:1"}},
		"garbled letters":   {"Asiakasnumero;Nimi\n1001;MÃ¤kinen Oy\n1002;JÃ¤rvinen Oy\n", []string{"mend"}},
	} {
		t.Run(name, func(t *testing.T) {
			left := c.buttons
			for pressed := 0; ; pressed++ {
				draft++
				path := fmt.Sprintf("/imports/%d", draft)
				b.leads(b.upload("x.csv", c.file), path)
				buttons := b.alarmButtons(path)
				if pressed == 0 {
					for _, want := range left {
						if !strings.Contains(strings.Join(buttons, "\n")+"\n", want+"\n") {
							t.Errorf("there is no button %q among %q", want, buttons)
						}
					}
				}
				if pressed < len(buttons) {
					before := s.draft(draft)
					b.leads(b.post(path+"/decisions", "decide", buttons[pressed]), path)
					if reflect.DeepEqual(s.draft(draft).Choices, before.Choices) {
						t.Errorf("%s changes nothing", buttons[pressed])
					}
				}
				b.leads(b.post(path+"/discard"), "/imports")
				if pressed+1 >= len(buttons) {
					return
				}
			}
		})
	}
}

// draft is a draft as it is in the register.
func (s *site) draft(id int) *db.Import {
	s.Helper()
	draft, err := s.db.Draft(s.Context(), int64(id))
	if err != nil {
		s.Fatal(err)
	}
	return draft
}
