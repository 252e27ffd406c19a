package db

import (
	"slices"
	"strconv"
	"strings"

	"kortisto/customer"
)

// checkOwnName returns a name for an own field in clean letters, unless a file could
// not tell it from those of other fields. It fails with ErrNameMissing or ErrNameTaken.
func checkOwnName(own []customer.OwnField, f customer.Field, name string) (string, error) {
	name = customer.CleanName(name)
	key := customer.HeaderKey(name)
	switch {
	case key == "":
		return "", ErrNameMissing
	case isStandardName(name):
		return "", ErrNameTaken
	case slices.ContainsFunc(own, func(o customer.OwnField) bool { return o.Field != f && customer.HeaderKey(o.Name) == key }):
		return "", ErrNameTaken
	}
	return name, nil
}

// isStandardName reports whether a file means a standard field by a name.
func isStandardName(name string) bool {
	f, _ := customer.Standard().ByHeader(name)
	return f != customer.None
}

var brackets = strings.NewReplacer("(", " ", ")", " ", "[", " ", "]", " ")

// freeOwnNames gives own fields whose name is that of another field one that is
// free, and returns these.
func freeOwnNames(own []customer.OwnField) (renamed []customer.OwnField) {
	taken, before := make(map[string]bool), make(map[string]bool)
	for _, o := range own {
		taken[customer.HeaderKey(o.Name)] = true
	}
	for _, o := range own {
		key := customer.HeaderKey(o.Name)
		if !before[key] && !isStandardName(o.Name) {
			before[key] = true
			continue
		}
		bare := strings.Join(strings.Fields(brackets.Replace(o.Name)), " ") // what stands in them is no part of a heading
		name := bare
		for n := 2; taken[customer.HeaderKey(name)] || isStandardName(name); n++ {
			name = numbered(bare, n)
		}
		taken[customer.HeaderKey(name)] = true
		renamed = append(renamed, customer.OwnField{Field: o.Field, Name: name})
	}
	return renamed
}

// numbered puts a number behind a name, which is cut where it would get too long.
func numbered(name string, n int) string {
	number := " " + strconv.Itoa(n)
	letters := []rune(name)
	fits := min(len(letters), customer.LongestOwnName-len(number))
	return strings.TrimSpace(strings.TrimSpace(string(letters[:fits])) + number)
}
