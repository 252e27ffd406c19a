package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"kortisto/cli"
	"kortisto/db"
	"kortisto/handlers/pagetest"
)

// registersDir holds a register of each version, as db/testdata/README.md tells.
const registersDir = "db/testdata/versions"

var (
	makeRegister = flag.String("make-register", "", "make the register of a version, which names its files, again")
	madeBy       = flag.String("by", "", "the program of the version that makes it; without it, this one")
)

// What the registers of versions were made with.
const (
	firstFile = "Nimi;Tyyppi;Y-tunnus;Postinumero;Asiakasryhmä;Muuta;Sisäinen\n" +
		"Ahola Oy;yritys;9990001-6;00100;Vakioasiakkaat;Avain talonmieheltä;1\n" +
		"Björk Åsa;henkilö;;33100;Vakioasiakkaat;;2\n" +
		"Café Çelik Ky;yritys;9990138-5;20100;;Laskut kuun alussa;3\n" +
		"Virtanen Matti;henkilö;;00530;;;4\n"
	takenBack      = "Asiakasnumero;Katuosoite\n1001;Väärä tie 1\n1002;Väärä tie 2\n"
	lastFile       = "Asiakasnumero;Nimi;Maksuehto;Asiakasryhmä\n1001;Ahola Oy;30;Messut 2026\n;Dahl Öystein;14;Messut 2026\n"
	draftFile      = "Asiakasnumero;Katuosoite;Huomio\n1001;Rantatie 1;a\n1002;Rantatie 2;b\n1003;Rantatie 3;c\n1004;Rantatie 4;d\n"
	rememberedFile = "Nimi;Tyyppi;Y-tunnus;Postinumero;Asiakasryhmä;Muuta;Sisäinen\nEkman Oy;yritys;;00100;;Soita ensin;5\n"
)

// TestRegisterOfThisVersion holds that a register of this version is kept, from
// which later ones must go on. With -make-register it makes one.
func TestRegisterOfThisVersion(t *testing.T) {
	if *makeRegister != "" {
		newVersionedRegister(t, *makeRegister)
	}
	if _, err := os.Stat(filepath.Join(registersDir, cli.Version+".db.gz")); err != nil {
		t.Errorf("make it as db/testdata/README.md tells: %v", err)
	}
}

// newVersionedRegister makes the register of a version, and beside it what that
// version exported before its last import and after it.
func newVersionedRegister(t *testing.T, version string) {
	t.Helper()
	dir := t.TempDir()
	command := func(args ...string) *exec.Cmd {
		args = append(args, "--data", dir)
		if *madeBy == "" {
			return program(context.WithoutCancel(t.Context()), args...)
		}
		return exec.Command(*madeBy, args...)
	}
	output := func(command *exec.Cmd) []byte {
		t.Helper()
		printed, err := command.Output()
		if err != nil {
			t.Fatalf("%q: %v\n%s", command.Args, err, printed)
		}
		return printed
	}
	liisa := command("user", "add", "Liisa", "--role", "admin", "--password-stdin")
	liisa.Stdin = strings.NewReader(userPassword + "\n")
	output(liisa)
	server := &running{Cmd: command("serve", "--addr", "127.0.0.1:0", "--lang", "en")}
	server.Stderr = &server.log
	server.start(t)
	user := &client{T: t, address: server.address}
	user.logIn("Liisa")

	first := user.upload(firstFile).Header.Get("Location")
	user.fingerprint(first)
	user.post(first+"/mapping", url.Values{
		"column-1": {"name"}, "column-2": {"kind"}, "column-3": {"business_id"}, "column-4": {"postcode"}, "column-5": {"group"}, "column-6": {"notes"}, "column-7": {""},
	})
	user.saveWhole(first)
	user.saveWhole(user.upload(takenBack).Header.Get("Location"))
	output(command("undo", "2"))
	before := output(command("export"))
	user.saveWhole(user.upload(lastFile).Header.Get("Location"))
	draft := user.upload(draftFile).Header.Get("Location")
	user.fingerprint(draft)
	for _, decision := range []string{"exclude:2", "skip:3:1"} {
		user.post(draft+"/decisions", url.Values{"decide": {decision}})
	}
	user.post(draft+"/decisions", url.Values{"decide": {"correct:4"}, "text-1": {"Oikea tie 3"}})
	server.stop(t)
	after := output(command("export"))

	register, err := os.ReadFile(filepath.Join(dir, db.FileName))
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	zip, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := zip.Write(register); err != nil || zip.Close() != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{".db.gz": packed.Bytes(), "-before.csv": before, "-after.csv": after} {
		if err := os.WriteFile(filepath.Join(registersDir, version+name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// saveWhole saves a draft and waits until that is done.
func (c *client) saveWhole(draft string) {
	c.Helper()
	if response := c.save(draft); response.StatusCode != http.StatusSeeOther {
		c.Fatalf("%s is not saved: %d", draft, response.StatusCode)
	}
	c.whenDone(draft)
}

// post sends a form, which must be taken.
func (c *client) post(path string, form url.Values) {
	c.Helper()
	response, body := c.send(http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
	if response.StatusCode != http.StatusSeeOther {
		c.Fatalf("%s: %d %s", path, response.StatusCode, body)
	}
}

// TestRegistersOfVersions holds that this program goes on from the register of
// each version: the customers are the same, a draft opens with its choices and
// can be saved, the mapping of a file is remembered, the history is whole, and the
// last import can be undone.
func TestRegistersOfVersions(t *testing.T) {
	registers, err := filepath.Glob(registersDir + "/*.db.gz")
	if err != nil || len(registers) < 2 {
		t.Fatalf("%q, %v", registers, err)
	}
	for _, path := range registers {
		version := strings.TrimSuffix(filepath.Base(path), ".db.gz")
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			unpack(t, path, filepath.Join(dir, db.FileName))
			goesOn(t, dir, strings.TrimSuffix(path, ".db.gz"))
		})
	}
}

// unpack writes what a file holds packed.
func unpack(t *testing.T, from, to string) {
	t.Helper()
	packed, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	unpacked, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(unpacked)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// goesOn goes on from the register in a directory, whose exports were kept.
func goesOn(t *testing.T, dir, exports string) {
	t.Helper()
	holds := func(when string) {
		t.Helper()
		want := withoutVersions(read(t, exports+"-"+when+".csv"))
		if got := firstColumns(withoutVersions(runHere(t, "export", "--data", dir)), want); got != want {
			t.Errorf("%s the last import:\n%s\nwant\n%s", when, got, want)
		}
	}
	holds("after")
	runHere(t, "check", "--data", dir)
	type entry struct {
		Import, New, Modified, Undoes int
		Undone                        bool
	}
	var history []entry
	if err := json.Unmarshal([]byte(runHere(t, "history", "--json", "--data", dir)), &history); err != nil {
		t.Fatal(err)
	}
	if want := []entry{{4, 1, 1, 0, false}, {3, 0, 2, 2, false}, {2, 0, 2, 0, true}, {1, 4, 0, 0, false}}; !slices.Equal(history, want) {
		t.Errorf("history %+v, want %+v", history, want)
	}

	server := startServer(t, dir, "")
	user := &client{T: t, address: server.address}
	if response := user.logIn("Liisa"); response.StatusCode != http.StatusSeeOther {
		t.Fatalf("log-in: %d", response.StatusCode)
	}
	const draft = "/imports/5"
	user.wantsPlan(draft, "modified", 2, "unchanged", 1, "excluded", 1, "new", 0)
	like := user.upload(rememberedFile).Header.Get("Location")
	user.wantsPlan(like, "new", 1)
	sixth := pagetest.First(pagetest.Read(user.whenDone(like)), "select", "name", "column-6") // whose heading says nothing
	if pagetest.Value(sixth) != "notes" {
		t.Error("the mapping of a file with the same header is forgotten")
	}

	run(t, "undo", "4", "--data", dir)
	holds("before")
	user.saveWhole(draft)
	saved := runHere(t, "export", "--data", dir)
	for text, there := range map[string]bool{"Rantatie 1": false, "Rantatie 2": false, "Rantatie 3": false, "Oikea tie 3": true, "Rantatie 4": true} {
		if strings.Contains(saved, text) != there {
			t.Errorf("saved: %s: %t", text, !there)
		}
	}
	server.stop(t)
}

// wantsPlan asks for the counts of a draft's plan.
func (c *client) wantsPlan(draft string, counts ...any) {
	c.Helper()
	page := c.whenDone(draft)
	for pair := range slices.Chunk(counts, 2) {
		for _, wrong := range pagetest.Check(page, fmt.Sprintf(`data-count="%v" value="%v"`, pair...)) {
			c.Errorf("%s: %s, in %s", draft, wrong, page)
		}
	}
}

// firstColumns cuts an export to as many columns as an earlier one has: new
// columns come last.
func firstColumns(export, earlier string) string {
	header, _, _ := strings.Cut(earlier, "\n")
	columns := strings.Count(header, ";") + 1
	var cut strings.Builder
	for line := range strings.Lines(export) {
		row, ended := strings.CutSuffix(line, "\n")
		cells := strings.Split(row, ";")
		cut.WriteString(strings.Join(cells[:min(columns, len(cells))], ";"))
		if ended {
			cut.WriteByte('\n')
		}
	}
	return cut.String()
}

// withoutVersions is an export without its last column, the marks of versions:
// they are made with a key, of which a copied register makes a new one.
func withoutVersions(export string) string {
	return regexp.MustCompile(`(?m);[^;\n]*$`).ReplaceAllString(export, "")
}
