package bench

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/importer"
)

// BenchmarkSave saves a plan that was shown, with search index and journal:
// ours against the same rows by a prepared statement into a table with three
// indexes.
func BenchmarkSave(b *testing.B) {
	for _, size := range []struct{ stored, changed, fresh int }{
		{100_000, 10_000, 2_000},
		{0, 0, 100_000},
	} {
		b.Run(fmt.Sprintf("changes=%d/new=%d", size.changed, size.fresh), func(b *testing.B) {
			base := copyOf(b, size.stored)
			var data []byte
			if size.stored == 0 {
				data = newFile(b, 0, size.fresh)
			} else {
				data = file(b, openIn(b, base), size.stored, false)
			}
			in := read(b, data)
			pair(b, func() func() {
				register := open(b, size.stored)
				shown := planned(b, register, in)
				return func() {
					saved, err := register.Save(b.Context(), db.SaveRequest{Actor: db.Actor{Name: "Liisa"}, File: db.FileInfo{Name: "asiakkaat.csv"}, Input: in,
						Fingerprint: shown.Fingerprint, Planned: shown})
					check(b, err)
					if n := saved.Counts; n[importer.New] != size.fresh || n[importer.Modified] != size.changed {
						b.Fatal(n)
					}
				}
			}, func() func() {
				pool := bareTable(b, size.stored)
				values := make([]customer.Customer, size.changed+size.fresh)
				for i := range values {
					if i < size.changed {
						values[i] = changedAt(i * changedOf)
					} else {
						values[i] = customerAt(size.stored + i)
					}
				}
				return func() { writeBare(b, pool, values, size.changed) }
			})
		})
	}
}

// planned builds a plan as the program keeps it while it is shown.
func planned(tb testing.TB, register *db.DB, in importer.Input) *db.Planned {
	tb.Helper()
	snapshot, err := register.Snapshot(tb.Context())
	check(tb, err)
	defer snapshot.Close()
	cache := importer.NewRegisterCache(snapshot)
	made, err := importer.BuildFrom(tb.Context(), in, cache)
	check(tb, err)
	return &db.Planned{Plan: made, Fingerprint: made.Fingerprint(), Writes: snapshot.WriteCounter(), Cache: cache}
}

// bareTable makes a table with three indexes that holds n customers, and opens
// it anew, as the register is.
func bareTable(tb testing.TB, n int) *sql.DB {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "bare.db")
	pool := plain(tb, path)
	var columns []string
	for _, f := range customer.Standard().Fields()[1:] {
		columns = append(columns, `"`+f.Key()+`" TEXT NOT NULL`)
	}
	_, err := pool.Exec(`CREATE TABLE bare (number INTEGER PRIMARY KEY, ` + strings.Join(columns, ", ") + `);
		CREATE INDEX bare_name ON bare (name); CREATE INDEX bare_business_id ON bare (business_id);
		CREATE INDEX bare_group ON bare ("group")`)
	check(tb, err)
	values := make([]customer.Customer, n)
	for i := range values {
		values[i] = customerAt(i)
	}
	writeBare(tb, pool, values, 0)
	check(tb, pool.Close())
	return plain(tb, path)
}

// writeBare writes whole rows in one transaction: the first ones over those
// that are there, and the others anew.
func writeBare(tb testing.TB, pool *sql.DB, customers []customer.Customer, changed int) {
	tb.Helper()
	tx, err := pool.Begin()
	check(tb, err)
	fields := customer.Standard().Fields()
	insert, err := tx.Prepare(`INSERT INTO bare VALUES (?` + strings.Repeat(", ?", len(fields)-1) + `)`)
	check(tb, err)
	var columns []string
	for _, f := range fields[1:] {
		columns = append(columns, `"`+f.Key()+`" = ?`)
	}
	update, err := tx.Prepare(`UPDATE bare SET ` + strings.Join(columns, ", ") + ` WHERE number = ?`)
	check(tb, err)
	args := make([]any, len(fields))
	for i := range customers {
		c := &customers[i]
		statement, texts, number := insert, args[1:], &args[0]
		if i < changed {
			statement, texts, number = update, args[:len(args)-1], &args[len(args)-1]
		}
		*number = c.Number
		for j, f := range fields[1:] {
			texts[j] = c.Values[f]
		}
		_, err := statement.Exec(args...)
		check(tb, err)
	}
	check(tb, tx.Commit())
}
