package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"syscall"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"kortisto/db"
	"kortisto/locale"
)

// newProgram is a program that is not run.
func newProgram(lang string) *program {
	p := &program{stdout: &output{to: io.Discard}, stderr: io.Discard, text: locale.For(lang)}
	p.progress = newProgress(p.stderr, p.text)
	p.common.data = "/srv/data"
	return p
}

func TestExplain(t *testing.T) {
	wrapped := func(err error) error { return fmt.Errorf("%w: %w", err, errors.New("SQL logic error")) }
	data := t.TempDir()
	for _, lang := range locale.Languages {
		p := newProgram(lang)
		p.common.data = data
		for _, test := range []struct {
			err  error
			want string
		}{
			{wrapped(db.ErrDiskFull), p.text.Text("failure.disk-full")},
			{&fs.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}, p.text.Text("failure.disk-full")},
			{wrapped(db.ErrNotWritable), data},
			{wrapped(db.ErrNotDatabase), data},
			{wrapped(db.ErrDamaged), data},
			{wrapped(db.ErrNewerSchema), data},
			{wrapped(db.ErrNumbersUsedUp), p.text.Text("failure.numbers-used-up")},
			{db.ErrBusy{Holder: "Liisa: import a.csv"}, "(Liisa: import a.csv)"},
			{wrapped(db.ErrBusy{}), p.text.Text("failure.busy", "holder", "")},
			{wrapped(db.ErrPlanChanged{}), p.text.Text("failure.plan-changed")},
			{wrapped(context.Canceled), p.text.Text("failure.stopped")},
			{&fs.PathError{Op: "open", Path: "a.csv", Err: syscall.EACCES}, p.text.Text("failure.file-forbidden", "path", "a.csv")},
			{&fs.PathError{Op: "read", Path: "a.csv", Err: syscall.EIO}, "a.csv"},
			{&fs.PathError{Op: "mkdir", Path: "/mnt/x", Err: fmt.Errorf("%w: %w", db.ErrNoDirectory, syscall.EEXIST)}, "/mnt/x"},
			{db.ErrRestoreBegun{Cause: wrapped(db.ErrDiskFull)}, p.text.Text("failure.disk-full")},
			{db.ErrLost{Found: []string{"witness.0"}}, "kortisto restore"},
			{db.ErrLost{Found: []string{"witness.0"}, Empty: true}, "kortisto restore"},
			{wrapped(db.ErrNotDatabase), "kortisto restore"},
			{errors.New("what is this"), "what is this"},
		} {
			got := p.explain(test.err)
			if !strings.Contains(got, test.want) || strings.Contains(got, "SQL") || strings.Contains(got, "db:") {
				t.Errorf("%s %v: %q, want %q", lang, test.err, got, test.want)
			}
		}
	}
}

// TestFlagsMeanTheSameEverywhere holds what arrange relies on.
func TestFlagsMeanTheSameEverywhere(t *testing.T) {
	valued := make(map[string]bool)
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		for _, flags := range []*pflag.FlagSet{cmd.PersistentFlags(), cmd.Flags()} {
			flags.VisitAll(func(flag *pflag.Flag) {
				takes := flag.NoOptDefVal == ""
				if known, ok := valued[flag.Name]; ok && known != takes {
					t.Errorf("--%s takes a value in one command and none in another", flag.Name)
				}
				valued[flag.Name] = takes
			})
		}
		for _, sub := range cmd.Commands() {
			walk(sub)
		}
	}
	walk(newProgram("fi").rootCommand())
	if !valued["data"] || valued["save"] {
		t.Errorf("%v", valued)
	}
}

func TestProgress(t *testing.T) {
	var out strings.Builder
	p := newProgress(&out, locale.For("fi"))
	if p.rows("x")(1, 2); out.Len() > 0 {
		t.Errorf("shown where there is no terminal: %q", out.String())
	}
	p.out, p.started = &out, p.started.Add(-progressAfter)
	p.rows("Tallennetaan")(12345, 100000)
	p.rows("Tallennetaan")(12346, 100000) // too soon after the last one
	p.shown = p.shown.Add(-progressEvery)
	p.bytes("Luetaan")(1, 3)
	p.clear()
	p.clear()
	long, short := "Tallennetaan: 12\u00a0345 / 100\u00a0000", "Luetaan: 33 %"
	want := "\r" + long + "\r" + short + strings.Repeat(" ", len([]rune(long))-len(short)) +
		"\r" + strings.Repeat(" ", len(short)) + "\r"
	if out.String() != want {
		t.Errorf("%q, want %q", out.String(), want)
	}
}

func TestShow(t *testing.T) {
	for text, want := range map[string]string{
		"plain ä":                  "plain ä",
		"a\r\nb\nc\td":             "a↵b↵c d",
		"\x1b[31m\u009b\u202e\x7f": "�[31m���",
		strings.Repeat("ä", 201):   strings.Repeat("ä", 200) + "…",
		strings.Repeat("ä", 200):   strings.Repeat("ä", 200),
	} {
		if got := show(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
