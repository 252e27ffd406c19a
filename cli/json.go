package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
)

// jsonWriter writes JSON piece by piece and keeps the first error.
type jsonWriter struct {
	out     *bufio.Writer
	piece   bytes.Buffer
	encoder *json.Encoder // into the piece
	err     error
}

func newJSONWriter(out io.Writer) *jsonWriter {
	w := &jsonWriter{out: bufio.NewWriterSize(out, 64<<10)}
	w.encoder = json.NewEncoder(&w.piece)
	w.encoder.SetEscapeHTML(false)
	return w
}

func (w *jsonWriter) text(text string) {
	if w.err == nil {
		_, w.err = w.out.WriteString(text)
	}
}

func (w *jsonWriter) value(value any) {
	if w.err != nil {
		return
	}
	w.piece.Reset()
	if w.err = w.encoder.Encode(value); w.err == nil {
		_, w.err = w.out.Write(bytes.TrimSuffix(w.piece.Bytes(), []byte("\n")))
	}
}

func (w *jsonWriter) close() error {
	if w.err != nil {
		return w.err
	}
	return w.out.Flush()
}

// printJSON writes one value.
func (p *program) printJSON(value any) error {
	w := newJSONWriter(p.stdout)
	w.value(value)
	w.text("\n")
	return w.close()
}

// orEmpty makes a list that is [] in JSON where there is none.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
