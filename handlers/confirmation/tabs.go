package confirmation

import "kortisto/importer"

// tab is the rows of one status, or of several.
type tab struct {
	Status  string
	Label   string
	Count   int
	Address string
	Current bool
}

// tabOrder puts what something happens to before what stays as it is.
var tabOrder = []importer.Status{importer.New, importer.Modified, importer.Undecided, importer.Error, importer.Unchanged, importer.Excluded}

// makeTabs makes the counts that filter the rows.
func (v *View) makeTabs() {
	n := v.plan.Counts
	v.Showing.Status = v.Showing.statusOf(v.plan)
	add := func(status, label string, count int) {
		show := v.Showing
		show.Status, show.Page, show.Open, show.Values = status, 1, 0, 0
		v.Tabs = append(v.Tabs, tab{status, label, count, v.address(show), status == v.Showing.Status})
	}
	if len(v.differing) > 0 {
		add(differing, v.words.Text("import.differing"), len(v.differing))
	}
	add(everything, v.words.Text("import.all-rows"), len(v.plan.Rows))
	add(acting, v.words.Text("import.attention"), countActing(v.plan))
	for _, status := range tabOrder {
		add(string(status), v.words.Text("status."+string(status)), n[status])
	}
}
