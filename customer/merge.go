package customer

import (
	"slices"
	"strings"
)

// Origin says from which of two customers a field of the one that is made of them
// has its value.
type Origin string

// The origins.
const (
	FromFirst  Origin = "first"
	FromSecond Origin = "second"
	FromBoth   Origin = "both" // a text of several lines: all lines of both
)

// Origins says it of all fields.
type Origins [Version + 1]Origin

// Values gives the values of the customer that is made of two.
func (o *Origins) Values(first, second *Values) Values {
	merged := *first
	for f := Kind; f.IsValue(); f++ {
		switch o[f] {
		case FromSecond:
			merged[f] = second[f]
		case FromBoth:
			merged[f] = JoinLines(first[f], second[f])
		}
	}
	return merged
}

// mergedTogether are the fields that only tell something together: half an address
// of one and half of the other would be nobody's. The first ones say whether two of
// them contradict.
var mergedTogether = []struct {
	tell, follow []Field
}{
	{[]Field{Street, Postcode, City}, []Field{Country}},
	{[]Field{DeliveryName, DeliveryStreet, DeliveryPostcode, DeliveryCity}, []Field{DeliveryCountry}},
	{[]Field{EInvoiceAddress, EInvoiceOperator}, nil},
	{[]Field{BusinessID}, []Field{Kind}},
	{[]Field{BusinessID, VATNumber}, nil},
}

// SuggestOrigins suggests how one customer is made of two, of whom the first one
// stays (merge-suggests, docs/rules.md): a filled value rather than an empty one,
// else the first one's; an address and what belongs to e-invoicing whole, not by
// halves; texts of several lines joined; a mark that must not be lost where either has
// it, and active where either is.
func (t *Table) SuggestOrigins(first, second *Values) Origins {
	var origins Origins
	for f := Kind; f.IsValue(); f++ {
		origins[f] = FromFirst
		prevailing := standard[f].prevailing()
		if first[f] == "" && second[f] != "" || prevailing != "" && first[f] != prevailing && second[f] == prevailing {
			origins[f] = FromSecond
		}
	}
	for _, together := range mergedTogether {
		filled, contradicts := false, false
		for _, f := range together.tell {
			filled = filled || first[f] != ""
			contradicts = contradicts || first[f] != "" && second[f] != "" && !f.Same(first[f], second[f])
		}
		for _, f := range slices.Concat(together.tell, together.follow) {
			switch {
			case contradicts:
				origins[f] = FromFirst
			case !filled && anyFilled(second, together.tell):
				origins[f] = FromSecond
			}
		}
	}
	for _, f := range t.Values() {
		if !t.Joins(f, first, second) {
			continue
		}
		switch joined := JoinLines(first[f], second[f]); joined {
		case first[f]:
		case second[f]:
			origins[f] = FromSecond
		default:
			origins[f] = FromBoth
		}
	}
	return origins
}

// prevailing is the value of a mark that the customer who is made of two has where
// either of them has it: a mark that must not be lost, or that somebody is active.
func (d *Definition) prevailing() string {
	if d.Guarded != "" {
		return d.Guarded
	}
	return d.Default
}

func anyFilled(values *Values, fields []Field) bool {
	return slices.ContainsFunc(fields, func(f Field) bool { return values[f] != "" })
}

// Joins reports whether the values of two customers can be joined.
func (t *Table) Joins(f Field, first, second *Values) bool {
	return t.Of(f).Multiline && first[f] != "" && second[f] != ""
}

// JoinLines joins two texts, without the lines of the second one that the first
// one has already.
func JoinLines(first, second string) string {
	if foldedLines(second).has(foldedLines(first)) {
		return second
	}
	have := foldedLines(first)
	joined := first
	for line := range strings.SplitSeq(second, "\n") {
		if key := FoldKey(line); key == "" || !slices.Contains(have, key) {
			joined += "\n" + line
		}
	}
	return strings.TrimRight(joined, "\n")
}

// lines are the lines of a text, folded, without empty ones.
type lines []string

func foldedLines(text string) (folded lines) {
	for line := range strings.SplitSeq(text, "\n") {
		if key := FoldKey(line); key != "" {
			folded = append(folded, key)
		}
	}
	return folded
}

// has reports whether all of some lines are among these.
func (l lines) has(others lines) bool {
	return !slices.ContainsFunc(others, func(line string) bool { return !slices.Contains(l, line) })
}
