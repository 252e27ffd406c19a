package importer_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"testing"

	"kortisto/customer"
	"kortisto/importer"
	"kortisto/importer/importertest"
	"kortisto/sheet"
)

// benchCustomer makes the i-th customer of a register that looks like a real one.
func benchCustomer(i int) customer.Customer {
	c := customer.Customer{Number: 1001 + i, Revision: 1}
	v := &c.Values
	v[customer.Kind] = customer.Person
	v[customer.Name] = fmt.Sprintf("Mäkeläinen Väinö %d", i)
	if i%2 == 0 {
		v[customer.Kind] = customer.Company
		v[customer.Name] = fmt.Sprintf("Yritys %d Oy", i)
		v[customer.BusinessID] = validBusinessID(9_000_000 + i)
		v[customer.EInvoiceAddress] = "0037" + v[customer.BusinessID][:7] + v[customer.BusinessID][8:]
		v[customer.EInvoiceOperator] = "BAWCFI22"
	}
	v[customer.Street] = fmt.Sprintf("Hämeentie %d A 5", i%200+1)
	v[customer.Postcode] = "00100"
	v[customer.City] = "HELSINKI"
	v[customer.Country] = "FI"
	v[customer.Email] = fmt.Sprintf("asiakas%d@posti.example", i)
	v[customer.Phone] = fmt.Sprintf("040 %07d", i)
	v[customer.Invoicing] = "email"
	v[customer.PaymentTerms] = "14"
	v[customer.Language] = "fi"
	v[customer.Group] = fmt.Sprintf("Ryhmä %d", i%7)
	v[customer.Notes] = "Avaimet vahtimestarilta; soita ensin"
	return c
}

// validBusinessID puts the check digit to a number, or to the next one that has one.
func validBusinessID(number int) string {
	for ; ; number++ {
		for check := range 10 {
			if r := customer.BusinessID.Read(fmt.Sprintf("%07d-%d", number%10_000_000, check), customer.Context{}); r.Value != "" {
				return r.Value
			}
		}
	}
}

// benchFile makes a register of n customers and an export of it in which a
// tenth is changed and a fiftieth is new.
func benchFile(b *testing.B, n int) (*importertest.Register, []byte) {
	b.Helper()
	customers := make([]customer.Customer, n)
	var file bytes.Buffer
	w := sheet.NewCSVWriter(&file)
	write := func(cells []string) {
		if err := w.Write(cells); err != nil {
			b.Fatal(err)
		}
	}
	export := importer.NewExporter(customer.Standard(), "fi", memoryKey)
	write(export.Header())
	for i := range customers {
		customers[i] = benchCustomer(i)
		c := customers[i]
		if i%10 == 0 {
			c.Values[customer.PaymentTerms] = "30"
			c.Values[customer.Street] = "Satamakatu 5"
		}
		write(export.Cells(&c))
	}
	for i := range n / 50 {
		c := benchCustomer(2*n + i)
		cells := export.Cells(&c)
		cells[0], cells[len(cells)-1] = "", "" // neither a number nor a mark
		write(cells)
	}
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
	groups := make([]string, 7)
	for i := range groups {
		groups[i] = fmt.Sprintf("Ryhmä %d", i)
	}
	return importertest.NewRegister(customers, groups, 1000+n), file.Bytes()
}

func BenchmarkBuild(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		register, file := benchFile(b, n)
		read, err := sheet.Read(file, sheet.Options{Known: importer.KnownHeader(customer.Standard()), Limits: sheet.DefaultLimits()})
		if err != nil {
			b.Fatal(err)
		}
		in := importer.Input{Sheet: read, Mapping: importer.Suggest(read, customer.Standard())}
		b.Run(fmt.Sprintf("plan/rows=%d", n), func(b *testing.B) {
			b.SetBytes(int64(len(file)))
			b.ReportAllocs()
			for b.Loop() {
				plan, err := importer.Build(context.Background(), in, register)
				if err != nil {
					b.Fatal(err)
				}
				if plan.Counts[importer.Modified] != n/10 || plan.Counts[importer.New] != n/50 {
					b.Fatal(plan.Counts)
				}
			}
			b.ReportMetric(float64(len(read.Rows)*b.N)/b.Elapsed().Seconds(), "rows/s")
		})
		b.Run(fmt.Sprintf("fingerprint/rows=%d", n), func(b *testing.B) {
			plan, err := importer.Build(context.Background(), in, register)
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				plan.Fingerprint()
			}
		})
		// The floor: the same file, parsed and kept by the standard library.
		b.Run(fmt.Sprintf("floor-parse/rows=%d", n), func(b *testing.B) {
			b.SetBytes(int64(len(file)))
			b.ReportAllocs()
			for b.Loop() {
				r := csv.NewReader(bytes.NewReader(file))
				r.Comma = ';'
				rows := 0
				for {
					if _, err := r.Read(); err == io.EOF {
						break
					} else if err != nil {
						b.Fatal(err)
					}
					rows++
				}
				if rows != len(read.Rows)+1 {
					b.Fatal(rows)
				}
			}
			b.ReportMetric(float64(len(read.Rows)*b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
