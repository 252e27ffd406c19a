package handlers

import (
	"bytes"
	"errors"
	"unicode/utf8"

	"kortisto/db"
	"kortisto/db/accesslog"
	"kortisto/handlers/drafts"
	"kortisto/sheet"

	"github.com/gofiber/fiber/v2"
)

// importNew is what views/imports_new.html shows.
type importNew struct {
	Page
	Problem string // why the last file could not be read
	Pasted  string // what was pasted, kept
	Try     bool   // a damaged file can be tried
	Drafts  string // that the user has many drafts, "" where there is room for more
	Full    bool   // no further draft is taken

	Upload  uploadForm
	MaxMB   int
	MaxRows int
}

// uploadForm is what views/partials/upload.html says of files.
type uploadForm struct {
	Words
	MaxBytes int64
	TooLarge map[string]any // arguments of the message for a larger file
}

// uploadForm is what the form of an upload says of files. How large a file is only
// the browser knows, which puts it into the place of {found}.
func (s *server) uploadForm(words Words) uploadForm {
	limit := s.limits.Bytes
	return uploadForm{words, limit, map[string]any{"found": "{found}", "limit": limit, "setting": "KORTISTO_MAX_FILE_MB"}}
}

// Of the drafts that a user may have, so many are left when the page begins to
// speak of them.
const (
	fewDrafts     = db.MaxDrafts / 5
	fewDraftBytes = db.MaxDraftBytes / 5
)

// importNewPage begins the upload page.
func (s *server) importNewPage(c *fiber.Ctx) (*importNew, error) {
	view := &importNew{Page: s.page(c, "imports"), Try: s.broken != nil, MaxMB: int(s.limits.Bytes >> 20), MaxRows: s.limits.Rows}
	view.Upload = s.uploadForm(view.Words)
	use, err := s.db.DraftUse(c.UserContext(), view.User.Name)
	if err != nil {
		return nil, err
	}
	drafts, bytes := use.Left()
	switch view.Full = use.Full(); {
	case view.Full:
		view.Drafts = view.TooManyDrafts(use)
	case drafts <= fewDrafts || bytes <= fewDraftBytes:
		view.Drafts = view.ManyDrafts(use)
	}
	return view, nil
}

// newImport shows the guidance and the upload, GET /imports/new.
func (s *server) newImport(c *fiber.Ctx) error {
	view, err := s.importNewPage(c)
	if err != nil {
		return err
	}
	return s.render(c, "imports_new", view)
}

// errNoFile is a form without a file and without cells.
var errNoFile = errors.New("handlers: no file was chosen")

// createImport takes an uploaded file, or cells that were pasted, POST /imports.
func (s *server) createImport(c *fiber.Ctx) error {
	name, data, err := uploaded(c)
	if err != nil {
		return err
	}
	if name == "" && len(bytes.TrimSpace(data)) == 0 {
		return s.refuseFile(c, true, nil, errNoFile)
	}
	return s.startImport(c, name, data)
}

// startImport makes a draft of a file, or of pasted cells without a name, and
// leads to its confirmation; or says on the upload page why it can't be read.
// The file lies in the register before it is read: who waits for a turn holds
// none in memory.
func (s *server) startImport(c *fiber.Ctx, name string, data []byte) error {
	if len(data) == 0 || int64(len(data)) > s.limits.Bytes {
		_, err := sheet.Read(data, sheet.Options{Limits: s.limits}) // which says so without reading
		return s.refuseFile(c, name == "", data, err)
	}
	choices := db.Choices{Unread: true, Pasted: name == ""}
	if choices.Pasted {
		name = s.words(c).Text("import.pasted-name")
	}
	id, err := s.db.CreateDraft(c.UserContext(), actorOf(c), name, data, choices)
	if err != nil {
		return s.refuseFile(c, choices.Pasted, data, err)
	}
	s.note(c, accesslog.Entry{Kind: accesslog.Upload, Import: id})
	draft, err := s.db.Draft(c.UserContext(), id)
	if err != nil {
		return err
	}
	return s.readFirst(c, draft)
}

// readFirst reads the file of a new draft and leads to its page, which says how
// far that has come where it takes long.
func (s *server) readFirst(c *fiber.Ctx, draft *db.Import) error {
	// Whoever looks at it first: the choice of columns is the owner's.
	_, err := s.desk.Read(c.UserContext(), draft, db.Reading{}, db.Actor{Name: draft.Owner()})
	var working *drafts.Working
	var ended *drafts.Ended
	if c.Method() == fiber.MethodPost && errors.As(err, &working) || errors.As(err, &ended) {
		return s.redirect(c, importPath(draft.ID))
	}
	if err != nil {
		return s.refuseUnread(c, draft, err)
	}
	return s.redirect(c, importPath(draft.ID))
}

// refuseUnread gives up a draft whose file can't be read, and says so on the
// upload page; to others than its owner it only says so.
func (s *server) refuseUnread(c *fiber.Ctx, draft *db.Import, err error) error {
	var unreadable *sheet.Error
	if !errors.As(err, &unreadable) || draft.Owner() != userOf(c).Name {
		return err
	}
	var data []byte
	if draft.Choices.Pasted {
		var err error
		if data, err = s.db.DraftFile(c.UserContext(), draft.ID); err != nil {
			return err
		}
	}
	if err := s.db.DropDraft(c.UserContext(), actorOf(c), draft.ID); err != nil {
		return err
	}
	s.desk.Forget(draft.ID)
	return s.refuseFile(c, draft.Choices.Pasted, data, err)
}

// refuseFile shows the upload page with why a file was not taken, and with what
// was pasted.
func (s *server) refuseFile(c *fiber.Ctx, pasted bool, data []byte, err error) error {
	var unreadable *sheet.Error
	var tooMany db.ErrTooManyDrafts
	status, problem := fiber.StatusUnprocessableEntity, ""
	switch {
	case errors.As(err, &tooMany):
		status, problem = fiber.StatusConflict, s.words(c).TooManyDrafts(tooMany.Use)
	case errors.Is(err, errNoFile):
		problem = s.words(c).Text("import.no-file")
	case !errors.As(err, &unreadable):
		return err
	default:
		if problem = s.words(c).File(unreadable.Code, unreadable.Args); unreadable.Code == sheet.FileTooLarge {
			status = fiber.StatusRequestEntityTooLarge
		}
	}
	c.Status(status)
	if isFragment(c) && status != fiber.StatusUnprocessableEntity { // the page stays
		return c.SendString(problem)
	}
	view, err := s.importNewPage(c)
	if err != nil {
		return err
	}
	if view.Problem = problem; status == fiber.StatusConflict {
		view.Drafts = "" // the problem says it
	}
	if pasted && utf8.Valid(data) {
		view.Pasted = string(data)
	}
	return s.render(c, "imports_new", view)
}

// showTurn tells a user whose file has to wait how many are before it, GET /imports/turn.
func (s *server) showTurn(c *fiber.Ctx) error {
	place := s.arrivals.place(userOf(c).Name)
	if place == 0 {
		return c.SendStatus(fiber.StatusNoContent)
	}
	return c.SendString(s.words(c).Text("import.turn", "place", place))
}
