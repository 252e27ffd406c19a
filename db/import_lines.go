package db

import (
	"cmp"
	"context"
	"encoding/binary"
	"slices"
)

// importLine says on which line of its file a customer stood.
type importLine struct{ number, line int }

// packLines writes on which lines the customers of an import stood, a few bytes
// each: by their numbers in order, each as what it and its line are more than
// those before.
func packLines(lines []importLine) []byte {
	slices.SortFunc(lines, func(a, b importLine) int { return cmp.Compare(a.number, b.number) })
	var packed []byte
	var last importLine
	for _, one := range lines {
		packed = binary.AppendUvarint(packed, uint64(one.number-last.number))
		packed = binary.AppendVarint(packed, int64(one.line-last.line))
		last = one
	}
	return packed
}

// lineOf finds the line of a customer in what packLines wrote, 0 for none.
func lineOf(packed []byte, number int) int {
	var at importLine
	for len(packed) > 0 && at.number < number {
		more, n := binary.Uvarint(packed)
		if n <= 0 {
			return 0
		}
		down, m := binary.Varint(packed[n:])
		if m <= 0 {
			return 0
		}
		packed = packed[n+m:]
		at.number, at.line = at.number+int(more), at.line+int(down)
	}
	if at.number != number {
		return 0
	}
	return at.line
}

// storeLines keeps on which lines of its file the customers of an import stood.
func (w *writer) storeLines(id int64, lines []importLine) error {
	return w.exec(`INSERT INTO import_lines (import_id, lines) VALUES (?, ?)`, id, packLines(lines))
}

// linesOf finds on which lines of the files of some imports a customer stood. It
// leaves out imports of which that is not known.
func linesOf(ctx context.Context, q querier, number int, imports map[int64]bool) (map[int64]int, error) {
	rows, err := q.QueryContext(ctx, `SELECT import_id, lines FROM import_lines WHERE import_id IN (SELECT value FROM json_each(?))`, listed(imports))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := make(map[int64]int)
	for rows.Next() {
		var id int64
		var packed []byte
		if err := rows.Scan(&id, &packed); err != nil {
			return nil, err
		}
		if line := lineOf(packed, number); line > 0 {
			found[id] = line
		}
	}
	return found, rows.Err()
}
