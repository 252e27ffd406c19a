package cli_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"kortisto/cli"
)

// TestOutputThatIsFull holds that results that cannot be written are an error
// reported once, and that what was saved or undone by then is reported as well.
func TestOutputThatIsFull(t *testing.T) {
	b := newBench(t)
	b.fill()
	many := "Nimi\n"
	for range 5000 {
		many += "Testi Oy Åbo\n"
	}
	file, people := b.write("many.csv", many), b.write("people.csv", "Nimi\nMatti Meikäläinen\nMaija Meikäläinen\n")
	const incomplete = "Tuloste jäi kesken: levytila loppui.\n"
	for _, test := range []struct {
		args []string
		told string
	}{
		{[]string{"import", file}, incomplete},
		{[]string{"import", file, "--json"}, incomplete},
		{[]string{"import", people, "--save"}, "Tallennettu 2 uutta asiakasta (tuonti 2).\n" + incomplete},
		{[]string{"undo", "2", "--dry-run"}, incomplete},
		{[]string{"undo", "2", "--json"}, "Tuonti 2 on kumottu (kumoaminen 3).\n" + incomplete},
		{[]string{"undo", "2"}, "Tuonti 2 on jo kumottu 20"},
		{[]string{"export"}, incomplete},
		{[]string{"export", "--format", "xlsx"}, incomplete},
		{[]string{"export", "--template"}, incomplete},
		{[]string{"history"}, incomplete},
		{[]string{"history", "--json"}, incomplete},
		{[]string{"version"}, incomplete},
		{[]string{"import", "--help"}, incomplete},
	} {
		full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
		if err != nil {
			t.Skip(err)
		}
		var stderr bytes.Buffer
		status := cli.Run(t.Context(), append(test.args, "--data", b.path("data")), nil, strings.NewReader(""), full, &stderr, nil)
		if told := stderr.String(); status != 1 || !strings.HasPrefix(told, test.told) || !strings.HasSuffix(told, incomplete) || strings.Count(told, "\n") > 2 {
			t.Errorf("%q: status %d, %q", test.args, status, told)
		}
		if err := full.Close(); err != nil {
			t.Error(err)
		}
	}
}
