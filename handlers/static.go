package handlers

import (
	"io/fs"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers/web"
	"kortisto/locale"

	"github.com/gofiber/fiber/v2"
)

// loadAssets reads the files that pages load, and makes those with the names of
// the fields.
func loadAssets(files fs.FS, fields *customer.Table) (*web.Assets, error) {
	made := make(map[string][]byte)
	for _, lang := range locale.Languages {
		made[fieldNamesFile(lang)] = fieldNames(fields, lang)
	}
	return web.LoadAssets(files, made)
}

// asset returns the address of a static file, which changes with the content of
// any of them.
func (s *server) asset(name string) string { return s.url("/static/" + s.assets.Load().Path(name)) }

// serveStatic handles GET /static/*.
func (s *server) serveStatic(c *fiber.Ctx) error {
	found, err := s.assets.Load().Send(c, c.Params("*"))
	if !found {
		return db.ErrNotFound
	}
	return err
}
