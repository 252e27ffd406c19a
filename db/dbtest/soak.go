// Package dbtest is for the tests of everything that must survive faults.
package dbtest

import (
	"os"
	"strconv"
	"testing"
)

// Rounds is how often a fault is tried whose moment is drawn: a few times, and
// once under the race detector, which sees in it what it has seen in others.
// KORTISTO_SOAK, a number from 1, multiplies it for a longer trial.
func Rounds(t testing.TB, few int) int {
	t.Helper()
	text := os.Getenv("KORTISTO_SOAK")
	if text == "" && underRace {
		return 1
	}
	if text == "" {
		return few
	}
	times, err := strconv.Atoi(text)
	if err != nil || times < 1 {
		t.Fatal("KORTISTO_SOAK must be a number from 1")
	}
	return few * times
}
