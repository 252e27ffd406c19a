package confirmation

import (
	"net/url"
	"strings"

	"kortisto/handlers/wording"
)

// namedGroups is how many new groups an alarm names.
const namedGroups = 5

// groupAlarms name the groups that the save will create, the first few of many,
// and ask about those that are called nearly as another one is.
func (v *View) groupAlarms() []alarm {
	groups := v.plan.GroupsToCreate
	if len(groups) == 0 {
		return nil
	}
	var alarms []alarm
	var names []string
	for _, group := range groups {
		named := v.words.Text("import.group-rows", "name", wording.ShortName(group.Name), "count", group.Rows)
		names = append(names, named)
		if group.Like == "" {
			continue
		}
		like := wording.ShortName(group.Like)
		alarms = append(alarms, alarm{
			Warn: true, Text: v.words.Text("import.group-like", "group", named, "like", like),
			Button: v.words.Text("import.use-group", "name", like),
			Decide: "use-group:" + url.QueryEscape(group.Name) + ":" + url.QueryEscape(group.Like),
		})
	}
	if len(names) > namedGroups {
		names = append(names[:namedGroups], "…")
	}
	return append(alarms, alarm{Warn: true, Text: v.words.Text("import.groups-created", "count", len(groups), "names", strings.Join(names, ", "))})
}

// useGroup gives the rows of a new group another one.
func useGroup(d *deciding, args []string) bool {
	from, err := url.QueryUnescape(args[0])
	if err != nil {
		return false
	}
	to, err := url.QueryUnescape(args[1])
	if err != nil || from == "" || to == "" {
		return false
	}
	d.choices.Decisions.UseGroup(d.sheet, d.choices.Mapping, from, to)
	return true
}
