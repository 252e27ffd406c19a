// Package bench measures an import as a whole beside the least that any program
// would have to do for it: a floor of the standard library's CSV reader and of
// plain SQL with the same driver and settings. Both are run in turn, so that a
// busy machine slows them alike, and what is reported is the ratio between them.
package bench

import (
	"bytes"
	"database/sql"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/importer"
	"kortisto/sheet"
)

// spent is what a piece of work took: on the wall, and of the processors.
type spent struct{ wall, cpu time.Duration }

func measure(work func()) spent {
	began, used := time.Now(), processorTime()
	work()
	return spent{time.Since(began), processorTime() - used}
}

// processorTime is what the process has used of the processors in its own code.
func processorTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return time.Duration(usage.Utime.Nano())
}

// A median is taken of so many pairs at least, unless they take longer.
const (
	minPairs     = 9
	longestPairs = 15 * time.Second
)

// pair runs two pieces of work in turn. Each is given as a function that
// prepares a run, untimed, and returns it. It reports the median of each on the
// wall, and the medians of the ratios of both.
func pair(b *testing.B, ours, floor func() func()) {
	b.Helper()
	p := pairs{ours: ours, floor: floor, began: time.Now()}
	for b.Loop() {
		p.both()
	}
	p.report(b)
}

// pairs are two pieces of work that are run in turn, as pair has them.
type pairs struct {
	ours, floor func() func()
	began       time.Time
	times       [2][]float64
	wall, cpu   []float64
}

func (p *pairs) both() {
	a, f := measure(p.ours()), measure(p.floor())
	p.times[0], p.times[1] = append(p.times[0], a.wall.Seconds()), append(p.times[1], f.wall.Seconds())
	p.wall = append(p.wall, a.wall.Seconds()/f.wall.Seconds())
	p.cpu = append(p.cpu, a.cpu.Seconds()/f.cpu.Seconds())
}

// report runs more pairs where there were few, and tells of all of them.
func (p *pairs) report(b *testing.B) {
	b.Helper()
	for len(p.wall) < minPairs && time.Since(p.began) < longestPairs {
		p.both()
	}
	b.ReportMetric(0, "ns/op") // says nothing here
	b.ReportMetric(1000*median(p.times[0]), "ours-ms")
	b.ReportMetric(1000*median(p.times[1]), "floor-ms")
	b.ReportMetric(median(p.wall), "ratio")
	b.ReportMetric(median(p.cpu), "cpu-ratio")
}

func median(values []float64) float64 {
	slices.Sort(values)
	if len(values)%2 == 1 {
		return values[len(values)/2]
	}
	return (values[len(values)/2-1] + values[len(values)/2]) / 2
}

// ready is work that needs no preparation.
func ready(work func()) func() func() { return func() func() { return work } }

func check(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

var (
	surnames = []string{"Korhonen", "Virtanen", "Mäkinen", "Nieminen", "Mäkelä", "Hämäläinen", "Åkerblom", "Öhman"}
	streets  = []string{"Mannerheimintie", "Hämeenkatu", "Kauppakatu", "Rantatie", "Koulukatu", "Puistokatu"}
	cities   = []string{"HELSINKI", "TAMPERE", "TURKU", "OULU", "JYVÄSKYLÄ", "KUOPIO", "LAHTI"}
)

// customerAt makes up the i-th customer, as full as those of a real register.
func customerAt(i int) customer.Customer {
	c := customer.Customer{Number: 1001 + i, Revision: 1}
	v := &c.Values
	surname := surnames[i%len(surnames)]
	v[customer.Kind] = customer.Person
	v[customer.Name] = fmt.Sprintf("%s Väinö %d", surname, i)
	if i%2 == 0 {
		v[customer.Kind] = customer.Company
		v[customer.Name] = fmt.Sprintf("%s %s %d Oy", surname, streets[i/3%len(streets)], i)
		v[customer.BusinessID] = businessID(i)
		v[customer.Contact] = surname + " Maria"
		v[customer.EInvoiceAddress] = "0037" + v[customer.BusinessID][:7] + v[customer.BusinessID][8:]
		v[customer.EInvoiceOperator] = "BAWCFI22"
		v[customer.Reference] = fmt.Sprintf("Tilaus %d", i)
	}
	v[customer.Street] = fmt.Sprintf("%s %d A %d", streets[i%len(streets)], i%97+1, i%60+1)
	v[customer.Postcode] = "00100"
	v[customer.City] = cities[i%len(cities)]
	v[customer.Country] = "FI"
	v[customer.Email] = fmt.Sprintf("asiakas%d@posti.example", i)
	v[customer.Phone] = fmt.Sprintf("040 %07d", i)
	v[customer.Invoicing] = "email"
	v[customer.PaymentTerms] = "14"
	v[customer.Language] = "fi"
	v[customer.Group] = fmt.Sprintf("Ryhmä %d", i%7)
	if i%4 == 0 {
		v[customer.Notes] = "Avaimet vahtimestarilta; soita ensin"
	}
	return c
}

// changedAt is the i-th customer with other terms in another place.
func changedAt(i int) customer.Customer {
	c := customerAt(i)
	c.Values[customer.PaymentTerms] = "30"
	c.Values[customer.Street] = "Satamakatu 5"
	return c
}

// businessID makes up the i-th Business ID, with its check digit.
func businessID(i int) string {
	for number := 1_000_000 + 8*i%8_999_984; ; number++ {
		for check := range 10 {
			if r := customer.BusinessID.Read(fmt.Sprintf("%07d-%d", number, check), customer.Context{}); r.Value != "" {
				return r.Value
			}
		}
	}
}

// A file of benchmarks is an export in which a tenth of the customers is
// changed, and after which come new ones, a fiftieth.
const (
	changedOf = 10
	newOf     = 50
)

// file makes such a file of a register of n customers; with marks it has the
// column of versions.
func file(tb testing.TB, register *db.DB, n int, marks bool) []byte {
	tb.Helper()
	var key []byte
	if marks {
		var err error
		key, err = register.VersionKey(tb.Context())
		check(tb, err)
	}
	export := importer.NewExporter(customer.Standard(), "fi", key)
	var out bytes.Buffer
	w := sheet.NewCSVWriter(&out)
	check(tb, w.Write(export.Header()))
	for i := range n {
		c := customerAt(i)
		if i%changedOf == 0 {
			c = changedAt(i)
		}
		check(tb, w.Write(export.Cells(&c)))
	}
	for i := range n / newOf {
		check(tb, w.Write(fresh(export, n+i)))
	}
	check(tb, w.Close())
	return out.Bytes()
}

// fresh is the row of a customer that the register does not have.
func fresh(export *importer.Exporter, i int) []string {
	c := customerAt(i)
	cells := export.Cells(&c)
	cells[0] = ""
	if len(cells) > len(customer.Standard().Fields()) {
		cells[len(cells)-1] = ""
	}
	return cells
}

// newFile makes a file of n new customers, the first of them the given one.
func newFile(tb testing.TB, first, n int) []byte {
	tb.Helper()
	export := importer.NewExporter(customer.Standard(), "fi", nil)
	var out bytes.Buffer
	w := sheet.NewCSVWriter(&out)
	check(tb, w.Write(export.Header()))
	for i := range n {
		check(tb, w.Write(fresh(export, first+i)))
	}
	check(tb, w.Close())
	return out.Bytes()
}

// limits let files through that are larger than the usual ones.
func limits() sheet.Limits {
	l := sheet.DefaultLimits()
	l.Bytes, l.Rows, l.Cells = 1<<30, 2_000_000, 60_000_000
	return l
}

// read reads a file as the program does, with the mapping that it suggests.
func read(tb testing.TB, data []byte) importer.Input {
	tb.Helper()
	found, err := sheet.Read(data, sheet.Options{Known: importer.KnownHeader(customer.Standard()), Limits: limits()})
	check(tb, err)
	return importer.Input{Sheet: found, Mapping: importer.Suggest(found, customer.Standard())}
}

// plan builds a plan on the register as it is.
func plan(tb testing.TB, register *db.DB, in importer.Input) *importer.Plan {
	tb.Helper()
	snapshot, err := register.Snapshot(tb.Context())
	check(tb, err)
	defer snapshot.Close()
	made, err := importer.Build(tb.Context(), in, snapshot)
	check(tb, err)
	return made
}

// save imports a file as the command line does: read, planned, saved.
func save(tb testing.TB, register *db.DB, in importer.Input) db.Saved {
	tb.Helper()
	saved, err := register.Save(tb.Context(), db.SaveRequest{Actor: db.Actor{Name: "Liisa"}, File: db.FileInfo{Name: "asiakkaat.csv"},
		Input: in, Fingerprint: plan(tb, register, in).Fingerprint()})
	check(tb, err)
	return saved
}

// registers are the databases of n customers that were made before, to copy.
var registers struct {
	sync.Mutex
	dir   string
	sizes map[int]string
}

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "kortisto-bench")
	if err != nil {
		panic(err)
	}
	registers.dir, registers.sizes = dir, make(map[int]string)
	status := m.Run()
	os.RemoveAll(dir)
	os.Exit(status)
}

// open opens a new register of n customers in a directory of its own.
func open(tb testing.TB, n int) *db.DB {
	tb.Helper()
	return openIn(tb, copyOf(tb, n))
}

func openIn(tb testing.TB, dir string) *db.DB {
	tb.Helper()
	register, err := db.Open(tb.Context(), dir, db.Options{})
	check(tb, err)
	tb.Cleanup(func() { _ = register.Close() })
	return register
}

// copyOf copies a register of n customers, made the first time that it is asked
// for, into a new directory.
func copyOf(tb testing.TB, n int) string {
	tb.Helper()
	registers.Lock()
	defer registers.Unlock()
	base, made := registers.sizes[n]
	if !made {
		base = filepath.Join(registers.dir, fmt.Sprint(n))
		register, err := db.Open(tb.Context(), base, db.Options{})
		check(tb, err)
		if n > 0 {
			save(tb, register, read(tb, newFile(tb, 0, n)))
		}
		check(tb, register.Close())
		registers.sizes[n] = base
	}
	dir := tb.TempDir()
	from, err := os.Open(filepath.Join(base, db.FileName))
	check(tb, err)
	defer from.Close()
	to, err := os.OpenFile(filepath.Join(dir, db.FileName), os.O_CREATE|os.O_WRONLY, 0o600)
	check(tb, err)
	_, err = io.Copy(to, from)
	check(tb, err)
	check(tb, to.Close())
	return dir
}

// plain opens a database as the program does, for the floor: with one
// connection and the settings of the register's own.
func plain(tb testing.TB, path string) *sql.DB {
	tb.Helper()
	const pragmas = "busy_timeout(10000) journal_mode(WAL) synchronous(FULL) foreign_keys(1) secure_delete(1) temp_store(MEMORY)" +
		" cache_size(-16384) journal_size_limit(67108864)"
	pool, err := sql.Open("sqlite", "file:"+path+"?_txlock=immediate&_pragma="+strings.Join(strings.Fields(pragmas), "&_pragma="))
	check(tb, err)
	pool.SetMaxOpenConns(1)
	tb.Cleanup(func() { pool.Close() })
	return pool
}
