package handlers_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"kortisto/handlers/pagetest"

	"golang.org/x/net/html"
)

// hostileTexts try to become markup, a template, SQL or a log of their own.
var hostileTexts = []string{
	`<img src=x onerror=alert(1)>`, `"><svg onload=alert(1)>`, `{{.}}`, `javascript:alert(1)`,
	`' hx-get='/users' hx-trigger='load`, `" pahis onfocus="alert(1)`, `</script><script>alert(1)</script>`,
	`</title></textarea></select><pahis>x`, `<form action=//evil.example><button pahis>`, `<a href="javascript:alert(1)">x</a>`,
	`"); DROP TABLE customers; --`, `%00\u0000&#0;`, "\u202egnp.exe",
}

// ourTags are the elements that the views make.
func ourTags(t *testing.T) map[string]bool {
	t.Helper()
	tags := map[string]bool{}
	for _, pattern := range []string{"../views/*.html", "../views/*/*.html"} {
		paths, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			view, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, found := range regexp.MustCompile(`<([a-z][a-z0-9]*)`).FindAllSubmatch(view, -1) {
				tags[string(found[1])] = true
			}
		}
	}
	for _, added := range []string{"tbody", "colgroup"} { // as the parser does by itself
		tags[added] = true
	}
	return tags
}

// addresses are the attributes that a browser follows, or HTMX.
var addresses = map[string]bool{"href": true, "src": true, "action": true, "formaction": true, "hx-get": true, "hx-post": true}

// ourAddress is one of this site.
var ourAddress = regexp.MustCompile(`^(/|/[^/\\].*|#.*|\?.*|)$`)

// foreign finds what in a page cannot be of our making: an element that no view
// has, a script within the page, an event's attribute, an address elsewhere.
func foreign(body string, tags map[string]bool) (found []string) {
	tokens := html.NewTokenizer(strings.NewReader(body))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return found
		case html.StartTagToken, html.SelfClosingTagToken:
		default:
			continue
		}
		token := tokens.Token()
		if !tags[token.Data] {
			found = append(found, token.String())
		}
		script := token.Data == "script"
		for _, attribute := range token.Attr {
			name, value := attribute.Key, attribute.Val
			script = script && !(name == "src" && strings.HasPrefix(value, "/static/"))
			if strings.HasPrefix(name, "on") || strings.HasPrefix(name, "hx-on") || name == "style" || name == "pahis" ||
				addresses[name] && !ourAddress.MatchString(value) || name == "hx-get" && value == "/users" {
				found = append(found, token.String())
			}
		}
		if script {
			found = append(found, token.String())
		}
	}
}

// crawl reads pages, and all pages of the site that links in them lead to, up
// to a number of them. What leads out is not followed: it would be found.
func (b *browser) crawl(most int, paths ...string) (pages []*answer) {
	b.Helper()
	seen := map[string]bool{}
	for len(paths) > 0 && len(pages) < most {
		path, _, _ := strings.Cut(paths[0], "#")
		paths = paths[1:]
		if seen[path] || strings.HasPrefix(path, "/static/") || strings.Contains(path, "/export.") || strings.Contains(path, ".csv") || strings.Contains(path, ".xlsx") || strings.Contains(path, ".vcf") {
			continue
		}
		seen[path] = true
		page := b.get(path)
		if page.StatusCode >= 500 {
			b.Errorf("%s: %d", path, page.StatusCode)
		}
		pages = append(pages, page)
		for _, address := range pagetest.Values(page.tree(), "", "href") {
			if strings.HasPrefix(address, "/") {
				paths = append(paths, address)
			}
		}
	}
	return pages
}

// TestPageDescribesItself holds that a page says in its own language what the
// program is, and that it is not for search engines.
func TestPageDescribesItself(t *testing.T) {
	s := newSite(t)
	for lang, words := range map[string]string{"fi": "asiakasrekisteri", "sv": "kundregister", "en": "customer register"} {
		b := s.browser()
		b.headers["Accept-Language"] = lang
		b.want(b.get("/login"), 200, `<meta name="description" content^="Kortisto "`, words, `content="noindex"`)
	}
}
