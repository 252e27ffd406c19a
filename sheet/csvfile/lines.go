package csvfile

import "strings"

// EachLine gives every line of a text, cut wherever any delimiter may part cells,
// whatever the file's own delimiter is and whether quotes stand around. A line of very
// many cells is given in several parts.
func EachLine(text string, most int, take func(cells []string) error) error {
	var cells []string
	for line := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '\n' || r == '\r' }) {
		cells = cells[:0]
		for cell := range strings.FieldsFuncSeq(line, func(r rune) bool { return strings.ContainsRune(Delimiters, r) }) {
			if cell = strings.Trim(cell, `" `); cell == "" {
				continue
			}
			if len(cells) == most {
				if err := take(cells); err != nil {
					return err
				}
				cells = cells[:0]
			}
			cells = append(cells, cell)
		}
		if len(cells) == 0 {
			continue
		}
		if err := take(cells); err != nil {
			return err
		}
	}
	return nil
}
