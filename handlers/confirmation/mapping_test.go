package confirmation

import (
	"slices"
	"testing"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/importer"
)

// TestFieldsAreGivenBack passes through the entries of a select: what other
// columns lose on the way, they have again at the end.
func TestFieldsAreGivenBack(t *testing.T) {
	before := importer.Mapping{customer.Number, customer.Name, customer.Street, customer.Email, customer.None}
	choices := &db.Choices{Mapping: slices.Clone(before)}
	choose := func(f customer.Field) {
		ChangeColumns(choices, map[string]string{"column-2": f.Key(), "was-column-2": choices.Mapping[1].Key()})
	}
	for _, f := range []customer.Field{customer.Street, customer.Email, customer.Number, customer.Email, customer.Street, customer.Name} {
		choose(f)
	}
	if !slices.Equal(choices.Mapping, before) || len(choices.Moved) != 0 {
		t.Errorf("columns fill %v, moved are %v", choices.Mapping, choices.Moved)
	}
	choose(customer.Email)
	if want := (importer.Mapping{customer.Number, customer.Email, customer.Street, customer.None, customer.None}); !slices.Equal(choices.Mapping, want) {
		t.Errorf("columns fill %v, want %v", choices.Mapping, want)
	}
	if !fieldBack(&deciding{choices: choices}, []string{"B"}) || !slices.Equal(choices.Mapping, before) {
		t.Errorf("after the way back columns fill %v", choices.Mapping)
	}
	if fieldBack(&deciding{choices: choices}, []string{"B"}) {
		t.Error("there is nothing more to give back")
	}
}
