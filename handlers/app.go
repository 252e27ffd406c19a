// Package handlers shows the register as pages and takes what their forms
// send. It is the only place with HTTP.
package handlers

import (
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/compress"
	"github.com/gofiber/fiber/v2/middleware/recover"
	"kortisto/db"
	"kortisto/sheet"
)

// Config is what the pages need from outside.
type Config struct {
	DB             *db.DB
	Views          fs.FS // with layout.html at its root
	Static         fs.FS
	BaseURL        string   // as users see it, with a path where it is below another site; may be ""
	TrustedProxies []string // addresses and networks whose X-Forwarded headers are believed
	Limits         sheet.Limits
	Version        string
	Demo           bool             // every page says that the customers are made up
	Log            *slog.Logger     // nil is the default one
	Now            func() time.Time // the clock; nil is time.Now

	// Broken makes of an export, the header first, the file that a spreadsheet
	// program leaves of it, for visitors of a demonstration to try. nil offers
	// none.
	Broken func(rows [][]string) []byte
}

// spareBody is what a request may carry beyond the largest file that is taken:
// with it the page itself can say that a file is too large, since a body above
// the hard limit is cut off.
const spareBody = 8 << 20

// server holds what all handlers share.
type server struct {
	db          *db.DB
	log         *slog.Logger
	now         func() time.Time
	limits      sheet.Limits
	version     string
	demo        bool
	broken      func(rows [][]string) []byte
	basePath    string // "" or "/path"
	secure      bool   // the base URL is https
	proxies     []netip.Prefix
	crossOrigin *http.CrossOriginProtection
	static      map[string]*staticFile
	views       *engine
	exports     chan struct{}
	bench       *workbench
	undoPlans   undoPlans
}

// New makes the web application. It fails on a faulty template or setting.
func New(config Config) (*fiber.App, error) {
	s, err := newServer(config)
	if err != nil {
		return nil, err
	}
	return s.app(config)
}

// app makes the web application of a server.
func (s *server) app(config Config) (*fiber.App, error) {
	s.views = &engine{files: config.Views, funcs: s.templateFuncs()}
	if err := s.views.Load(); err != nil {
		return nil, err
	}
	app := fiber.New(fiber.Config{
		AppName:               "Kortisto",
		DisableStartupMessage: true,
		Immutable:             true, // texts of a request may be kept
		BodyLimit:             int(s.limits.Bytes) + spareBody,
		ReadBufferSize:        16 << 10, // the largest header
		ReadTimeout:           5 * time.Minute,
		WriteTimeout:          2 * time.Minute,
		IdleTimeout:           2 * time.Minute,
		// A large file would be written to a temporary folder, and read again: see uploaded.
		DisablePreParseMultipartForm: true,
		EnableTrustedProxyCheck:      true,
		TrustedProxies:               config.TrustedProxies,
		ErrorHandler:                 s.answerError,
	})
	s.middleware(app)
	s.routes(app)
	app.Hooks().OnShutdown(s.bench.finish)
	return app, nil
}

func newServer(config Config) (*server, error) {
	s := &server{
		db: config.DB, log: config.Log, now: config.Now, limits: config.Limits,
		version: config.Version, demo: config.Demo, broken: config.Broken,
		crossOrigin: http.NewCrossOriginProtection(),
		exports:     make(chan struct{}, maxExports),
	}
	if s.log == nil {
		s.log = slog.Default()
	}
	if s.now == nil {
		s.now = time.Now
	}
	if s.limits.Bytes == 0 {
		s.limits = sheet.DefaultLimits()
	}
	s.bench = newWorkbench(s.db, s.limits)
	var failures [3]error
	failures[0] = s.setBaseURL(config.BaseURL)
	s.proxies, failures[1] = parseNetworks(config.TrustedProxies)
	s.static, failures[2] = loadStatic(config.Static, config.DB.Fields())
	return s, errors.Join(failures[:]...)
}

// setBaseURL takes the address that users see apart.
func (s *server) setBaseURL(base string) error {
	if base == "" {
		return nil
	}
	address, err := url.Parse(base)
	if err != nil || address.Host == "" || address.Scheme != "http" && address.Scheme != "https" ||
		address.RawQuery != "" || address.Fragment != "" {
		return errors.New("handlers: the base URL must be as https://register.example.fi: " + base)
	}
	s.basePath = strings.TrimRight(address.EscapedPath(), "/")
	s.secure = address.Scheme == "https"
	return s.crossOrigin.AddTrustedOrigin(address.Scheme + "://" + address.Host)
}

// middleware is what every request goes through, in this order.
func (s *server) middleware(app *fiber.App) {
	app.Use(s.logRequest)
	app.Use(s.protect)
	app.Use(recover.New())
	app.Use(compress.New(compress.Config{Level: compress.LevelBestSpeed, Next: isDownload}))
	app.Use(s.limitTime)
	app.Use(s.refuseCrossOrigin)
}

// isDownload reports whether a file is asked for that is sent while it is made:
// packed on the way, its errors would be lost.
func isDownload(c *fiber.Ctx) bool {
	return strings.HasSuffix(c.Path(), ".csv") || strings.HasSuffix(c.Path(), ".xlsx")
}

// routes lists every address. Those below requireUser need a user, whatever
// they are; each names the role that it is for.
func (s *server) routes(app *fiber.App) {
	app.Get("/healthz", s.healthz)
	app.Get("/readyz", s.readyz)

	r := app.Group(s.basePath)
	if s.basePath != "" {
		r.Get("/healthz", s.healthz)
		r.Get("/readyz", s.readyz)
	}
	r.Get("/static/*", s.serveStatic)

	r.Use(s.withSession)
	r.Get("/setup", s.showSetup)
	r.Post("/setup", s.hashes, s.setUp)
	r.Get("/login", s.showLogin)
	r.Post("/login", s.hashes, s.logIn)
	r.Post("/logout", s.logOut)
	r.Post("/language", s.chooseLanguage)

	r.Use(s.requireUser)
	viewer, editor, admin := s.require(db.Viewer), s.require(db.Editor), s.require(db.Admin)
	r.Get("/", viewer, s.showHome)

	r.Get("/customers", viewer, s.listCustomers)
	r.Post("/customers", editor, s.createCustomer)
	r.Get("/customers/new", editor, s.newCustomer)
	r.Get("/customers/export.csv", viewer, s.exportCSV)
	r.Get("/customers/export.xlsx", viewer, s.exportXLSX)
	r.Get("/customers/:number<int>", viewer, s.showCustomer)
	r.Post("/customers/:number<int>", editor, s.saveCustomer)
	r.Get("/customers/:number<int>/remove", editor, s.confirmRemoval)
	r.Post("/customers/:number<int>/remove", editor, s.removeCustomer)

	r.Get("/groups", viewer, s.listGroups)
	r.Post("/groups", editor, s.createGroup)
	r.Post("/groups/:id<int>", editor, s.renameGroup)
	r.Post("/groups/:id<int>/remove", editor, s.removeGroup)

	s.importRoutes(r)

	r.Get("/settings", viewer, s.showSettings)
	r.Post("/settings/password", viewer, s.hashes, s.changePassword)

	r.Get("/users", admin, s.listUsers)
	r.Post("/users", admin, s.hashes, s.addUser)
	r.Post("/users/role", admin, s.changeRole)
	r.Post("/users/password", admin, s.hashes, s.resetPassword)
	r.Post("/users/disable", admin, s.disableUser)
	r.Post("/users/enable", admin, s.enableUser)
}
