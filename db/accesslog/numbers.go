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

// with is a set that has the numbers of another one, too.
func (p packed) with(other packed) packed {
	var all Numbers
	for _, set := range []packed{p, other} {
		eachRun(set.runs, func(begin, end uint64) bool {
			all.runs = append(all.runs, run{int32(begin), int32(end)})
			return true
		})
	}
	if all.runs == nil {
		return packed{}
	}
	return all.pack()
}

// holds reports whether packed runs hold a number.
func holds(runs []byte, number int) (found bool) {
	eachRun(runs, func(begin, end uint64) bool {
		found = uint64(number) >= begin && uint64(number) < end
		return uint64(number) >= end
	})
	return found
}

// eachRun calls a function with each of some packed runs, the number after it
// being its end, until the function says that it needs no more.
func eachRun(runs []byte, use func(begin, end uint64) bool) {
	for next := uint64(0); len(runs) > 0; {
		gap, n := binary.Uvarint(runs)
		if n <= 0 {
			return
		}
		length, m := binary.Uvarint(runs[n:])
		if m <= 0 {
			return
		}
		runs = runs[n+m:]
		begin := next + gap
		if next = begin + length; !use(begin, next) {
			return
		}
	}
}
