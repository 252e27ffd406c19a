package locale_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/importer"
	"kortisto/locale"
)

// madeUp lists beginnings of ids that the code puts together, so that they do
// not stand in it as a whole.
var madeUp = []string{
	"import.by-",
	"import.fill-",
	"import.invoice-",
	"import.settle-",
	"import.conflicts-",
	"import.side-",
	"import.format-",
	"status.",
	"summary.",
	"role.",
	"problem.",
	"sheet.",
	"help.",
	"flag.",
	"argument.",
	"column.",
	"section.",
	"reason.",
	"effect.",
	"what.",
	"entry.",
	"hand.",
	"history.kind-",
	"code.",
	"short.",
	"decided.",
	"flaw.",
	"working.stage-",
	"fields.type-",
	"preferences.theme-",
	"list.chip-",
	"access.kind-",
	"access.filter-",
	"guide.",
	"twins.show-",
	"twins.how-",
	"kept.",
	"kept-hint.",
	"retained.",
}

// message is one entry of a file: a text, or one for each plural form.
type message map[string]string

func (m *message) UnmarshalJSON(data []byte) error {
	var text string
	if json.Unmarshal(data, &text) == nil {
		*m = message{"other": text}
		return nil
	}
	return json.Unmarshal(data, (*map[string]string)(m))
}

func readMessages(t *testing.T, lang string) map[string]message {
	t.Helper()
	paths, err := filepath.Glob("*" + lang + ".json")
	if err != nil || len(paths) == 0 {
		t.Fatalf("%s: no files: %v", lang, err)
	}
	all := make(map[string]message)
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var messages map[string]message
		if err := json.Unmarshal(data, &messages); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		for id, m := range messages {
			if _, twice := all[id]; twice {
				t.Errorf("%s: %s stands in two files", path, id)
			}
			all[id] = m
		}
	}
	return all
}

var (
	action   = regexp.MustCompile(`{{[^}]*}}`)
	argument = regexp.MustCompile(`\.([a-z]+)`)
)

func argumentsOf(text string) []string {
	found := make(map[string]bool)
	for _, a := range action.FindAllString(text, -1) {
		for _, match := range argument.FindAllStringSubmatch(a, -1) {
			found[match[1]] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}

func TestLanguagesAgree(t *testing.T) {
	if !slices.Equal(locale.Languages, customer.Languages) {
		t.Errorf("languages %v, the fields have %v", locale.Languages, customer.Languages)
	}
	finnish := readMessages(t, "fi")
	for _, lang := range locale.Languages {
		messages := readMessages(t, lang)
		for _, id := range slices.Sorted(maps.Keys(messages)) {
			if _, ok := finnish[id]; !ok {
				t.Errorf("%s: fi lacks %s", lang, id)
			}
		}
		for _, id := range slices.Sorted(maps.Keys(finnish)) {
			m, ok := messages[id]
			if !ok {
				t.Errorf("%s lacks %s", lang, id)
				continue
			}
			checkMessage(t, lang+" "+id, m, argumentsOf(finnish[id]["other"]))
			if len(m) != len(finnish[id]) {
				t.Errorf("%s %s: other plural forms than fi", lang, id)
			}
		}
	}
}

func checkMessage(t *testing.T, name string, m message, wanted []string) {
	t.Helper()
	for form, text := range m {
		if form != "one" && form != "other" {
			t.Errorf("%s: form %q", name, form)
		}
		if text == "" || strings.TrimSpace(text) != text && !strings.HasSuffix(text, ": ") {
			t.Errorf("%s: empty, or space at an end", name)
		}
		got := argumentsOf(text)
		if form == "one" && !slices.Contains(got, "count") {
			got = append(got, "count") // one may go without saying
			slices.Sort(got)
		}
		if !slices.Equal(got, wanted) {
			t.Errorf("%s: arguments %v, want %v", name, got, wanted)
		}
	}
	if _, plural := m["one"]; plural != slices.Contains(wanted, "count") {
		t.Errorf("%s: a message has the argument count and a form for one, or neither", name)
	}
}

// quotedElsewhere are what messages quote beside the texts of our own pages: names of
// fields, examples, and the controls of spreadsheet programs.
var quotedElsewhere = []string{
	"Alennus 5 %", "Rabatt 5 %", "Discount 5%", "virt hels", "mestarit",
	"Älä tunnista tietotyyppejä", "Identifiera inte datatyper", "Do not detect data types",
	"Muunna teksti luvuiksi, päivämääriksi ja kaavoiksi", "Konvertera text till tal, datum och formler", "Convert text to numbers, dates, and formulas",
}

var quotation = regexp.MustCompile(`[”“]([^”“]+)”`)

// TestQuotedControlsAreThere holds that what a message tells to press or to look for
// is called so.
func TestQuotedControlsAreThere(t *testing.T) {
	for _, lang := range locale.Languages {
		messages := readMessages(t, lang)
		named := make(map[string]bool)
		for _, text := range quotedElsewhere {
			named[text] = true
		}
		for _, f := range customer.Standard().Targets() {
			named[customer.Standard().Label(f, lang)] = true
		}
		for _, m := range messages {
			for _, text := range m {
				named[strings.TrimRight(text, " .:")] = true
			}
		}
		for id, m := range messages {
			for _, text := range m {
				for _, quoted := range quotation.FindAllStringSubmatch(text, -1) {
					if !strings.Contains(quoted[1], "{{") && !named[quoted[1]] {
						t.Errorf("%s: %s speaks of %q, which is nowhere", lang, id, quoted[1])
					}
				}
			}
		}
	}
}

func TestEveryCodeHasAMessage(t *testing.T) {
	messages := readMessages(t, "fi")
	for _, dir := range []string{"../customer", "../importer"} {
		codes := constants(t, dir, func(name, typ string) bool { return typ == "Code" })
		if len(codes) == 0 {
			t.Errorf("%s: no codes found", dir)
		}
		for _, code := range codes {
			if _, ok := messages["problem."+code]; !ok {
				t.Errorf("no message for the problem %s", code)
			}
			if _, ok := messages["short."+code]; !ok {
				t.Errorf("no words for a cell with the problem %s", code)
			}
			if _, ok := messages["code."+code]; !ok {
				t.Errorf("no short name for the problem %s", code)
			}
		}
	}
	for _, code := range constants(t, "../sheet", func(name, typ string) bool {
		return typ == "errors.go" && !strings.HasPrefix(name, "Reason") && !strings.HasPrefix(name, "setting")
	}) {
		if code == "workbook-too-large" {
			code += ".unzipped"
		}
		if _, ok := messages["sheet."+code]; !ok {
			t.Errorf("no message for the file error %s", code)
		}
	}
	for _, status := range importer.Statuses {
		if _, ok := messages["status."+string(status)]; !ok {
			t.Errorf("no message for the status %s", status)
		}
	}
}

// constants lists the values of the string constants of a package that wanted
// picks by name and type; an untyped one has the name of its file as its type.
func constants(t *testing.T, dir string, wanted func(name, typ string) bool) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var values []string
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(node ast.Node) bool {
			spec, ok := node.(*ast.ValueSpec)
			if !ok {
				return true
			}
			typ := filepath.Base(path)
			switch named := spec.Type.(type) {
			case *ast.Ident:
				typ = named.Name
			case *ast.SelectorExpr:
				typ = named.Sel.Name
			}
			for i, value := range spec.Values {
				literal, ok := value.(*ast.BasicLit)
				if !ok || literal.Kind != token.STRING || !wanted(spec.Names[i].Name, typ) {
					continue
				}
				text, err := strconv.Unquote(literal.Value)
				if err != nil {
					t.Fatal(err)
				}
				values = append(values, text)
			}
			return true
		})
	}
	return values
}

// sources returns the text of every page and every source file but tests.
func sources(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && strings.HasPrefix(entry.Name(), ".") && entry.Name() != "..":
			return fs.SkipDir
		case strings.HasSuffix(path, "_test.go"):
		case strings.HasSuffix(path, ".go"), strings.HasSuffix(path, ".html"):
			data, err := os.ReadFile(path)
			all.Write(data)
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}

func TestEveryMessageIsUsed(t *testing.T) {
	code := sources(t)
	for _, id := range slices.Sorted(maps.Keys(readMessages(t, "fi"))) {
		made := slices.ContainsFunc(madeUp, func(beginning string) bool { return strings.HasPrefix(id, beginning) })
		if !made && !strings.Contains(code, `"`+id+`"`) && !strings.Contains(code, "`"+id+"`") {
			t.Errorf("%s is not used", id)
		}
	}
	for _, beginning := range madeUp {
		if !strings.Contains(code, `"`+beginning+`"`) {
			t.Errorf("no id is put together from %q any more", beginning)
		}
	}
}

// textCall finds the ids that code asks for as a whole.
var textCall = regexp.MustCompile(`(?:\.Text|\.usage|\.failure|\btext)[( ]"([a-z-]+\.[a-z.-]*[a-z])"`)

func TestEveryTextAskedForExists(t *testing.T) {
	messages := readMessages(t, "fi")
	for _, match := range textCall.FindAllStringSubmatch(sources(t), -1) {
		if _, ok := messages[match[1]]; !ok {
			t.Errorf("there is no message %s", match[1])
		}
	}
}

// TestTextsAreGivenOnce holds that no file of messages gives a text twice, of which
// the second would hide the first.
func TestTextsAreGivenOnce(t *testing.T) {
	files, err := filepath.Glob("*.json")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	given := regexp.MustCompile(`(?m)^  "([^"]+)":`)
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		seen := make(map[string]bool)
		for _, id := range given.FindAllSubmatch(content, -1) {
			if name := string(id[1]); seen[name] {
				t.Errorf("%s gives %s twice", file, name)
			} else {
				seen[name] = true
			}
		}
	}
}
