package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// TestBackupIsFollowedInPlace makes a backup at a press while another one takes
// long: the page that waits stays, with what is focused on it, and tells when the
// backup is made.
func TestBackupIsFollowedInPlace(t *testing.T) {
	s := serve(t, "--demo", "--backup-hour", "none")
	b := s.open().withAxe().logIn()
	s.run("backup")
	release := s.hold("backup.lock")
	defer release()
	b.visit("/backups")
	b.do(chromedp.Click(css(`form[action="/backups"] button`)), chromedp.WaitReady(css(`[data-backup="running"]`)))
	b.eval(`window.same = true`)
	b.eval(`document.querySelector("td a").focus()`)
	b.shot("backup running")
	// Two questions and their answers, each of which may change what is shown.
	b.wait(`performance.getEntriesByType("resource").filter((entry) => entry.name.endsWith("/backups") && entry.responseEnd).length >= 2`)
	b.wait(`window.same && document.querySelector('[data-backup="running"]') && document.activeElement.matches("td a")`)
	release()
	b.wait(`document.querySelector("#backups [role=status]").textContent.includes("Varmuuskopio on tehty.")`)
	b.wait(`window.same && document.querySelectorAll("td a").length === 2 && document.activeElement.matches("td a")`)
	b.accessible(state{"backups", at("/backups")})
}
