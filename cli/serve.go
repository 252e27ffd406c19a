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
	"github.com/spf13/pflag"
	"kortisto/sheet"
)

// Settings are what the command line sets for the server.
type Settings struct {
	Data           string // directory of the register
	Addr           string // to listen on, as 127.0.0.1:8080
	BaseURL        string // as users see it, "" for the address itself
	TrustedProxies []string
	MaxConnections int // at one time, from browsers and proxies
	BackupHour     int // of the day, from which on a backup is made; backups.NoHour for none
	BackupKeep     int // backups
	Demo           bool
	LogLevel       slog.Level
	Limits         sheet.Limits
	Version        string
	Lang           string // of what is printed
	Stdout, Stderr io.Writer

	// UnknownVariables are environment variables that look like ours and mean nothing.
	UnknownVariables []string
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

// serveFlags are those of the server.
type serveFlags struct {
	addr        listenAddress
	baseURL     webAddress
	proxies     networks
	connections amount
	backupHour  hour
	backupKeep  amount
	level       choice
	demo        bool
}

func newServeFlags() *serveFlags {
	return &serveFlags{
		addr: defaultAddr, connections: defaultConnections, backupHour: defaultBackupHour, backupKeep: defaultBackupKeep,
		level: choice{value: "info", of: []string{"error", "warn", "info", "debug"}},
	}
}

func (f *serveFlags) add(flags *pflag.FlagSet) {
	flags.Var(&f.addr, "addr", "")
	flags.Var(&f.baseURL, "base-url", "")
	flags.Var(&f.proxies, "trusted-proxy", "")
	flags.Var(&f.connections, "max-connections", "")
	flags.Var(&f.backupHour, "backup-hour", "")
	flags.Var(&f.backupKeep, "backup-keep", "")
	flags.Var(&f.level, "log-level", "")
	flags.BoolVar(&f.demo, "demo", false, "")
}

func (p *program) serveCommand() *cobra.Command {
	flags := newServeFlags()
	cmd := &cobra.Command{
		Use: serveVerb,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s := Settings{
				Data: p.common.data, Limits: p.common.limits(), Version: Version,
				Addr: string(flags.addr), BaseURL: string(flags.baseURL), TrustedProxies: flags.proxies,
				MaxConnections: int(flags.connections), BackupHour: int(flags.backupHour), BackupKeep: int(flags.backupKeep), Demo: flags.demo,
				Lang: p.text.Lang(), Stdout: p.stdout.to, Stderr: p.stderr, UnknownVariables: p.unknownVariables(cmd.Root()),
			}
			if err := s.LogLevel.UnmarshalText([]byte(flags.level.value)); err != nil {
				return err
			}
			return p.serve(cmd.Context(), s)
		},
	}
	flags.add(cmd.Flags())
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
