package importer_test

import (
	"testing"

	"kortisto/importer"
)

// TestMapRival is map-rival: a filled column whose field another column fills is
// told of, and no other one.
func TestMapRival(t *testing.T) {
	in := input(t, "Nimi|Matkapuhelin|Puhelin|Gsm|Muuta|Toimitusosoite\nUusi Oy|040 123 4567|09 123 456||x|Tie 1")
	for i, column := range build(t, stored(t, register), in).Columns {
		told := len(column.Problems) == 1 && column.Problems[0].Code == importer.FieldTaken && column.Problems[0].Args["by"] == "Puhelin"
		if told != (in.Sheet.Header[i] == "Matkapuhelin") || !told && len(column.Problems) > 0 {
			t.Errorf("%s: %+v", in.Sheet.Header[i], column.Problems)
		}
	}
}
