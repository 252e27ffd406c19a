package handlers

import (
	"kortisto/db"
	"kortisto/importer"

	"github.com/gofiber/fiber/v2"
)

// A topic is a page of the help. Its texts stand in locale/guide.*.json: its name
// under guide.start, its first sentence under guide.start-intro, the name of a part
// under guide.start-list, and what that says under guide.start-list-text.
type topic struct {
	Name     string
	parts    []string
	pictured bool // by static/help/NAME.LANGUAGE.webp, which says what guide.picture-NAME says
}

// topics are the pages of the help, in their order.
var topics = []topic{
	{"start", []string{"list", "one", "try", "others"}, true},
	{"import", []string{"export", "edit", "columns", "check", "save"}, true},
	{statusTopic, nil, false},
	{"undo", []string{"import", "hand", "bin"}, true},
}

// statusTopic is the page that explains the words of the confirmation page.
const statusTopic = "statuses"

// helpPage is what views/help.html shows.
type helpPage struct {
	Page
	Name    string // of the topic
	Title   string
	Intro   string
	Picture string // what the picture shows, "" for none
	Parts   []helpPart
	Terms   []termGroup
	Topics  []helpPart // of all pages, without their texts
}

// helpPart is a part of a topic, or a word that is explained; others lead to it by
// its name.
type helpPart struct{ Name, Title, Text string }

// termGroup is words of the confirmation page.
type termGroup struct {
	Title string
	Terms []helpPart
}

// showHelp handles GET /help and GET /help/{topic}.
func (s *server) showHelp(c *fiber.Ctx) error {
	name := c.Params("topic", topics[0].Name)
	for _, t := range topics {
		if t.Name == name {
			return s.render(c, "help", newHelpPage(s.page(c, "help"), t))
		}
	}
	return db.ErrNotFound
}

func newHelpPage(page Page, t topic) *helpPage {
	said := func(name string) string { return page.Text("guide." + name) }
	view := &helpPage{Page: page, Name: t.Name, Title: said(t.Name), Intro: said(t.Name + "-intro")}
	if t.pictured {
		view.Picture = said("picture-" + t.Name)
	}
	for _, part := range t.parts {
		view.Parts = append(view.Parts, helpPart{part, said(t.Name + "-" + part), said(t.Name + "-" + part + "-text")})
	}
	for _, other := range topics {
		view.Topics = append(view.Topics, helpPart{Name: other.Name, Title: said(other.Name)})
	}
	if t.Name == statusTopic {
		view.Terms = terms(page.Words)
		view.Parts = append(view.Parts, helpPart{"alarms", said("alarms"), said("alarms-text")})
	}
	return view
}

// terms explains statuses, marks, and how customers are found.
func terms(w Words) []termGroup {
	statuses := termGroup{Title: w.Text("guide.row")}
	for _, status := range importer.Statuses {
		statuses.Terms = append(statuses.Terms, helpPart{string(status), w.Text("status." + string(status)), w.Text("guide.status-" + string(status))})
	}
	marks := termGroup{Title: w.Text("guide.marks")}
	for _, mark := range []string{"kept", "stands", "repaired", "filled", "corrected"} {
		marks.Terms = append(marks.Terms, helpPart{mark, w.Text("import." + mark), w.Text("guide.mark-" + mark)})
	}
	marks.Terms = append(marks.Terms, helpPart{"conflict", w.Text("guide.conflict"), w.Text("guide.mark-conflict")})
	found := termGroup{Title: w.Text("guide.found")}
	for _, by := range []importer.Match{importer.ByNumber, importer.ByBusinessID, importer.ByName, importer.ByUser} {
		found.Terms = append(found.Terms, helpPart{"by-" + string(by), w.Text("import.by-" + string(by)), w.Text("guide.found-" + string(by))})
	}
	return []termGroup{statuses, marks, found}
}
