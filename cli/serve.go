package cli

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"kortisto/sheet"
)

// Settings are what the server is told on the command line.
type Settings struct {
	Data           string // directory of the register
	Addr           string // to listen on, as 127.0.0.1:8080
	BaseURL        string // as users see it, "" for the address itself
	TrustedProxies []string
	MaxConnections int // at one time, from browsers and proxies
	BackupHour     int // of the day, from which on a backup is made; -1 for none
	BackupKeep     int // backups
	Demo           bool
	LogLevel       slog.Level
	Limits         sheet.Limits
	Version        string
	Lang           string // of what is printed
	Stdout, Stderr io.Writer
}

// Server runs the server until the context is done.
type Server func(ctx context.Context, settings Settings) error

// defaultAddr is this machine alone: who wants more says so.
const defaultAddr = "127.0.0.1:8080"

// defaultConnections are enough for a hundred browsers, and leave half of the
// files that most systems let a program open.
const defaultConnections = 500

// Backups are made when offices sleep, and kept for two weeks.
const (
	defaultBackupHour = 3
	defaultBackupKeep = 14
)

func (p *program) serveCommand() *cobra.Command {
	s := Settings{}
	connections := amount(defaultConnections)
	addr, baseURL, proxies := listenAddress(defaultAddr), webAddress(""), networks(nil)
	backupHour, backupKeep := hour(defaultBackupHour), amount(defaultBackupKeep)
	level := choice{value: "info", of: []string{"error", "warn", "info", "debug"}}
	cmd := &cobra.Command{
		Use: serveVerb,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s.Data, s.Limits, s.Version = p.common.data, p.common.limits(), version()
			s.Addr, s.BaseURL, s.TrustedProxies = string(addr), string(baseURL), proxies
			s.MaxConnections = int(connections)
			s.BackupHour, s.BackupKeep = int(backupHour), int(backupKeep)
			if err := s.LogLevel.UnmarshalText([]byte(level.value)); err != nil {
				return err
			}
			s.Lang, s.Stdout, s.Stderr = p.text.Lang(), p.stdout.to, p.stderr
			return p.serve(cmd.Context(), s)
		},
	}
	flags := cmd.Flags()
	flags.Var(&addr, "addr", "")
	flags.Var(&baseURL, "base-url", "")
	flags.Var(&proxies, "trusted-proxy", "")
	flags.Var(&connections, "max-connections", "")
	flags.Var(&backupHour, "backup-hour", "")
	flags.Var(&backupKeep, "backup-keep", "")
	flags.Var(&level, "log-level", "")
	flags.BoolVar(&s.Demo, "demo", false, "")
	return p.takes(cmd, argument{})
}

// serveVerb is the command where none is named.
const serveVerb = "serve"

func (p *program) healthcheckCommand() *cobra.Command {
	addr := listenAddress(defaultAddr)
	cmd := &cobra.Command{
		Use:  "healthcheck",
		RunE: func(cmd *cobra.Command, _ []string) error { return p.healthcheck(cmd.Context(), string(addr)) },
	}
	cmd.Flags().Var(&addr, "addr", "")
	return p.takes(cmd, argument{})
}

// healthcheckTimeout is how long a healthy server may take to say so.
const healthcheckTimeout = 5 * time.Second

// healthcheck asks a server on this machine whether it is well.
func (p *program) healthcheck(ctx context.Context, addr string) error {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return err // the flag takes no other address
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	ctx, cancel := context.WithTimeout(ctx, healthcheckTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/healthz", nil)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return p.failure("failure.unhealthy", "cause", strings.TrimSpace(err.Error()))
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return p.failure("failure.unhealthy", "cause", answer.Status)
	}
	_, err = fmt.Fprintln(p.stdout, "ok")
	return err
}
