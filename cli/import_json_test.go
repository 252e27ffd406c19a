package cli_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

// wholePlan is the contract of import --json, key by key in its order.
type wholePlan struct {
	File struct {
		Name      string `json:"name"`
		Format    string `json:"format"`
		Charset   string `json:"charset"`
		Delimiter string `json:"delimiter"`
		Sheet     string `json:"sheet"`
		HeaderRow int    `json:"header_row"`
		Rows      int    `json:"rows"`
	} `json:"file"`
	Mapping []struct {
		Column int    `json:"column"`
		Header string `json:"header"`
		Field  string `json:"field"`
	} `json:"mapping"`
	Defaults []string `json:"defaults"`
	Alarms   []struct {
		Code    string `json:"code"`
		Column  int    `json:"column"`
		Rows    int    `json:"rows"`
		Message string `json:"message"`
	} `json:"alarms"`
	Counts struct {
		New       int `json:"new"`
		Modified  int `json:"modified"`
		Unchanged int `json:"unchanged"`
		Undecided int `json:"undecided"`
		Error     int `json:"error"`
		Excluded  int `json:"excluded"`
	} `json:"counts"`
	GroupsToCreate []string   `json:"groups_to_create"`
	Fingerprint    string     `json:"fingerprint"`
	Rows           []wholeRow `json:"rows"`
	Saved          *struct {
		Import   int64 `json:"import"`
		New      int   `json:"new"`
		Modified int   `json:"modified"`
	} `json:"saved,omitempty"`
}

type wholeRow struct {
	Line      int    `json:"line"`
	Status    string `json:"status"`
	Customer  int    `json:"customer"`
	MatchedBy string `json:"matched_by"`
	Changes   []struct {
		Field string `json:"field"`
		Old   string `json:"old"`
		New   string `json:"new"`
	} `json:"changes"`
	Kept       []string `json:"kept"`
	Repaired   []string `json:"repaired"`
	Candidates []int    `json:"candidates"`
	Conflicts  []struct {
		Field    string `json:"field"`
		Exported string `json:"exported"`
		Current  string `json:"current"`
		File     string `json:"file"`
		Who      string `json:"who"`
		At       string `json:"at"`
		Import   int64  `json:"import"`
	} `json:"conflicts"`
	Problems []struct {
		Field   string `json:"field"`
		Level   string `json:"level"`
		Code    string `json:"code"`
		Message string `json:"message"`
	} `json:"problems"`
}

// TestJSONIsWhole holds that the plan that is written row by row is what a
// writer of the whole would have written, for every kind of row.
func TestJSONIsWhole(t *testing.T) {
	b := newBench(t)
	b.must("import", b.write("alku.csv", "Asiakasnumero;Nimi;Puhelin;Postinumero;Maksuehto\n"+
		"1001;Alfa Oy;040 1111111;02150;14\n1002;Beeta Oy;;00100;14\n1003;Korhonen Anna;;;14\n1004;Korhonen Anna;;;21\n"), "--save")
	export := b.must("export", "--columns", "name,phone,postcode,payment_terms,email,group").stdout
	b.must("import", b.write("väli.csv", "Asiakasnumero;Puhelin\n1001;09 123456\n"), "--save")
	for old, new := range map[string]string{"040 1111111": "050 7654321", "00100;14;": "100;30;", "1004;Korhonen Anna;;;21;;": "1004;Korhonen Anna;;;21;a@;"} {
		if strings.Count(export, old) != 1 {
			t.Fatalf("%q is not in\n%s", old, export)
		}
		export = strings.Replace(export, old, new, 1)
	}
	file := b.write("muokattu.csv", export+";Korhonen Anna;;;30;;;\r\n;Uusi <&> Oy;;100;14;u@x.example;\"Uudet \"\"<&>\"\"\";\r\n;Yhteensä;;;42;;;\r\n")
	for _, args := range [][]string{nil, {"--save"}} {
		out := b.must(append([]string{"import", file, "--json"}, args...)...).stdout
		var whole wholePlan
		decoder := json.NewDecoder(strings.NewReader(out))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&whole); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		var got, want bytes.Buffer
		if err := json.Compact(&got, []byte(out)); err != nil {
			t.Fatal(err)
		}
		encoder := json.NewEncoder(&want)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(whole); err != nil {
			t.Fatal(err)
		}
		if strings.TrimSpace(got.String()) != strings.TrimSpace(want.String()) {
			t.Errorf("got\n%s\nwant\n%s", &got, &want)
		}
		c := whole.Counts
		if c.New != 1 || c.Modified != 1 || c.Unchanged != 1 || c.Undecided != 2 || c.Error != 1 || c.Excluded != 1 || (whole.Saved != nil) != (args != nil) {
			t.Errorf("not every kind of row: %s", out)
		}
		for _, part := range []string{`"kept":["`, `"repaired":["`, `"candidates":[1`, `"conflicts":[{`, `"groups_to_create": ["Uudet \"<&>\""]`} {
			if !strings.Contains(out, part) {
				t.Errorf("no %s in %s", part, out)
			}
		}
		if strings.Contains(out, "null") {
			t.Errorf("null in %s", out)
		}
	}
}
