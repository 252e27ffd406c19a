package handlers

import (
	"context"
	"io"
	"net/url"
	"strconv"
	"strings"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/db/accesslog"
	"kortisto/handlers/wording"
	"kortisto/handover"
	"kortisto/sheet"

	"github.com/gofiber/fiber/v2"
)

// mostWritten is to how many customers can be written at once: far more than a
// program for e-mail takes, and two hundred sheets of labels.
const mostWritten = 5000

// picked is which customers of the list are used elsewhere: a selection that
// stands in an address. Where it names nobody, all that its filter lets through.
type picked struct{ selection }

func readPicked(c *fiber.Ctx, fields *customer.Table) picked {
	chosen := selectionIn(c, c.Context().QueryArgs(), fields)
	chosen.All = chosen.All || len(chosen.Numbers) == 0
	return picked{chosen}
}

// href is the address of something that is made of the customers, with more
// names and values in turn.
func (p *picked) href(path string, more ...string) string {
	query := url.Values{}
	if filter := p.Filter.first().Encoded(); filter != "" {
		query.Set("filter", filter)
	}
	if !p.All {
		for _, number := range p.Numbers {
			query.Add("number", strconv.Itoa(number))
		}
	}
	for i := 0; i+1 < len(more); i += 2 {
		query.Set(more[i], more[i+1])
	}
	return withQuery(path, query)
}

// reached are the customers to whom a message goes, and those whom it leaves
// out.
type reached struct {
	Total    int // of customers
	LeftOut  []unreached
	Unlisted int // of those left out, how many are not named
}

// unreached is a customer whom no message reaches.
type unreached struct {
	Number int
	Href   string
	Name   string
	Flags  []string
}

// mostNamed is how many of those left out are named.
const mostNamed = 200

// takes decides whether a message goes to a customer, whose address it is, and
// notes those whom it leaves out: who has no address, wants no marketing, or whose
// data may only be kept.
func (r *reached) takes(w Words, one *customer.Customer, hasAddress bool) bool {
	r.Total++
	if hasAddress && one.TakesMessages() {
		return true
	}
	if len(r.LeftOut) == mostNamed {
		r.Unlisted++
		return false
	}
	r.LeftOut = append(r.LeftOut, unreached{one.Number, customerPath(one.Number), wording.Clip(one.Values[customer.Name]), w.Flags(&one.Values)})
	return false
}

// Most is to how many customers can be written at once.
func (r *reached) Most() int { return mostWritten }

// Without is how many are left out.
func (r *reached) Without() int { return len(r.LeftOut) + r.Unlisted }

// elsewherePage is what views/customers_elsewhere.html shows: what can be made
// of some customers for other programs.
type elsewherePage struct {
	Page
	picked
	reached
	TooMany   bool
	Addresses string // of electronic mail
	Count     int    // how many addresses those are
	Separator string // between them
	Programs  []handover.Program
}

// Separators are what can stand between addresses.
func (p *elsewherePage) Separators() []string { return []string{";", ","} }

// Separated is the address of the page with another separator.
func (p *elsewherePage) Separated(separator string) string {
	return p.href("/customers/elsewhere", "separator", separator)
}

// Back is the address of the list.
func (p *elsewherePage) Back() string { return p.Filter.href("/customers") }

// Labels is the address of the labels.
func (p *elsewherePage) Labels() string { return p.href("/customers/labels") }

// Cards is the address of the file for address books.
func (p *elsewherePage) Cards() string { return p.href("/customers/contacts.vcf") }

// For is the address of the file for a program.
func (p *elsewherePage) For(program handover.Program) string {
	return p.href("/customers/program.csv", "for", program.Key)
}

// showElsewhere handles GET /customers/elsewhere.
func (s *server) showElsewhere(c *fiber.Ctx) error {
	view := &elsewherePage{picked: readPicked(c, s.db.Fields()), Separator: ";", Programs: handover.Programs()}
	if c.Query("separator") == "," {
		view.Separator = ","
	}
	filter, err := s.filterOf(c, &view.picked)
	if err != nil {
		return err
	}
	var addresses []string
	known := make(map[string]bool)
	words, entry := s.words(c), givenAway(c, &view.picked)
	view.TooMany, err = s.eachPicked(c, filter, func(one *customer.Customer) {
		found := customer.EmailAddresses(one.Values[customer.Email])
		entry.Numbers.Add(one.Number)
		if !view.takes(words, one, len(found) > 0) {
			return
		}
		for _, address := range found {
			if folded := customer.FoldKey(address); !known[folded] {
				known[folded] = true
				addresses = append(addresses, address)
			}
		}
	})
	if err != nil {
		return err
	}
	if !view.TooMany {
		s.note(c, entry)
	}
	view.Count, view.Addresses = len(addresses), strings.Join(addresses, view.Separator+" ")
	view.Page = s.page(c, "customers")
	return s.render(c, "customers_elsewhere", view)
}

// filterOf is the filter that lets the customers through.
func (s *server) filterOf(c *fiber.Ctx, chosen *picked) (db.Filter, error) {
	groups, err := s.db.Groups(c.UserContext())
	if err != nil {
		return db.Filter{}, err
	}
	return chosen.of(groups), nil
}

// givenAway begins the entry of the access log for what is made of the
// customers.
func givenAway(c *fiber.Ctx, chosen *picked) accesslog.Entry {
	entry := accesslog.Entry{By: userOf(c).Name, Kind: accesslog.Export}
	if chosen.All {
		entry.Filter = chosen.Filter.shape()
	}
	return entry
}

// eachPicked calls a function with each customer to write to, or reports that
// they are too many.
func (s *server) eachPicked(c *fiber.Ctx, filter db.Filter, use func(*customer.Customer)) (tooMany bool, err error) {
	release, err := s.takeExport(c)
	if err != nil {
		return false, err
	}
	defer release()
	filter.Limit = mostWritten + 1
	count := 0
	err = s.db.EachCustomer(c.UserContext(), filter, func(one *customer.Customer) error {
		if count++; count <= mostWritten {
			use(one)
		}
		return nil
	})
	return count > mostWritten, err
}

// exportCards handles GET /customers/contacts.vcf.
func (s *server) exportCards(c *fiber.Ctx) error {
	chosen := readPicked(c, s.db.Fields())
	filter, err := s.filterOf(c, &chosen)
	if err != nil {
		return err
	}
	key, err := s.db.VersionKey(c.UserContext())
	if err != nil {
		return err
	}
	lang := s.words(c).Lang()
	entry := givenAway(c, &chosen)
	return s.stream(c, s.exportName(c, ".vcf"), func(ctx context.Context, out io.Writer) error {
		defer func() { s.access.Add(entry) }() // of all that was written, should it fail
		cards := handover.NewCardWriter(out, lang, key)
		return s.db.EachCustomer(ctx, filter, func(one *customer.Customer) error {
			entry.Numbers.Add(one.Number)
			return cards.Write(one)
		})
	})
}

// exportForProgram handles GET /customers/program.csv. The cells are protected
// as in our own exports: people look at such a file in a spreadsheet before
// another program reads it.
func (s *server) exportForProgram(c *fiber.Ctx) error {
	program, ok := handover.ProgramByKey(c.Query("for"))
	if !ok {
		return db.ErrNotFound
	}
	chosen := readPicked(c, s.db.Fields())
	filter, err := s.filterOf(c, &chosen)
	if err != nil {
		return err
	}
	open := func(out io.Writer) (sheet.Writer, error) { return sheet.NewCSVWriter(out), nil }
	return s.streamCustomers(c, program.Name+" "+s.exportName(c, ".csv"), program, filter, givenAway(c, &chosen), open)
}

// exportName names a file of customers by when it was made.
func (s *server) exportName(c *fiber.Ctx, ending string) string {
	return s.words(c).Text("export.name") + " " + s.now().Local().Format("2006-01-02 1504") + ending
}
