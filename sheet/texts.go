package sheet

import (
	"errors"
	"iter"

	"kortisto/sheet/charset"
	"kortisto/sheet/csvfile"
	"kortisto/sheet/htmltable"
	"kortisto/sheet/workbook"
)

// errEnough ends a walk whose caller has seen enough.
var errEnough = errors.New("sheet: enough")

// Texts gives all that a file says, also what Read leaves aside: lines above the
// header, other worksheets and hidden ones, comments, properties, names. Texts that
// belong together come together: the cells of a line or of a worksheet's row. They
// are good until the next ones are given. An error is the last that is given: not all
// of the file could be read then. What Read refuses is refused here for the same
// reasons, but for what concerns its one table.
//
// Of o count Charset, Known, Mend and Limits.
func Texts(data []byte, o Options) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		take := func(texts []string) error {
			if o.Mend {
				for i := range texts {
					texts[i], _ = charset.Mend(texts[i])
				}
			}
			if !yield(texts, nil) {
				return errEnough
			}
			return nil
		}
		if err := eachText(data, o, take); err != nil && err != errEnough {
			yield(nil, err)
		}
	}
}

func eachText(data []byte, o Options, take func([]string) error) error {
	o.Limits = o.Limits.OrDefault()
	data, err := open(data, o.Limits)
	if err != nil {
		return err
	}
	if workbook.Is(data) {
		return workbook.EachText(data, o.Limits, take)
	}
	decoded, err := decode(data, o)
	if err != nil {
		return err
	}
	if htmltable.Is(decoded.Text) {
		return htmltable.EachText(decoded.Text, o.Limits.Columns, take)
	}
	return csvfile.EachLine(decoded.Text, o.Limits.Columns, take)
}
