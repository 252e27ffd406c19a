package web

import (
	"fmt"
	"log/slog"
	"net/netip"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/gofiber/fiber/v2"
)

// Proxies are the proxies whose word is believed about where a request comes from.
type Proxies struct {
	networks   []netip.Prefix
	log        *slog.Logger
	undeclared atomic.Pointer[string] // address of a proxy that is not among them, nil while none is seen
}

// TrustProxies makes them of addresses (10.0.0.1) and networks (10.0.0.0/8).
func TrustProxies(texts []string, log *slog.Logger) (*Proxies, error) {
	networks, err := parseNetworks(texts)
	return &Proxies{networks: networks, log: log}, err
}

// parseNetworks reads addresses (10.0.0.1) and networks (10.0.0.0/8).
func parseNetworks(texts []string) ([]netip.Prefix, error) {
	networks := make([]netip.Prefix, 0, len(texts))
	for _, text := range texts {
		if address, err := netip.ParseAddr(text); err == nil {
			networks = append(networks, netip.PrefixFrom(address, address.BitLen()))
			continue
		}
		network, err := netip.ParsePrefix(text)
		if err != nil {
			return nil, fmt.Errorf("web: trusted proxy: %w", err)
		}
		networks = append(networks, network)
	}
	return networks, nil
}

func (p *Proxies) trusts(address netip.Addr) bool {
	return slices.ContainsFunc(p.networks, func(network netip.Prefix) bool { return network.Contains(address) })
}

// Client is where a request comes from. Behind trusted proxies it is
// the last address in X-Forwarded-For that is not theirs: what stands before
// it anybody can make up.
func (p *Proxies) Client(c *fiber.Ctx) string {
	address := peerAddress(c)
	hops := forwardedFor(c)
	for i := len(hops) - 1; i >= 0 && p.trusts(address); i-- {
		hop, ok := parseHop(hops[i])
		if !ok {
			break
		}
		address = hop
	}
	if !address.IsValid() {
		return ""
	}
	return address.String()
}

// peerAddress is who has opened the connection.
func peerAddress(c *fiber.Ctx) netip.Addr {
	address, _ := netip.AddrFromSlice(c.Context().RemoteIP())
	return address.Unmap()
}

// forwardedFor is X-Forwarded-For as one list: a proxy may add to the line
// that it got, or a line of its own.
func forwardedFor(c *fiber.Ctx) []string {
	var hops []string
	for _, line := range c.Request().Header.PeekAll(fiber.HeaderXForwardedFor) {
		hops = append(hops, strings.Split(string(line), ",")...)
	}
	return hops
}

// parseHop reads an address as proxies write it, some with a port. Of what has
// no address ("unknown") nothing is known.
func parseHop(text string) (netip.Addr, bool) {
	text = strings.Trim(text, " \t\"")
	if withPort, err := netip.ParseAddrPort(text); err == nil {
		return withPort.Addr().Unmap().WithZone(""), true
	}
	if inner, bracketed := strings.CutPrefix(text, "["); bracketed {
		text = strings.TrimSuffix(inner, "]")
	}
	address, err := netip.ParseAddr(text)
	return address.Unmap().WithZone(""), err == nil
}

// forwardingHeaders are what proxies add.
var forwardingHeaders = []string{
	fiber.HeaderXForwardedFor, fiber.HeaderXForwardedProto, fiber.HeaderXForwardedHost, "X-Real-IP", "Forwarded",
}

// Notice is middleware that notices, once, that requests come through a proxy that the
// settings do not name: then all users seem to come from its address, and a
// browser that speaks https seems not to. What such headers say is never
// believed: anybody can send them.
func (p *Proxies) Notice(c *fiber.Ctx) error {
	if p.undeclared.Load() == nil {
		if address := p.Undeclared(c); address != "" && p.undeclared.CompareAndSwap(nil, &address) {
			p.log.Warn("forwarding headers from an address that is no --trusted-proxy are not believed", "address", address)
		}
	}
	return c.Next()
}

// Undeclared is the address from which a request comes with such headers,
// "" where it comes without, or from a proxy that the settings name.
func (p *Proxies) Undeclared(c *fiber.Ctx) string {
	peer := peerAddress(c)
	if p.trusts(peer) || !slices.ContainsFunc(forwardingHeaders, func(name string) bool { return c.Get(name) != "" }) {
		return ""
	}
	return peer.String()
}

// Seen is the address of a proxy that the settings do not name and that requests
// have come through, "" while there is none.
func (p *Proxies) Seen() string {
	if address := p.undeclared.Load(); address != nil {
		return *address
	}
	return ""
}
