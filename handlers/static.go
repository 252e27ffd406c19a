package handlers

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"path"

	"github.com/gofiber/fiber/v2"
	"kortisto/customer"
	"kortisto/db"
	"kortisto/locale"
)

// staticFile is a file that is a part of the program.
type staticFile struct {
	body    []byte
	mime    string
	version string // changes with the content
}

// staticTypes are the kinds of files that we have, so that nothing depends on
// what the machine knows.
var staticTypes = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
	".txt": "text/plain; charset=utf-8",
}

func loadStatic(files fs.FS, fields *customer.Table) (map[string]*staticFile, error) {
	loaded := make(map[string]*staticFile)
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		body, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		loaded[name] = newStatic(name, body)
		return nil
	})
	for _, lang := range locale.Languages {
		name := labelsFile(lang)
		loaded[name] = newStatic(name, labels(fields, lang))
	}
	return loaded, err
}

func newStatic(name string, body []byte) *staticFile {
	sum := sha256.Sum256(body)
	file := &staticFile{body: body, mime: staticTypes[path.Ext(name)], version: hex.EncodeToString(sum[:6])}
	if file.mime == "" {
		file.mime = mime.TypeByExtension(path.Ext(name))
	}
	return file
}

// labelsFile names the stylesheet with the names of the fields in a language.
func labelsFile(lang string) string { return "labels-" + lang + ".css" }

// labels are the names of the fields in a language, as --label of each cell:
// hundreds of cells need not bring theirs along.
func labels(fields *customer.Table, lang string) []byte {
	var css bytes.Buffer
	for _, f := range fields.Targets() {
		fmt.Fprintf(&css, "[data-field=%q] { --label: %q; }\n", f.Key(), fields.Label(f, lang))
	}
	return css.Bytes()
}

// asset returns the address of a static file, which changes with its content.
func (s *server) asset(name string) string {
	address := s.url("/static/" + name)
	if file, ok := s.static[name]; ok {
		address += "?v=" + file.version
	}
	return address
}

// serveStatic handles GET /static/*. What is asked for by its version never
// changes; anything else is asked for again each time.
func (s *server) serveStatic(c *fiber.Ctx) error {
	file, ok := s.static[c.Params("*")]
	if !ok {
		return db.ErrNotFound
	}
	c.Set(fiber.HeaderCacheControl, "no-cache")
	if c.Query("v") == file.version {
		c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
	}
	c.Set(fiber.HeaderContentType, file.mime)
	return c.Send(file.body)
}
