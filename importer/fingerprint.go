package importer

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"

	"kortisto/customer"
)

// Fingerprint is a hash of what a save of the plan would do
// (save-what-you-saw, docs/rules.md): each row's line,
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
