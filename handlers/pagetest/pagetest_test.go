package pagetest_test

import (
	"maps"
	"testing"

	"kortisto/handlers/pagetest"
)

// TestElements holds that tests find elements of a page by what they are, not by how
// they are written there.
func TestElements(t *testing.T) {
	page := pagetest.Read(`<p>name="town"</p><input value="A &amp; B" name='city' checked><a href="/help">
		<b>Help</b> me</a><table><tr id="line-1"><td class="filled change"><ins>78</ins></td><td><del>79</del></td></table>`)
	rows := pagetest.Read(`<tr id="line-2" class="new"><td>1</td></tr><tr id="line-3"></tr>`)
	whole := pagetest.Read(`<!DOCTYPE html><html lang="en"><title>Help</title></html>`)
	for written, want := range map[string]bool{
		`name="city" value="A &amp; B"`: true, `name="city" checked`: true, `value="A &amp; B" name="city"`: true, `<input name="city"`: true,
		`<input name="city" checked`: true, `<select name="city" checked`: false, `name="town"`: false, `name="city" selected`: false,
		`href="/help">Help`: true, `href="/help">Help me</a>`: true, `href="/help">Help me</b>`: false, `href="/help">Help</a>`: false, `href="/">Help`: false,
		`<b>Help</b>`: true, `<b>Hel`: true, `<b>elp`: false, `<b>Hel</b>`: false, `<a`: true, `<a>`: true, `<textarea`: false, `<input checked`: true,
		`<a href="/hel"`: false, `<a href^="/hel"`: true, `<a href^="hel"`: false, `<td></td>`: false,
		`class="change"`: true, `class="change filled"`: true, `class="chang"`: false, `class="filled new"`: false,
		`<a href="/help"> <b>Help</b>`: true, `<p> <b>Help</b>`: false, `<tr id="line-1"> <td class="change"> <ins>78</ins>`: true,
		`<tr> <td class="change"> <del`: false, `id="line-1"> <del>79`: true,
		`>Hel`: true, `>elp`: false, `>me`: false,
	} {
		if has, err := pagetest.Has(page, written); err != nil || has != want {
			t.Errorf("%s: %t, %v", written, has, err)
		}
	}
	for written, want := range map[string]bool{`id="line-2" class="new"`: true, `<tr id="line-3"`: true, `<tr id="line-3"></tr>`: true, `id="line-3" class="new"`: false, `<html`: false} {
		if has, err := pagetest.Has(rows, written); err != nil || has != want {
			t.Errorf("rows that stand alone: %s: %t, %v", written, has, err)
		}
	}
	if has, err := pagetest.Has(whole, `<html lang="en"> <title>Help</title>`); !has || err != nil {
		t.Errorf("a whole page: %t, %v", has, err)
	}
}

// TestNothingIsLost holds that what stands in a page, or in any part of one, is found,
// so that a test which wants it not to be there can fail.
func TestNothingIsLost(t *testing.T) {
	for body, written := range map[string]string{
		`<!DOCTYPE html><p><noscript><button name="go">Go</button></noscript>`: `<noscript> <button name="go">Go</button>`,
		`<form><noscript><p class="apply">Go</p></noscript></form>`:            `<form> <noscript> <p class="apply"`,
		`<!-- rows --><tr data-line="3"><td>1</td></tr>`:                       `<tr data-line="3"> <td>1</td>`,
		`<td data-line="3">1</td>`:                                             `<td data-line="3">1</td>`,
		`<tr data-line="3"></tr><div id="save">Save</div>`:                     `<div id="save">Save</div>`,
		`<tbody data-line="3"><tr><td>1</td></tr></tbody>`:                     `<tbody data-line="3"> <td>1</td>`,
		`<html lang="en"><p>Help</p></html>`:                                   `<html lang="en"> <p>Help</p>`,
		`<p>Help</p><html lang="en">`:                                          `<html lang="en"`,
		`<body class="wide"><p>Help</p>`:                                       `<body class="wide"> <p>Help</p>`,
	} {
		if wrong := pagetest.Check(body, written); wrong != nil {
			t.Errorf("%s: %q", body, wrong)
		}
		if wrong := pagetest.Check(body, "!"+written); len(wrong) != 1 {
			t.Errorf("%s has it not: %q", body, wrong)
		}
	}
	for _, body := range []string{
		`<div></div><tr data-line="3"></tr>`, `<p>1</p><td>1</td>`, `<p>1</p><tr><td>1</td></tr><table></table>`, `<form><form></form></form>`,
		`<!DOCTYPE html><html><p>1</p><html>`, `<!DOCTYPE html><tr><td>1</td></tr>`,
	} {
		for _, written := range []string{"<h1", "!<h1"} {
			if wrong := pagetest.Check(body, written); len(wrong) != 1 {
				t.Errorf("%s loses nothing: %q", body, wrong)
			}
		}
	}
}

// TestPiecesOfMarkupAreNoElements holds that what is a piece of a page's text rather
// than an element fails, whatever the page has: else it would be looked for in vain.
func TestPiecesOfMarkupAreNoElements(t *testing.T) {
	page := pagetest.Read(`<b>Katu</b> <span>kept</span>`)
	for _, written := range []string{
		`>kept<`, `kept</span>`, `<b>Katu</b> <span>kept</span>`, `<b>Katu <span>kept</span>`, `</b> kept`, `<b>Katu</span>`, `kept">`,
		`<b>Katu> <span`, `<b class=`, `<b class="x`, `<`, `"`, `<b>Katu</b><span`, `Katu <b>`, `<bclass="x"`,
	} {
		if has, err := pagetest.Has(page, written); err == nil || has {
			t.Errorf("%s: %t, %v", written, has, err)
		}
		for _, word := range []string{written, "!" + written} {
			if wrong := pagetest.Check(`<b>Katu</b> <span>kept</span>`, word); len(wrong) != 1 {
				t.Errorf("%s: %q", word, wrong)
			}
		}
	}
}

// TestCheck holds that a test is told what stands in a page and should not, and what
// should and does not.
func TestCheck(t *testing.T) {
	const body = `<b title="Tie">Katu</b> ja tie`
	if wrong := pagetest.Check(body, "Katu", "Katu ja tie", "Tie", "<b>Katu", "!Kuja", "!<i>Katu", `!title="Katu"`); wrong != nil {
		t.Errorf("all is there: %q", wrong)
	}
	if wrong := pagetest.Check(body, "!Katu", "!Katu ja tie", "!Tie", "!<b>Katu", "Kuja", "<i>Katu", `title="Katu"`); len(wrong) != 7 {
		t.Errorf("nothing is there: %q", wrong)
	}
}

// TestFields holds that a form is read as a browser sends it when nobody touches it.
func TestFields(t *testing.T) {
	page := pagetest.Read(`<input name="elsewhere" value="1"><form id="one"><input name="a" value="x &amp; y"><input name="b" type="checkbox" value="1">
		<input name="c" type="checkbox" value="1" checked><input name="d" value="1" disabled><input name="e" value="1" form="two"><button name="f" value="1"></button>
		<textarea name="g">

  two
lines</textarea><select name="h"><option value="1"><option value="2" selected></select><select name="i"><option value="3"><option value="4"></select>
		<select name="j"><option>five</select><input name="k" type="file"><textarea name="l" disabled></textarea></form><input name="m" value="7" form="one">`)
	want := map[string]string{"a": "x & y", "c": "1", "g": "\r\n  two\r\nlines", "h": "2", "i": "3", "j": "five", "m": "7"}
	if got := pagetest.Fields(page, pagetest.First(page, "form", "", "")); !maps.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
