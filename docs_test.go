package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"kortisto/cli"
)

// TestChangelogTellsThisVersion holds that the newest version of CHANGELOG.md,
// which has a date, is the program's.
func TestChangelogTellsThisVersion(t *testing.T) {
	text, err := os.ReadFile("CHANGELOG.md")
	if err != nil {
		t.Fatal(err)
	}
	newest := regexp.MustCompile(`(?m)^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d\d-\d\d$`).FindSubmatch(text)
	if newest == nil || string(newest[1]) != cli.Version {
		t.Errorf("the newest version is %q, the program's %s", newest, cli.Version)
	}
}

// TestReliabilityNamesTests holds that each test that docs/reliability.md names
// is there: what is promised is tested.
func TestReliabilityNamesTests(t *testing.T) {
	text, err := os.ReadFile("docs/reliability.md")
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	function := regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	err = fs.WalkDir(os.DirFS("."), ".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		code, err := os.ReadFile(path)
		for _, found := range function.FindAllSubmatch(code, -1) {
			there[string(found[1])] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile("`(Test\\w+)`").FindAllSubmatch(text, -1)
	if len(named) < 50 {
		t.Errorf("only %d tests are named", len(named))
	}
	for _, name := range named {
		if !there[string(name[1])] {
			t.Errorf("there is no %s", name[1])
		}
	}
}

// administration are the pages for administrators, in each of their languages.
var administration = []string{"docs/administration.md", "docs/administration.fi.md"}

// read is the text of a file.
func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestAdministrationListsTheSettings holds that the pages for administrators
// have each setting of the server with its default, and no other.
func TestAdministrationListsTheSettings(t *testing.T) {
	var want []string
	config := regexp.MustCompile(`(?m)^([a-z-]+) +(\S*) *default$`).FindAllStringSubmatch(runHere(t, "config", "--lang", "en"), -1)
	for _, setting := range config {
		want = append(want, setting[1]+"="+setting[2])
	}
	want = append(want, "lang=fi") // which the test gives itself
	slices.Sort(want)
	if len(want) < 10 {
		t.Fatalf("only %q", want)
	}
	for _, path := range administration {
		var listed []string
		for _, row := range regexp.MustCompile("(?m)^\\| `--([a-z-]+)` \\| (?:`(.*?)` )?\\| .+ \\|$").FindAllStringSubmatch(read(t, path), -1) {
			listed = append(listed, row[1]+"="+row[2])
		}
		slices.Sort(listed)
		if !slices.Equal(listed, want) {
			t.Errorf("%s lists\n%q, want\n%q", path, listed, want)
		}
	}
}

// TestAdministrationInBothLanguages holds that the pages for administrators give
// the same commands and files in each language.
func TestAdministrationInBothLanguages(t *testing.T) {
	block := regexp.MustCompile("(?s)```\\w+\n.*?```")
	en, fi := block.FindAllString(read(t, administration[0]), -1), block.FindAllString(read(t, administration[1]), -1)
	if len(en) < 15 || !slices.Equal(en, fi) {
		t.Errorf("%d and %d:\n%s\n\n%s", len(en), len(fi), strings.Join(en, "\n"), strings.Join(fi, "\n"))
	}
}

// TestAdministrationCommands holds that each command of ours on the pages for
// administrators is one, and has the flags that are given to it.
func TestAdministrationCommands(t *testing.T) {
	command := regexp.MustCompile(`(?m)(?:^|/|-- |--rm |:ro )kortisto ((?:user )?[a-z]+)( .*)?$`)
	flag := regexp.MustCompile(`--[a-z-]+`)
	found := command.FindAllStringSubmatch(read(t, administration[0]), -1)
	if len(found) < 20 {
		t.Errorf("only %q", found)
	}
	for _, match := range found {
		help := runHere(t, append([]string{"help"}, strings.Fields(match[1])...)...)
		for _, name := range flag.FindAllString(match[2], -1) {
			if !strings.Contains(help, name+" ") && !strings.Contains(help, name+"\n") {
				t.Errorf("%s has no %s", match[1], name)
			}
		}
	}
}

// TestPagesLeadSomewhere holds that the files to which the pages link are there.
func TestPagesLeadSomewhere(t *testing.T) {
	pages, err := filepath.Glob("docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range append(pages, "README.md", "CHANGELOG.md", "SECURITY.md", "CONTRIBUTING.md") {
		for _, link := range ruleLink.FindAllStringSubmatch(read(t, page), -1) {
			if strings.Contains(link[1], "://") {
				continue
			}
			if _, err := os.Stat(filepath.Join(filepath.Dir(page), link[1])); err != nil {
				t.Errorf("%s: %v", page, err)
			}
		}
	}
}
