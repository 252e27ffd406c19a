// Package xmlscan reads XML as a stream of tokens: strictly, so that no damage
// is passed over, and without taking memory for each of them.
package xmlscan

import (
	"bytes"
	"errors"
	"io"
)

// Scanner reads XML as a stream of tokens. It is as strict as encoding/xml,
// which tests hold it against, but gives each token in the memory of the last
// one, and knows no names of other letters than ASCII ones, which no workbook
// has. Whether elements nest is left to its caller.
type Scanner struct {
	Recoded      bool // the source was made UTF-8 of the encoding that it names
	WithComments bool // comments are tokens; else they are passed over

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

// New gives a scanner of a source, in which a token of more than longest bytes is
// an error.
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
