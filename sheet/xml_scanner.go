package sheet

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

// xmlScanner reads XML as a stream of tokens. It is as strict as encoding/xml,
// which tests hold it against, but gives each token in the memory of the last
// one, and knows no names of other letters than ASCII ones, which no workbook
// has. Whether elements nest is left to its caller.
type xmlScanner struct {
	source io.Reader
	limit  int    // bytes of a token
	buf    []byte // what is read and not yet given away is buf[pos:end]
	pos    int
	end    int
	ended  error // why no more can be read: io.EOF where all is well
	begun  bool

	token   xmlToken
	closing bool   // the element that just began ends at once
	scratch []byte // of texts that aren't as they stand in the file
	names   map[string]*xmlName
}

type xmlKind int

const (
	xmlStart xmlKind = iota + 1 // an element begins
	xmlEnd                      // an element ends
	xmlText                     // characters
)

// xmlToken is one token, good until the next is asked for.
type xmlToken struct {
	kind  xmlKind
	name  *xmlName  // of an element
	attrs []xmlAttr // of an element that begins
	text  []byte    // characters, without escapes
}

// xmlName is a name with its prefix, which stands for a namespace.
type xmlName struct{ full, prefix, local string }

type xmlAttr struct {
	name  *xmlName
	value []byte
}

// What can be wrong with XML, beside the errors of its source.
var (
	errTokenSize = errors.New("sheet: token too long")
	errXML       = errors.New("sheet: not well-formed")
	errDoctype   = errors.New("sheet: a declaration of a document type")
	errEncoding  = errors.New("sheet: no UTF-8")
)

// Sizes of the buffer that a part is read through, and of the names that are
// remembered of one: no honest one has more.
const (
	scanBuffer  = 64 << 10
	cachedNames = 1_000
)

func newXMLScanner(source io.Reader, limit int) *xmlScanner {
	return &xmlScanner{source: source, limit: limit, buf: make([]byte, scanBuffer), names: map[string]*xmlName{}}
}

// next gives the next token; io.EOF says that there is none.
func (s *xmlScanner) next() (*xmlToken, error) {
	if s.closing {
		s.closing = false
		s.token.kind = xmlEnd
		return &s.token, nil
	}
	s.scratch = s.scratch[:0]
	for {
		if err := s.need(1); err != nil {
			return nil, err
		}
		if !s.begun {
			s.begun = true
			if s.need(len(bomUTF8)) == nil && bytes.HasPrefix(s.buf[s.pos:], bomUTF8) {
				s.pos += len(bomUTF8)
			}
			continue
		}
		if s.buf[s.pos] != '<' {
			return s.characters()
		}
		if err := s.need(2); err != nil {
			return nil, inside(err)
		}
		switch s.buf[s.pos+1] {
		case '/':
			return s.endTag()
		case '?':
			if err := s.instruction(); err != nil {
				return nil, err
			}
		case '!':
			if token, err := s.declaration(); token != nil || err != nil {
				return token, err
			}
		default:
			return s.startTag()
		}
	}
}

// inside is the error of a source that ends inside a token.
func inside(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// need sees to it that n bytes wait to be given away.
func (s *xmlScanner) need(n int) error {
	for s.end-s.pos < n {
		if err := s.more(); err != nil {
			return err
		}
	}
	return nil
}

// more reads more of the source behind what waits.
func (s *xmlScanner) more() error {
	if s.ended != nil {
		return s.ended
	}
	if s.end-s.pos > s.limit {
		return errTokenSize
	}
	if s.pos > 0 {
		s.end = copy(s.buf, s.buf[s.pos:s.end])
		s.pos = 0
	}
	if s.end == len(s.buf) {
		s.buf = append(s.buf, make([]byte, len(s.buf))...)
	}
	n, err := s.source.Read(s.buf[s.end:])
	s.end += n
	if err != nil {
		s.ended = err
		if n == 0 {
			return err
		}
	}
	return nil
}

// until gives what waits up to a mark, that too, from an offset on.
func (s *xmlScanner) until(mark string, from int) ([]byte, error) {
	for {
		if i := bytes.Index(s.buf[s.pos+from:s.end], []byte(mark)); i >= 0 {
			raw := s.buf[s.pos : s.pos+from+i+len(mark)]
			s.pos += len(raw)
			return raw, nil
		}
		from = max(from, s.end-s.pos-len(mark)+1)
		if err := s.more(); err != nil {
			return nil, inside(err)
		}
	}
}

// characters reads up to the next element, or to the end.
func (s *xmlScanner) characters() (*xmlToken, error) {
	for from := 0; ; {
		i := bytes.IndexByte(s.buf[s.pos+from:s.end], '<')
		if i < 0 {
			from = s.end - s.pos
			if err := s.more(); err == nil {
				continue
			} else if err != io.EOF {
				return nil, err
			}
			i = 0
		}
		raw := s.buf[s.pos : s.pos+from+i]
		s.pos += len(raw)
		return s.text(raw, inText)
	}
}

func (s *xmlScanner) text(raw []byte, where xmlPlace) (*xmlToken, error) {
	text, err := s.plain(raw, where)
	if err != nil {
		return nil, err
	}
	s.token = xmlToken{kind: xmlText, attrs: s.token.attrs, text: text}
	return &s.token, nil
}

// declaration reads what begins with <!: a comment, which is no token, or
// characters without escapes.
func (s *xmlScanner) declaration() (*xmlToken, error) {
	const comment, characters = "<!--", "<![CDATA["
	if err := s.need(len(comment)); err != nil {
		return nil, inside(err)
	}
	if string(s.buf[s.pos:s.pos+len(comment)]) == comment {
		raw, err := s.until("--", len(comment))
		if err != nil {
			return nil, err
		}
		if !utf8.Valid(raw) {
			return nil, errEncoding
		}
		if err := s.need(1); err != nil {
			return nil, inside(err)
		}
		if s.buf[s.pos] != '>' { // two hyphens may only end it
			return nil, errXML
		}
		s.pos++
		return nil, nil
	}
	if err := s.need(len(characters)); err != nil {
		return nil, inside(err)
	}
	if string(s.buf[s.pos:s.pos+len(characters)]) != characters {
		return nil, errDoctype
	}
	raw, err := s.until("]]>", len(characters))
	if err != nil {
		return nil, err
	}
	return s.text(raw[len(characters):len(raw)-len("]]>")], inCharacters)
}

// instruction reads what begins with <?: it says how the part is encoded, or
// nothing that concerns us.
func (s *xmlScanner) instruction() error {
	raw, err := s.until("?>", len("<?"))
	if err != nil {
		return err
	}
	raw = raw[len("<?") : len(raw)-len("?>")]
	target := nameLength(raw)
	switch {
	case !utf8.Valid(raw):
		return errEncoding
	case target == 0, target < len(raw) && !isXMLSpace(raw[target]):
		return errXML
	}
	if string(raw[:target]) != "xml" {
		return nil
	}
	if rest, err := s.attributes(raw[target:]); err != nil || len(rest) > 0 {
		return cmp.Or(err, errXML)
	}
	for _, a := range s.token.attrs {
		value := string(a.value)
		switch a.name.full {
		case "version":
			if value != "1.0" {
				return errXML
			}
		case "encoding":
			if !strings.EqualFold(value, "utf-8") {
				return errEncoding
			}
		case "standalone":
			if value != "yes" && value != "no" {
				return errXML
			}
		default:
			return errXML
		}
	}
	return nil
}

const xmlSpace = " \t\r\n"

func isXMLSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

func skipSpace(raw []byte) []byte {
	for len(raw) > 0 && isXMLSpace(raw[0]) {
		raw = raw[1:]
	}
	return raw
}

func (s *xmlScanner) endTag() (*xmlToken, error) {
	raw, err := s.until(">", len("</"))
	if err != nil {
		return nil, err
	}
	name := raw[len("</") : len(raw)-1]
	for len(name) > 0 && isXMLSpace(name[len(name)-1]) {
		name = name[:len(name)-1]
	}
	if len(name) == 0 || nameLength(name) != len(name) {
		return nil, errXML
	}
	s.token = xmlToken{kind: xmlEnd, name: s.name(name), attrs: s.token.attrs}
	return &s.token, nil
}

func (s *xmlScanner) startTag() (*xmlToken, error) {
	raw, err := s.tag()
	if err != nil {
		return nil, err
	}
	n := nameLength(raw)
	if n == 0 {
		return nil, errXML
	}
	s.token = xmlToken{kind: xmlStart, name: s.name(raw[:n]), attrs: s.token.attrs}
	rest, err := s.attributes(raw[n:])
	if err != nil {
		return nil, err
	}
	switch string(rest) {
	case "":
	case "/":
		s.closing = true
	default:
		return nil, errXML
	}
	return &s.token, nil
}

// attributes reads attributes, each with space before it, up to the end of raw
// or to a slash, and gives what is left.
func (s *xmlScanner) attributes(raw []byte) (rest []byte, err error) {
	s.token.attrs = s.token.attrs[:0]
	for {
		rest = skipSpace(raw)
		if len(rest) == 0 || rest[0] == '/' {
			return rest, nil
		}
		if len(rest) == len(raw) {
			return nil, errXML
		}
		if raw, err = s.attribute(rest); err != nil {
			return nil, err
		}
	}
}

// tag gives what stands between < and >, of which values may hold the latter.
func (s *xmlScanner) tag() ([]byte, error) {
	quote := byte(0)
	for i := 1; ; i++ {
		if s.pos+i == s.end {
			if err := s.more(); err != nil {
				return nil, inside(err)
			}
		}
		switch c := s.buf[s.pos+i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"', c == '\'':
			quote = c
		case c == '>':
			raw := s.buf[s.pos+1 : s.pos+i]
			s.pos += i + 1
			return raw, nil
		}
	}
}

// attribute reads the attribute at the beginning of raw and gives what follows.
func (s *xmlScanner) attribute(raw []byte) (rest []byte, err error) {
	n := nameLength(raw)
	if n == 0 {
		return nil, errXML
	}
	name := s.name(raw[:n])
	rest = skipSpace(raw[n:])
	if len(rest) == 0 || rest[0] != '=' {
		return nil, errXML
	}
	rest = skipSpace(rest[1:])
	if len(rest) == 0 || rest[0] != '"' && rest[0] != '\'' {
		return nil, errXML
	}
	end := bytes.IndexByte(rest[1:], rest[0]) // there is one: tag has met it
	if end < 0 {
		return nil, errXML
	}
	value, err := s.plain(rest[1:1+end], inValue)
	if err != nil {
		return nil, err
	}
	s.token.attrs = append(s.token.attrs, xmlAttr{name, value})
	return rest[end+2:], nil
}
