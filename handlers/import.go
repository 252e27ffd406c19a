package handlers

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"net/url"
	"path"
	"strconv"
	"strings"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers/confirmation"

	"github.com/gofiber/fiber/v2"
)

// uploaded returns the file of an upload form, or its pasted text without a
// name. It takes the request's body, which lies in memory: nothing is written to a
// temporary folder, which a container may not have, and nothing of it is kept.
func uploaded(c *fiber.Ctx) (name string, data []byte, err error) {
	if !strings.HasPrefix(c.Get(fiber.HeaderContentType), fiber.MIMEMultipartForm) {
		return "", pastedField(c.Request().SwapBody(nil)), nil
	}
	_, params, err := mime.ParseMediaType(c.Get(fiber.HeaderContentType))
	if err != nil {
		return "", nil, fiber.ErrBadRequest
	}
	body := c.Request().SwapBody(nil)
	parts := multipart.NewReader(bytes.NewReader(body), params["boundary"])
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			return name, data, nil
		}
		if err != nil {
			return "", nil, fiber.ErrBadRequest
		}
		field, file := part.FormName(), part.FileName()
		if field == "text" {
			if data, err = io.ReadAll(part); err != nil {
				return "", nil, fiber.ErrBadRequest
			}
		}
		if field != "file" || file == "" {
			continue
		}
		content, err := overwrite(body, part)
		if err != nil {
			return "", nil, fiber.ErrBadRequest
		}
		return fileName(file), content, nil
	}
}

// overwrite reads one part of a multipart body to the beginning of that body,
// which has been read beyond that already: the part is nearly all of it, and
// room for both would be as much again.
func overwrite(body []byte, part io.Reader) ([]byte, error) {
	length := 0
	for {
		n, err := part.Read(body[length:])
		length += n
		if err == io.EOF {
			return body[:length], nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// pastedField is the pasted text of a form without files. Of the rest, which
// may be as large, nothing is made.
func pastedField(body []byte) []byte {
	for field := range bytes.SplitSeq(body, []byte("&")) {
		if value, ok := bytes.CutPrefix(field, []byte("text=")); ok {
			text, err := url.QueryUnescape(string(value))
			if err != nil {
				return value
			}
			return []byte(text)
		}
	}
	return nil
}

// fileName keeps the last part of the name that a browser gives a file.
func fileName(name string) string {
	name = customer.CleanName(path.Base(strings.ReplaceAll(name, `\`, "/")))
	if runes := []rune(name); len(runes) > 120 {
		name = string(runes[:100]) + "…" + string(runes[len(runes)-15:])
	}
	if name == "." || name == ".." || name == "/" {
		return ""
	}
	return name
}

func importPath(id int64) string { return confirmation.Path(id) }

// discardImport gives a draft up, POST /imports/{id}/discard. The next page offers
// to take it back.
func (s *server) discardImport(c *fiber.Ctx) error {
	draft, err := s.ownDraftOf(c)
	if err != nil {
		return err
	}
	if err := s.db.DiscardDraft(c.UserContext(), actorOf(c), draft.ID); err != nil {
		return err
	}
	s.desk.Forget(draft.ID)
	s.setFlash(c, Flash{Text: s.words(c).Text("import.discarded", "file", s.words(c).FileName(draft.FileName)), Restores: draft.ID})
	return s.redirect(c, "/imports")
}

// restoreImport takes a discarded draft back, POST /imports/{id}/restore.
func (s *server) restoreImport(c *fiber.Ctx) error {
	id, err := strconv.ParseInt(c.Params("id"), 10, 64)
	if err != nil {
		return db.ErrNotFound
	}
	draft, err := s.db.RestoreDraft(c.UserContext(), actorOf(c), id)
	if err != nil {
		return err
	}
	return s.done(c, importPath(id), s.words(c).Text("import.restored", "file", s.words(c).FileName(draft.FileName)))
}

// takeImport gives a draft to who goes on in it, POST /imports/{id}/take. The
// form says whose it was when that was decided.
func (s *server) takeImport(c *fiber.Ctx) error {
	draft, err := s.draftOf(c)
	if err != nil {
		return err
	}
	if _, err := s.db.TakeDraft(c.UserContext(), actorOf(c), draft.ID, c.FormValue("from")); err != nil {
		return err
	}
	return s.done(c, importPath(draft.ID), s.words(c).Text("import.taken", "file", s.words(c).FileName(draft.FileName)))
}

// importOf returns the import that the address names. One that was discarded is
// not found.
func (s *server) importOf(c *fiber.Ctx) (*db.Import, error) {
	id, err := strconv.ParseInt(c.Params("id"), 10, 64)
	if err != nil {
		return nil, db.ErrNotFound
	}
	found, err := s.db.Draft(c.UserContext(), id)
	if err != nil {
		return nil, err
	}
	if found.State == db.StateDiscarded {
		return nil, db.ErrNotFound
	}
	return found, nil
}

// ownDraftOf returns the draft that the address names, for its owner alone.
func (s *server) ownDraftOf(c *fiber.Ctx) (*db.Import, error) {
	draft, err := s.draftOf(c)
	if err != nil {
		return nil, err
	}
	if owner := draft.Owner(); owner != userOf(c).Name {
		return nil, db.ErrNotOwner{Owner: owner}
	}
	return draft, nil
}

// draftOf returns the draft that the address names; a saved import is a conflict.
func (s *server) draftOf(c *fiber.Ctx) (*db.Import, error) {
	found, err := s.importOf(c)
	if err != nil {
		return nil, err
	}
	if found.State != db.StateDraft {
		return nil, db.ErrConflict
	}
	return found, nil
}
