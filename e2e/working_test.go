package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/chromedp/chromedp"
)

// hold keeps everybody from what a lock of the register is for, as another process
// does that takes long, and gives what lets them.
func (s *site) hold(name string) (release func()) {
	s.t.Helper()
	lock, err := os.OpenFile(filepath.Join(s.data, name), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		s.t.Fatal(err)
	}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		s.t.Fatal(err)
	}
	return func() { _ = lock.Close() }
}

// TestProgressPageStaysInPlace saves while somebody else writes: the page that
// waits says so in its title too, is not loaded again and again, and gives way
// to the result.
func TestProgressPageStaysInPlace(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open().logIn()
	b.upload("uusi.csv", "Nimi;Katuosoite\nYritys Oy;Rantatie 1\n")
	b.settled()
	release := s.hold("write.lock")
	defer release()
	b.do(chromedp.Click(css(`button[name="save"]:enabled`)), chromedp.WaitReady(css("#working")))
	b.eval(`window.same = true`)
	b.shot("working")
	// Two questions and their answers, each of which may change what is shown.
	b.wait(`performance.getEntriesByType("resource").filter((entry) => entry.name.endsWith("/progress") && entry.responseEnd).length >= 2`)
	if got := b.eval(`window.same && document.title`); !strings.Contains(got, "Tuontia käsitellään") {
		t.Errorf("the page is another one, with the title %q", got)
	}
	if got := b.eval(`document.querySelector("#announced").textContent`); got != "Tietoja tallennetaan." && got != "Odotetaan vuoroa." {
		t.Errorf("told: %q", got)
	}
	release()
	b.wait(`document.querySelector("#working") === null && document.querySelector("h1").textContent.includes("Tuonti tallennettu")`)
}
