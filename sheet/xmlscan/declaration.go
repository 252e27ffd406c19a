package xmlscan

import (
	"cmp"
	"strings"
	"unicode/utf8"
)

// What may begin with <!.
const (
	commentStart    = "<!--"
	charactersStart = "<![CDATA["
)

// declaration reads what begins with <!: a comment, or characters
// without escapes.
func (s *Scanner) declaration() (*Token, error) {
	if err := s.need(len(commentStart)); err != nil {
		return nil, inside(err)
	}
	if string(s.buf[s.pos:s.pos+len(commentStart)]) == commentStart {
		return s.comment()
	}
	if err := s.need(len(charactersStart)); err != nil {
		return nil, inside(err)
	}
	if string(s.buf[s.pos:s.pos+len(charactersStart)]) != charactersStart {
		return nil, ErrDoctype
	}
	raw, err := s.until("]]>", len(charactersStart))
	if err != nil {
		return nil, err
	}
	return s.text(raw[len(charactersStart):len(raw)-len("]]>")], inCharacters)
}

// comment reads a comment, which is a token where that is asked for. Two hyphens may
// only end it.
func (s *Scanner) comment() (*Token, error) {
	raw, err := s.until("--", len(commentStart))
	if err != nil {
		return nil, err
	}
	if !utf8.Valid(raw) {
		return nil, ErrEncoding
	}
	if s.WithComments {
		s.scratch = append(s.scratch[:0], raw[len(commentStart):len(raw)-len("--")]...)
	}
	if err := s.need(1); err != nil {
		return nil, inside(err)
	}
	if s.buf[s.pos] != '>' {
		return nil, ErrMalformed
	}
	s.pos++
	if !s.WithComments {
		return nil, nil
	}
	s.token = Token{Kind: Comment, Attrs: s.token.Attrs, Text: s.scratch}
	return &s.token, nil
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
