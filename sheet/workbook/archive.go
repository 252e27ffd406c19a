package workbook

import (
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"io"
	"path"
	"strings"

	"kortisto/sheet/table"
	"kortisto/sheet/xmlscan"

	"golang.org/x/text/encoding/unicode"
)

// ratioFree is how much a workbook may unpack to whatever its ratio is: tiny
// sheets of repeated cells reach high ratios and harm nobody.
const ratioFree = 16 << 20

// archive is an opened zip file whose parts are read within limits.
type archive struct {
	parts    map[string]*zip.File // by partName
	comment  string               // of the archive
	limits   table.Limits
	declared int64 // unpacked bytes, as the archive says
	read     int64 // unpacked bytes read so far
	progress func(done, total int)
	reported int64 // of read, in progressBytes, when progress was last called
}

// partName is the form in which names of parts are compared: programs write
// them with either slash and in any case.
func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(path.Clean(strings.ReplaceAll(name, `\`, "/")), "/"))
}

// openArchive opens a zip file and refuses what unpacks to too much by its own
// declaration. archive/zip gives no more bytes of a part than it declares.
func openArchive(data []byte, limits table.Limits) (*archive, error) {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, table.Broken("", table.ReasonZip)
	}
	if len(r.File) > limits.Entries {
		return nil, table.UnpacksTooMuch("entries", int64(limits.Entries))
	}
	a := &archive{parts: make(map[string]*zip.File, len(r.File)), comment: r.Comment, limits: limits}
	for _, f := range r.File {
		if f.Flags&1 != 0 {
			return nil, &table.Error{Code: table.Encrypted}
		}
		if f.UncompressedSize64 > uint64(limits.UnzippedBytes) {
			return nil, table.UnpacksTooMuch("unzipped", limits.UnzippedBytes)
		}
		a.declared += int64(f.UncompressedSize64)
		if a.declared > limits.UnzippedBytes {
			return nil, table.UnpacksTooMuch("unzipped", limits.UnzippedBytes)
		}
		name := partName(f.Name)
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		if a.parts[name] != nil {
			// Which of the two a spreadsheet program shows is anybody's guess.
			return nil, table.Broken(name, table.ReasonDuplicate)
		}
		a.parts[name] = f
	}
	if a.declared > ratioFree && a.declared > limits.UnzippedRatio*int64(len(data)) {
		return nil, table.UnpacksTooMuch("ratio", limits.UnzippedRatio)
	}
	return a, nil
}

// partReader reads one part and meters it.
type partReader struct {
	a      *archive
	source io.ReadCloser
}

func (r *partReader) Read(p []byte) (int, error) {
	n, err := r.source.Read(p)
	r.a.read += int64(n)
	return n, err
}

// xmlPart is a part that is read as a stream of XML tokens, strictly and to
// its end: what a lenient reader takes for the end of the data may be the
// place where the file was damaged.
type xmlPart struct {
	name    string
	reader  *partReader
	scanner *xmlscan.Scanner
	open    []*xmlscan.Name // the elements that haven't ended
	rooted  bool
}

// deepest is how many elements of a part may be open at once. Programs
// write few.
const deepest = 256

// progressBytes is how much is read between two calls of Progress.
const progressBytes = 1 << 20

// openXML opens a part. It is an error where there is none of that name.
func (a *archive) openXML(name string) (*xmlPart, error) {
	f := a.parts[partName(name)]
	if f == nil {
		return nil, table.Broken(name, table.ReasonMissing)
	}
	source, err := f.Open()
	if err != nil {
		return nil, table.Broken(name, table.ReasonZip)
	}
	return a.xmlFrom(name, source), nil
}

// xmlFrom reads a part from its source.
func (a *archive) xmlFrom(name string, source io.ReadCloser) *xmlPart {
	r := &partReader{a: a, source: source}
	text, recoded := asUTF8(r)
	// The longest token is a cell's text, of which a character can take up to
	// ten bytes (&#x10FFFF;).
	scanner := xmlscan.New(text, 10*a.limits.CellChars)
	scanner.Recoded = recoded
	return &xmlPart{name: name, reader: r, scanner: scanner}
}

// asUTF8 gives a part that is UTF-16, as XML may be, as UTF-8.
func asUTF8(r io.Reader) (text io.Reader, recoded bool) {
	const unit = 2
	buffered := bufio.NewReaderSize(r, bufferedStart)
	start, err := buffered.Peek(unit)
	if err != nil {
		return buffered, false
	}
	order := unicode.LittleEndian
	switch string(start) {
	case "\xFF\xFE", "<\x00":
	case "\xFE\xFF", "\x00<":
		order = unicode.BigEndian
	default:
		return buffered, false
	}
	return unicode.UTF16(order, unicode.UseBOM).NewDecoder().Reader(buffered), true
}

// bufferedStart is how much of a part is buffered to look at its beginning.
const bufferedStart = 16

func (p *xmlPart) close() { _ = p.reader.source.Close() }

// depth is how many elements are open, the one that just began too.
func (p *xmlPart) depth() int { return len(p.open) }

// next gives the next token, nil at the end of the part. It is good until the
// next call.
func (p *xmlPart) next() (*xmlscan.Token, error) {
	token, err := p.scanner.Next()
	if err == io.EOF && p.rooted && len(p.open) == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, p.fail(err)
	}
	if !p.nests(token) {
		return nil, table.Broken(p.name, table.ReasonXML)
	}
	p.reader.a.report()
	return token, nil
}

// nests takes a token into the tree of elements, and tells whether it may stand
// where it does: within the one root, each end behind its beginning.
func (p *xmlPart) nests(token *xmlscan.Token) bool {
	depth := len(p.open)
	switch token.Kind {
	case xmlscan.Start:
		if depth == 0 && p.rooted || depth == deepest {
			return false
		}
		p.open, p.rooted = append(p.open, token.Name), true
	case xmlscan.End:
		if depth == 0 || p.open[depth-1].Full != token.Name.Full {
			return false
		}
		p.open = p.open[:depth-1]
	case xmlscan.Text:
		return depth > 0 || token.IsSpace()
	}
	return true
}

// report tells how far reading is, now and then.
func (a *archive) report() {
	if a.progress != nil && a.read/progressBytes > a.reported {
		a.reported = a.read / progressBytes
		a.progress(int(a.read), int(a.declared))
	}
}

// fail puts an error of the scanner or of its source into a reason.
func (p *xmlPart) fail(err error) error {
	reason := table.ReasonZip
	switch {
	case errors.Is(err, xmlscan.ErrTokenSize):
		return p.reader.a.limits.TextTooLong(p.name)
	case errors.Is(err, xmlscan.ErrDoctype):
		reason = table.ReasonDoctype
	case errors.Is(err, xmlscan.ErrMalformed):
		reason = table.ReasonXML
	case errors.Is(err, xmlscan.ErrEncoding):
		reason = table.ReasonCharset
	case errors.Is(err, zip.ErrFormat):
		reason = table.ReasonSize
	case errors.Is(err, zip.ErrChecksum):
		reason = table.ReasonChecksum
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		reason = table.ReasonTruncated
	}
	return table.Broken(p.name, reason)
}

// known gives a value that is usually one of a few, without taking memory for it.
func known(value []byte, usual []string) string {
	for _, text := range usual {
		if string(value) == text {
			return text
		}
	}
	return string(value)
}
