package db

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/importer"
	"kortisto/sheet"
)

var nameCityGroup = []customer.Field{customer.Number, customer.Name, customer.City, customer.Group}

// table makes the input of an import: a header of field keys, then rows.
func table(header []customer.Field, rows ...[]string) importer.Input {
	s := &sheet.Sheet{Format: sheet.FormatCSV, HeaderRow: 1}
	for _, f := range header {
		s.Header = append(s.Header, customer.Standard().Label(f, "fi"))
	}
	for i, cells := range rows {
		s.Rows = append(s.Rows, sheet.Row{Line: i + 2, Cells: cells})
	}
	return importer.Input{Sheet: s, Mapping: header}
}

// readCSV reads a file as a draft of it would, and maps it.
func readCSV(t *testing.T, content string) importer.Input {
	t.Helper()
	read, err := sheet.Read([]byte(content), sheet.Options{Known: importer.KnownHeader(customer.Standard())})
	must(t, err)
	return importer.Input{Sheet: read, Mapping: importer.Suggest(read, customer.Standard())}
}

// csvOf is a file of customers, numbered or not.
func csvOf(customers ...customer.Customer) string {
	fields := customer.Standard().Exported()
	var b strings.Builder
	header := []string{"Asiakasnumero"}
	for _, f := range fields {
		if f != customer.Number {
			header = append(header, customer.Standard().Label(f, "fi"))
		}
	}
	b.WriteString(strings.Join(header, ";") + "\n")
	for i := range customers {
		c := &customers[i]
		cells := []string{c.Get(customer.Number)}
		for _, f := range fields {
			if f != customer.Number {
				cells = append(cells, f.Display(c.Values[f], "fi"))
			}
		}
		b.WriteString(strings.Join(cells, ";") + "\n")
	}
	return b.String()
}

// exportOf makes a file of some fields of all customers as they are.
func exportOf(t testing.TB, db *DB, fields ...customer.Field) importer.Input {
	t.Helper()
	key, err := db.VersionKey(t.Context())
	must(t, err)
	marker := importer.NewMarker(key)
	var rows [][]string
	must(t, db.EachCustomer(t.Context(), Filter{}, func(c *customer.Customer) error {
		row := make([]string, len(fields))
		for i, f := range fields {
			switch f {
			case customer.Number:
				row[i] = strconv.Itoa(c.Number)
			case customer.Version:
				row[i] = marker.Mark(importer.Exported{Number: c.Number, Revision: c.Revision})
			default:
				row[i] = c.Values[f]
			}
		}
		rows = append(rows, row)
		return nil
	}))
	return table(fields, rows...)
}

// export makes a file of all customers with their marks, streets and cities.
func export(t testing.TB, db *DB) importer.Input {
	t.Helper()
	return exportOf(t, db, customer.Number, customer.Street, customer.City, customer.Version)
}

// plan builds the plan that a user would see now.
func plan(t testing.TB, db *DB, input importer.Input) *importer.Plan {
	t.Helper()
	snapshot, err := db.Snapshot(t.Context())
	must(t, err)
	defer snapshot.Close()
	plan, err := importer.Build(t.Context(), input, snapshot)
	must(t, err)
	return plan
}

// planned tells what a plan does, a row a line.
func planned(t testing.TB, db *DB, in importer.Input) string {
	t.Helper()
	var told []string
	for _, row := range plan(t, db, in).Rows {
		line := fmt.Sprintf("%d %s %d", row.Line, row.Status, row.Customer)
		for change := range row.Changes.All() {
			line += fmt.Sprintf(" %s=%s", change.Field.Key(), change.New)
		}
		for _, p := range row.Problems {
			line += " !" + string(p.Code)
		}
		told = append(told, line)
	}
	return strings.Join(told, "\n")
}

// unknownMarks counts the rows of a plan whose marks the register does not know.
func unknownMarks(t *testing.T, db *DB, input importer.Input) (unknown int) {
	t.Helper()
	for _, row := range plan(t, db, input).Rows {
		for _, problem := range row.Problems {
			if problem.Code == importer.VersionUnknown {
				unknown++
			}
		}
	}
	return unknown
}

// fingerprint is the fingerprint of the plan that a user would see now.
func fingerprint(t testing.TB, db *DB, input importer.Input) string {
	t.Helper()
	return plan(t, db, input).Fingerprint()
}

// file is a request to save a file that is no draft, as the command line does.
func file(t testing.TB, db *DB, input importer.Input) SaveRequest {
	t.Helper()
	return SaveRequest{
		Actor:       Actor{Name: "Liisa"},
		File:        FileInfo{Name: "asiakkaat.csv", Hash: HashOf([]byte("x")), Size: 1},
		Input:       input,
		Fingerprint: fingerprint(t, db, input),
	}
}

// fileOf asks for a file to be saved by an actor.
func fileOf(t *testing.T, db *DB, actor Actor, input importer.Input) SaveRequest {
	t.Helper()
	request := file(t, db, input)
	request.Actor = actor
	return request
}

// draft uploads a file and returns a request to save it.
func draft(t testing.TB, db *DB, input importer.Input) SaveRequest {
	t.Helper()
	id, err := db.CreateDraft(t.Context(), Actor{Name: "Liisa"}, "asiakkaat.csv", []byte("x"), Choices{Mapping: input.Mapping})
	if err != nil {
		t.Fatal(err)
	}
	return SaveRequest{Actor: Actor{Name: "Liisa"}, Import: id, Input: input, Fingerprint: fingerprint(t, db, input)}
}

// upload makes a draft of a file.
func upload(t *testing.T, db *DB, user, name, content string, choose func(*Choices)) SaveRequest {
	t.Helper()
	input := readCSV(t, content)
	choices := Choices{Mapping: input.Mapping}
	if choose != nil {
		choose(&choices)
		input.Decisions = choices.Decisions
	}
	id, err := db.CreateDraft(t.Context(), Actor{Name: user}, name, []byte(content), choices)
	must(t, err)
	return SaveRequest{Actor: Actor{Name: user}, Import: id, Input: input}
}

// saveDraft saves a draft as it is planned now.
func saveDraft(t *testing.T, db *DB, request SaveRequest) Saved {
	t.Helper()
	request.Fingerprint = fingerprint(t, db, request.Input)
	return mustSave(t, db, request)
}

func mustSave(t testing.TB, db *DB, request SaveRequest) Saved {
	t.Helper()
	saved, err := db.Save(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	return saved
}
