package cli

import (
	"errors"
	"io"
	"syscall"
)

// output is where results go. After an error nothing more is written to it: that
// one error is what the user sees.
type output struct {
	to  io.Writer
	err error // an outputError, nil while all went well
}

// Write implements io.Writer.
func (o *output) Write(data []byte) (int, error) {
	if o.err != nil {
		return 0, o.err
	}
	n, err := o.to.Write(data)
	if err != nil {
		o.err = outputError{err}
	}
	return n, o.err
}

// outputError is a result that could not be written where it was to go. What a
// command has done by then stands.
type outputError struct {
	cause error
}

func (e outputError) Error() string { return "cli: output: " + e.cause.Error() }

// explainOutput says why results could not be written.
func (p *program) explainOutput(cause error) string {
	switch {
	case errors.Is(cause, syscall.EPIPE):
		return p.text.Text("failure.output-closed")
	case errors.Is(cause, syscall.ENOSPC):
		return p.text.Text("failure.output-full")
	}
	return p.text.Text("failure.output", "cause", cause.Error())
}
