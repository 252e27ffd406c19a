package importer

// keySet gathers keys, each once. The empty key names nobody.
type keySet struct {
	held map[string]struct{}
	list []string
}

// newKeySet makes a set for about so many keys.
func newKeySet(size int) keySet {
	return keySet{make(map[string]struct{}, size), make([]string, 0, size)}
}

func (s *keySet) add(key string) {
	if key == "" {
		return
	}
	before := len(s.held)
	if s.held[key] = struct{}{}; len(s.held) > before {
		s.list = append(s.list, key)
	}
}

func (s *keySet) has(key string) bool {
	_, held := s.held[key]
	return held
}
