package main

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// below says which of our packages each one may import, and which outside ones
// belong to it alone.
var below = map[string][]string{
	"kortisto/customer":   nil,
	"kortisto/sheet":      {"kortisto/sheet/charset", "kortisto/sheet/csvfile", "kortisto/sheet/damage", "kortisto/sheet/htmltable", "kortisto/sheet/table", "kortisto/sheet/workbook"},
	"kortisto/locale":     nil,
	"kortisto/demo":       {"kortisto/customer"},
	"kortisto/handover":   {"kortisto/customer"},
	"kortisto/importer":   {"kortisto/customer", "kortisto/sheet", "kortisto/sheet/charset", "kortisto/sheet/damage", "kortisto/sheet/htmltable"},
	"kortisto/db":         {"kortisto/customer", "kortisto/sheet", "kortisto/importer"},
	"kortisto/disclosure": {"kortisto/customer", "kortisto/sheet", "kortisto/locale", "kortisto/db", "kortisto/db/accesslog"},
	"kortisto/cli":        {"kortisto/handover", "kortisto/disclosure", "kortisto/customer", "kortisto/sheet", "kortisto/importer", "kortisto/locale", "kortisto/db", "kortisto/db/accesslog", "kortisto/db/accounts", "kortisto/db/backups"},
	"kortisto/handlers":   {"kortisto/handover", "kortisto/disclosure", "kortisto/customer", "kortisto/sheet", "kortisto/sheet/charset", "kortisto/importer", "kortisto/locale", "kortisto/db", "kortisto/db/accesslog", "kortisto/db/accounts", "kortisto/db/backups", "kortisto/handlers/confirmation", "kortisto/handlers/drafts", "kortisto/handlers/web", "kortisto/handlers/wording"},
	"kortisto/bench":      nil,
	"kortisto/e2e":        nil,

	"kortisto/db/accesslog":          {"kortisto/db"},
	"kortisto/db/accounts":           {"kortisto/customer", "kortisto/db"},
	"kortisto/db/backups":            {"kortisto/db"},
	"kortisto/handlers/drafts":       {"kortisto/customer", "kortisto/sheet", "kortisto/importer", "kortisto/db"},
	"kortisto/handlers/web":          nil,
	"kortisto/handlers/wording":      {"kortisto/customer", "kortisto/db", "kortisto/locale"},
	"kortisto/handlers/confirmation": {"kortisto/customer", "kortisto/sheet", "kortisto/sheet/charset", "kortisto/importer", "kortisto/locale", "kortisto/db", "kortisto/handlers/drafts", "kortisto/handlers/wording"},

	"kortisto/sheet/charset":   {"kortisto/sheet/table"},
	"kortisto/sheet/csvfile":   {"kortisto/sheet/table"},
	"kortisto/sheet/damage":    nil,
	"kortisto/sheet/htmltable": {"kortisto/sheet/table"},
	"kortisto/sheet/table":     nil,
	"kortisto/sheet/workbook":  {"kortisto/sheet/damage", "kortisto/sheet/table", "kortisto/sheet/xmlscan"},
	"kortisto/sheet/xmlscan":   nil,

	// Only tests import these.
	"kortisto/handlers/pagetest":     nil,
	"kortisto/sheet/sheettest":       nil,
	"kortisto/db/dbtest":             nil,
	"kortisto/e2e/nginx":             nil,
	"kortisto/importer/importertest": {"kortisto/customer", "kortisto/importer"},
}

// only names outside packages, by the beginning of their paths, that a few
// packages of ours alone may import.
var only = map[string][]string{
	"github.com/gofiber/":    {"kortisto/handlers", "kortisto/handlers/web"},
	"github.com/valyala/":    {"kortisto/handlers", "kortisto/handlers/web"},
	"github.com/gorilla/":    {"kortisto/handlers"},
	"html/template":          {"kortisto/handlers", "kortisto/handlers/web"},
	"net/http":               {"kortisto/handlers", "kortisto/cli"}, // cli asks a server for its health
	"github.com/uptrace/":    {"kortisto/db", "kortisto/db/accesslog", "kortisto/db/accounts"},
	"modernc.org/sqlite":     {"kortisto/db"},
	"database/sql":           {"kortisto/db", "kortisto/db/accesslog", "kortisto/db/accounts"},
	"github.com/spf13/":      {"kortisto/cli"},
	"github.com/xuri/":       {"kortisto/sheet/workbook"},
	"golang.org/x/net/":      {"kortisto/sheet/htmltable", "kortisto/handlers/pagetest"},
	"github.com/nicksnyder/": {"kortisto/locale"},
	"github.com/nyaruka/":    {"kortisto/customer"},
}

// TestLayers holds that arrows between packages run one way, and that HTTP,
// SQL and each library stay in their one place.
func TestLayers(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		words := strings.Fields(line)
		from := words[0]
		allowed, known := below[from]
		if from == "kortisto" {
			continue
		}
		if !known {
			t.Errorf("%s has no place in the layers", from)
		}
		for _, to := range words[1:] {
			if strings.HasPrefix(to, "kortisto") && !slices.Contains(allowed, to) {
				t.Errorf("%s imports %s", from, to)
			}
			for prefix, owners := range only {
				if strings.HasPrefix(to, prefix) && !slices.Contains(owners, from) {
					t.Errorf("%s imports %s, which belongs to %v", from, to, owners)
				}
			}
		}
	}
}

// TestTimeZonesAreBuiltIn holds that TZ is obeyed where the machine has no list
// of time zones, as in the image.
func TestTimeZonesAreBuiltIn(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil || !slices.Contains(strings.Fields(string(out)), "time/tzdata") {
		t.Errorf("time/tzdata is no part of the program, %v", err)
	}
}
