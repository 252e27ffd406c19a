package importer

import (
	"fmt"
	"strconv"
	"testing"

	"kortisto/customer"
	"kortisto/sheet"
	"pgregory.net/rapid"
)

// TestMassIsMeasuredWhereItMayBe holds that the quick look at a column passes
// over none that the measuring would tell of.
func TestMassIsMeasuredWhereItMayBe(t *testing.T) {
	fields := []customer.Field{customer.Name, customer.BusinessID, customer.City, customer.Phone, customer.Language, customer.PaymentTerms}
	texts := map[customer.Field][]string{
		customer.Name:         {"Alfa Oy", "Beeta Oy", "Gamma Oy"},
		customer.BusinessID:   {"", "2077474-0", "0112038-9"},
		customer.City:         {"", "OULU", "Oulu", "VAASA", "TURKU", " ", "\u00a0"},
		customer.Phone:        {"", "040 1234567", "+358401234567", "09 123456", "ei ole"},
		customer.Language:     {"", "fi", "suomi", "sv", "kieli"},
		customer.PaymentTerms: {"", "14", "14 pv netto", "30", "x"},
	}
	passed, told := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(minMass, 8*minMass).Draw(t, "customers")
		draw := func(f customer.Field) string { return rapid.SampledFrom(texts[f]).Draw(t, f.Key()) }
		distinct := rapid.Bool().Draw(t, "distinct telephones")
		customers := make([]customer.Customer, n)
		for i := range customers {
			customers[i] = customer.Customer{Number: 1001 + i, Revision: 1}
			for _, f := range fields {
				customers[i].Values[f] = f.Read(draw(f), customer.Context{}).Value
			}
			if distinct {
				customers[i].Values[customer.Phone] = fmt.Sprintf("040 %07d", i)
			}
		}
		s := &sheet.Sheet{Format: sheet.FormatCSV, HeaderRow: 1, Header: []string{customer.Number.Key()}}
		mapping := Mapping{customer.Number}
		for _, f := range fields {
			s.Header, mapping = append(s.Header, f.Key()), append(mapping, f)
		}
		others := rapid.SampledFrom([]int{0, 1, 5, 9, 10}).Draw(t, "cells of other customers, of ten")
		round := rapid.IntRange(0, n).Draw(t, "rows whose cells go round")
		odd := rapid.SampledFrom([]int{0, 0, 1, 3}).Draw(t, "odd cells, of ten")
		fresh := false // every fourth telephone number is new, and nothing else
		switch rapid.SampledFrom([]string{"mixed", "round", "fresh"}).Draw(t, "what happens") {
		case "round":
			round, others, odd = min(n, 2*minMass+1), 0, 0
		case "fresh":
			round, others, odd, fresh = 0, 0, 0, true
		}
		for i := range customers {
			row := sheet.Row{Line: i + 2, Cells: []string{strconv.Itoa(customers[i].Number)}}
			for _, f := range fields {
				from := i
				if i < round {
					from = (i + 1) % round
				} else if rapid.IntRange(1, 10).Draw(t, "other") <= others {
					from = (i + 1) % n
				}
				text := customers[from].Values[f]
				if rapid.IntRange(1, 10).Draw(t, "odd") <= odd {
					text = draw(f)
				}
				if f == customer.Phone && fresh && i%4 == 0 {
					text = fmt.Sprintf("09 %06d", i)
				}
				row.Cells = append(row.Cells, text)
			}
			s.Rows = append(s.Rows, row)
		}
		in := Input{Sheet: s, Mapping: mapping, Fields: customer.Standard()}
		for range rapid.IntRange(0, 2).Draw(t, "decisions") {
			i := rapid.IntRange(0, n-1).Draw(t, "row")
			in.Decisions.SetRow(i+2, RowDecision{Hash: RowHash(&s.Rows[i]), Exclude: true})
		}
		stored, err := lookUp(t.Context(), newFileReader(&in), cacheOf(customers))
		if err != nil {
			t.Fatal(err)
		}
		marks, err := readMarks(t.Context(), stored)
		if err != nil {
			t.Fatal(err)
		}
		groups := newGroupNames(nil)
		planner := newRowPlanner(stored, marks, groups)
		if err := planner.planRows(t.Context()); err != nil {
			t.Fatal(err)
		}
		made := &summary{plan: &Plan{Rows: planner.rows}, file: stored.file, lookup: stored, groups: groups}
		for i, f := range fields {
			if f == customer.Name || f == customer.BusinessID {
				continue
			}
			m := made.measure(f)
			if m.shuffled() || m.replaced >= minMass && 2*m.replaced > m.met {
				if told++; !made.mayBeMass(f, 1+i) {
					t.Fatalf("%s is passed over: %+v", f.Key(), m)
				}
			} else if !made.mayBeMass(f, 1+i) {
				passed++
			}
		}
	})
	if passed == 0 || told == 0 {
		t.Errorf("%d columns were passed over and %d told of", passed, told)
	}
}

// cacheOf is the cache of a register that was read as a whole.
func cacheOf(customers []customer.Customer) *RegisterCache {
	cache := NewRegisterCache(nil)
	cache.basicsKnown, cache.highest, cache.isWhole = true, 1000+len(customers), true
	for i := range customers {
		stored := customer.Store(&customers[i])
		cache.whole = append(cache.whole, cache.keep(&stored))
	}
	return cache
}
