package cli

import (
	"bufio"
	"fmt"
	"strings"
	"unicode/utf8"
)

// printRows writes a small table; columns are the keys of its headings.
func (p *program) printRows(columns []string, rows [][]string) error {
	heading := make([]string, len(columns))
	widths := make([]int, len(columns))
	for i, key := range columns {
		heading[i] = p.text.Text("column." + key)
		widths[i] = utf8.RuneCountInString(heading[i])
	}
	for _, row := range rows {
		for i := range row {
			row[i] = show(row[i])
			widths[i] = max(widths[i], utf8.RuneCountInString(row[i]))
		}
	}
	out := bufio.NewWriter(p.stdout)
	for _, row := range append([][]string{heading}, rows...) {
		var line strings.Builder
		for i, cell := range row {
			line.WriteString(cell + strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)+2))
		}
		fmt.Fprintln(out, strings.TrimRight(line.String(), " "))
	}
	return out.Flush()
}
