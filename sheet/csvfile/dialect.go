package csvfile

import (
	"math"
	"strings"

	"kortisto/sheet/table"
)

// otherDelimiters are what programs part columns with that is not read: all of
// these stand in texts, too, so that only names of columns tell them.
const otherDelimiters = ":~^#"

// What of a file is looked at to find its delimiter.
const (
	sampleBytes = 256 << 10
	sampleRows  = 200
)

// resolveDelimiter gives the delimiter that a user's words mean.
func resolveDelimiter(asked string) (byte, error) {
	switch {
	case len(asked) == 1 && strings.Contains(Delimiters, asked):
		return asked[0], nil
	case asked == `\t`, strings.EqualFold(asked, "tab"):
		return '\t', nil
	}
	return 0, &table.Error{Code: table.DelimiterInvalid, Args: map[string]any{"found": asked}}
}

// sepLine reads the line `sep=;` with which a file tells its delimiter to
// Excel. size is that of the line with its ending, 0 where there is none. A
// line `sep=` tells nothing (delimiter is 0), but is no row either.
func sepLine(text string) (delimiter byte, size int) {
	line := text
	if end := strings.IndexAny(text, "\r\n"); end >= 0 {
		line = text[:end]
		size = end + lineEndSize(text, end)
	} else {
		size = len(text)
	}
	if n := len(line); n > 1 && line[0] == '"' && line[n-1] == '"' {
		line = line[1 : n-1]
	}
	if strings.EqualFold(line, "sep=") {
		return 0, size
	}
	if len(line) == 5 && strings.EqualFold(line[:4], "sep=") && strings.IndexByte(Delimiters, line[4]) >= 0 {
		return line[4], size
	}
	return 0, 0
}

// findDialect finds out how a file is written. Each delimiter is tried on the
// file's beginning as the reader itself would read it, so that delimiters in
// quoted cells don't count; the one that gives most records the same number of
// cells wins. delimiter is 0 where it has to be found.
func findDialect(text string, delimiter byte, q quoting, o Options) dialect {
	candidates := Delimiters
	if delimiter != 0 {
		candidates = string(delimiter)
	}
	best, bestScore := dialect{delimiter: Delimiters[0], columns: 1, quoting: q}, 0.0
	for i := range len(candidates) {
		s := takeSample(text, candidates[i], q, o.Limits)
		score := s.score(o.Known)
		if score > bestScore || i == 0 {
			d := dialect{delimiter: candidates[i], columns: s.columns, lineEnd: s.lineEnd, quoting: q}
			if score <= 0 && delimiter == 0 {
				d.columns = 1
			}
			best, bestScore = d, score
		}
	}
	return best
}

// sample is the beginning of a file, read with one delimiter.
type sample struct {
	rows    []table.Row
	strays  int // quotes that did not enclose a cell
	columns int // the most frequent number of cells above one, else one
	share   float64
	lineEnd string
	prose   bool // the delimiter looks like punctuation
}

func takeSample(text string, delimiter byte, q quoting, limits table.Limits) sample {
	text = text[:min(len(text), sampleBytes)]
	p := newParser(text, dialect{delimiter: delimiter, quoting: q}, limits)
	p.maxRows, p.watching = sampleRows, true
	// An error here may only come from where the sample was cut. Where it is
	// real, reading the whole file meets it again.
	_ = p.parse(nil)
	s := sample{rows: p.rows, strays: p.strays, lineEnd: p.lineEnd, columns: 1}
	counts := map[int]int{}
	for _, row := range p.rows {
		counts[len(row.Cells)]++
	}
	for columns, count := range counts {
		if columns > 1 && (s.columns == 1 || count > counts[s.columns] || count == counts[s.columns] && columns > s.columns) {
			s.columns = columns
		}
	}
	if len(s.rows) > 0 {
		s.share = float64(counts[s.columns]) / float64(len(s.rows))
		text = text[:p.pos]
		all := strings.Count(text, string(delimiter))
		spaced := strings.Count(text, string(delimiter)+" ")
		s.prose = len(s.rows[0].Cells) == 1 && all == spaced
	}
	return s
}

// minShare is how many of the records have to agree on their number of cells
// before a delimiter is believed.
const minShare = 0.25

func (s sample) score(known func(string) bool) float64 {
	if s.columns < 2 || s.share < minShare || s.prose {
		return 0
	}
	score := s.share*math.Log2(float64(s.columns)) - float64(s.strays)/float64(len(s.rows))
	if hits := s.knownCells(known); hits > 1 {
		// Names of columns are no chance.
		score += 10 * float64(hits)
	}
	return score
}

// knownCells is the largest number of known column names in one of the rows
// that may be the header.
func (s sample) knownCells(known func(string) bool) int {
	most := 0
	if known == nil {
		return most
	}
	for _, row := range s.rows[:min(len(s.rows), table.HeaderSearch)] {
		_, hits := table.CountKnown(row.Cells, known)
		most = max(most, hits)
	}
	return most
}
