package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kortisto/cli"
)

// asProgram makes the test binary run as the program itself, for tests that
// need several processes.
const asProgram = "KORTISTO_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Exit(cli.Run(context.Background(), os.Args[1:], cli.EnvironmentOf(os.Environ()), os.Stdin, os.Stdout, os.Stderr, nil))
	}
	os.Exit(m.Run())
}

// bench is a place to run the program in: a directory, variables, an input.
type bench struct {
	t     *testing.T
	dir   string
	env   map[string]string
	stdin string

	served []cli.Settings // what the server was started with
}

func newBench(t *testing.T) *bench {
	return &bench{t: t, dir: t.TempDir(), env: map[string]string{}}
}

type result struct {
	status         int
	stdout, stderr string
}

// run runs the program on the register of the bench.
func (b *bench) run(args ...string) result {
	b.t.Helper()
	return b.runBare(append([]string{"--data", b.path("data")}, args...)...)
}

// runBare is run without --data.
func (b *bench) runBare(args ...string) result {
	b.t.Helper()
	var stdout, stderr bytes.Buffer
	serve := func(_ context.Context, settings cli.Settings) error {
		b.served = append(b.served, settings)
		return nil
	}
	status := cli.Run(b.t.Context(), args, b.env, strings.NewReader(b.stdin), &stdout, &stderr, serve)
	return result{status, stdout.String(), stderr.String()}
}

func (b *bench) path(name string) string { return filepath.Join(b.dir, name) }

// write puts a file into the bench and returns its path.
func (b *bench) write(name, content string) string {
	b.t.Helper()
	path := b.path(name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		b.t.Fatal(err)
	}
	return path
}

// must fails the test where a command does not end well.
func (b *bench) must(args ...string) result {
	b.t.Helper()
	r := b.run(args...)
	if r.status != 0 {
		b.t.Fatalf("%q: status %d\n%s%s", args, r.status, r.stdout, r.stderr)
	}
	return r
}

// printedPlan is what import --json prints.
type printedPlan struct {
	File struct {
		Name, Format, Charset, Delimiter, Sheet string

		HeaderRow int `json:"header_row"`
		Rows      int
	}
	Mapping []struct {
		Column        int
		Header, Field string
	}
	Defaults       []string
	Alarms         []printedAlarm
	Counts         counts
	GroupsToCreate []string `json:"groups_to_create"`
	Fingerprint    string
	Rows           []printedRow
	Saved          *struct {
		Import        int64
		New, Modified int
	}
}

type printedAlarm struct {
	Code         string
	Column, Rows int
	Message      string
}

type counts struct{ New, Modified, Unchanged, Undecided, Error, Excluded int }

type printedRow struct {
	Line      int
	Status    string
	Customer  int
	MatchedBy string `json:"matched_by"`
	Changes   []struct{ Field, Old, New string }
	Kept      []string
	Conflicts []struct {
		Field, Exported, Current, File, Who string
		At                                  string
		Import                              int64
	}
	Repaired   []string
	Candidates []int
	Problems   []struct{ Field, Level, Code, Message string }
}

// plan runs an import with --json and reads what it prints.
func (b *bench) plan(args ...string) printedPlan {
	b.t.Helper()
	r := b.must(append([]string{"import", "--json"}, args...)...)
	decoder := json.NewDecoder(strings.NewReader(r.stdout))
	decoder.DisallowUnknownFields()
	var plan printedPlan
	if err := decoder.Decode(&plan); err != nil {
		b.t.Fatalf("%v\n%s", err, r.stdout)
	}
	return plan
}

// fill brings the sample customers into the register.
func (b *bench) fill() {
	b.t.Helper()
	b.must("import", "testdata/original.csv", "--create-numbers", "--save")
}

// csv exports the register.
func (b *bench) csv() string {
	b.t.Helper()
	return b.must("export").stdout
}
