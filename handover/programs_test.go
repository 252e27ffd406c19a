package handover_test

import (
	"bytes"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"kortisto/customer"
	"kortisto/handover"
	"kortisto/importer"
	"kortisto/importer/importertest"
	"kortisto/sheet"
)

// samples are values that each field may keep, plain ones and awkward ones.
var samples = map[customer.Field][]string{
	customer.Kind:             {customer.Company, customer.Person},
	customer.Contact:          {"", "Åke Åström", "=1+1", "Maija; Matti"},
	customer.Street:           {"", "Merikatu 1", "c/o Beta\nKatu 2", "-- 5"},
	customer.Postcode:         {"", "00100", "65100"},
	customer.City:             {"", "Helsinki", "VAASA"},
	customer.Country:          {"", "FI", "SE", "AX"},
	customer.Email:            {"", "a@b.example", "a@b.example; c@d.example"},
	customer.Phone:            {"", "040 123 4567", "+358 40 123 4567", "+46 8 (123) 456", "00358401234567"},
	customer.EInvoiceAddress:  {"", "003720774740", "FI2112345600000785"},
	customer.EInvoiceOperator: {"", customer.Operators[0].ID, customer.Operators[1].ID},
	customer.Invoicing:        {"", customer.EInvoice, customer.ByEmail, customer.Letter},
	customer.PaymentTerms:     {"", "0", "14", "30"},
	customer.Language:         {"", "fi", "sv", "en"},
	customer.Reference:        {"", "PO-0042", "0012"},
	customer.Group:            {"", "Vakiot", "Vakiot; uudet"},
	customer.NameDetail:       {"", "Hankinta"},
	customer.VATNumber:        {"", "FI20774740", "SE556016068001"},
	customer.DeliveryCity:     {"", "Turku"},
	customer.Notes:            {"", "Soita ensin", "'lainaus", "yksi\nkaksi"},
}

func drawCustomers(t *rapid.T) []customer.Customer {
	all := make([]customer.Customer, rapid.IntRange(1, 8).Draw(t, "customers"))
	for i := range all {
		one := &all[i]
		one.Number, one.Revision = 1001+i, 1
		one.Values[customer.Name] = fmt.Sprintf("%s %c", rapid.SampledFrom([]string{"Alfa Oy", "Virtanen Matti", "=Beta", "Åström; Ab"}).Draw(t, "name"), 'A'+i)
		for f, values := range samples {
			one.Values[f] = rapid.SampledFrom(values).Draw(t, f.Key())
		}
	}
	return all
}

// TestProgramsAreReadBack holds that a file for another program, imported again,
// changes nothing (hand-programs, docs/rules.md).
func TestProgramsAreReadBack(t *testing.T) {
	for _, program := range handover.Programs() {
		t.Run(program.Key, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				customers := drawCustomers(t)
				var file bytes.Buffer
				writer := sheet.NewCSVWriter(&file)
				rows := [][]string{program.Header()}
				for i := range customers {
					rows = append(rows, program.Cells(&customers[i]))
				}
				for _, row := range rows {
					if err := writer.Write(row); err != nil {
						t.Fatal(err)
					}
				}
				if err := writer.Close(); err != nil {
					t.Fatal(err)
				}
				read, err := sheet.Read(file.Bytes(), sheet.Options{Known: importer.KnownHeader(customer.Standard())})
				if err != nil {
					t.Fatal(err)
				}
				plan, err := importer.Build(t.Context(), importer.Input{Sheet: read, Mapping: importer.Suggest(read, customer.Standard())},
					importertest.NewRegister(customers, []string{"Vakiot", "Vakiot; uudet"}, 1001+len(customers)))
				if err != nil {
					t.Fatal(err)
				}
				for _, row := range plan.Rows {
					if row.Status != importer.Unchanged {
						t.Errorf("%s: row %d is %s: %+v\n%s", program.Key, row.Line, row.Status, row, file.String())
					}
				}
			})
		})
	}
}

// TestProgramByKey holds that each program is found by its key, and no other.
func TestProgramByKey(t *testing.T) {
	for _, program := range handover.Programs() {
		if found, ok := handover.ProgramByKey(program.Key); !ok || found.Name != program.Name {
			t.Errorf("%s: %v %v", program.Key, found.Name, ok)
		}
	}
	if _, ok := handover.ProgramByKey("zebra"); ok {
		t.Error("there is a program zebra")
	}
}
