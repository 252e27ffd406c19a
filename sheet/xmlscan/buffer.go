package xmlscan

import (
	"bytes"
	"io"
)

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
