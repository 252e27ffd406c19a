package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"maps"
	"slices"

	"github.com/uptrace/bun"
	"kortisto/customer"
	"kortisto/importer"
)

// Snapshot is the register at one moment, which later writes do not change. It
// serves one goroutine, and holds a reader's connection until it is closed.
type Snapshot struct {
	register
	tx bun.Tx
}

// Snapshot takes a snapshot of the register. The context is for all that is
// asked of it. Close it soon: while it is open, the write-ahead log grows.
func (db *DB) Snapshot(ctx context.Context) (*Snapshot, error) {
	tx, err := db.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, translate(err)
	}
	s := &Snapshot{register{q: tx.Tx}, tx}
	// A transaction begins with its first reading.
	if err := s.readCounters(ctx); err != nil {
		_ = tx.Rollback()
		return nil, translate(err)
	}
	return s, nil
}

// Close ends the snapshot.
func (s *Snapshot) Close() error {
	if err := s.tx.Rollback(); err != sql.ErrTxDone {
		return err
	}
	return nil
}

// WriteCounter returns the write counter at the moment of the snapshot.
func (s *Snapshot) WriteCounter() int64 { return s.writes }

// register answers what a plan asks, in a transaction of any kind.
type register struct {
	q       querier
	highest int
	writes  int64
}

var _ importer.Register = (*register)(nil)

func (r *register) readCounters(ctx context.Context) error {
	return r.q.QueryRowContext(ctx, `SELECT highest_number, writes FROM counters`).Scan(&r.highest, &r.writes)
}

// HighestNumber returns the highest customer number ever given.
func (r *register) HighestNumber(context.Context) (int, error) { return r.highest, nil }

// EachKey calls use with the number, the name and the Business ID of every customer.
func (r *register) EachKey(ctx context.Context, use func(number int, name, businessID string)) error {
	rows, err := r.q.QueryContext(ctx, `SELECT number, name, business_id FROM customers`)
	if err != nil {
		return translate(err)
	}
	defer rows.Close()
	for rows.Next() {
		var number int
		var name, businessID string
		if err := rows.Scan(&number, &name, &businessID); err != nil {
			return translate(err)
		}
		use(number, name, businessID)
	}
	return translate(rows.Err())
}

// RenamedGroups returns, by folded name, the groups that had that name before
// and have another one now, by their present names. A group that has been
// removed stands by the name that it had last, unless another one has that.
func (r *register) RenamedGroups(ctx context.Context) (map[string][]string, error) {
	present, err := groupNames(ctx, r.q)
	if err != nil {
		return nil, translate(err)
	}
	names, err := everyGroup(ctx, r.q)
	if err != nil {
		return nil, translate(err)
	}
	taken := make(map[string]bool, len(present))
	for _, name := range present {
		taken[customer.FoldKey(name)] = true
	}
	rows, err := r.q.QueryContext(ctx, `SELECT group_id, old FROM journal
		WHERE group_id IS NOT NULL AND change = ? AND field = ? ORDER BY +id`, changed, nameOfGroup)
	if err != nil {
		return nil, translate(err)
	}
	defer rows.Close()
	renamed := make(map[string][]string)
	for rows.Next() {
		var id int64
		var old string
		if err := rows.Scan(&id, &old); err != nil {
			return nil, translate(err)
		}
		name, before, now := names[id], customer.FoldKey(old), customer.FoldKey(names[id])
		_, is := present[id]
		if name != "" && before != now && (is || !taken[now]) && !slices.Contains(renamed[before], name) {
			renamed[before] = append(renamed[before], name)
		}
	}
	return renamed, translate(rows.Err())
}

// Groups returns the names of all groups, in the order of their making.
func (r *register) Groups(ctx context.Context) ([]string, error) {
	names, err := groupNames(ctx, r.q)
	if err != nil {
		return nil, translate(err)
	}
	groups := make([]string, 0, len(names))
	for _, id := range slices.Sorted(maps.Keys(names)) {
		groups = append(groups, names[id])
	}
	return groups, nil
}

// scanFrom says from how many keys on, as a part of the register, all
// customers are read rather than each key looked up.
const scanFrom = 0.1

// Customers returns every customer that one of the keys names, each once, in
// the order of their numbers; all of the register where these are nearly all.
func (r *register) Customers(ctx context.Context, keys importer.Keys) (found []*customer.Customer, whole bool, err error) {
	groups, err := groupNames(ctx, r.q)
	if err != nil {
		return nil, false, translate(err)
	}
	var stored int
	if err := r.q.QueryRowContext(ctx, `SELECT count(*) FROM customers`).Scan(&stored); err != nil {
		return nil, false, translate(err)
	}
	wanted := newWanted(keys)
	// How many keys an index would be asked for.
	lookups := len(keys.Numbers) + len(keys.BusinessIDs) + len(keys.Names)
	if float64(lookups) >= scanFrom*float64(stored) {
		scan := scanned{named: len(keys.Numbers)}
		err = eachRecord(ctx, r.q, groups, func(rec *record) error {
			scan.take(&rec.Customer, wanted.has(&rec.Customer))
			return nil
		}, `SELECT `+customerColumns+` FROM customers AS c ORDER BY c.number`)
		return scan.customers, !scan.picks, translate(err)
	}
	numbers, err := r.lookUp(ctx, keys, wanted)
	if err != nil {
		return nil, false, translate(err)
	}
	var kept customers
	err = eachRecord(ctx, r.q, groups, func(rec *record) error {
		if wanted.has(&rec.Customer) {
			found = append(found, kept.keep(&rec.Customer))
		}
		return nil
	}, `SELECT `+customerColumns+`
		FROM customers AS c WHERE c.number IN (SELECT value FROM json_each(?)) ORDER BY c.number`, numbers)
	return found, len(found) == stored, translate(err)
}

// A register of which nearly all customers are wanted is known as a whole: a few
// that are not wanted are kept as well, and beside them one for so many that are.
const (
	spareCustomers = 8
	sparePart      = 8
)

// scanned are the customers of a register that has been read as a whole, or
// the wanted ones of them.
type scanned struct {
	customers []*customer.Customer
	kept      customers
	named     int   // how many are wanted by their numbers
	unwanted  []int // those that are not wanted, by index
	picks     bool  // there were more: the wanted ones alone are kept
}

// spare is how many customers that are not wanted are kept at most, by now.
func (s *scanned) spare() int {
	return spareCustomers + max(s.named, len(s.customers)-len(s.unwanted))/sparePart
}

func (s *scanned) take(c *customer.Customer, wanted bool) {
	switch {
	case wanted:
	case s.picks:
		return
	case len(s.unwanted) < s.spare():
		s.unwanted = append(s.unwanted, len(s.customers))
	default:
		s.pick()
		return
	}
	s.customers = append(s.customers, s.kept.keep(c))
}

// pick drops the customers that are not wanted.
func (s *scanned) pick() {
	for _, i := range s.unwanted {
		s.customers[i] = nil
	}
	s.customers = slices.DeleteFunc(s.customers, func(c *customer.Customer) bool { return c == nil })
	s.unwanted, s.picks = nil, true
}

// customers keeps customers in pieces, so that many of them never move.
type customers struct{ room []customer.Customer }

// customersTogether is how many take their room together.
const customersTogether = 64

func (k *customers) keep(c *customer.Customer) *customer.Customer {
	if len(k.room) == 0 {
		k.room = make([]customer.Customer, customersTogether)
	}
	kept := &k.room[0]
	k.room = k.room[1:]
	*kept = *c
	return kept
}

// lookUp returns the numbers of all customers that may be wanted, as JSON.
func (r *register) lookUp(ctx context.Context, keys importer.Keys, wanted *wanted) (string, error) {
	numbers := maps.Clone(wanted.numbers)
	collect := func(query string, args ...any) error {
		return eachNumber(ctx, r.q, func(number int) { numbers[number] = true }, query, args...)
	}
	if len(keys.BusinessIDs) > 0 {
		err := collect(`SELECT number FROM customers
			WHERE business_id_key IN (SELECT value FROM json_each(?)) AND business_id_key <> ''`, jsonList(keys.BusinessIDs))
		if err != nil {
			return "", err
		}
	}
	if len(keys.Names) > 0 {
		sorted := make([]string, 0, len(keys.Names))
		for _, name := range keys.Names {
			if name != "" {
				sorted = append(sorted, alphabetKey(name))
			}
		}
		err := collect(`SELECT number FROM customers WHERE name_key IN (SELECT value FROM json_each(?))`, jsonList(sorted))
		if err != nil {
			return "", err
		}
	}
	if len(keys.Emails) > 0 || len(keys.Phones) > 0 {
		if err := r.scanContacts(ctx, wanted, numbers); err != nil {
			return "", err
		}
	}
	return listed(numbers), nil
}

// scanContacts adds the customers that have a wanted e-mail address or
// telephone number. These are asked for rarely: an index would make every
// write slower.
func (r *register) scanContacts(ctx context.Context, wanted *wanted, numbers map[int]bool) error {
	rows, err := r.q.QueryContext(ctx,
		`SELECT number, email, phone, country FROM customers WHERE email <> '' OR phone <> ''`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var number int
		var email, phone, country string
		if err := rows.Scan(&number, &email, &phone, &country); err != nil {
			return err
		}
		if wanted.hasContact(email, phone, country) {
			numbers[number] = true
		}
	}
	return rows.Err()
}

func eachNumber(ctx context.Context, q querier, use func(int), query string, args ...any) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var number int
		if err := rows.Scan(&number); err != nil {
			return err
		}
		use(number)
	}
	return rows.Err()
}

// listed writes the keys of a map as a JSON list, which is how a statement
// takes any number of arguments.
func listed[K int | int64 | string, V any](set map[K]V) string {
	return jsonList(slices.Collect(maps.Keys(set)))
}

// jsonList writes the members of a list in the same way.
func jsonList[K int | int64 | string](members []K) string {
	list, err := json.Marshal(members)
	if err != nil {
		panic("db: " + err.Error()) // numbers and strings always can be written
	}
	return string(list)
}
