package importer

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"kortisto/customer"
	"kortisto/sheet"
)

// HeaderKey is what the header of a file is recognised by: 64 hexadecimal
// digits, or "" for a file without one. Letter case and white space aside, two
// headers with the same key have the same names in the same order.
func HeaderKey(s *sheet.Sheet) string {
	if s.HeaderRow == 0 {
		return ""
	}
	h := sha256.New()
	for _, name := range s.Header {
		h.Write([]byte(customer.FoldKey(name)))
		h.Write([]byte{0xff})
	}
	return hex.EncodeToString(h.Sum(nil))
}

// RememberedMapping maps the columns of a sheet as those of an earlier file with
// the same header were mapped (map-remember, docs/rules.md). What the content of a
// file decides, it decides still: a number column that holds no whole numbers is no
// number, and the version is where Suggest finds it. Nor is a column of a file of
// ours appended to the notes by itself.
func RememberedMapping(s *sheet.Sheet, table *customer.Table, earlier Mapping) Mapping {
	m := make(Mapping, len(s.Header))
	copy(m, earlier)
	if column, mapped := m.Column(customer.Number); mapped && !holdsNumbers(s, column) {
		m[column] = customer.None
	}
	if column, mapped := m.Column(customer.Version); mapped {
		m[column] = customer.None
	}
	suggested := Suggest(s, table)
	if column, found := suggested.Column(customer.Version); found {
		m.Set(column, customer.Version)
	}
	m.appendNothingOurs(s, table, suggested)
	return m
}

// appendNothingOurs takes the columns of a file of ours back to what is suggested
// for them, where they would be appended to the notes beside their own fields
// (append-chosen, docs/rules.md).
func (m Mapping) appendNothingOurs(s *sheet.Sheet, table *customer.Table, suggested Mapping) {
	if !slices.Contains(m, customer.AppendNotes) || !MayBeOurs(s, table) {
		return
	}
	for i, header := range s.Header {
		if _, ours := table.ByHeader(header); !ours || m[i] != customer.AppendNotes {
			continue
		}
		m[i] = customer.None
		if _, taken := m.Column(suggested[i]); !taken {
			m[i] = suggested[i]
		}
	}
}

// Lasting are the options that are remembered with a mapping. What settles the
// rows of one file is chosen each time, and so are the numbers that make
// customers: in the next file one may be a slip.
func (o Options) Lasting() Options {
	lasting := Options{NoRepair: o.NoRepair, Kind: o.Kind, FirstNameFirst: o.FirstNameFirst, Create: o.Create, SkipExisting: o.SkipExisting}
	if o.UnknownNumbers == UnknownIgnored {
		lasting.UnknownNumbers = UnknownIgnored
	}
	return lasting
}

// WithLasting are the options with those that were remembered.
func (o Options) WithLasting(remembered Options) Options {
	lasting := remembered.Lasting()
	lasting.TakeDamaged, lasting.OnConflict = o.TakeDamaged, o.OnConflict
	if o.UnknownNumbers == UnknownCreates {
		lasting.UnknownNumbers = UnknownCreates
	}
	return lasting
}
