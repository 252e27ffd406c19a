package handlers

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"
)

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
			return nil, fmt.Errorf("handlers: trusted proxy: %w", err)
		}
		networks = append(networks, network)
	}
	return networks, nil
}

func (s *server) isProxy(address netip.Addr) bool {
	return slices.ContainsFunc(s.proxies, func(network netip.Prefix) bool { return network.Contains(address) })
}

// clientAddress is where a request comes from. Behind trusted proxies it is
// the last address in X-Forwarded-For that is not theirs: what stands before
// it anybody can make up.
func (s *server) clientAddress(c *fiber.Ctx) string {
	address := peerAddress(c)
	hops := forwardedFor(c)
	for i := len(hops) - 1; i >= 0 && s.isProxy(address); i-- {
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

// noticeProxy notices, once, that requests come through a proxy that the
// settings do not name: then all users seem to come from its address, and a
// browser that speaks https seems not to. What such headers say is never
// believed: anybody can send them.
func (s *server) noticeProxy(c *fiber.Ctx) error {
	if s.undeclared.Load() == nil {
		if address := s.undeclaredProxy(c); address != "" && s.undeclared.CompareAndSwap(nil, &address) {
			s.log.Warn("forwarding headers from an address that is no --trusted-proxy are not believed", "address", address)
		}
	}
	return c.Next()
}

// undeclaredProxy is the address from which a request comes with such headers,
// "" where it comes without, or from a proxy that the settings name.
func (s *server) undeclaredProxy(c *fiber.Ctx) string {
	peer := peerAddress(c)
	if s.isProxy(peer) || !slices.ContainsFunc(forwardingHeaders, func(name string) bool { return c.Get(name) != "" }) {
		return ""
	}
	return peer.String()
}
