package xmlscan

import "strings"

// longestName is more bytes than any name in a workbook has: names are
// remembered.
const longestName = 1 << 10

// nameLength is the length of the name at the beginning of a text, 0 where
// there is none that is taken.
func nameLength(raw []byte) int {
	prefixed := false
	for i, c := range raw {
		if i == longestName {
			return 0
		}
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_'
		if c == ':' && !prefixed {
			letter, prefixed = true, true
		}
		if !letter && (i == 0 || (c < '0' || c > '9') && c != '-' && c != '.') {
			return i
		}
	}
	return len(raw)
}

// name gives a name, the same one whenever it comes.
func (s *Scanner) name(raw []byte) *Name {
	if name := s.names[string(raw)]; name != nil {
		return name
	}
	full := string(raw)
	name := &Name{Full: full, Local: full}
	if prefix, local, found := strings.Cut(full, ":"); found && prefix != "" && local != "" {
		name.Prefix, name.Local = prefix, local
	}
	if len(s.names) < cachedNames {
		s.names[full] = name
	}
	return name
}
