package handlers

import (
	"testing"
	"time"

	"kortisto/customer"
	"kortisto/locale"
)

// TestAgo holds how long ago a page says that something was: in words for a
// week, then by its day alone.
func TestAgo(t *testing.T) {
	words := Words{Printer: locale.For("fi"), Table: customer.Standard()}
	for passed, want := range map[time.Duration]string{
		-time.Second: "juuri nyt", 59 * time.Second: "juuri nyt", time.Minute: "1 minuutti sitten", 59 * time.Minute: "59 minuuttia sitten",
		time.Hour: "1 tunti sitten", 23 * time.Hour: "23 tuntia sitten", 24 * time.Hour: "1 päivä sitten",
		7*24*time.Hour - 1: "6 päivää sitten", 7 * 24 * time.Hour: "",
	} {
		if got := words.Ago(passed); got != want {
			t.Errorf("%v: %q, want %q", passed, got, want)
		}
	}
}
