package e2e

import (
	"testing"

	"kortisto/e2e/nginx"
)

// TestMainJobBehindNginx does the main job below a path of another site, through
// nginx: whatever the browser asks for lies below that path, and all scripts work.
func TestMainJobBehindNginx(t *testing.T) {
	address, behind := nginx.Start(t, "../docs/administration.md")
	s := serve(t, "--demo", "--addr", behind, "--base-url", address+"/asiakkaat", "--trusted-proxy", "127.0.0.1")
	s.address += "/asiakkaat" // outside of it a request is a fault
	b := s.open().logIn()
	b.upload("asiakkaat.csv", edited(t, s))
	b.count("modified", 2)
	loads := b.loads
	b.choose("column-6", "") // the street
	b.count("modified", 1)
	if b.loads != loads {
		t.Error("the page was loaded again")
	}
	b.save(true)
	b.visit("/customers?q=Koskela")
	b.wait(`document.body.textContent.includes("Koskela Aino")`)
}
