package customer

import "strings"

// Read reads a text as the value of a field (value-checked, docs/rules.md). An empty
// text gives an empty reading. Texts need not be clean. A personal identity code is
// never read: the reading is empty with the problem PersonalID. Nor is a word that
// says that there is no value, in a field that cannot hold it: the problem is
// SaysNothing.
func (f Field) Read(text string, ctx Context) Reading { return standard[f].readText(text, ctx) }

// Read is Field.Read in a register's own table: its own fields are read by their
// types.
func (t *Table) Read(f Field, text string, ctx Context) Reading { return t.Of(f).readText(text, ctx) }

// SaysItself reports whether a text of a field that can be read is no damage of
// another value: one of few values, a number, a day.
func (t *Table) SaysItself(f Field) bool { return t.Of(f).exact || len(t.Of(f).Choices) > 0 }

func (d *Definition) readText(text string, ctx Context) Reading {
	f := d.Field
	if d.read != nil {
		text = dropInvisible(text)
	}
	text = Clean(text)
	var reading Reading
	switch {
	case text == "":
		return reading
	case textLength(text) > MaxTextLength:
		reading = failed(TextTooLong, "", Args{"limit": MaxTextLength})
	case HasPersonalID(text):
		reading.Problem = Problem{Level: Warning, Code: PersonalID}
	case d.isVoid(text):
		reading.Problem = Problem{Level: Note, Code: SaysNothing, Args: Args{"value": text}}
	default:
		reading = d.reads(text, ctx)
		if reading.Problem.Code == "" && strings.Contains(reading.Value, lostLetter) {
			reading = unusual(reading.Value, LetterLost, Args{"sign": lostLetter})
		}
	}
	if reading.Problem.Code != "" {
		reading.Problem.Field = f
	}
	return reading
}

// reads reads a text that is clean and not empty. A program that holds all
// numbers with decimals has put zeros behind digits.
func (d *Definition) reads(text string, ctx Context) Reading {
	if d.read == nil {
		return readText(text, ctx)
	}
	if ctx.Repair && d.Digits {
		if whole := withoutDecimals(text); whole != text {
			reading := d.read(whole, ctx)
			reading.Repaired = reading.Value != ""
			return reading
		}
	}
	return d.read(text, ctx)
}

// Same reports whether a text says what is already kept, in the field's own
// way of comparing: a telephone number with other spaces is the same.
func (f Field) Same(kept, text string) bool {
	if kept == text {
		return true
	}
	same := standard[f].same
	return same != nil && kept != "" && same(kept, Clean(text))
}
