package importer

import (
	"bytes"
	"encoding/json"
	"testing"

	"kortisto/customer"
)

// FuzzDecisionsJSON holds that stored decisions of any content are read without
// harm, and that what was read is written and read again as the same.
func FuzzDecisionsJSON(f *testing.F) {
	var d Decisions
	for line := 2; line < 8; line++ {
		d.SetRow(line, RowDecision{Hash: uint64(line) << 40, Exclude: line%2 == 0, Customer: (line % 2) * 1001,
			Set: map[customer.Field]string{customer.City: "Pori"}})
		d.SetCell(line, CellDecision{Hash: uint64(line), Column: line % 3, Text: "Å"})
	}
	d.SetValue(4, "14 vrk", "14")
	d.SetAsWritten(2, true)
	d.SetSide(3, FromFile)
	d.Fills = []Fill{{Field: customer.Group, Value: "Messut"}}
	whole, err := json.Marshal(d)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add([]byte(`{"rows":[{"lines":"2-4,9","hashes":"AAAAAAAAAAEAAAAAAAAAAgAAAAAAAAADAAAAAAAAAAQ=","exclude":true}]}`))
	f.Add([]byte(`{"rows":[{"lines":"9999999999-1,-","hashes":""}],"cells":[{"lines":"2","hashes":"AA==","column":-1}]}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var read, again Decisions
		if json.Unmarshal(data, &read) != nil {
			return
		}
		written, err := json.Marshal(read)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(written, &again); err != nil {
			t.Fatalf("%s is written as %s: %v", data, written, err)
		}
		if twice, err := json.Marshal(again); err != nil || !bytes.Equal(written, twice) {
			t.Errorf("%s is written as %s, then as %s: %v", data, written, twice, err)
		}
	})
}

// FuzzMark holds that the mark of an exported customer says its revision and no
// other, and that no other text is taken for it.
func FuzzMark(f *testing.F) {
	f.Add(1001, 1, "v1abcd")
	f.Add(999_999_999, 2_000_000_000, "")
	f.Add(1, 12, "v")
	f.Add(1001, 3, "V12ÅÄÖX")
	f.Fuzz(func(t *testing.T, number, revision int, text string) {
		if number < 1 || number > customer.MaxNumber || revision < 1 {
			return
		}
		ours := NewMarker([]byte("ours"))
		e := Exported{number, revision}
		mark := ours.Mark(e)
		if markedRevision(mark) != revision || !ours.made(mark, e) {
			t.Errorf("%v is marked %q, which names %d", e, mark, markedRevision(mark))
		}
		if named := markedRevision(text); named < 0 || named > 0 && text != mark && ours.made(text, e) {
			t.Errorf("%q is taken for the mark of %v", text, e)
		}
		if ours.made(mark, Exported{number, revision + 1}) {
			t.Errorf("%q is the mark of the next revision as well", mark)
		}
	})
}
