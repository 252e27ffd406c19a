package cli

import (
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"kortisto/db/backups"
	"kortisto/locale"
)

// listenAddress is the value of a flag that takes an address with a port.
type listenAddress string

// Set implements pflag.Value.
func (a *listenAddress) Set(text string) error {
	_, port, err := net.SplitHostPort(text)
	if err != nil {
		return errValue
	}
	if _, err := net.LookupPort("tcp", port); err != nil {
		return errValue
	}
	*a = listenAddress(text)
	return nil
}

// String implements pflag.Value.
func (a *listenAddress) String() string { return string(*a) }

// Type implements pflag.Value.
func (a *listenAddress) Type() string { return "" }

func (a *listenAddress) advice(text *locale.Printer) string { return text.Text("usage.listen-address") }

// webAddress is the value of a flag that takes the address of a website.
type webAddress string

// Set implements pflag.Value.
func (a *webAddress) Set(text string) error {
	address, err := url.Parse(text)
	if err != nil || address.Host == "" || address.Scheme != "http" && address.Scheme != "https" ||
		address.RawQuery != "" || address.Fragment != "" {
		return errValue
	}
	*a = webAddress(text)
	return nil
}

// String implements pflag.Value.
func (a *webAddress) String() string { return string(*a) }

// Type implements pflag.Value.
func (a *webAddress) Type() string { return "" }

func (a *webAddress) advice(text *locale.Printer) string { return text.Text("usage.web-address") }

// networks is the value of a flag that takes one address or network each time
// that it is given.
type networks []string

// Set implements pflag.Value.
func (n *networks) Set(text string) error { return n.Append(text) }

// Append implements pflag.SliceValue.
func (n *networks) Append(text string) error {
	if _, err := netip.ParseAddr(text); err != nil {
		if _, err := netip.ParsePrefix(text); err != nil {
			return errValue
		}
	}
	*n = append(*n, text)
	return nil
}

// Replace implements pflag.SliceValue.
func (n *networks) Replace(texts []string) error {
	*n = nil
	for _, text := range texts {
		if err := n.Append(text); err != nil {
			return err
		}
	}
	return nil
}

// GetSlice implements pflag.SliceValue.
func (n *networks) GetSlice() []string { return slices.Clone(*n) }

// String implements pflag.Value.
func (n *networks) String() string { return strings.Join(*n, " ") }

// Type implements pflag.Value.
func (n *networks) Type() string { return "" }

func (n *networks) advice(text *locale.Printer) string { return text.Text("usage.networks") }

// noHour is the word for no hour of the day.
const noHour = "none"

// hour is the value of a flag that takes an hour of the day, backups.NoHour for none.
type hour int

// Set implements pflag.Value.
func (h *hour) Set(text string) error {
	if text == noHour || text == strconv.Itoa(backups.NoHour) {
		*h = backups.NoHour
		return nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > 23 {
		return errValue
	}
	*h = hour(n)
	return nil
}

// String implements pflag.Value.
func (h *hour) String() string {
	if *h == backups.NoHour {
		return noHour
	}
	return strconv.Itoa(int(*h))
}

// Type implements pflag.Value.
func (h *hour) Type() string { return "" }

func (h *hour) advice(text *locale.Printer) string { return text.Text("usage.hour") }
