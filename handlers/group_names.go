package handlers

import (
	"errors"
	"strconv"
	"unicode/utf8"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers/wording"
)

// longestGroup is how many characters the name of a group may have that is
// typed in a form. An import may bring a longer one.
const longestGroup = 100

var errGroupLong = errors.New("handlers: the name of a group is too long")

// errGroupPersonal says that the name of a group holds a personal identity code
// (value-private, docs/rules.md).
var errGroupPersonal = errors.New("handlers: the name of a group holds a personal identity code")

// checkGroupName is errGroupLong for a name that no form makes, or errGroupPersonal.
func checkGroupName(name string) error {
	if customer.HasPersonalID(name) {
		return errGroupPersonal
	}
	if utf8.RuneCountInString(customer.Clean(name)) > longestGroup {
		return errGroupLong
	}
	return nil
}

// listedGroup is a group where groups are listed or chosen.
type listedGroup struct{ db.Group }

// Short is as much of the name as the list shows.
func (g listedGroup) Short() string { return wording.Clip(g.Name) }

// Key names the group in an address: by its name, or by # and its id where the
// name would make the address too long.
func (g listedGroup) Key() string {
	if checkGroupName(g.Name) == nil {
		return g.Name
	}
	return "#" + strconv.FormatInt(g.ID, 10)
}

// listedGroups are groups to be listed or chosen.
func listedGroups(groups []db.Group) []listedGroup {
	listed := make([]listedGroup, len(groups))
	for i, group := range groups {
		listed[i] = listedGroup{group}
	}
	return listed
}

// groupNames are the names of the groups that an address names, nil for none.
func groupNames(keys []string, groups []db.Group) (names []string) {
	for _, key := range keys {
		if key != "" {
			names = append(names, groupName(key, groups))
		}
	}
	return names
}

// groupName is the name of the group that an address names. A name goes before
// a key that looks the same.
func groupName(key string, groups []db.Group) string {
	name := key
	for _, group := range groups {
		switch {
		case customer.FoldKey(group.Name) == customer.FoldKey(key):
			return group.Name
		case listedGroup{group}.Key() == key:
			name = group.Name
		}
	}
	return name
}
