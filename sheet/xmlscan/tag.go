package xmlscan

import "bytes"

// startTag reads the tag with which an element begins.
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

// endTag reads the tag with which an element ends.
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
