package importer

// keySet gathers keys, each once. The empty key names nobody.
type keySet struct {
	held map[string]struct{}
	list []string
}

func newKeySet() keySet { return keySet{held: make(map[string]struct{})} }

func (s *keySet) add(key string) {
	if key == "" || s.has(key) {
		return
	}
	s.held[key] = struct{}{}
	s.list = append(s.list, key)
}

func (s *keySet) has(key string) bool {
	_, held := s.held[key]
	return held
}
