package table

import "testing"

func TestTextOfFormula(t *testing.T) {
	for cell, want := range map[string]string{
		`="00100"`: "00100", `=""`: "", `="5"" putki"`: `5" putki`, `=""""`: `"`, `="=1"`: "=1", `="a b"`: "a b",
		"": "", "=": "=", `="`: `="`, `="a`: `="a`, `="a"&"b"`: `="a"&"b"`, `="a" `: `="a" `, `'="00100"`: `'="00100"`, `=1`: `=1`, `"00100"`: `"00100"`, `="""`: `="""`,
	} {
		if got := TextOfFormula(cell); got != want {
			t.Errorf("%s is %s, not %s", cell, got, want)
		}
	}
}
