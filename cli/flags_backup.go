package cli

import (
	"strconv"

	"kortisto/locale"
)

// noHour is the word for no hour of the day.
const noHour = "none"

// hour is the value of a flag that takes an hour of the day, -1 for none.
type hour int

// Set implements pflag.Value.
func (h *hour) Set(text string) error {
	if text == noHour {
		*h = -1
		return nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < -1 || n > 23 {
		return errValue
	}
	*h = hour(n)
	return nil
}

// String implements pflag.Value.
func (h *hour) String() string {
	if *h < 0 {
		return noHour
	}
	return strconv.Itoa(int(*h))
}

// Type implements pflag.Value.
func (h *hour) Type() string { return "" }

func (h *hour) advice(text *locale.Printer) string { return text.Text("usage.hour") }
