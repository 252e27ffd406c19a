package sheet

import (
	"errors"
	"iter"
	"net/url"
	"strings"

	"kortisto/sheet/charset"
	"kortisto/sheet/csvfile"
	"kortisto/sheet/htmltable"
	"kortisto/sheet/workbook"
)

// errEnough ends a walk whose caller has seen enough.
var errEnough = errors.New("sheet: enough")

// Texts gives all that a file says, also what Read leaves aside: lines above the
// header, other worksheets and hidden ones, comments, properties, names. Texts that
// belong together come together: the cells of a line or of a worksheet's row. The slice
// is valid until the next one is given. A text by itself that is written as links are
// comes a second time, plain. An error comes last: not all of the file could be read
// then. What Read refuses is refused here for the same reasons, but for what concerns
// its one table.
//
// Only Charset, Known, Mend and Limits of o matter.
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
			if plain, is := plainLink(texts); is && !yield([]string{plain}, nil) {
				return errEnough
			}
			return nil
		}
		if err := eachText(data, o, take); err != nil && err != errEnough {
			yield(nil, err)
		}
	}
}

// plainLink is a text by itself without the escapes of an address: a link to a file
// names it so.
func plainLink(texts []string) (plain string, is bool) {
	if len(texts) != 1 || !strings.Contains(texts[0], "%") {
		return "", false
	}
	plain, err := url.PathUnescape(texts[0])
	return plain, err == nil && plain != texts[0]
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
