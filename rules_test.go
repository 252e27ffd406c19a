package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	ruleLink = regexp.MustCompile(`\]\(([^)#]+)\)`)
	testName = regexp.MustCompile(`(?m)^func Test(\w+)\(`)
	// citedRule is the name of a rule as comments and tables of tests write it, and
	// no part of a longer name.
	citedRule = regexp.MustCompile(`[^\w./-](` + ruleName + `)[^\w-]`)
	ruleLike  = regexp.MustCompile(`\((` + ruleName + `)\)`)
)

// ruleName is how the names of most rules are made.
const ruleName = `(?:read|map|form|selection|match|merge|twins|damage|decide|save|value|series|invoice|group|never|erased|change|unchanged|three|undo|list|preferences|hand|append)(?:-[a-z]+)+`

// TestRules holds that each rule of docs/rules.md names the files that hold it
// and is named by a test, as TestMatchKey or by its own name, and that no
// comment cites (match-key) in this way what is no rule.
func TestRules(t *testing.T) {
	text, err := os.ReadFile("docs/rules.md")
	if err != nil {
		t.Fatal(err)
	}
	rules := make(map[string]bool)
	for _, item := range strings.Split(string(text), "\n- **")[1:] {
		item, _, _ = strings.Cut(item, "\n\n")
		rule, rest, _ := strings.Cut(item, "**")
		rules[rule] = true
		links := ruleLink.FindAllStringSubmatch(rest, -1)
		if len(links) == 0 {
			t.Errorf("%s: which file holds it?", rule)
		}
		for _, link := range links {
			if _, err := os.Stat(filepath.Join("docs", link[1])); err != nil {
				t.Errorf("%s: %v", rule, err)
			}
		}
	}
	tests := citations(t, rules)
	for rule := range rules {
		if !tests[rule] && !tests[camelCase(rule)] {
			t.Errorf("%s: no test names it", rule)
		}
	}
}

// citations returns the names of all tests and of the rules that tests name. A
// comment anywhere that cites what is no rule fails the test.
func citations(t *testing.T, rules map[string]bool) map[string]bool {
	t.Helper()
	named := make(map[string]bool)
	err := filepath.WalkDir(".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".go" || path == "rules_test.go" {
			return err
		}
		data, err := os.ReadFile(path)
		code := string(data)
		for _, match := range ruleLike.FindAllStringSubmatch(code, -1) {
			if !rules[match[1]] {
				t.Errorf("%s cites %s, which is no rule", path, match[1])
			}
		}
		if !strings.HasSuffix(path, "_test.go") {
			return err
		}
		for _, match := range citedRule.FindAllStringSubmatch(code, -1) {
			named[match[1]] = true
		}
		for _, match := range testName.FindAllStringSubmatch(code, -1) {
			for rule := range rules {
				if strings.Contains(match[1], camelCase(rule)) {
					named[camelCase(rule)] = true
				}
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return named
}

// camelCase writes the name of a rule as names of tests do.
func camelCase(rule string) string {
	var b strings.Builder
	for word := range strings.SplitSeq(rule, "-") {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}
