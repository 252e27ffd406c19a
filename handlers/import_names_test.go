package handlers_test

import (
	"strconv"
	"strings"
	"testing"

	"kortisto/db"
)

// TestFileNames holds that a file's name is a text of one line that shows what
// it is, wherever the sender's computer kept the file.
func TestFileNames(t *testing.T) {
	s := newSite(t)
	b := s.as(db.Editor)
	for i, test := range []struct{ sent, want string }{
		{"../../etc/x.csv", "x.csv"}, {`..\..\x<img src=x>.csv`, "x<img src=x>.csv"}, {"/data/kortisto.db", "kortisto.db"},
		{"\u202egnp.\u2066exe\u2069", "gnp.exe"}, {"a\u200b\u200e\u061c\u00ad.csv", "a.csv"}, {"CON", "CON"}, {"Åke Ö.csv", "Åke Ö.csv"},
		{strings.Repeat("x", 300) + ".csv", strings.Repeat("x", 100) + "…" + strings.Repeat("x", 11) + ".csv"},
		{"a\u2028b.csv", "a b.csv"}, {"\u202e", "Pasted cells"}, {"..", "Pasted cells"},
	} {
		b.upload(test.sent, "Nimi;Maa\nAlfa Oy;FI\n")
		draft, err := s.db.Draft(t.Context(), int64(i+1))
		if err != nil {
			t.Fatal(err)
		}
		if draft.FileName != test.want {
			t.Errorf("%q became %q, want %q", test.sent, draft.FileName, test.want)
		}
		b.want(b.get("/imports/"+strconv.Itoa(i+1)), 200, "!<img", "!\u202e")
	}
}
