package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"syscall"
	"time"

	"github.com/gofiber/fiber/v2"
	"kortisto/cli"
	"kortisto/customer"
	"kortisto/db"
	"kortisto/db/accesslog"
	"kortisto/db/accounts"
	"kortisto/db/backups"
	"kortisto/demo"
	"kortisto/handlers"
	"kortisto/handlers/web"
	"kortisto/importer"
	"kortisto/locale"
	"kortisto/sheet"
)

// stopTimeout is how long requests under way may take to end when the server
// stops. Work that is longer gets some more time, and is then rolled back.
const stopTimeout = 3 * time.Second

// cleanUpEvery is how often sessions that have ended and old entries of the access
// log are deleted, and it is looked whether retention is due.
const cleanUpEvery = time.Hour

// serve runs the server until the context is done: it opens the register,
// says how to set up the first administrator where there is none, and listens.
func serve(ctx context.Context, s cli.Settings) error {
	log := slog.New(slog.NewJSONHandler(s.Stderr, &slog.HandlerOptions{Level: s.LogLevel}))
	for _, name := range s.UnknownVariables {
		log.Warn("unknown environment variable", "name", name)
	}
	register, err := db.Open(ctx, s.Data, db.Options{OwnRenamed: func(f customer.Field) { logOwnRenamed(log, f) }})
	if err != nil {
		return err
	}
	defer register.Close()
	users := accounts.Open(register, accounts.Options{Report: func(count int, err error) { logUnwritten(log, count, err) }})
	defer users.Close()
	if s.Demo {
		if err := fillDemo(ctx, register, users, s.Lang); err != nil {
			return err
		}
	}
	if open, err := register.OpenToOthers(); err == nil && open {
		log.Warn("other users of this machine may read or write the data directory; take their rights away: chmod -R go= "+s.Data, "data", s.Data)
	}
	access := accesslog.Open(register, accesslog.Options{Report: func(count int, err error) { logUnwrittenAccess(log, count, err) }})
	defer access.Close()
	keeper := backups.New(register, backups.Options{
		Hour: s.BackupHour, Keep: s.BackupKeep,
		Report: func(made db.Backup, err error) { logBackup(log, made, err) },
	})
	config := handlers.Config{
		DB: register, Accounts: users, Backups: keeper, Access: access, Views: embeddedDir("views"), Static: embeddedDir("static"),
		BaseURL: s.BaseURL, TrustedProxies: s.TrustedProxies, Limits: s.Limits, Version: s.Version, Demo: s.Demo,
		Log: log,
	}
	if s.Demo {
		config.Broken = demo.Broken
	}
	config.MadeUp = handlers.MadeUp{Hash: madeUpHash, Save: func(ctx context.Context, actor db.Actor, lang string) error {
		return importMadeUp(ctx, register, actor, lang)
	}}
	app, err := handlers.New(config)
	if err != nil {
		return err
	}
	listener, err := listenTo(s)
	if err != nil {
		return err
	}
	if err := announce(ctx, users, s, cli.SiteAddress(s.BaseURL, listener.Addr().String())); err != nil {
		return errors.Join(err, listener.Close())
	}
	defer inBackground(ctx, func(ctx context.Context) { cleanUp(ctx, register, users, log) })()
	defer inBackground(ctx, keeper.Run)()
	return listen(ctx, app, web.Listen(listener, web.ConnectionsWithin(s.MaxConnections), log))
}

// inBackground does work beside the server, and returns what ends it and waits
// for that.
func inBackground(ctx context.Context, work func(context.Context)) (end func()) {
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		work(ctx)
	}()
	return func() {
		cancel()
		<-ended
	}
}

// logOwnRenamed tells of an own field that has another name since the program has
// a field of its name. Names stay out of the log, since people choose them.
func logOwnRenamed(log *slog.Logger, f customer.Field) {
	log.Warn("own field renamed, since the program has a field of its name", "field", f.Key())
}

// logBackup tells of a backup that was made, or why it was not.
func logBackup(log *slog.Logger, made db.Backup, err error) {
	if err != nil && !errors.Is(err, backups.ErrNotPruned) {
		log.Error("backup failed", "error", err.Error())
		return
	}
	log.Info("backup made", "path", made.Path, "bytes", made.Size, "customers", made.Customers)
	if err != nil {
		log.Error("older backups not removed", "error", err.Error())
	}
}

// logUnwritten tells once that log-ins cannot be written, and once that they
// can be again.
func logUnwritten(log *slog.Logger, count int, err error) {
	if err != nil {
		log.Error("log-ins are not written, and lost at a restart", "entries", count, "error", err.Error())
		return
	}
	log.Info("log-ins are written again")
}

// logUnwrittenAccess tells once that the access log cannot be written, and once
// that it can be again.
func logUnwrittenAccess(log *slog.Logger, count int, err error) {
	if err != nil {
		log.Error("the access log is not written", "entries", count, "error", err.Error())
		return
	}
	log.Info("the access log is written again")
}

// listenTo opens the address that the settings name, or says why it cannot.
func listenTo(s cli.Settings) (net.Listener, error) {
	listener, err := net.Listen("tcp", s.Addr)
	text := locale.For(s.Lang)
	var cause syscall.Errno
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, cli.Failure(text.Text("serve.address-used", "address", s.Addr))
	case errors.As(err, &cause):
		return nil, cli.Failure(text.Text("serve.address-refused", "address", s.Addr, "cause", cause.Error()))
	}
	return listener, err
}

// listen serves until the context is done, then lets requests under way end.
func listen(ctx context.Context, app *fiber.App, listener net.Listener) error {
	stopped := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() {
		err := app.ShutdownWithTimeout(stopTimeout)
		_ = listener.Close() // a server that has not begun yet knows nothing of a shutdown
		stopped <- err
	})
	err := app.Listener(listener)
	if stop() { // the listener failed by itself
		return err
	}
	if err := <-stopped; !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}

// announce prints where the server is, and the link that sets it up.
func announce(ctx context.Context, users *accounts.Accounts, s cli.Settings, address string) error {
	text := locale.For(s.Lang)
	fmt.Fprintln(s.Stdout, text.Text("serve.at", "address", address))
	open, err := users.SetupOpen(ctx)
	switch {
	case err != nil:
		return err
	case s.Demo:
		fmt.Fprintln(s.Stdout, text.Text("serve.demo", "link", address+"/login", "name", demo.UserName, "password", demo.Password))
	case open:
		token, err := users.NewSetupToken(ctx)
		if err != nil {
			return err
		}
		fmt.Fprintf(s.Stdout, "%s\n%s/setup#%s\n", text.Text("serve.setup"), address, token)
	}
	return nil
}

// fillDemo fills an empty register with made-up customers, by an import like
// any other, and makes the user that demonstrations are logged in with. It
// leaves a demonstration as it is and refuses a register that is none: its
// password is known to everybody. The user is made first, and marks the
// register as a demonstration that may be filled where that failed before.
func fillDemo(ctx context.Context, register *db.DB, users *accounts.Accounts, lang string) error {
	_, total, err := register.Customers(ctx, db.Filter{Limit: 1})
	if err != nil {
		return err
	}
	saved, err := register.Imports(ctx, 1, 0)
	if err != nil {
		return err
	}
	empty := total == 0 && len(saved) == 0
	_, err = users.User(ctx, demo.UserName)
	if errors.Is(err, db.ErrNotFound) {
		err = makeDemoUser(ctx, users, lang, empty)
	}
	if err != nil || !empty {
		return err
	}
	return importMadeUp(ctx, register, db.Actor{Name: demo.UserName}, lang)
}

// makeDemoUser makes the user of demonstrations in a register that nobody uses.
func makeDemoUser(ctx context.Context, users *accounts.Accounts, lang string, empty bool) error {
	open, err := users.SetupOpen(ctx)
	if err != nil {
		return err
	}
	if !open || !empty {
		return cli.Failure(locale.For(lang).Text("serve.demo-refused"))
	}
	_, err = users.CreateUser(ctx, db.Actor{Name: demo.UserName}, demo.UserName, demo.Password, db.Admin)
	return err
}

// madeUpHash marks the import of made-up customers, which come from no file.
var madeUpHash = db.HashOf([]byte("kortisto: made-up customers"))

// importMadeUp saves the made-up customers.
func importMadeUp(ctx context.Context, register *db.DB, actor db.Actor, lang string) error {
	made := madeUpSheet(register.Fields(), locale.For(lang).Lang())
	in := importer.Input{Sheet: made, Fields: register.Fields(), Mapping: importer.Suggest(made, register.Fields())}
	snapshot, err := register.Snapshot(ctx)
	if err != nil {
		return err
	}
	plan, err := importer.Build(ctx, in, snapshot)
	if err := errors.Join(err, snapshot.Close()); err != nil {
		return err
	}
	file := db.FileInfo{Name: locale.For(lang).Text("serve.demo-file"), Hash: madeUpHash}
	_, err = register.Save(ctx, db.SaveRequest{Actor: actor, File: file, Input: in, Fingerprint: plan.Fingerprint()})
	return err
}

// madeUpSheet is a file of the made-up customers.
func madeUpSheet(fields *customer.Table, lang string) *sheet.Sheet {
	export := importer.NewExporter(fields, lang, nil)
	made := &sheet.Sheet{Header: export.Header(), HeaderRow: 1}
	for i, values := range demo.Customers() {
		cells := export.Cells(&customer.Customer{Values: values})
		cells[0] = "" // the register gives the numbers
		made.Rows = append(made.Rows, sheet.Row{Line: i + 2, Cells: cells})
	}
	return made
}

// cleanUp deletes ended sessions now and then, and once a day what has been kept
// long enough.
func cleanUp(ctx context.Context, register *db.DB, users *accounts.Accounts, log *slog.Logger) {
	ticker := time.NewTicker(cleanUpEvery)
	defer ticker.Stop()
	for {
		if err := users.Purge(ctx); err != nil && ctx.Err() == nil {
			log.Warn("sessions not purged", "error", err.Error())
		}
		if did, ran, err := accesslog.RetainDue(ctx, register); err != nil && ctx.Err() == nil {
			log.Warn("retention not done", "error", err.Error())
		} else if ran && !did.Nothing() {
			log.Info("retention", "files", did.Files, "drafts", did.Drafts, "removed", did.Removed, "values", did.Values, "access", did.Access)
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
	}
}
