package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"

	"golang.org/x/term"
)

// passwordVariable gives a user's password to commands that nobody watches.
const passwordVariable = ourVariables + "PASSWORD"

// newPassword takes a password from the input's first line where the flag says
// so, else from KORTISTO_PASSWORD, else from a prompt, twice.
func (p *program) newPassword(ctx context.Context, fromStdin bool) (string, error) {
	password, err := p.givenPassword(fromStdin)
	if err != nil {
		return "", err
	}
	if password == "" && !fromStdin {
		if password, err = p.promptPassword(ctx); err != nil {
			return "", err
		}
	}
	if password == "" {
		return "", p.failure("failure.password-empty")
	}
	return password, nil
}

func (p *program) givenPassword(fromStdin bool) (string, error) {
	if !fromStdin {
		return p.secret(passwordVariable)
	}
	line, err := bufio.NewReader(p.stdin).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	return firstLine(line), nil
}

func (p *program) promptPassword(ctx context.Context) (string, error) {
	descriptor, ok := terminal(p.stdin)
	if !ok {
		return "", p.usage("usage.password-missing")
	}
	password, err := p.prompt(ctx, descriptor, p.text.Text("user.prompt"))
	if err != nil {
		return "", err
	}
	again, err := p.prompt(ctx, descriptor, p.text.Text("user.prompt-again"))
	if err != nil {
		return "", err
	}
	if password != again {
		return "", p.failure("failure.passwords-differ")
	}
	return password, nil
}

// prompt reads a line from a terminal that does not show it. Where the user
// gives up instead, the terminal shows again what is typed.
func (p *program) prompt(ctx context.Context, descriptor int, label string) (string, error) {
	state, err := term.GetState(descriptor)
	if err != nil {
		return "", err
	}
	_, _ = fmt.Fprint(p.stderr, label)
	type answer struct {
		text []byte
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		text, err := term.ReadPassword(descriptor)
		answers <- answer{text, err}
	}()
	select {
	case a := <-answers:
		_, _ = fmt.Fprintln(p.stderr)
		return string(a.text), a.err
	case <-ctx.Done():
		_, _ = fmt.Fprintln(p.stderr)
		return "", errors.Join(ctx.Err(), term.Restore(descriptor, state))
	}
}
