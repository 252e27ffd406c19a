package db

import (
	"context"
	"fmt"
	"strconv"
	"testing"
	"time"

	"kortisto/customer"
	"kortisto/importer"
)

// BenchmarkJournal writes new customers and changes of two fields each as an
// import does, with the journal and without its rows in turn, to tell what the
// journal costs: ratio is what saving with it takes of what it takes without.
func BenchmarkJournal(b *testing.B) {
	const n = 20_000
	base := openTest(b)
	fill(b, base, n)
	fresh := samples(2 * n)[n:]
	b.Run("new", func(b *testing.B) {
		withAndWithout(b, base, n, func(w *writer, i int) error {
			return w.create(&customer.Customer{Values: fresh[i]})
		}, func(w *writer, i int) error {
			c := customer.Customer{Values: fresh[i]}
			if err := w.takeNumber(&c); err != nil {
				return err
			}
			return w.insert(&c)
		})
	})
	changed := func(w *writer, i int) (before *record, after customer.Customer, err error) {
		if before, err = w.find(1001+i, 1); err == nil {
			after = before.Customer
			after.Values[customer.City], after.Values[customer.PaymentTerms] = "Vaasa", "30"
		}
		return before, after, err
	}
	b.Run("changes", func(b *testing.B) {
		withAndWithout(b, base, n, func(w *writer, i int) error {
			before, after, err := changed(w, i)
			if err == nil {
				_, err = w.change(before, after.Values)
			}
			return err
		}, func(w *writer, i int) error {
			before, after, err := changed(w, i)
			if err != nil {
				return err
			}
			after.Revision++
			return w.rewrite(before, &after, before.groupID, customer.Diff(&before.Customer, &after))
		})
	})
}

// BenchmarkSaveJournal saves a large import, and reports the ratio of the time
// that it takes to the same without what it costs to write its rows of the
// journal, which are written once more by themselves.
func BenchmarkSaveJournal(b *testing.B) {
	const n, changes, created = 100_000, 10_000, 2_000
	base := openTest(b)
	fill(b, base, n)
	input := benchInput(n, changes, created)
	shown := fingerprint(b, base, input)
	var whole, rows time.Duration
	for b.Loop() {
		db := openDir(b, copyOf(b, base), testOptions())
		began := time.Now()
		saved := mustSave(b, db, SaveRequest{Actor: Actor{Name: "Liisa"}, File: FileInfo{Name: "x.csv"}, Input: input, Fingerprint: shown})
		whole += time.Since(began)
		entries := journalOf(b, db, saved.Event)
		if len(entries) < changes+created {
			b.Fatal(len(entries))
		}
		db = openDir(b, copyOf(b, base), testOptions())
		must(b, db.writeRegister(b.Context(), Actor{Name: "test"}, ActionImport, func(_ context.Context, w *writer) error {
			w.gather = true
			if err := w.begin(); err != nil {
				return err
			}
			began := time.Now()
			for _, values := range entries {
				if err := w.enter(values...); err != nil {
					return err
				}
			}
			err := w.writeEntries()
			rows += time.Since(began)
			return err
		}))
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64((changes+created)*b.N)/whole.Seconds(), "rows/s")
	b.ReportMetric(whole.Seconds()/(whole-rows).Seconds(), "ratio")
}

// journalOf reads what the journal says of an event, as writer.enter takes it.
func journalOf(b *testing.B, db *DB, event int64) (entries [][]any) {
	b.Helper()
	rows, err := db.read.QueryContext(b.Context(),
		`SELECT customer, group_id, revision, change, field, old, new, basis FROM journal WHERE event_id = ? ORDER BY id`, event)
	must(b, err)
	defer rows.Close()
	for rows.Next() {
		values := make([]any, 8)
		into := make([]any, len(values))
		for i := range values {
			into[i] = &values[i]
		}
		must(b, rows.Scan(into...))
		entries = append(entries, values)
	}
	must(b, rows.Err())
	return entries
}

// withAndWithout calls two functions n times each, in one transaction on a copy
// of a register, and reports the ratio of the times that they take.
func withAndWithout(b *testing.B, base *DB, n int, with, without func(*writer, int) error) {
	var spent [2]time.Duration
	for b.Loop() {
		for which, write := range []func(*writer, int) error{with, without} {
			db := openDir(b, copyOf(b, base), testOptions())
			began := time.Now()
			err := db.writeRegister(b.Context(), Actor{Name: "test"}, ActionImport, func(_ context.Context, w *writer) error {
				w.gather = true
				for i := range n {
					if err := write(w, i); err != nil {
						return err
					}
				}
				return w.begin()
			})
			if err != nil {
				b.Fatal(err)
			}
			spent[which] += time.Since(began)
		}
	}
	b.ReportMetric(0, "ns/op") // says nothing here
	b.ReportMetric(float64(n*b.N)/spent[0].Seconds(), "rows/s")
	b.ReportMetric(spent[0].Seconds()/spent[1].Seconds(), "ratio")
}

// BenchmarkUndo undoes large imports, and their undos: all of it, and the plan
// alone, which the page of an import makes.
func BenchmarkUndo(b *testing.B) {
	for _, size := range []struct {
		name                 string
		stored, changes, new int
	}{
		{"changes=10000,new=2000,stored=100000", 100_000, 10_000, 2_000},
		{"new=100000", 0, 0, 100_000},
	} {
		base := openTest(b)
		fill(b, base, size.stored)
		input := benchInput(size.stored, size.changes, size.new)
		saved := mustSave(b, base, SaveRequest{Actor: Actor{Name: "Liisa"}, File: FileInfo{Name: "x.csv"}, Input: input, Fingerprint: fingerprint(b, base, input)})
		if saved.Counts[importer.New] != size.new || saved.Counts[importer.Modified] != size.changes {
			b.Fatal(saved.Counts)
		}
		b.Run(size.name+"/plan", func(b *testing.B) {
			for b.Loop() {
				undoPlan(b, base, saved.Import)
			}
			perSecond(b, size.changes+size.new)
		})
		b.Run(size.name+"/undo", func(b *testing.B) { undoCopies(b, base, saved.Import, size.changes+size.new) })
		undone := mustUndo(b, base, saved.Import)
		b.Run(size.name+"/undo-undo", func(b *testing.B) { undoCopies(b, base, undone.Undo, size.changes+size.new) })
	}
}

func undoCopies(b *testing.B, base *DB, id int64, customers int) {
	plan, _ := undoPlan(b, base, id)
	for b.Loop() {
		b.StopTimer()
		db := openDir(b, copyOf(b, base), testOptions())
		b.StartTimer()
		undone, err := db.Undo(b.Context(), UndoRequest{Actor: Actor{Name: "Maija"}, Import: id, Fingerprint: plan.Fingerprint})
		if n := undone.Counts; err != nil || n.PutBack+n.Removed+n.Brought != customers {
			b.Fatal(n, err)
		}
	}
	perSecond(b, customers)
}

// BenchmarkSince asks for 100 000 versions, half of them older ones.
func BenchmarkSince(b *testing.B) {
	const n = 100_000
	db := openTest(b)
	fill(b, db, n)
	input := benchInput(n, n/2, 0)
	mustSave(b, db, SaveRequest{Actor: Actor{Name: "Liisa"}, File: FileInfo{Name: "x.csv"}, Input: input, Fingerprint: fingerprint(b, db, input)})
	versions := make([]importer.Exported, n)
	for i := range versions {
		versions[i] = importer.Exported{Number: 1001 + i, Revision: 1}
	}
	for b.Loop() {
		s, err := db.Snapshot(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		changed := 0
		err = s.Since(b.Context(), versions, presentCustomers(b, s), func(_ importer.Exported, since *importer.Since) { changed += len(since.Later) })
		if err != nil || changed != n {
			b.Fatal(changed, err)
		}
		s.Close()
	}
	perSecond(b, n)
}

// BenchmarkImportCustomers reads the last page of a large import.
func BenchmarkImportCustomers(b *testing.B) {
	db := openTest(b)
	input := benchInput(0, 0, 100_000)
	saved := mustSave(b, db, SaveRequest{Actor: Actor{Name: "Liisa"}, File: FileInfo{Name: "x.csv"}, Input: input, Fingerprint: fingerprint(b, db, input)})
	i, err := db.Draft(b.Context(), saved.Import)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if page, _, err := db.ImportCustomers(b.Context(), i, 1000); err != nil || len(page) != 100 {
			b.Fatal(len(page), err)
		}
	}
}

// BenchmarkThreeWay plans an export that comes back in a register of 50 000
// customers: without marks, and with those of customers of which none, a tenth
// and all have been changed since.
func BenchmarkThreeWay(b *testing.B) {
	const n = 50_000
	for _, changed := range []int{0, n / 10, n} {
		db := openTest(b)
		fill(b, db, n)
		snapshot, err := db.Snapshot(b.Context())
		must(b, err)
		key, err := snapshot.VersionKey(b.Context())
		must(b, err)
		must(b, snapshot.Close())
		fields := append(customer.Standard().Fields(), customer.Version)
		marker, rows := importer.NewMarker(key), make([][]string, n)
		for i := range rows {
			values := sample(i)
			for _, f := range fields[1 : len(fields)-1] {
				rows[i] = append(rows[i], values[f])
			}
			number := strconv.Itoa(1001 + i)
			rows[i] = append(append([]string{number}, rows[i]...), marker.Mark(importer.Exported{Number: 1001 + i, Revision: 1}))
		}
		if changed > 0 {
			input := benchInput(n, changed, 0)
			mustSave(b, db, SaveRequest{Actor: Actor{Name: "Liisa"}, File: FileInfo{Name: "x.csv"}, Input: input, Fingerprint: fingerprint(b, db, input)})
		}
		for _, marks := range []bool{false, true} {
			input := table(fields, rows...)
			if !marks {
				input.Mapping = append(importer.Mapping(nil), input.Mapping...)
				input.Mapping[len(fields)-1] = customer.None
			}
			b.Run(fmt.Sprintf("changed=%d/marks=%v", changed, marks), func(b *testing.B) {
				for b.Loop() {
					s, err := db.Snapshot(b.Context())
					must(b, err)
					plan, err := importer.Build(b.Context(), input, s)
					must(b, err)
					if got := plan.Counts[importer.Modified]; got != 0 == (marks || changed == 0) {
						b.Fatal(plan.Counts)
					}
					must(b, s.Close())
				}
				perSecond(b, n)
			})
		}
	}
}
