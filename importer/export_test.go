package importer_test

import (
	"errors"
	"slices"
	"testing"

	"kortisto/customer"
	"kortisto/importer"
)

// TestChooseColumns holds how the columns of an export are named, and that it
// never lacks the number by which its rows are found.
func TestChooseColumns(t *testing.T) {
	table := customer.Standard()
	for _, c := range []struct {
		names []string
		want  []customer.Field
		added bool
	}{
		{nil, nil, false},
		{[]string{"", " "}, nil, false},
		{[]string{"email", "number", "name"}, []customer.Field{customer.Email, customer.Number, customer.Name}, false},
		{[]string{"phone", "email"}, []customer.Field{customer.Number, customer.Phone, customer.Email}, true},
		{[]string{" Sähköposti", "asiakasnumero", "E-post", "Phone"}, []customer.Field{customer.Email, customer.Number, customer.Phone}, false},
		{[]string{"version", "number", "Versio"}, []customer.Field{customer.Version, customer.Number}, false},
	} {
		columns, added, err := importer.ChooseColumns(table, c.names)
		if err != nil || added != c.added || !slices.Equal(columns, c.want) {
			t.Errorf("%q: %v %v %v", c.names, columns, added, err)
		}
	}
	for _, name := range []string{"colour", "Mobil", "first_name", "number;name"} {
		_, _, err := importer.ChooseColumns(table, []string{"number", name})
		var unknown importer.ErrUnknownColumn
		if !errors.As(err, &unknown) || unknown.Name != name || len(unknown.Exists) != len(table.Exported())+1 || unknown.Exists[0] != "number" {
			t.Errorf("%q: %v", name, err)
		}
	}
	for _, f := range table.Exported() {
		for _, lang := range customer.Languages {
			if columns, _, err := importer.ChooseColumns(table, []string{table.Label(f, lang)}); err != nil || columns[len(columns)-1] != f {
				t.Errorf("%s in %s: %v, %v", f, lang, columns, err)
			}
		}
	}
}

// TestExportOfSomeColumns holds that a customer's mark always comes with its
// cells, and that the columns stand as they were chosen.
func TestExportOfSomeColumns(t *testing.T) {
	one := &customer.Customer{Number: 1001, Revision: 3}
	one.Values[customer.Email] = "a@b.example"
	mark := importer.NewMarker(memoryKey).Mark(importer.Exported{Number: 1001, Revision: 3})
	for _, c := range []struct {
		key           []byte
		columns       []customer.Field
		header, cells []string
	}{
		{memoryKey, []customer.Field{customer.Email, customer.Number}, []string{"Email", "Customer number", "Version"}, []string{"a@b.example", "1001", mark}},
		{memoryKey, []customer.Field{customer.Version, customer.Number}, []string{"Version", "Customer number"}, []string{mark, "1001"}},
		{nil, []customer.Field{customer.Number, customer.Version}, []string{"Customer number", "Version"}, []string{"1001", ""}},
	} {
		export := importer.NewExporter(customer.Standard(), "en", c.key, c.columns...)
		if header, cells := export.Header(), export.Cells(one); !slices.Equal(header, c.header) || !slices.Equal(cells, c.cells) {
			t.Errorf("%v: %q %q", c.columns, header, cells)
		}
	}
	if header := importer.NewExporter(customer.Standard(), "fi", memoryKey).Header(); header[0] != "Asiakasnumero" || header[len(header)-1] != "Versio" {
		t.Errorf("all columns: %q", header)
	}
}
