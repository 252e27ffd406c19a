package cli

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"kortisto/locale"
)

// Progress appears once work has taken a while, and is then rewritten at most
// ten times a second.
const (
	progressAfter = 500 * time.Millisecond
	progressEvery = 100 * time.Millisecond
)

// progress shows on one line of a terminal how far long work has come. Where
// messages do not go to a terminal it shows nothing.
type progress struct {
	out     io.Writer // nil where nothing is shown
	text    *locale.Printer
	started time.Time
	shown   time.Time
	width   int // of what stands on the line
}

func newProgress(out io.Writer, text *locale.Printer) *progress {
	p := &progress{text: text, started: time.Now()}
	if _, ok := terminal(out); ok {
		p.out = out
	}
	return p
}

// bytes returns what reports work counted in bytes: as a share.
func (p *progress) bytes(label string) func(done, total int) {
	return func(done, total int) {
		if total > 0 {
			p.show(label, fmt.Sprintf("%d %%", int64(done)*100/int64(total)))
		}
	}
}

// rows returns what reports work counted in rows or customers.
func (p *progress) rows(label string) func(done, total int) {
	return func(done, total int) {
		figures := p.text.Number(done)
		if total > 0 {
			figures += " / " + p.text.Number(total)
		}
		p.show(label, figures)
	}
}

func (p *progress) show(label, figures string) {
	now := time.Now()
	if p.out == nil || now.Sub(p.started) < progressAfter || now.Sub(p.shown) < progressEvery {
		return
	}
	p.shown = now
	line := label + ": " + figures
	width := utf8.RuneCountInString(line)
	_, _ = fmt.Fprint(p.out, "\r"+line+strings.Repeat(" ", max(0, p.width-width)))
	p.width = width
}

// clear takes the line away.
func (p *progress) clear() {
	if p.width > 0 {
		_, _ = fmt.Fprint(p.out, "\r"+strings.Repeat(" ", p.width)+"\r")
		p.width = 0
	}
}
