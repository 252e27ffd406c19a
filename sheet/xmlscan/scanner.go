// Package xmlscan reads XML as a stream of tokens: strictly, so that no damage
// is passed over, and without taking memory for each of them.
package xmlscan

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

// Scanner reads XML as a stream of tokens. It is as strict as encoding/xml,
// which tests hold it against, but gives each token in the memory of the last
// one, and knows no names of other letters than ASCII ones, which no workbook
// has. Whether elements nest is left to its caller.
type Scanner struct {
	Recoded bool // the source was made UTF-8 of the encoding that it names

	source io.Reader
	limit  int    // bytes that may wait: of a token, and what was read behind it
	buf    []byte // what is read and not yet given away is buf[pos:end]
	pos    int
	end    int
	ended  error // why no more can be read: io.EOF where all is well
	begun  bool

	token   Token
	closing bool   // the element that just began ends at once
	scratch []byte // of texts that aren't as they stand in the file
	names   map[string]*Name
}

// Kind is what a token is.
type Kind int

// The kinds of tokens.
const (
	Start Kind = iota + 1 // an element begins
	End                   // an element ends
	Text                  // characters
)

// Token is one token, good until the next is asked for.
type Token struct {
	Kind  Kind
	Name  *Name  // of an element
	Attrs []Attr // of an element that begins
	Text  []byte // characters, without escapes
}

// Attr gives the value of an attribute, whatever its prefix, "" where there is
// none.
func (t *Token) Attr(name string) string {
	for i := range t.Attrs {
		if t.Attrs[i].Name.Local == name {
			return string(t.Attrs[i].Value)
		}
	}
	return ""
}

// IsSpace tells whether the token's characters are all white space.
func (t *Token) IsSpace() bool { return len(skipSpace(t.Text)) == 0 }

// Name is a name with its prefix, which stands for a namespace.
type Name struct{ Full, Prefix, Local string }

// Attr is an attribute of an element.
type Attr struct {
	Name  *Name
	Value []byte // without escapes
}

// What can be wrong with XML, beside the errors of its source.
var (
	ErrTokenSize = errors.New("xmlscan: a token is too long")
	ErrMalformed = errors.New("xmlscan: not well-formed")
	ErrDoctype   = errors.New("xmlscan: a declaration of a document type")
	ErrEncoding  = errors.New("xmlscan: not UTF-8")
)

var byteOrderMark = []byte("\uFEFF")

// Sizes of the buffer that a part is read through, and of the names that are
// remembered of one: no spreadsheet program writes more.
const (
	bufferSize  = 64 << 10
	cachedNames = 1_000
)

// New gives a scanner of a source, in which a token of more than
// longest bytes is an error.
func New(source io.Reader, longest int) *Scanner {
	return &Scanner{source: source, limit: longest + bufferSize, buf: make([]byte, bufferSize), names: map[string]*Name{}}
}

// Next gives the next token, which is good until the next call; io.EOF says
// that there is none.
func (s *Scanner) Next() (*Token, error) {
	if s.closing {
		s.closing = false
		s.token.Kind = End
		return &s.token, nil
	}
	s.scratch = s.scratch[:0]
	for {
		if err := s.need(1); err != nil {
			return nil, err
		}
		if !s.begun {
			s.begun = true
			if s.need(len(byteOrderMark)) == nil && bytes.HasPrefix(s.buf[s.pos:], byteOrderMark) {
				s.pos += len(byteOrderMark)
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
func (s *Scanner) need(n int) error {
	for s.end-s.pos < n {
		if err := s.more(); err != nil {
			return err
		}
	}
	return nil
}

// more reads more of the source behind what waits.
func (s *Scanner) more() error {
	if s.ended != nil {
		return s.ended
	}
	if s.end-s.pos > s.limit {
		return ErrTokenSize
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
func (s *Scanner) until(mark string, from int) ([]byte, error) {
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
func (s *Scanner) characters() (*Token, error) {
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

func (s *Scanner) text(raw []byte, where place) (*Token, error) {
	text, err := s.plain(raw, where)
	if err != nil {
		return nil, err
	}
	s.token = Token{Kind: Text, Attrs: s.token.Attrs, Text: text}
	return &s.token, nil
}

// declaration reads what begins with <!: a comment, which is no token, or
// characters without escapes.
func (s *Scanner) declaration() (*Token, error) {
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
			return nil, ErrEncoding
		}
		if err := s.need(1); err != nil {
			return nil, inside(err)
		}
		if s.buf[s.pos] != '>' { // two hyphens may only end it
			return nil, ErrMalformed
		}
		s.pos++
		return nil, nil
	}
	if err := s.need(len(characters)); err != nil {
		return nil, inside(err)
	}
	if string(s.buf[s.pos:s.pos+len(characters)]) != characters {
		return nil, ErrDoctype
	}
	raw, err := s.until("]]>", len(characters))
	if err != nil {
		return nil, err
	}
	return s.text(raw[len(characters):len(raw)-len("]]>")], inCharacters)
}

// instruction reads what begins with <?: it says how the part is encoded, or
// nothing that concerns us.
func (s *Scanner) instruction() error {
	raw, err := s.until("?>", len("<?"))
	if err != nil {
		return err
	}
	raw = raw[len("<?") : len(raw)-len("?>")]
	target := nameLength(raw)
	switch {
	case !utf8.Valid(raw):
		return ErrEncoding
	case target == 0, target < len(raw) && !isSpace(raw[target]):
		return ErrMalformed
	}
	if string(raw[:target]) != "xml" {
		return nil
	}
	if rest, err := s.attributes(raw[target:]); err != nil || len(rest) > 0 {
		return cmp.Or(err, ErrMalformed)
	}
	for _, a := range s.token.Attrs {
		value := string(a.Value)
		switch a.Name.Full {
		case "version":
			if value != "1.0" {
				return ErrMalformed
			}
		case "encoding":
			if !strings.EqualFold(value, "utf-8") && !s.Recoded {
				return ErrEncoding
			}
		case "standalone":
			if value != "yes" && value != "no" {
				return ErrMalformed
			}
		default:
			return ErrMalformed
		}
	}
	return nil
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

func skipSpace(raw []byte) []byte {
	for len(raw) > 0 && isSpace(raw[0]) {
		raw = raw[1:]
	}
	return raw
}

func (s *Scanner) endTag() (*Token, error) {
	raw, err := s.until(">", len("</"))
	if err != nil {
		return nil, err
	}
	name := raw[len("</") : len(raw)-1]
	for len(name) > 0 && isSpace(name[len(name)-1]) {
		name = name[:len(name)-1]
	}
	if len(name) == 0 || nameLength(name) != len(name) {
		return nil, ErrMalformed
	}
	s.token = Token{Kind: End, Name: s.name(name), Attrs: s.token.Attrs}
	return &s.token, nil
}

func (s *Scanner) startTag() (*Token, error) {
	raw, err := s.tag()
	if err != nil {
		return nil, err
	}
	n := nameLength(raw)
	if n == 0 {
		return nil, ErrMalformed
	}
	s.token = Token{Kind: Start, Name: s.name(raw[:n]), Attrs: s.token.Attrs}
	rest, err := s.attributes(raw[n:])
	if err != nil {
		return nil, err
	}
	switch string(rest) {
	case "":
	case "/":
		s.closing = true
	default:
		return nil, ErrMalformed
	}
	return &s.token, nil
}

// attributes reads attributes, each with space before it, up to the end of raw
// or to a slash, and gives what is left.
func (s *Scanner) attributes(raw []byte) (rest []byte, err error) {
	s.token.Attrs = s.token.Attrs[:0]
	for {
		rest = skipSpace(raw)
		if len(rest) == 0 || rest[0] == '/' {
			return rest, nil
		}
		if len(rest) == len(raw) {
			return nil, ErrMalformed
		}
		if raw, err = s.attribute(rest); err != nil {
			return nil, err
		}
	}
}

// tag gives what stands between < and >, of which values may hold the latter.
func (s *Scanner) tag() ([]byte, error) {
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
func (s *Scanner) attribute(raw []byte) (rest []byte, err error) {
	n := nameLength(raw)
	if n == 0 {
		return nil, ErrMalformed
	}
	name := s.name(raw[:n])
	rest = skipSpace(raw[n:])
	if len(rest) == 0 || rest[0] != '=' {
		return nil, ErrMalformed
	}
	rest = skipSpace(rest[1:])
	if len(rest) == 0 || rest[0] != '"' && rest[0] != '\'' {
		return nil, ErrMalformed
	}
	end := bytes.IndexByte(rest[1:], rest[0]) // there is one: tag has met it
	if end < 0 {
		return nil, ErrMalformed
	}
	value, err := s.plain(rest[1:1+end], inValue)
	if err != nil {
		return nil, err
	}
	s.token.Attrs = append(s.token.Attrs, Attr{name, value})
	return rest[end+2:], nil
}
