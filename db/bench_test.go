package db

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kortisto/customer"
	"kortisto/importer"
)

// samples makes n sample customers before a benchmark's clock runs.
func samples(n int) []customer.Values {
	values := make([]customer.Values, n)
	for i := range values {
		values[i] = sample(i)
	}
	return values
}

func perSecond(b *testing.B, rows int) {
	b.ReportAllocs()
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

// BenchmarkFloor is what BenchmarkSave is measured by: the same customers by a
// prepared statement into a bare table with three indexes.
func BenchmarkFloor(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		b.Run(sizeName(n), func(b *testing.B) {
			values := samples(n)
			for b.Loop() {
				b.StopTimer()
				pool := bareTable(b)
				b.StartTimer()
				insertBare(b, pool, values)
			}
			perSecond(b, n)
		})
	}
}

func sizeName(n int) string {
	if n == 100_000 {
		return "100000"
	}
	return "10000"
}

func bareTable(b *testing.B) *sql.DB {
	b.Helper()
	pool, err := sql.Open("sqlite", dsn(filepath.Join(b.TempDir(), "bare.db"), writing, time.Second))
	if err != nil {
		b.Fatal(err)
	}
	pool.SetMaxOpenConns(1)
	b.Cleanup(func() { pool.Close() })
	var columns []string
	for _, f := range customer.Standard().Fields()[1:] {
		columns = append(columns, `"`+f.Key()+`" TEXT NOT NULL`)
	}
	if _, err := pool.Exec(`CREATE TABLE bare (number INTEGER PRIMARY KEY, ` + strings.Join(columns, ", ") + `);
		CREATE INDEX bare_name ON bare (name); CREATE INDEX bare_business_id ON bare (business_id);
		CREATE INDEX bare_group ON bare ("group")`); err != nil {
		b.Fatal(err)
	}
	return pool
}

func insertBare(b *testing.B, pool *sql.DB, values []customer.Values) {
	b.Helper()
	tx, err := pool.Begin()
	if err != nil {
		b.Fatal(err)
	}
	insert, err := tx.Prepare(`INSERT INTO bare VALUES (?` + strings.Repeat(", ?", len(customer.Standard().Fields())-1) + `)`)
	if err != nil {
		b.Fatal(err)
	}
	args := make([]any, len(customer.Standard().Fields()))
	for i := range values {
		args[0] = 1001 + i
		for j, f := range customer.Standard().Fields()[1:] {
			args[j+1] = values[i][f]
		}
		if _, err := insert.Exec(args...); err != nil {
			b.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkWrite is the writing of a save alone, without the plan.
func BenchmarkWrite(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		b.Run(sizeName(n), func(b *testing.B) {
			values := samples(n)
			for b.Loop() {
				b.StopTimer()
				db := openTest(b)
				b.StartTimer()
				fillWith(b, db, n, func(i int) customer.Values { return values[i] })
			}
			perSecond(b, n)
		})
	}
}

// BenchmarkSave saves whole files: plan, customers, search index and journal.
// It reports the time of the plan, which it builds once, beside it.
func BenchmarkSave(b *testing.B) {
	for _, size := range []struct {
		name                 string
		stored, changes, new int
	}{
		{"new=10000", 0, 0, 10_000},
		{"new=100000", 0, 0, 100_000},
		{"changes=10000,new=2000,stored=100000", 100_000, 10_000, 2_000},
	} {
		b.Run(size.name, func(b *testing.B) {
			db := openTest(b)
			fill(b, db, size.stored)
			if _, err := db.write.DB.Exec(`PRAGMA wal_checkpoint(TRUNCATE)`); err != nil {
				b.Fatal(err)
			}
			input := benchInput(size.stored, size.changes, size.new)
			print := fingerprint(b, db, input)
			var planning time.Duration
			for b.Loop() {
				b.StopTimer()
				copied := openDir(b, copyOf(b, db), testOptions())
				request := SaveRequest{Actor: Actor{Name: "Liisa"}, File: FileInfo{Name: "x.csv"}, Input: input, Fingerprint: print}
				var planned time.Time
				copied.reached = func(stage string) {
					if stage == "locked" {
						planned = time.Now()
					}
				}
				b.StartTimer()
				start := time.Now()
				saved, err := copied.Save(b.Context(), request)
				if err != nil || saved.Counts[importer.New] != size.new || saved.Counts[importer.Modified] != size.changes {
					b.Fatal(saved.Counts, err)
				}
				planning += planned.Sub(start)
			}
			b.ReportMetric(float64(planning.Milliseconds())/float64(b.N), "plan-ms/op")
			perSecond(b, size.changes+size.new)
		})
	}
}

// benchInput is a file with a change to every stored customer until there are
// enough, two fields each, and then new customers.
func benchInput(stored, changes, fresh int) importer.Input {
	fields := customer.Standard().Fields()
	rows := make([][]string, 0, changes+fresh)
	for i := range changes + fresh {
		c := customer.Customer{Values: sample(stored - changes + i)}
		if i < changes {
			c.Number = 1001 + stored - changes + i
			c.Values[customer.City] = "Vaasa"
			c.Values[customer.PaymentTerms] = "30"
		}
		row := make([]string, len(fields))
		for j, f := range fields {
			if row[j] = c.Get(f); row[j] == "0" {
				row[j] = ""
			}
		}
		rows = append(rows, row)
	}
	return table(fields, rows...)
}

// copyOf copies a database that nobody writes to into a new directory.
func copyOf(b testing.TB, db *DB) string {
	b.Helper()
	dir := b.TempDir()
	if _, err := db.write.DB.Exec(`VACUUM INTO ?`, filepath.Join(dir, FileName)); err != nil {
		b.Fatal(err)
	}
	return dir
}

// BenchmarkScan reads 100 000 customers into structs, as a plan does.
func BenchmarkScan(b *testing.B) {
	const n = 100_000
	db := openTest(b)
	fill(b, db, n)
	b.Run("snapshot", func(b *testing.B) {
		keys := importer.Keys{}
		for i := range n {
			keys.Numbers = append(keys.Numbers, 1001+i)
		}
		for b.Loop() {
			s, err := db.Snapshot(b.Context())
			if err != nil {
				b.Fatal(err)
			}
			found, _, err := s.Customers(b.Context(), keys)
			if err != nil || len(found) != n {
				b.Fatal(len(found), err)
			}
			s.Close()
		}
		perSecond(b, n)
	})
	b.Run("plain", func(b *testing.B) {
		var columns []string
		for _, f := range textFields {
			columns = append(columns, f.Key())
		}
		query := `SELECT number, revision, coalesce(group_id, 0), ` + strings.Join(columns, ", ") + ` FROM customers`
		for b.Loop() {
			var found []customer.Customer
			rows, err := db.read.DB.QueryContext(b.Context(), query)
			if err != nil {
				b.Fatal(err)
			}
			for rows.Next() {
				var c customer.Customer
				var group int64
				dest := []any{&c.Number, &c.Revision, &group}
				for _, f := range textFields {
					dest = append(dest, &c.Values[f])
				}
				if err := rows.Scan(dest...); err != nil {
					b.Fatal(err)
				}
				found = append(found, c)
			}
			if rows.Err() != nil || len(found) != n {
				b.Fatal(len(found), rows.Err())
			}
		}
		perSecond(b, n)
	})
}
