package db

import (
	"context"
	"errors"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/importer"

	"pgregory.net/rapid"
)

// The pools are small, so that changes often meet.
var (
	drawnNames  = []string{"Alfa Oy", "Beta Ky", "Virtanen Matti"}
	drawnCities = []string{"", "Vaasa", "Pori"}
	drawnIDs    = []string{"", "2077474-0", "0112038-9"}
	drawnGroups = []string{"", "Uudet", "uudet", "Vanhat", "Messut"}
)

func drawValues(t *rapid.T) customer.Values {
	v := named(rapid.SampledFrom(drawnNames).Draw(t, "name"),
		"city", rapid.SampledFrom(drawnCities).Draw(t, "city"),
		"group", rapid.SampledFrom(drawnGroups).Draw(t, "group"))
	if rapid.Bool().Draw(t, "company") {
		v[customer.BusinessID] = rapid.SampledFrom(drawnIDs).Draw(t, "business id")
	} else {
		v[customer.Kind] = customer.Person
	}
	return v
}

// steps are what may happen to a register, on both sides.
type steps struct {
	*rapid.T
	db    *DB
	model *model
}

func (s *steps) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// some draws a customer that is there; false where there is none.
func (s *steps) some() (int, bool) {
	numbers := slices.Sorted(maps.Keys(s.model.now.customers))
	if len(numbers) == 0 {
		return 0, false
	}
	return rapid.SampledFrom(numbers).Draw(s.T, "customer"), true
}

func (s *steps) create() {
	values := drawValues(s.T)
	_, err := s.db.CreateCustomer(context.Background(), Actor{Name: "Matti"}, values)
	s.must(err)
	s.model.highest++
	s.model.put(s.model.highest, values)
}

func (s *steps) edit() {
	if number, ok := s.some(); ok {
		values := drawValues(s.T)
		_, err := s.db.UpdateCustomer(context.Background(), Actor{Name: "Matti"}, number, s.model.now.revisions[number], values)
		s.must(err)
		s.model.put(number, values)
	}
}

func (s *steps) remove() {
	if number, ok := s.some(); ok {
		s.must(s.db.RemoveCustomer(context.Background(), Actor{Name: "Matti"}, number, s.model.now.revisions[number]))
		s.model.drop(number)
	}
}

func (s *steps) merge() {
	kept, _ := s.some()
	merged, _ := s.some()
	if kept == merged {
		return
	}
	from := rapid.SampledFrom([]int{kept, merged}).Draw(s.T, "values of")
	c, err := s.db.Customer(context.Background(), from)
	s.must(err)
	_, err = s.db.MergeCustomers(context.Background(), Actor{Name: "Matti"}, Merge{Kept: kept, KeptRevision: s.model.now.revisions[kept],
		Merged: merged, MergedRevision: s.model.now.revisions[merged], Values: c.Values})
	s.must(err)
	s.model.drop(merged)
	s.model.put(kept, c.Values)
	s.model.merged[merged] = kept
}

// follow holds where numbers lead that were merged.
func (s *steps) follow() {
	for number := range s.model.merged {
		end := number
		for s.model.merged[end] != 0 {
			end = s.model.merged[end]
		}
		if into, err := s.db.MergedInto(context.Background(), number); err != nil || into != end {
			s.Fatalf("%d leads to %d, not to %d: %v", number, into, end, err)
		}
	}
}

func (s *steps) someGroup() (int64, bool) {
	ids := slices.Sorted(maps.Keys(s.model.now.groups))
	if len(ids) == 0 {
		return 0, false
	}
	return rapid.SampledFrom(ids).Draw(s.T, "group"), true
}

func (s *steps) renameGroup() {
	if id, ok := s.someGroup(); ok {
		name := rapid.SampledFrom(drawnGroups[1:]).Draw(s.T, "new name")
		err := s.db.RenameGroup(context.Background(), Actor{Name: "Matti"}, id, name)
		if other := s.model.now.named(name); other != 0 && other != id {
			if !errors.Is(err, ErrNameTaken) {
				s.Fatal(err)
			}
			return
		}
		s.must(err)
		s.model.now.groups[id] = name
	}
}

func (s *steps) removeGroup() {
	if id, ok := s.someGroup(); ok && s.model.now.members(id) == 0 {
		s.must(s.db.RemoveGroup(context.Background(), Actor{Name: "Matti"}, id))
		delete(s.model.now.groups, id)
	}
}

// importFile saves a file of some rows by number and some new ones.
func (s *steps) importFile() {
	fields := []customer.Field{customer.Number, customer.Kind, customer.Name, customer.BusinessID, customer.City, customer.Group}
	var rows [][]string
	cells := func(number string) {
		values := drawValues(s.T)
		row := []string{number}
		for _, f := range fields[1:] {
			row = append(row, values[f])
		}
		rows = append(rows, row)
	}
	seen := map[int]bool{}
	for range rapid.IntRange(0, 3).Draw(s.T, "changes") {
		if number, ok := s.some(); ok && !seen[number] {
			seen[number] = true
			cells(strconv.Itoa(number))
		}
	}
	if gone := s.gone(); len(gone) > 0 && rapid.IntRange(0, 3).Draw(s.T, "brings a number back") == 0 {
		cells(strconv.Itoa(rapid.SampledFrom(gone).Draw(s.T, "number")))
	}
	for range rapid.IntRange(0, 2).Draw(s.T, "new") {
		cells("")
	}
	input := table(fields, rows...)
	input.Options.UnknownNumbers = importer.UnknownCreates
	for line := range rows { // what the plan would ask about is not what is tested here
		if rows[line][0] == "" {
			input.Decisions.SetRow(line+2, importer.RowDecision{Hash: importer.RowHash(&input.Sheet.Rows[line]), Create: true})
		}
	}
	snapshot, err := s.db.Snapshot(context.Background())
	s.must(err)
	plan, err := importer.Build(context.Background(), input, snapshot)
	s.must(err)
	s.must(snapshot.Close())
	saved, err := s.db.Save(context.Background(), SaveRequest{Actor: Actor{Name: "Liisa"}, File: FileInfo{Name: "a.csv"}, Input: input, Fingerprint: plan.Fingerprint()})
	if errors.Is(err, ErrNothingToSave) {
		return
	}
	s.must(err)
	e := modelEntry{id: saved.Import, before: s.model.now.copy(), origin: len(s.model.entries)}
	for i := range plan.Rows {
		s.importRow(plan.Rows[i], &e)
	}
	for id := range s.model.now.groups {
		if _, was := e.before.groups[id]; !was {
			e.made = append(e.made, id)
		}
	}
	e.after = s.model.now.copy()
	s.model.entries = append(s.model.entries, e)
}

func (s *steps) importRow(row *importer.Row, e *modelEntry) {
	if row.Status != importer.New && row.Status != importer.Modified {
		return
	}
	number := row.Customer
	if number == 0 {
		s.model.highest++
		number = s.model.highest
	}
	now := s.model.now.customers[number]
	c := customer.Customer{Values: now.values}
	c.Values[customer.Group] = s.model.now.groups[now.group]
	row.Changes.Apply(&c)
	c.Values.Complete()
	s.model.put(number, c.Values)
	e.wrote = append(e.wrote, number)
}

// gone lists the numbers of removed customers.
func (s *steps) gone() []int {
	var gone []int
	for number := range s.model.now.revisions {
		if _, there := s.model.now.customers[number]; !there {
			gone = append(gone, number)
		}
	}
	slices.Sort(gone)
	return gone
}

// undo takes back some entry of the history, an undo too.
func (s *steps) undo() {
	if len(s.model.entries) == 0 {
		return
	}
	asked := rapid.IntRange(0, len(s.model.entries)-1).Draw(s.T, "entry")
	chain := 0 // undos after it
	target := asked
	for i := asked + 1; i < len(s.model.entries); i++ {
		if s.model.entries[i].origin == s.model.entries[asked].origin {
			chain++
			target = i
		}
	}
	snapshot, err := s.db.Snapshot(context.Background())
	s.must(err)
	plan, err := snapshot.UndoPlan(context.Background(), s.model.entries[asked].id)
	s.must(err)
	s.must(snapshot.Close())
	undone, err := s.db.Undo(context.Background(), UndoRequest{Actor: Actor{Name: "Liisa"}, Import: s.model.entries[asked].id, Fingerprint: plan.Fingerprint})
	if chain%2 == 1 {
		if err != nil || !undone.Again || undone.Undo != s.model.entries[target].id {
			s.Fatalf("a second undo: %+v, %v", undone, err)
		}
		return
	}
	entry := s.model.undo(&s.model.entries[target])
	if entry.before.String() == entry.after.String() {
		if !errors.Is(err, ErrNothingToUndo) {
			s.Fatalf("%+v, %v\n%s", undone, err, entry.before)
		}
		return
	}
	s.must(err)
	if n := len(entry.wrote); n != undone.Counts.PutBack+undone.Counts.Removed+undone.Counts.Brought {
		s.Fatalf("%d customers written, %+v", n, undone.Counts)
	}
	entry.id = undone.Undo
	s.model.entries = append(s.model.entries, entry)
}

// emptyRegister is a database with nothing in it, made once.
func emptyRegister(t *testing.T) func(dir string) {
	t.Helper()
	made := t.TempDir()
	db, err := Open(t.Context(), made, testOptions())
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(made + "/" + FileName)
	if err != nil {
		t.Fatal(err)
	}
	return func(dir string) {
		if err := os.WriteFile(dir+"/"+FileName, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// TestUndoModel takes a register and a model of it through edits by hand,
// imports, undos and undos of undos, and compares them after each step. In the
// end it reads every value that there ever was back from the journal.
func TestUndoModel(t *testing.T) {
	fresh := emptyRegister(t)
	checked := 0
	rapid.Check(t, func(rt *rapid.T) {
		dir, err := os.MkdirTemp(t.TempDir(), "")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		fresh(dir)
		db, err := Open(context.Background(), dir, testOptions())
		if err != nil {
			rt.Fatal(err)
		}
		defer db.Close()
		s := &steps{rt, db, newModel()}
		actions := map[string]func(){
			"create": s.create, "edit": s.edit, "remove": s.remove, "merge": s.merge, "rename group": s.renameGroup, "remove group": s.removeGroup,
			"import": s.importFile, "import too": s.importFile, "undo": s.undo, "undo too": s.undo, "undo again": s.undo,
		}
		names := slices.Sorted(maps.Keys(actions))
		for range rapid.IntRange(1, 25).Draw(rt, "steps") {
			name := rapid.SampledFrom(names).Draw(rt, "step")
			actions[name]()
			if got, want := stored(rt, db), s.model.now.String(); got != want {
				rt.Fatalf("after %s:\n%swant:\n%s", name, got, want)
			}
			s.remember()
			s.model.steps = append(s.model.steps, strings.Fields(name)[0])
		}
		s.readBack()
		s.askVersions()
		s.follow()
		if checked++; checked%20 == 1 {
			checkRegister(t, db)
		}
	})
}
