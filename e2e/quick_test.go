package e2e

import (
	"fmt"
	"testing"
)

// TestQuickActionsWaitForEachOther takes decisions faster than they are
// answered: each counts, and the page shows what the last one leaves.
func TestQuickActionsWaitForEachOther(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open().logIn()
	b.upload("asiakkaat.csv", edited(t, s))
	b.visit(b.eval("location.pathname") + "?status=all")
	b.settled()
	press := func(line int) string {
		return fmt.Sprintf(`document.querySelector('button[value="exclude:%d"]').click();`, line)
	}
	b.follows("several at once", func() {
		b.eval(`(() => {` + press(2) + press(3) + `
			const select = document.querySelector('select[name="column-6"]');
			for (const value of ["", "street"]) {
				select.value = value;
				select.dispatchEvent(new Event("change", {bubbles: true}));
			}
			document.querySelector("#tab-excluded").click();
		})()`)
		b.wait(`document.querySelector("#tab-excluded[aria-current]") !== null && document.querySelectorAll("#rows > tr[data-line]").length === 2`)
	})
	b.count("excluded", 2)
	if got := b.eval(`document.querySelector('select[name="column-6"]').value`); got != "street" {
		t.Errorf("the column fills %q", got)
	}
}

// TestFocusStaysWhereRowsFollow opens details by the keyboard where the page is
// so long that some of its rows follow.
func TestFocusStaysWhereRowsFollow(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open().logIn()
	b.upload("asiakkaat.csv", edited(t, s))
	b.visit(b.eval("location.pathname") + "?status=all")
	for _, line := range []string{"3", "51"} {
		b.settled()
		b.eval(`(() => { const link = document.querySelector("#line-` + line + ` a"); link.focus(); link.click(); })()`)
		b.wait(`document.querySelector("#details-` + line + `") !== null`)
		b.settled()
		if at := b.eval(`document.activeElement.closest("tr")?.id`); at != "line-"+line {
			t.Errorf("the focus is in %s, not in line %s", at, line)
		}
	}
}
