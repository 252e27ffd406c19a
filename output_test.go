//go:build unix

package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestReaderGoesAway holds that a reader of the output that goes away is an
// error that is reported, and not the end of a program in the middle of its work.
func TestReaderGoesAway(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	file := filepath.Join("sheet", "testdata", "original.csv")
	for _, test := range []struct {
		args []string
		told string
	}{
		{[]string{"import", file, "--save", "--json", "--lang", "en"}, "Saved 10 new customers (import 1).\nThe reader of the output closed before all was written.\n"},
		{[]string{"export", "--lang", "en"}, "The reader of the output closed before all was written.\n"},
	} {
		reader, writer, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := reader.Close(); err != nil {
			t.Fatal(err)
		}
		command := program(t.Context(), append(test.args, "--data", dir)...)
		var stderr bytes.Buffer
		command.Stdout, command.Stderr = writer, &stderr
		err = command.Run()
		_ = writer.Close() // of no use here
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() != 1 || !bytes.HasSuffix(stderr.Bytes(), []byte(test.told)) {
			t.Errorf("%q: %v, %q", test.args, err, &stderr)
		}
	}
}
