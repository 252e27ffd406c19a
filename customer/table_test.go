package customer_test

import (
	"reflect"
	"slices"
	"testing"

	"kortisto/customer"
)

// TestStandardTable holds that every field is called something in each
// language, that no header names two fields, and that no two fields have one
// place.
func TestStandardTable(t *testing.T) {
	table := customer.Standard()
	places, headers := make(map[any]customer.Field), make(map[string]customer.Field)
	take := func(f customer.Field, what string, place int, taken any) {
		if other, twice := places[taken]; twice && place > 0 {
			t.Errorf("%s and %s have the %s place %d", other, f, what, place)
		}
		places[taken] = f
	}
	for _, f := range table.Targets() {
		d := table.Of(f)
		if found, ok := table.ByKey(d.Key); !ok || found != f || d.Field != f {
			t.Errorf("the key %q is %s's, not %s's", d.Key, found, f)
		}
		names := slices.Clone(d.Aliases)
		for _, lang := range customer.Languages {
			if d.Labels[lang] == "" || d.Hint != nil && d.Hint[lang] == "" {
				t.Errorf("%s lacks words in %s", f, lang)
			}
			names = append(names, d.Labels[lang])
		}
		for _, name := range names {
			key := customer.HeaderKey(name)
			if other, named := headers[key]; named && other != f {
				t.Errorf("%q names %s and %s", name, other, f)
			}
			headers[key] = f
		}
		if (d.Section != "") != (d.Place > 0) {
			t.Errorf("%s has the place %d in the section %q", f, d.Place, d.Section)
		}
		take(f, string(d.Section), d.Place, [2]any{d.Section, d.Place})
		take(f, "list's", d.List, [2]any{"list", d.List})
		take(f, "fills'", d.Fill, [2]any{"fill", d.Fill})
	}
}

// TestNewTable holds that a table has the fields that it was made of, and no
// others.
func TestNewTable(t *testing.T) {
	standard := customer.Standard()
	number, email := *standard.Of(customer.Number), *standard.Of(customer.Email)
	email.Labels, email.Aliases = map[string]string{"fi": "Posti"}, nil
	table := customer.NewTable([]customer.Definition{number, email})
	if f, own := table.ByHeader("posti"); f != customer.Email || !own {
		t.Errorf("the header is %q", f)
	}
	if f, _ := table.ByHeader("Sähköposti"); f != customer.None {
		t.Errorf("a name that the table does not have is %q", f)
	}
	if _, ok := table.ByKey("phone"); ok {
		t.Error("there is a field that the table does not have")
	}
	if got := table.Label(customer.Phone, "fi"); got != "" {
		t.Errorf("it is called %q", got)
	}
	if got := table.Values(); len(got) != 1 || got[0] != customer.Email {
		t.Errorf("the fields are %v", got)
	}
	if standard.Label(customer.Email, "fi") == "Posti" {
		t.Error("the standard table has changed")
	}
}

// TestFewValuedReadWithoutContext holds that what a text says in a field with few
// values is the same whatever else is known of the customer: it is read once for
// all rows of a file.
func TestFewValuedReadWithoutContext(t *testing.T) {
	table := customer.WithOwn([]customer.OwnField{{Field: customer.Own1, Name: "Avain", Type: customer.TypeYesNo}})
	texts := []string{"x", "Suomi", "FI", "14", "14.0", "014", "14 pv", "kyllä", "sähköposti", "Yritys", "suomi", "ei ole", "1001,0", "1E+05", "131052-308T"}
	contexts := []customer.Context{{Repair: true}, {Country: "SE", Repair: true}, {Country: "SE"}, {Unread: true}, {Unread: true, DeliveryUnread: true, Repair: true}}
	for _, f := range table.Values() {
		if len(table.Choices(f)) > 0 && !table.Of(f).FewValued {
			t.Errorf("%s has choices, and more than a few values", f)
		}
		if !table.Of(f).FewValued {
			continue
		}
		for _, text := range texts {
			for _, ctx := range contexts {
				if got, want := table.Read(f, text, ctx), table.Read(f, text, customer.Context{}); !reflect.DeepEqual(got, want) {
					t.Errorf("%s reads %q as %v, and without a context as %v", f, text, got, want)
				}
			}
		}
	}
}
