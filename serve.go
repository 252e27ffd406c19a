package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"time"

	"github.com/gofiber/fiber/v2"
	"kortisto/cli"
	"kortisto/db"
	"kortisto/demo"
	"kortisto/handlers"
	"kortisto/locale"
)

// settings are what the command line says.
type settings = cli.Settings

// stopTimeout is how long requests under way may take to end when the server stops.
const stopTimeout = 10 * time.Second

// purgeEvery is how often sessions that have ended are deleted.
const purgeEvery = time.Hour

// serve runs the server until the context is done: it opens the register,
// says how to set up the first administrator where there is none, and listens.
func serve(ctx context.Context, s settings) error {
	register, err := db.Open(ctx, s.Data, db.Options{})
	if err != nil {
		return err
	}
	defer register.Close()
	if s.Demo {
		if err := fillDemo(ctx, register); err != nil {
			return err
		}
	}
	app, err := handlers.New(handlers.Config{
		DB: register, Views: embeddedDir("views"), Static: embeddedDir("static"),
		BaseURL: s.BaseURL, TrustedProxies: s.TrustedProxies, Limits: s.Limits, Version: s.Version, Demo: s.Demo,
		Log: slog.New(slog.NewJSONHandler(s.Stderr, nil)),
	})
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", s.Addr)
	if err != nil {
		return err
	}
	address := s.BaseURL
	if address == "" {
		address = "http://" + browserAddress(listener.Addr().String())
	}
	if err := announce(ctx, register, s, address); err != nil {
		return errors.Join(err, listener.Close())
	}
	go purge(ctx, register)
	return listen(ctx, app, listener)
}

// listen serves until the context is done, then lets requests under way end.
func listen(ctx context.Context, app *fiber.App, listener net.Listener) error {
	stopped := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() { stopped <- app.ShutdownWithTimeout(stopTimeout) })
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
func announce(ctx context.Context, register *db.DB, s settings, address string) error {
	text := locale.For(s.Lang)
	fmt.Fprintln(s.Stdout, text.Text("serve.at", "address", address))
	open, err := register.SetupOpen(ctx)
	switch {
	case err != nil:
		return err
	case s.Demo:
		fmt.Fprintln(s.Stdout, text.Text("serve.demo", "link", address+"/login", "name", demo.UserName, "password", demo.Password))
	case open:
		token, err := register.NewSetupToken(ctx)
		if err != nil {
			return err
		}
		fmt.Fprintf(s.Stdout, "%s\n%s/setup#%s\n", text.Text("serve.setup"), address, token)
	}
	return nil
}

// fillDemo fills an empty register with made-up customers, and makes the user
// that demonstrations are logged in with.
func fillDemo(ctx context.Context, register *db.DB) error {
	_, total, err := register.Customers(ctx, db.Filter{Limit: 1})
	if err != nil {
		return err
	}
	if total == 0 {
		for _, values := range demo.Customers() {
			if _, err := register.CreateCustomer(ctx, demo.UserName, values); err != nil {
				return err
			}
		}
	}
	_, err = register.CreateUser(ctx, demo.UserName, demo.Password, db.Admin)
	if errors.Is(err, db.ErrNameTaken) {
		return nil
	}
	return err
}

// purge deletes ended sessions now and then.
func purge(ctx context.Context, register *db.DB) {
	ticker := time.NewTicker(purgeEvery)
	defer ticker.Stop()
	for {
		if err := register.PurgeSessions(ctx); err != nil && ctx.Err() == nil {
			slog.Warn("sessions not purged", "error", err.Error())
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
	}
}

// browserAddress is where a browser on this machine reaches an address.
func browserAddress(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return addr
	}
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() {
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
}
