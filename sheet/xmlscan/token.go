package xmlscan

// Kind is what a token is.
type Kind int

// The kinds of tokens.
const (
	Start   Kind = iota + 1 // an element begins
	End                     // an element ends
	Text                    // characters
	Comment                 // a comment, where they are asked for
)

// Token is one token, good until the next is asked for.
type Token struct {
	Kind  Kind
	Name  *Name  // of an element
	Attrs []Attr // of an element that begins
	Text  []byte // characters, without escapes, or what stands in a comment
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

// Attr is an attribute of an element.
type Attr struct {
	Name  *Name
	Value []byte // without escapes
}

// Name is a name with its prefix, which stands for a namespace.
type Name struct{ Full, Prefix, Local string }
