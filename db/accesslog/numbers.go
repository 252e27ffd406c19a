package accesslog

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// Numbers are the numbers of some customers, in little room where many follow
// each other. The zero value is none.
type Numbers struct{ runs []run }

// run is some numbers that follow each other.
type run struct{ begin, end int32 } // end is the number after the last one

// NumbersOf are the numbers of a list.
func NumbersOf(list ...int) Numbers {
	var n Numbers
	for _, number := range list {
		n.Add(number)
	}
	return n
}

// Add adds a number.
func (n *Numbers) Add(number int) {
	if last := len(n.runs) - 1; last >= 0 && n.runs[last].end == int32(number) {
		n.runs[last].end++
		return
	}
	n.runs = append(n.runs, run{int32(number), int32(number) + 1})
}

// packed is a set of numbers as the database keeps it: its runs in order, each by
// the gap before it and by how many numbers it has. An export of a whole register
// takes a few bytes, a page of the list some hundred at most.
type packed struct {
	first, last, count int
	runs               []byte
}

// pack makes a set of numbers that were added in any order, each of which counts
// once.
func (n Numbers) pack() packed {
	runs := slices.SortedFunc(slices.Values(n.runs), func(a, b run) int { return cmp.Compare(a.begin, b.begin) })
	set := packed{first: int(runs[0].begin)}
	next := int32(0) // the number after the last run
	for i := 0; i < len(runs); {
		one := runs[i]
		for i++; i < len(runs) && runs[i].begin <= one.end; i++ {
			one.end = max(one.end, runs[i].end)
		}
		set.runs = binary.AppendUvarint(set.runs, uint64(one.begin-next))
		set.runs = binary.AppendUvarint(set.runs, uint64(one.end-one.begin))
		set.count += int(one.end - one.begin)
		next = one.end
	}
	set.last = int(next) - 1
	return set
}

// holds reports whether packed runs hold a number.
func holds(runs []byte, number int) bool {
	for next := uint64(0); len(runs) > 0; {
		gap, n := binary.Uvarint(runs)
		if n <= 0 {
			return false
		}
		length, m := binary.Uvarint(runs[n:])
		if m <= 0 {
			return false
		}
		runs = runs[n+m:]
		if next += gap; uint64(number) < next {
			return false
		}
		if next += length; uint64(number) < next {
			return true
		}
	}
	return false
}
