package importer

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"slices"

	"kortisto/customer"
	"kortisto/sheet"
)

// summarise counts the rows, the columns and the groups to create.
func (b *builder) summarise() {
	p := &b.plan
	p.Counts = make(map[Status]int, len(Statuses))
	for _, status := range Statuses {
		p.Counts[status] = 0
	}
	p.Columns = make([]Column, len(b.in.Mapping))
	columnsOf := b.columnsOf()
	groups := make(map[string]int)
	for i := range p.Rows {
		row := p.Rows[i]
		p.Counts[row.Status]++
		for _, problem := range row.Problems {
			if problem.Level == customer.Error {
				for _, column := range columnsOf[problem.Field] {
					p.Columns[column].Errors++
				}
			}
		}
		p.Kept += row.Kept.Len()
		for f := range row.Kept.All() {
			for _, column := range columnsOf[f] {
				p.Columns[column].Kept++
			}
		}
		if row.Status != New && row.Status != Modified {
			continue
		}
		if row.Status == Modified {
			for f := range row.Changes.Fields().All() {
				for _, column := range columnsOf[f] {
					p.Columns[column].Changes++
				}
			}
		}
		if change, changed := row.Changes.Of(customer.Group); changed {
			b.countGroup(groups, change.New)
		}
	}
	b.findLikeGroups()
	b.countFills()
	b.lookAtColumns()
	b.findPatterns(&columnsOf)
	b.countHalves(&columnsOf)
}

// columnsOf lists the columns that fill each field: one at most, but for a name
// that is put together of first and last name.
func (b *builder) columnsOf() (columns [customer.Version + 1][]int) {
	for i, f := range b.in.Mapping {
		b.plan.Columns[i].Field = f
		if f != customer.None {
			columns[f] = append(columns[f], i)
		}
	}
	if len(columns[customer.Name]) == 0 {
		columns[customer.Name] = append(append([]int(nil), columns[customer.LastName]...), columns[customer.FirstName]...)
	}
	return columns
}

func (b *builder) countGroup(index map[string]int, name string) {
	key := customer.FoldKey(name)
	if _, exists := b.groups[key]; exists {
		return
	}
	at, known := index[key]
	if !known {
		at = len(b.plan.GroupsToCreate)
		index[key] = at
		b.plan.GroupsToCreate = append(b.plan.GroupsToCreate, NewGroup{Name: name})
	}
	b.plan.GroupsToCreate[at].Rows++
}

// lookAtColumns counts the filled cells of each column, and warns of personal
// identity codes in columns that are not imported.
func (b *builder) lookAtColumns() {
	for i := range b.in.Sheet.Rows {
		for j, text := range b.in.Sheet.Rows[i].Cells {
			if j >= len(b.plan.Columns) || text == "" {
				continue
			}
			c := &b.plan.Columns[j]
			c.Filled++
		}
	}
	for j := range b.plan.Columns {
		if c := &b.plan.Columns[j]; c.Field == customer.None && c.Filled > 0 && holdsPersonalIDs(b.in.Sheet, j) {
			c.Problems = []customer.Problem{{Level: customer.Warning, Code: customer.PersonalID}}
		}
	}
}

// holdsPersonalIDs reports whether a column holds a personal identity code.
func holdsPersonalIDs(s *sheet.Sheet, column int) bool {
	return slices.ContainsFunc(s.Rows, func(row sheet.Row) bool {
		return column < len(row.Cells) && customer.HasPersonalID(row.Cells[column])
	})
}

// Fingerprint is a hash of what a save of the plan would do: each row's line,
// status, customer, changes and problem codes. Groups go in by their folded
// names, so that a group made meanwhile changes nothing. Numbers to be given,
// texts, languages and times do not go in. It is 64 hexadecimal digits.
func (p *Plan) Fingerprint() string {
	f := fingerprint{hash: sha256.New()}
	f.number(len(p.Rows))
	for i := range p.Rows {
		row := p.Rows[i]
		f.number(row.Line)
		f.text(string(row.Status))
		f.number(row.Customer)
		f.number(row.Changes.Len())
		for change := range row.Changes.All() {
			f.text(change.Field.Key())
			if change.Field == customer.Group {
				f.text(customer.FoldKey(change.Old))
				f.text(customer.FoldKey(change.New))
			} else {
				f.text(change.Old)
				f.text(change.New)
			}
		}
		f.number(len(row.Problems))
		for _, problem := range row.Problems {
			f.text(string(problem.Code))
		}
	}
	f.flush()
	return hex.EncodeToString(f.hash.Sum(nil))
}

// fingerprint writes numbers and texts into a hash, each told from the next.
type fingerprint struct {
	hash   hash.Hash
	buffer []byte
}

func (f *fingerprint) number(n int) {
	f.buffer = binary.AppendVarint(f.buffer, int64(n))
	if len(f.buffer) > 1<<15 {
		f.flush()
	}
}

func (f *fingerprint) text(text string) {
	f.number(len(text))
	f.buffer = append(f.buffer, text...)
}

func (f *fingerprint) flush() {
	f.hash.Write(f.buffer)
	f.buffer = f.buffer[:0]
}
