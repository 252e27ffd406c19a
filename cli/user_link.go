package cli

import (
	"context"
	"fmt"
	"net"
	"strings"

	"github.com/spf13/cobra"
	"kortisto/db/accesslog"
	"kortisto/db/accounts"
)

// site is where users reach the server, by the flags that the server has too.
type site struct {
	addr    listenAddress
	baseURL webAddress
}

func (s *site) add(cmd *cobra.Command) {
	s.addr = defaultAddr
	cmd.Flags().Var(&s.addr, "addr", "")
	cmd.Flags().Var(&s.baseURL, "base-url", "")
}

func (s *site) address() string { return SiteAddress(string(s.baseURL), string(s.addr)) }

// SiteAddress is where a browser reaches a server that has a base URL, or "",
// and listens to an address.
func SiteAddress(baseURL, addr string) string {
	if baseURL != "" {
		return strings.TrimRight(baseURL, "/")
	}
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return "http://" + addr
	}
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}

func (p *program) userLinkCommand() *cobra.Command {
	var at site
	cmd := &cobra.Command{
		Use:  "link",
		RunE: func(cmd *cobra.Command, args []string) error { return p.makeLink(cmd.Context(), args[0], at.address()) },
	}
	at.add(cmd)
	return p.takes(cmd, argument{name: "name"})
}

func (p *program) makeLink(ctx context.Context, name, address string) error {
	return p.withUser(ctx, name, accesslog.User, func(users *accounts.Accounts) error {
		token, err := users.NewLink(ctx, commandLine, name)
		if err != nil {
			return p.userError(err, name)
		}
		return p.printLink(name, address, token)
	})
}

// printLink writes the link as the result, and beside it what it is for.
func (p *program) printLink(name, address, token string) error {
	p.say(p.text.Text("user.link", "name", name, "hours", int(accounts.LinkLife.Hours())))
	_, err := fmt.Fprintf(p.stdout, "%s/invite#%s\n", address, token)
	return err
}
