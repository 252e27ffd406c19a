package handlers

import (
	"errors"
	"html/template"
	"net/url"
	"slices"
	"strings"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/db/accesslog"
	"kortisto/handlers/wording"

	"github.com/gofiber/fiber/v2"
)

// customerReading is what views/customer_show.html shows: a customer to read.
type customerReading struct {
	Page
	Customer  int // its number
	Name      string
	Flags     []string // what is marked of the customer
	Kind      string
	Group     string
	GroupHref string // the customers of the group
	Sections  []readSection
	Merged    []int // numbers of customers who were merged into this one
	History   *historyView
}

// readSection is a part of the page with a heading.
type readSection struct {
	Section  customer.Section
	Envelope []string         // the lines of the address, nil elsewhere and where there is none
	Facts    []fact           // fields with a value
	Empty    []customer.Field // those without
}

// fact is a field with its value.
type fact struct {
	Field  customer.Field
	Parts  []linkedText // the value in words
	Note   string       // what the value stands for
	Copied string       // what its button copies, "" where it has none
}

// linkedText is a part of a value, which may lead somewhere.
type linkedText struct {
	Text   string
	Href   template.URL // "" for none
	Leaves bool         // it leads to another site
}

// copying is what partials/copy.html shows.
type copying struct {
	Words
	What  string // what is copied, for those who do not see where the button stands
	Value string
}

// Copying makes a button that copies a text.
func (p *customerReading) Copying(what, value string) copying { return copying{p.Words, what, value} }

// Address is the address as one text.
func (s readSection) Address() string { return strings.Join(s.Envelope, "\n") }

// Path is the customer's address.
func (p *customerReading) Path() string { return customerPath(p.Customer) }

// Card is the address of the customer's card for address books.
func (p *customerReading) Card() string {
	one := picked{selection{Numbers: []int{p.Customer}}}
	return one.href("/customers/contacts.vcf")
}

// EditHref is where a field is changed.
func (p *customerReading) EditHref(field customer.Field) string {
	return p.Path() + "/edit?field=" + field.Key()
}

// showCustomer handles GET /customers/{number}.
func (s *server) showCustomer(c *fiber.Ctx) error {
	one, err := s.customerAt(c)
	if errors.Is(err, db.ErrNotFound) {
		return s.tellMerged(c, numberAt(c))
	}
	if err != nil {
		return err
	}
	s.note(c, accesslog.Entry{Kind: accesslog.View, Customer: one.Number})
	view := newReading(s.page(c, "customers"), &one)
	if view.Merged, err = s.db.MergedNumbers(c.UserContext(), one.Number); err != nil {
		return err
	}
	if view.History, err = s.history(c, view.Words, one.Number); err != nil {
		return err
	}
	return s.render(c, "customer_show", view)
}

func newReading(page Page, one *customer.Customer) *customerReading {
	view := &customerReading{
		Page: page, Customer: one.Number, Name: one.Values[customer.Name],
		Kind:  page.Show(customer.Kind, one.Values[customer.Kind]),
		Group: wording.Clip(one.Values[customer.Group]),
		Flags: page.Flags(&one.Values),
	}
	view.GroupHref = "/customers?" + url.Values{"group": {one.Values[customer.Group]}}.Encode()
	for _, section := range sectionsToRead() {
		part := readSection{Section: section}
		if section == customer.SectionAddress {
			part.Envelope = one.Envelope(page.Lang())
		}
		for _, field := range page.Table.In(section) {
			if one.Values[field] == "" {
				part.Empty = append(part.Empty, field)
				continue
			}
			part.Facts = append(part.Facts, newFact(page.Words, field, one))
		}
		if len(part.Facts) > 0 || page.CanEdit() && len(part.Empty) > 0 {
			view.Sections = append(view.Sections, part)
		}
	}
	return view
}

// sectionsToRead are the sections as one reads them: how the customer is
// reached comes first.
func sectionsToRead() []customer.Section {
	first := []customer.Section{customer.SectionContact, customer.SectionAddress}
	return append(first, slices.DeleteFunc(slices.Clone(customer.Sections), func(section customer.Section) bool {
		return slices.Contains(first, section)
	})...)
}

func newFact(words Words, field customer.Field, one *customer.Customer) fact {
	definition, value := words.Table.Of(field), one.Values[field]
	shown := fact{Field: field, Parts: linked(definition, value, words.Show(field, value), one.Country())}
	if definition.Offers == customer.OfferOperators {
		if name := customer.OperatorName(value); name != value {
			shown.Note = name
		}
	}
	if definition.Copied {
		shown.Copied = value
	}
	return shown
}

// linked are the parts of a value: addresses and telephone numbers lead to the
// program that writes or calls.
func linked(definition *customer.Definition, value, shown, country string) []linkedText {
	switch definition.InputMode {
	case "email":
		if addresses := customer.EmailAddresses(value); len(addresses) > 0 {
			return []linkedText{{Text: value, Href: template.URL("mailto:" + mailTo(addresses))}}
		}
	case "tel":
		return linkedPhones(value, country)
	case "url":
		if href := webAddress(value); href != "" {
			return []linkedText{{Text: value, Href: href, Leaves: true}}
		}
	}
	return []linkedText{{Text: shown}}
}

// mailTo is who a mailto: address writes to (RFC 6068).
func mailTo(addresses []string) string {
	escaped := make([]string, len(addresses))
	for i, address := range addresses {
		// A plus is a letter here, and stays one.
		escaped[i] = strings.ReplaceAll(url.PathEscape(address), "%40", "@")
	}
	return strings.Join(escaped, ",")
}

func linkedPhones(value, country string) []linkedText {
	var parts []linkedText
	done := 0
	for _, number := range customer.FindPhones(value, country) {
		if number.Start > done {
			parts = append(parts, linkedText{Text: value[done:number.Start]})
		}
		parts = append(parts, linkedText{Text: value[number.Start:number.End], Href: template.URL("tel:" + number.Number)})
		done = number.End
	}
	if done < len(value) {
		parts = append(parts, linkedText{Text: value[done:]})
	}
	return parts
}

// webAddress is the address of a site, "" for what is none.
func webAddress(value string) template.URL {
	text := value
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	address, err := url.Parse(text)
	if err != nil || address.Scheme != "https" && address.Scheme != "http" || !strings.Contains(address.Hostname(), ".") || address.User != nil {
		return ""
	}
	return template.URL(address.String())
}
