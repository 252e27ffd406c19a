package importer_test

import (
	"strings"
	"testing"
)

func TestSaveWhatYouSaw(t *testing.T) {
	file := "Asiakasnumero|Maksuehto|Asiakasryhmä\n1001|30|Messut\n1002|30|Ulkomaat"
	seen := build(t, stored(t, register), input(t, file)).Fingerprint()
	if again := build(t, stored(t, register), input(t, file)).Fingerprint(); again != seen {
		t.Error("the same plan has another fingerprint")
	}
	if made := build(t, stored(t, register, "Messut"), input(t, file)).Fingerprint(); made != seen {
		t.Error("a group made meanwhile changes the fingerprint")
	}
	changed := stored(t, strings.Replace(register, "00100 | 14", "00100 | 21", 1))
	if other := build(t, changed, input(t, file)).Fingerprint(); other == seen {
		t.Error("a change of the register leaves the fingerprint as it was")
	}
}
