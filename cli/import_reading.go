package cli

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/importer"
	"kortisto/sheet"
)

// readSheet reads a file as the flags say.
func (p *program) readSheet(data []byte, f *importFlags) (*sheet.Sheet, error) {
	reading := f.reading()
	table, err := sheet.Read(data, sheet.Options{
		Delimiter: reading.Delimiter,
		Charset:   reading.Charset,
		HeaderRow: reading.HeaderRow,
		Sheet:     reading.Sheet,
		Mend:      reading.Mend,
		Limits:    p.common.limits(),
		Progress:  p.progress.bytes(p.text.Text("progress.reading")),
		Known:     importer.KnownHeader(p.fields),
	})
	err = importer.MaskReading(err)
	var unreadable *sheet.Error
	if errors.As(err, &unreadable) && blamesFlag(unreadable.Code, f) {
		return nil, &usageError{p.text.File(unreadable.Code, unreadable.Args)}
	}
	if err == nil {
		importer.MaskNames(table)
		p.tellReading(table)
	}
	return table, err
}

// tellReading tells what of a file had to be put right, or should be.
func (p *program) tellReading(table *sheet.Sheet) {
	if table.Rejoined {
		p.say(p.text.Text("import.rejoined", "delimiter", delimiterName(table.Delimiter)))
	}
	garbled := table.Garbled
	switch {
	case garbled.Cells == 0:
	case garbled.Mended:
		p.say(p.text.Text("summary.mended", "count", garbled.Cells))
	default:
		p.say(p.text.Text("summary.garbled", "count", garbled.Cells, "text", show(garbled.Text), "right", show(garbled.Right)))
	}
}

// blamesFlag reports whether a file could not be read because of what a flag
// says about it.
func blamesFlag(code string, f *importFlags) bool {
	switch code {
	case sheet.SheetUnknown, sheet.DelimiterInvalid, sheet.HeaderRowMissing:
		return true
	case sheet.CharsetUnknown:
		return f.charset != ""
	}
	return false
}

// mapping is the suggested one with the columns changed that the flags name.
func (p *program) mapping(table *sheet.Sheet, f *importFlags) (importer.Mapping, error) {
	mapping := importer.Suggest(table, p.fields)
	for _, header := range f.skips {
		columns, err := p.columns(table, header)
		if err != nil {
			return nil, err
		}
		for _, column := range columns {
			mapping.Set(column, customer.None)
		}
	}
	for _, text := range f.maps {
		at := strings.LastIndexByte(text, '=')
		if at < 0 {
			return nil, p.usage("usage.map-syntax", "value", text)
		}
		columns, err := p.columns(table, text[:at])
		if err != nil {
			return nil, err
		}
		field, ok := p.fields.ByKey(strings.TrimSpace(text[at+1:]))
		if !ok {
			return nil, p.usage("usage.field-unknown", "field", text[at+1:], "fields", p.listFields())
		}
		if field != customer.None && field != customer.AppendNotes { // which several columns can have
			columns = columns[:1]
		}
		for _, column := range columns {
			mapping.Set(column, field)
		}
	}
	return mapping, nil
}

// mapStoredNumbers maps a column that holds the numbers of stored customers,
// unless a flag says what it is.
func (r *importRun) mapStoredNumbers(ctx context.Context, register *db.DB) error {
	headers := slices.Clone(r.flags.skips)
	for _, text := range r.flags.maps {
		headers = append(headers, text[:strings.LastIndexByte(text, '=')])
	}
	var said []int
	for _, header := range headers {
		columns, err := r.columns(r.input.Sheet, header)
		if err != nil {
			return err
		}
		said = append(said, columns...)
	}
	snapshot, err := register.Snapshot(ctx)
	if err != nil {
		return err
	}
	defer snapshot.Close()
	return importer.MapStoredNumbers(ctx, r.input.Sheet, r.input.Mapping, said, snapshot)
}

// columns finds the columns with a header, as it is written or else as headers
// are compared. Several columns can have one header. Columns are also called by
// their numbers, from 1: #3, and 3 where a file has no header.
func (p *program) columns(table *sheet.Sheet, header string) ([]int, error) {
	number, marked := strings.CutPrefix(header, "#")
	marked = marked && !slices.Contains(table.Header, header)
	if n, err := strconv.Atoi(number); (marked || table.HeaderRow == 0) && err == nil && n >= 1 && n <= len(table.Header) {
		return []int{n - 1}, nil
	}
	key := customer.HeaderKey(header)
	var exact, alike []int
	for i, name := range table.Header {
		switch {
		case name == header:
			exact = append(exact, i)
		case key != "" && customer.HeaderKey(name) == key:
			alike = append(alike, i)
		}
	}
	switch {
	case len(exact) > 0:
		return exact, nil
	case len(alike) > 0:
		return alike, nil
	}
	return nil, p.usage("usage.header-unknown", "header", header, "headers", listHeaders(table.Header))
}

func (p *program) listFields() string {
	var keys []string
	for _, field := range p.fields.Targets() {
		keys = append(keys, field.Key())
	}
	return strings.Join(keys, ", ")
}
