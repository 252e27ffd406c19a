package importer

import (
	"strings"

	"kortisto/customer"
	"kortisto/sheet/htmltable"
)

// saying is what a cell says of a field, read when it is needed.
type saying struct {
	file    *fileReader
	field   customer.Field
	cell    cell
	ctx     customer.Context
	year    int     // in which the file came
	folds   bool    // the file's format folds white space
	pieces  []piece // that the row appends to what the cell says
	reading customer.Reading
	isRead  bool
}

// saying begins to read a cell. One that is meant as it stands is not repaired.
func (p *comparer) saying(f customer.Field, cell cell, ctx customer.Context) saying {
	ctx.Repair = !p.file.in.Options.NoRepair && !cell.asWritten
	said := saying{file: p.file, field: f, cell: cell, ctx: ctx, year: p.file.in.Year}
	if f == customer.Notes {
		said.pieces = p.pieces
	}
	return said
}

func (s *saying) read() customer.Reading {
	if !s.isRead {
		s.reading, s.isRead = s.file.read(s.field, s.cell.text, s.ctx), true
	}
	return s.reading
}

// says reports whether a cell says a value: as written, in the field's own way
// of comparing, as a spreadsheet may have damaged it, or as read and repaired, which
// it notes in the outcome; notes also without what the row has appended to them
// before.
func (s *saying) says(value string, o *outcome) bool {
	if s.saysAll(value, o) {
		return true
	}
	for i := len(s.pieces) - 1; i >= 0; i-- {
		before, found := s.pieces[i].cutFrom(value)
		if found && s.saysAll(before, o) {
			return true
		}
		value = before
	}
	return false
}

// saysAll reports the same of a value as it stands.
func (s *saying) saysAll(value string, o *outcome) bool {
	if value == "" {
		return false
	}
	if value == s.cell.other || s.field.Same(value, s.cell.text) {
		return true
	}
	// A choice that can be read is no damage of another one.
	if !(s.file.in.Fields.SaysItself(s.field) && !s.read().Failed()) && damagedIn(s.file.in.Fields, s.field, value, s.cell, s.year) || s.folds && s.folded(value) {
		o.kept = o.kept.With(s.field)
		return true
	}
	reading := s.read()
	if reading.Value == "" || reading.Value != value && !s.field.Same(value, reading.Value) {
		return false
	}
	if reading.Repaired {
		o.repaired = o.repaired.With(s.field)
	}
	return true
}

// folded reports whether a cell may be what is left of a value in a format that
// folds white space.
func (s *saying) folded(value string) bool {
	if s.cell.asWritten {
		return false
	}
	there := htmltable.FoldSpaces(s.cell.text)
	for _, written := range [...]string{value, strings.ReplaceAll(value, "\t", "")} { // a program may have left out tabs before
		left := htmltable.FoldSpaces(written)
		if left == there || left != value && damagedIn(s.file.in.Fields, s.field, left, s.cell, s.year) {
			return true
		}
	}
	return false
}
