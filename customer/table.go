package customer

// Table is the fields that a register has: how they are called, and where each
// stands. It never changes.
type Table struct {
	definitions [Version + 1]*Definition // nil for a field that the register does not have
	fields      []Field
	targets     []Field
	away        []Field // own fields that are put away
	sections    map[Section][]Field
	listed      []Field
	cards       [][]Field
	searched    []Field
	exported    []Field
	fillable    []Field
	shareable   []Field
	clearable   []Field
	headings    map[string]Heading
}

// Of returns the definition of a field, of no field an empty one.
func (t *Table) Of(f Field) *Definition {
	if d := t.definitions[f]; d != nil {
		return d
	}
	return &Definition{}
}

// ByKey returns the field with a key. The empty key is None.
func (t *Table) ByKey(key string) (Field, bool) {
	f, ok := ParseField(key)
	if !ok || f != None && t.definitions[f] == nil {
		return None, false
	}
	return f, true
}

// Label returns the name of a field in a language.
func (t *Table) Label(f Field, lang string) string { return t.Of(f).Labels[lang] }

// Display returns a kept value in the words of a language, as a file has it: the
// label of a choice, a number and a day as they are written, the value itself in
// every other field.
func (t *Table) Display(f Field, value, lang string) string { return t.Of(f).display(value, lang) }

// Show returns a kept value as people read it: what a code stands for by its
// name, others as Display.
func (t *Table) Show(f Field, value, lang string) string { return t.Of(f).show(value, lang) }

// Choices returns the values of a field that has only a few.
func (t *Table) Choices(f Field) []Choice { return t.Of(f).Choices }

// Fields lists the fields of a customer, the number first.
func (t *Table) Fields() []Field { return t.fields }

// Values lists the fields of a customer that Values holds: all but the number.
func (t *Table) Values() []Field { return t.fields[1:] }

// Targets lists all that a column can fill: the fields, then first and last
// name, what is appended to the notes, and the version.
func (t *Table) Targets() []Field { return t.targets }

// In lists the fields of a section of the form.
func (t *Table) In(section Section) []Field { return t.sections[section] }

// Listed lists the fields that have a column in the list of customers.
func (t *Table) Listed() []Field { return t.listed }

// Cards lists the fields on the card of a customer that a row may mean, line
// by line.
func (t *Table) Cards() [][]Field { return t.cards }

// Searched lists the fields that customers are found by, beside the number.
func (t *Table) Searched() []Field { return t.searched }

// Exported lists the fields that have a column in an export.
func (t *Table) Exported() []Field { return t.exported }

// Fillable lists the fields that can be filled for many rows of a file in
// which no column fills them.
func (t *Table) Fillable() []Field { return t.fillable }

// Shareable lists the fields that can be set for many customers at once, as the
// form has them.
func (t *Table) Shareable() []Field { return t.shareable }

// Clearable lists the fields that a customer may have no value in, as the form
// has them.
func (t *Table) Clearable() []Field { return t.clearable }
