package sheet

import (
	"bufio"
	"io"
	"strings"

	"kortisto/sheet/csvfile"
)

// csvWriter writes CSV as a Finnish Excel opens it by a double click.
type csvWriter struct {
	out     *bufio.Writer
	line    []byte
	started bool
}

// NewCSVWriter writes UTF-8 with a byte order mark, semicolons and CR LF.
// Cells are protected (see Protect), and quoted only where they hold one of
// the characters that can be a delimiter, a quote, a line break, or white
// space at an end.
func NewCSVWriter(w io.Writer) Writer {
	return &csvWriter{out: bufio.NewWriterSize(w, 64<<10)}
}

func (w *csvWriter) Write(cells []string) error {
	w.line = w.line[:0]
	for i, cell := range cells {
		if i > 0 {
			w.line = append(w.line, ';')
		}
		// An empty line would be no row.
		w.appendCell(Protect(cell), len(cells) == 1 && cell == "")
	}
	w.line = append(w.line, '\r', '\n')
	if !w.started {
		w.start()
	}
	_, err := w.out.Write(w.line)
	return err
}

// start writes what stands before the first row. A first row that reads as a
// line telling the delimiter gets a real one before it.
func (w *csvWriter) start() {
	w.started = true
	_, _ = w.out.Write(bomUTF8) // the writer keeps its first error for later
	if csvfile.TellsDelimiter(string(w.line)) {
		_, _ = w.out.WriteString("sep=;\r\n")
	}
}

func (w *csvWriter) appendCell(cell string, quote bool) {
	// At a file's beginning, ID makes Excel think of another format, and < of
	// markup.
	first := !w.started && len(w.line) == 0
	if !quote && !needsQuotes(cell) && !(first && hasPrefix(cell, "ID", "<")) {
		w.line = append(w.line, cell...)
		return
	}
	w.line = append(w.line, '"')
	for {
		i := strings.IndexByte(cell, '"')
		if i < 0 {
			break
		}
		w.line = append(append(w.line, cell[:i+1]...), '"')
		cell = cell[i+1:]
	}
	w.line = append(append(w.line, cell...), '"')
}

// needsQuotes tells whether a cell has to be quoted to be read as it is. The
// delimiters that this file doesn't use are quoted too, so that nobody who
// guesses the delimiter guesses wrong.
func needsQuotes(cell string) bool {
	return strings.ContainsAny(cell, "\"\r\n"+csvfile.Delimiters) || cell != strings.TrimSpace(cell)
}

func (w *csvWriter) Close() error {
	if !w.started {
		w.start()
	}
	return w.out.Flush()
}
