package handlers

import (
	"context"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"

	"kortisto/db"
	"kortisto/db/accesslog"
	"kortisto/handlers/wording"
	"kortisto/sheet"

	"github.com/gofiber/fiber/v2"
)

// accessPage is what views/access_index.html shows: who has done what with the
// data of customers.
type accessPage struct {
	Page
	Filter  accessFilter
	Kinds   []accesslog.Kind
	Authors []string
	Entries []accessRow
	Days    int    // how long entries are kept
	Missing string // that entries could not be written, "" where all were
	neighbours
}

// KindText is the word for a kind of entries.
func (p *accessPage) KindText(kind accesslog.Kind) string { return accessKind(p.Words, kind) }

// Name is who did something, in words.
func (p *accessPage) Name(by string) string { return accessName(p.Words, by) }

// accessRow is an entry in words.
type accessRow struct {
	Kind       accesslog.Kind
	What       string
	When       wording.Moment
	Who        string
	Customer   int    // 0 for none or several
	About      string // whom else it concerns
	Import     string // which import, "" for none
	ImportLink string
}

// flushTime is how long a page of the log waits for what is not yet written.
const flushTime = time.Second / 2

// flushAccess has what has just been done written, so that a page shows it. What
// cannot be written yet, the page tells or the next one shows.
func (s *server) flushAccess(c *fiber.Ctx) {
	ctx, cancel := context.WithTimeout(c.UserContext(), flushTime)
	defer cancel()
	_ = s.access.Flush(ctx)
}

// showAccess shows the access log, GET /access.
func (s *server) showAccess(c *fiber.Ctx) error {
	s.flushAccess(c)
	view := &accessPage{Page: s.page(c, "settings"), Filter: parseAccessFilter(c), Kinds: accesslog.Kinds}
	page := view.Filter.Page
	query := view.Filter.of()
	query.Limit, query.Offset = entriesPerPage+1, (page-1)*entriesPerPage
	entries, err := accesslog.Entries(c.UserContext(), s.db, query)
	if err != nil {
		return err
	}
	if len(entries) == 0 && page > 1 {
		return s.redirect(c, view.Filter.href(1))
	}
	entries, view.neighbours = cutPage(entries, page, view.Filter.href)
	kept, err := s.db.Retention(c.UserContext())
	if err != nil {
		return err
	}
	view.Days = kept.Access
	if view.Authors, err = accesslog.Authors(c.UserContext(), s.db); err != nil {
		return err
	}
	for i := range entries {
		view.Entries = append(view.Entries, newAccessRow(view.Words, &entries[i]))
	}
	if count, why := s.access.Missing(); count > 0 {
		view.Missing = missingText(view.Words, count, why)
	}
	return s.render(c, "access_index", view)
}

// missingText says how many entries the log lacks, and why.
func missingText(w Words, count int, why error) string {
	reason := "access.not-stored"
	if errors.Is(why, db.ErrDiskFull) {
		reason = "access.disk-full"
	}
	return w.Text("access.missing", "count", count, "why", w.Text(reason))
}

func newAccessRow(w Words, e *accesslog.Entry) accessRow {
	row := accessRow{Kind: e.Kind, What: accessKind(w, e.Kind), When: w.Moment(e.At), Who: accessName(w, e.By), Customer: e.Customer}
	var about []string
	switch {
	case e.Kind == accesslog.Unwritten:
		about = append(about, w.Text("access.entries", "count", e.Customers))
	case e.Customers > 0:
		about = append(about, w.Text("access.count", "count", e.Customers))
	case e.Kind == accesslog.List || e.Kind == accesslog.Search:
		about = append(about, w.Text("access.nobody"))
	}
	if filter := filterText(w, e.Filter); filter != "" {
		about = append(about, "("+filter+")")
	}
	if e.Object != "" {
		about = append(about, w.Who(e.Object))
	}
	row.About = strings.Join(about, " ")
	switch {
	case e.Import > 0:
		row.Import, row.ImportLink = w.Text("access.import", "import", e.Import), importPath(e.Import)
	case e.Import < 0:
		row.Import, row.ImportLink = w.Text("access.change", "import", -e.Import), importPath(e.Import)
	}
	return row
}

// accessKind is the word for a kind of entries.
func accessKind(w Words, kind accesslog.Kind) string { return w.Text("access.kind-" + string(kind)) }

// accessName is who did something, in words.
func accessName(w Words, by string) string {
	if by == unknownUser {
		return w.Text("access.unknown-user")
	}
	return w.Who(by)
}

// filterText says what customers were chosen by.
func filterText(w Words, filter accesslog.Filter) string {
	var parts []string
	for _, part := range filter.Parts() {
		parts = append(parts, w.Text("access.filter-"+part))
	}
	return strings.Join(parts, ", ")
}

// exportAccess gives the entries that a filter chooses as a file, GET
// /access/export.csv.
func (s *server) exportAccess(c *fiber.Ctx) error {
	s.flushAccess(c)
	words, query := s.words(c), parseAccessFilter(c).of()
	s.note(c, accesslog.Entry{Kind: accesslog.LogExport})
	name := words.Text("access.file") + " " + s.now().Local().Format("2006-01-02 1504") + ".csv"
	open := func(out io.Writer) (sheet.Writer, error) { return sheet.NewCSVWriter(out), nil }
	return s.streamTable(c, name, open, func(ctx context.Context, table sheet.Writer) error {
		err := table.Write([]string{
			words.Text("access.when"), words.Text("import.who"), words.Text("access.kind"), words.Text("access.customer"), words.Text("access.column-count"),
			words.Text("access.column-filter"), words.Text("access.column-import"), words.Text("access.column-object"),
		})
		if err != nil {
			return err
		}
		err = accesslog.Each(ctx, s.db, query, func(e *accesslog.Entry) error {
			return table.Write([]string{
				e.At.Local().Format(time.DateTime), accessName(words, e.By), accessKind(words, e.Kind), numberCell(int64(e.Customer)), numberCell(int64(e.Customers)),
				filterText(words, e.Filter), numberCell(e.Import), words.Who(e.Object),
			})
		})
		if err != nil {
			return err
		}
		return table.Close()
	})
}

// numberCell is a number in a table, "" for none.
func numberCell(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}
