package bench

import (
	"bytes"
	"database/sql"
	"encoding/csv"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/importer"
)

// BenchmarkFirstPlan reads a file and builds its plan: ours against the parse
// and the scan.
func BenchmarkFirstPlan(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000, 1_000_000} {
		for _, marks := range []bool{false, true} {
			columns := map[bool]int{false: 19, true: 20}[marks]
			b.Run(fmt.Sprintf("rows=%d/columns=%d", n, columns), func(b *testing.B) {
				dir := copyOf(b, n)
				register := openIn(b, dir)
				data := file(b, register, n, marks)
				pool := plain(b, filepath.Join(dir, db.FileName))
				pair(b, ready(func() {
					made := plan(b, register, read(b, data))
					if made.Counts[importer.Modified] != n/changedOf || made.Counts[importer.New] != n/newOf {
						b.Fatal(made.Counts)
					}
				}), ready(func() { parseAndScan(b, data, pool, n) }))
			})
		}
	}
}

// BenchmarkPlanOfNewCustomers plans a file of nothing but new customers into an
// empty register: against the parse of the file alone. It shall take 8 times as
// long at most.
func BenchmarkPlanOfNewCustomers(b *testing.B) {
	const n = 100_000
	register := open(b, 0)
	data := newFile(b, 0, n)
	in := read(b, data)
	pair(b, ready(func() {
		if made := plan(b, register, in); made.Counts[importer.New] != n {
			b.Fatal(made.Counts)
		}
	}), ready(func() { parse(b, data, 1+n) }))
}

// parse parses a file and keeps its rows.
func parse(b *testing.B, data []byte, rows int) [][]string {
	b.Helper()
	parser := csv.NewReader(bytes.NewReader(data))
	parser.Comma = ';'
	found, err := parser.ReadAll()
	check(b, err)
	if len(found) != rows {
		b.Fatal(len(found))
	}
	return found
}

// parseAndScan is the floor of a plan: the file parsed and the customers read,
// both kept.
func parseAndScan(b *testing.B, data []byte, pool *sql.DB, n int) {
	b.Helper()
	rows := parse(b, data, 1+n+n/newOf)
	if customers := scan(b, pool); len(customers) != n {
		b.Fatal(len(customers))
	}
	runtime.KeepAlive(rows)
}

// scan reads every customer into a struct.
func scan(b *testing.B, pool *sql.DB) []customer.Customer {
	b.Helper()
	var columns []string
	for _, f := range textFields() {
		columns = append(columns, f.Key())
	}
	rows, err := pool.Query(`SELECT number, revision, coalesce(group_id, 0), ` + strings.Join(columns, ", ") + ` FROM customers`)
	check(b, err)
	defer rows.Close()
	var found []customer.Customer
	var c customer.Customer
	var group int64
	into := []any{&c.Number, &c.Revision, &group}
	for _, f := range textFields() {
		into = append(into, &c.Values[f])
	}
	for rows.Next() {
		check(b, rows.Scan(into...))
		found = append(found, c)
	}
	check(b, rows.Err())
	return found
}

// textFields are the fields that have a column of text.
func textFields() []customer.Field {
	var fields []customer.Field
	for _, f := range customer.Standard().Fields() {
		if f != customer.Number && f != customer.Group {
			fields = append(fields, f)
		}
	}
	return fields
}
