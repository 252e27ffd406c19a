package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// drag moves files, or a text, over the middle of the page.
func (b *browser) drag(kind input.DispatchDragEventType, data *input.DragData) {
	b.t.Helper()
	data.DragOperationsMask = 1 // copy
	call(b, input.DispatchDragEvent, input.DispatchDragEventParams{Type: kind, X: 300, Y: 500, Data: data})
}

// drop drops files, or a text, on the middle of the page.
func (b *browser) drop(data *input.DragData) {
	b.t.Helper()
	b.drag(input.DispatchDragEventTypeDragEnter, data)
	b.drag(input.DispatchDragEventTypeDragOver, data)
	b.drag(input.DispatchDragEventTypeDrop, data)
}

func files(paths ...string) *input.DragData {
	return &input.DragData{Items: []*input.DragDataItem{}, Files: paths}
}

// paste pastes a text where the focus is.
func (b *browser) paste(text string) {
	b.t.Helper()
	ask[bool](b, fmt.Sprintf(`(() => {
		const clipboardData = new DataTransfer();
		clipboardData.setData("text/plain", %q);
		return document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true})) || true;
	})()`, text))
}

// TestDropStartsAnImport drops a file on the pages that take one: the page shows
// that it would, and the import starts. What can't be taken is named.
func TestDropStartsAnImport(t *testing.T) {
	b := serve(t, "--demo").open().logIn()
	folder := t.TempDir()
	for _, name := range []string{"yksi.csv", "kaksi.csv"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte("Nimi;Katuosoite\nYritys Oy;Rantatie 1\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	one, two := filepath.Join(folder, "yksi.csv"), filepath.Join(folder, "kaksi.csv")
	for page, shown := range map[string]string{
		"/customers":   `getComputedStyle(document.querySelector(".drop-here")).display === "grid"`,
		"/imports/new": `getComputedStyle(document.querySelector(".drop")).borderTopWidth === "3px"`,
	} {
		b.visit(page)
		if ask[bool](b, shown) {
			t.Errorf("%s: it looks as if something were dragged", page)
		}
		b.drag(input.DispatchDragEventTypeDragEnter, files(one))
		b.drag(input.DispatchDragEventTypeDragOver, files(one))
		b.wait(shown)
		// The protocol's own way to leave the window sends no event.
		b.eval(`document.elementFromPoint(300, 500).dispatchEvent(new DragEvent("dragleave", {bubbles: true}))`)
		b.wait(`!(` + shown + `)`)

		told := func(what, text string) {
			t.Helper()
			b.wait(fmt.Sprintf(`document.querySelector("#flash")?.textContent.includes(%q)`, text))
			b.eval(`document.querySelector("#flash").replaceChildren()`)
			if got := b.eval("location.pathname"); got != page {
				t.Fatalf("%s leads from %s to %s", what, page, got)
			}
		}
		b.drop(files(one, two))
		told("two files", "yksi kerrallaan")
		b.drop(files(folder))
		told("a folder", "Kansiota ei voi tuoda")
		b.drop(&input.DragData{Items: []*input.DragDataItem{{MimeType: "text/plain", Data: "Nimi"}}})
		told("a text", "Vain tiedoston voi pudottaa")

		b.drop(files(one))
		b.do(chromedp.WaitReady(css("form#mapping")))
		b.wait(`document.querySelector("main").textContent.includes("yksi.csv")`)
	}
}

// TestPasteStartsAnImport pastes cells where no field has the focus.
func TestPasteStartsAnImport(t *testing.T) {
	b := serve(t, "--demo").open().logIn()
	cells := "Nimi\tKatuosoite\nYritys Oy\tRantatie 1\nToinen Oy\tRantatie 2\n"
	for _, page := range []string{"/customers", "/imports/new"} {
		b.visit(page)
		b.paste("vain sana")
		if page == "/customers" {
			b.do(chromedp.Focus(css("#q")))
			b.paste(cells)
			b.eval(`document.activeElement.blur()`)
		}
		if got := b.eval("location.pathname"); got != page {
			t.Fatalf("what is no paste of cells leads from %s to %s", page, got)
		}
		b.paste(cells)
		b.do(chromedp.WaitReady(css("form#mapping")))
		b.count("new", 2)
	}
}

// TestNoFileIsTold sends the form of the import page without a file, and with one
// above the limit.
func TestNoFileIsTold(t *testing.T) {
	b := serve(t, "--demo", "--max-file-mb", "1").open().logIn()
	b.visit("/imports/new")
	b.shot("import-new")
	b.click("#send")
	b.wait(`document.querySelector("#file-problem").textContent.includes("Valitse tiedosto") && document.activeElement.id === "file"`)
	b.shot("no-file")
	b.eval(`(() => {
		const chosen = new DataTransfer();
		chosen.items.add(new File([new Uint8Array(3 * 2 ** 20)], "suuri.csv"));
		document.querySelector("#file").files = chosen.files;
	})()`)
	b.click("#send")
	b.wait(`document.querySelector("#file-problem").textContent.includes("liian suuri: 3 Mt. Raja on 1 Mt")`)
	b.eval(`document.querySelector("#file").value = ""`)
	b.eval(`document.querySelector("textarea").value = "Nimi\nYritys Oy"`)
	b.click("#send")
	b.do(chromedp.WaitReady(css("form#mapping")))
}
