// Package handlers shows the register as pages and takes what their forms
// send. With handlers/web it is the only place that serves HTTP.
package handlers

import (
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"path"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"time"

	"kortisto/db"
	"kortisto/db/accesslog"
	"kortisto/db/accounts"
	"kortisto/db/backups"
	"kortisto/handlers/drafts"
	"kortisto/handlers/web"
	"kortisto/sheet"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/compress"
	"github.com/gofiber/fiber/v2/middleware/recover"
)

// Config is what the pages need from outside.
type Config struct {
	DB             *db.DB
	Accounts       *accounts.Accounts // of that register
	Backups        *backups.Keeper    // of that register; nil makes them only when asked to
	Access         *accesslog.Log     // of that register; nil keeps none
	Views          fs.FS              // with layout.html at its root
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

	// MadeUp are offered to those whose register is empty. The zero value offers
	// nobody.
	MadeUp MadeUp
}

// spareBody is what a request may carry beyond the largest file that is taken:
// with it the page itself can say that a file is too large, since a body above
// the hard limit is cut off.
const spareBody = 8 << 20

// sendTime is how long an answer may take on its way.
const sendTime = 2 * time.Minute

// server holds what all handlers share.
type server struct {
	db          *db.DB
	accounts    *accounts.Accounts
	backups     *backups.Keeper
	access      *accesslog.Log
	log         *slog.Logger
	now         func() time.Time
	limits      sheet.Limits
	version     string
	demo        bool
	broken      func(rows [][]string) []byte
	madeUp      MadeUp
	baseURL     string // without a slash at its end, "" for none
	basePath    string // "" or "/path"
	secure      bool   // the base URL is https
	proxies     *web.Proxies
	crossOrigin *http.CrossOriginProtection
	files       fs.FS // of the static files
	assets      atomic.Pointer[web.Assets]
	views       *web.Templates
	exports     chan struct{}
	desk        *drafts.Desk
	life        *web.Lifetime
	undoPlans   undoPlans
	table       []route
	arrivals    *arrivals
	health      health
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
	var err error
	if s.views, err = web.ParseTemplates(config.Views, s.templateFuncs()); err != nil {
		return nil, err
	}
	app := fiber.New(fiber.Config{
		AppName:               "Kortisto",
		DisableStartupMessage: true,
		Immutable:             true, // texts of a request may be kept
		ReadBufferSize:        web.LargestHeader,
		ReadTimeout:           headerTime,
		WriteTimeout:          sendTime,
		IdleTimeout:           2 * time.Minute,
		// A large file would be written to a temporary folder, and read again: see uploaded.
		DisablePreParseMultipartForm: true,
		EnableTrustedProxyCheck:      true,
		TrustedProxies:               config.TrustedProxies,
		ErrorHandler:                 s.answerError,
		ReduceMemoryUsage:            true, // of connections on which nothing happens
	})
	requests := app.Server()
	requests.HeaderReceived = s.receive
	requests.ErrorHandler = s.answerUnread(app)
	requests.FormValueFunc = formValue
	s.middleware(app)
	s.table = s.routes()
	s.mount(app)
	app.Hooks().OnShutdown(s.finish)
	return app, nil
}

func newServer(config Config) (*server, error) {
	s := &server{
		db: config.DB, accounts: config.Accounts, backups: config.Backups, access: config.Access, log: config.Log, now: config.Now, limits: config.Limits,
		version: config.Version, demo: config.Demo, broken: config.Broken, madeUp: config.MadeUp,
		crossOrigin: http.NewCrossOriginProtection(),
		exports:     make(chan struct{}, maxExports),
	}
	if s.log == nil {
		s.log = slog.Default()
	}
	if s.now == nil {
		s.now = time.Now
	}
	if s.backups == nil {
		s.backups = backups.New(s.db, backups.Options{Hour: backups.NoHour, Now: s.now})
	}
	if s.limits.Bytes == 0 {
		s.limits = sheet.DefaultLimits()
	}
	s.life = web.NewLifetime()
	memory := debug.SetMemoryLimit(-1)
	s.desk = drafts.New(s.db, s.limits, memory, s.life.Run)
	s.desk.Saved = s.noteSaved
	s.arrivals = newArrivals(arrivingBytes(s.limits.Bytes+spareBody, memory), s.desk.Closed())
	var failures [3]error
	failures[0] = s.setBaseURL(config.BaseURL)
	s.proxies, failures[1] = web.TrustProxies(config.TrustedProxies, s.log)
	s.files = config.Static
	var assets *web.Assets
	assets, failures[2] = loadAssets(s.files, config.DB.Fields())
	s.assets.Store(assets)
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
	s.baseURL = strings.TrimRight(base, "/")
	s.basePath = strings.TrimRight(address.EscapedPath(), "/")
	s.secure = address.Scheme == "https"
	return s.crossOrigin.AddTrustedOrigin(address.Scheme + "://" + address.Host)
}

// middleware is what every request goes through, in this order.
func (s *server) middleware(app *fiber.App) {
	app.Use(s.logRequest)
	app.Use(s.protect)
	app.Use(recover.New())
	app.Use(s.takeUp)
	app.Use(compress.New(compress.Config{Level: compress.LevelDefault, Next: s.isSentAsItIs}))
	app.Use(s.proxies.Notice)
	app.Use(s.limitTime)
	app.Use(s.refuseCrossOrigin)
}

// isSentAsItIs reports whether an answer is not packed on the way: a static file
// is packed already, and of a download, which is sent while it is made, errors
// would be lost.
func (s *server) isSentAsItIs(c *fiber.Ctx) bool {
	address := c.Path()
	return strings.HasPrefix(address, s.basePath+"/static/") || exportTypes[path.Ext(address)] != ""
}

// How long a server that is stopped waits, once its requests have had their
// time: for work under way to end, and for what is ended then to be rolled back.
// Both, and the time of requests, are together less than what stops a server
// usually waits before it kills.
const (
	lastWork     = 2 * time.Second
	lastRollback = 2 * time.Second
)

// finish waits a while for the work that is under way, then ends it: what it has
// not committed is rolled back.
func (s *server) finish() error {
	s.desk.Close()
	left := s.life.Wait(lastWork)
	if left == 0 {
		return nil
	}
	s.life.End()
	remaining := s.life.Wait(lastRollback)
	s.log.Warn("work under way was ended; nothing of it is saved, and drafts stay", "ended", left-remaining, "cut off", remaining)
	return nil
}
