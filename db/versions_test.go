package db

import (
	"context"
	"reflect"
	"slices"
	"strconv"
	"testing"

	"kortisto/customer"
	"kortisto/importer"
)

// TestSince holds that a version tells who changed what after it; the property
// test holds the values.
func TestSince(t *testing.T) {
	db, saved := imported(t)
	edit(t, db, 1001, customer.Phone, "09 1")
	edit(t, db, 1002, customer.City, sample(1)[customer.City])
	snapshot, err := db.Snapshot(t.Context())
	must(t, err)
	defer snapshot.Close()
	since := map[importer.Exported]*importer.Since{}
	now := presentCustomers(t, snapshot)
	err = snapshot.Since(t.Context(), []importer.Exported{{Number: 1001, Revision: 1}, {Number: 1001, Revision: 2}, {Number: 1001, Revision: 3},
		{Number: 1002, Revision: 1}, {Number: 1009, Revision: 1}}, now, func(v importer.Exported, s *importer.Since) { since[v] = s })
	must(t, err)
	first := since[importer.Exported{Number: 1001, Revision: 1}]
	if first == nil || first.Base != sample(0) || len(first.Later) != 3 {
		t.Fatalf("%+v", first)
	}
	for i, want := range []importer.Write{
		{Field: customer.City, Who: "Liisa", Import: saved.Import, File: "asiakkaat.csv"},
		{Field: customer.Phone, Who: "Matti"},
		{Field: customer.Group, Who: "Liisa", Import: saved.Import, File: "asiakkaat.csv"},
	} {
		got := first.Later[i]
		if !got.At.Equal(testTime) {
			t.Errorf("%s at %v", got.Field, got.At)
		}
		if want.At = got.At; got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
	if second := since[importer.Exported{Number: 1001, Revision: 2}]; second == nil || second.Base[customer.City] != "Vaasa" || len(second.Later) != 1 {
		t.Errorf("%+v", second)
	}
	if now := since[importer.Exported{Number: 1001, Revision: 3}]; now == nil || len(now.Later) != 0 || now.Base[customer.Group] != "Uudet" {
		t.Errorf("%+v", now)
	}
	if back := since[importer.Exported{Number: 1002, Revision: 1}]; back == nil || len(back.Later) != 0 {
		t.Errorf("changed back: %+v", back)
	}
	if since[importer.Exported{Number: 1009, Revision: 1}] != nil {
		t.Error("a customer that never was is known")
	}
}

// TestSinceOlderThanTheJournal holds that a version is not known where the
// journal does not reach back to it.
func TestSinceOlderThanTheJournal(t *testing.T) {
	db, _ := imported(t)
	edit(t, db, 1001, customer.Phone, "09 1")
	_, err := db.write.DB.Exec(`DELETE FROM journal WHERE customer = 1001 AND revision <= 2`)
	must(t, err)
	snapshot, err := db.Snapshot(t.Context())
	must(t, err)
	defer snapshot.Close()
	known := 0
	err = snapshot.Since(t.Context(), []importer.Exported{{Number: 1001, Revision: 1}, {Number: 1001, Revision: 2}}, presentCustomers(t, snapshot), func(v importer.Exported, _ *importer.Since) {
		if known++; v.Revision != 2 {
			t.Errorf("%v is known", v)
		}
	})
	must(t, err)
	if known != 1 {
		t.Errorf("%d versions are known", known)
	}
}

// TestSinceAcrossAGap holds that a version is not known where entries between it and
// today are missing.
func TestSinceAcrossAGap(t *testing.T) {
	db := openTest(t)
	fill(t, db, 1)
	for _, phone := range []string{"09 1", "09 2", "09 3"} {
		edit(t, db, 1001, customer.Phone, phone)
	}
	_, err := db.write.DB.Exec(`DELETE FROM journal WHERE customer = 1001 AND revision = 3`)
	must(t, err)
	snapshot, err := db.Snapshot(t.Context())
	must(t, err)
	defer snapshot.Close()
	var known []int
	err = snapshot.Since(t.Context(), []importer.Exported{{Number: 1001, Revision: 1}, {Number: 1001, Revision: 3}}, presentCustomers(t, snapshot),
		func(v importer.Exported, _ *importer.Since) { known = append(known, v.Revision) })
	if err != nil || !slices.Equal(known, []int{3}) {
		t.Errorf("known are %v, %v", known, err)
	}
}

// presentCustomers are all customers by number.
func presentCustomers(t interface {
	Helper()
	Fatal(...any)
}, s *Snapshot) map[int]*customer.Stored {
	t.Helper()
	var numbers []int
	err := s.EachKey(context.Background(), func(number int, _, _ string) { numbers = append(numbers, number) })
	if err != nil {
		t.Fatal(err)
	}
	customers, _, err := s.Customers(context.Background(), importer.Keys{Numbers: numbers})
	if err != nil {
		t.Fatal(err)
	}
	now := make(map[int]*customer.Stored, len(customers))
	for _, c := range customers {
		now[c.Number] = c
	}
	return now
}

// TestSinceImported holds three-way's "a value that an earlier import with the
// same Versio wrote counts as the exported one", until that import is undone.
func TestSinceImported(t *testing.T) {
	db := openTest(t)
	fill(t, db, 3)
	input := export(t, db)
	for i := range 2 {
		input.Sheet.Rows[i].Cells[1] = "Uusi tie 1"
	}
	saved := mustSave(t, db, SaveRequest{Actor: Actor{Name: "Liisa"}, File: FileInfo{Name: "x.csv"}, Input: input, Fingerprint: fingerprint(t, db, input)})
	edit(t, db, 1002, customer.Street, "Muu tie 2")
	known := eachSince(t, db, false, importer.Exported{Number: 1001, Revision: 1}, importer.Exported{Number: 1002, Revision: 1})
	for version, since := range known {
		want := []importer.Imported{{Field: customer.Street, Value: "Uusi tie 1", Who: "Liisa", Last: version.Number == 1001}} // the other one has been written over
		if !reflect.DeepEqual(since.Imported, want) || len(since.Later) != 1 || since.Base[customer.Street] != sample(version.Number - 1001)[customer.Street] {
			t.Errorf("%v: %+v", version, since)
		}
	}
	if len(known) != 2 {
		t.Errorf("%d versions are known", len(known))
	}
	mustUndo(t, db, saved.Import)
	if since := eachSince(t, db, false, importer.Exported{Number: 1001, Revision: 1}); len(since) != 1 || since[importer.Exported{Number: 1001, Revision: 1}].Imported != nil {
		t.Errorf("undone: %+v", since)
	}
}

// TestSinceAloneAndTogether holds that the same is found of a version whether
// the journal's end is enough to know it or it has to be looked up, also where
// the two meet within an import and where a customer is asked for twice.
func TestSinceAloneAndTogether(t *testing.T) {
	db := openTest(t)
	fill(t, db, 40)
	var versions []importer.Exported
	for i := range 4 {
		input := export(t, db)
		for row := range input.Sheet.Rows {
			if row%(i+1) == 0 {
				input.Sheet.Rows[row].Cells[1], input.Sheet.Rows[row].Cells[2] = "Tie "+strconv.Itoa(i), "Kunta "+strconv.Itoa(i)
			}
		}
		mustSave(t, db, SaveRequest{Actor: Actor{Name: "Liisa"}, File: FileInfo{Name: "x.csv"}, Input: input, Fingerprint: fingerprint(t, db, input)})
		edit(t, db, 1001+i, customer.Phone, "09 "+strconv.Itoa(i))
	}
	must(t, db.EachCustomer(t.Context(), Filter{}, func(c *customer.Customer) error {
		for revision := range c.Revision {
			versions = append(versions, importer.Exported{Number: c.Number, Revision: revision + 1})
		}
		return nil
	}))
	together := eachSince(t, db, false, versions...)
	if alone := eachSince(t, db, true, versions...); len(alone) != len(versions) || !reflect.DeepEqual(alone, together) {
		t.Errorf("alone %d, together %d of %d, or they differ", len(alone), len(together), len(versions))
	}
	for n := range versions { // of each length, another part of the journal is read from its end
		for version, since := range eachSince(t, db, false, versions[n:]...) {
			if !reflect.DeepEqual(since, together[version]) {
				t.Fatalf("from %d on, %v: %+v, want %+v", n, version, since, together[version])
			}
		}
	}
}

// TestSinceOfManyCustomers holds that versions are known where more of them have
// to be looked up than are looked up together.
func TestSinceOfManyCustomers(t *testing.T) {
	db := openTest(t)
	const count = versionBatch + 100
	fill(t, db, count)
	fields := []customer.Field{customer.Number, customer.Street, customer.City, customer.Email, customer.Phone, customer.Notes}
	const saves = 3 // of so many fields that the journal's end does not reach back to the first
	for save := range saves {
		rows := make([][]string, count)
		for i := range rows {
			n := strconv.Itoa(save)
			rows[i] = []string{strconv.Itoa(1001 + i), "Tie " + n, "Kunta " + n, "a" + n + "@posti.example", "040 123456" + n, "Huomautus " + n}
		}
		input := table(fields, rows...)
		mustSave(t, db, SaveRequest{Actor: Actor{Name: "Liisa"}, File: FileInfo{Name: "x.csv"}, Input: input, Fingerprint: fingerprint(t, db, input)})
	}
	versions := make([]importer.Exported, count)
	for i := range versions {
		versions[i] = importer.Exported{Number: 1001 + i, Revision: 1}
	}
	known := eachSince(t, db, false, versions...)
	for i, version := range versions {
		if since, is := known[version]; !is || since.Base != sample(i) {
			t.Fatalf("%v: %t, %+v", version, is, since.Base)
		}
	}
}

// eachSince asks for versions, each alone or all together.
func eachSince(t *testing.T, db *DB, alone bool, versions ...importer.Exported) map[importer.Exported]importer.Since {
	t.Helper()
	snapshot, err := db.Snapshot(t.Context())
	must(t, err)
	defer snapshot.Close()
	now, known := presentCustomers(t, snapshot), make(map[importer.Exported]importer.Since)
	size := len(versions)
	if alone {
		size = 1
	}
	for asked := range slices.Chunk(versions, size) {
		must(t, snapshot.Since(t.Context(), asked, now, func(v importer.Exported, s *importer.Since) { known[v] = *s }))
	}
	return known
}
