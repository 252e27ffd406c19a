package handlers

import (
	"bytes"
	"mime/multipart"
	"slices"
	"testing"
)

// TestUploadsAreNotCopied holds that a file of a form is read to where the form
// lies in memory, whatever the file holds.
func TestUploadsAreNotCopied(t *testing.T) {
	content := make([]byte, 1<<20)
	for i := range content {
		content[i] = byte(i * i >> 7)
	}
	for _, file := range [][]byte{nil, []byte("x"), []byte("-x\r\n\r\n--y\r\n-x"), content} {
		head := "--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nfirst\r\n" +
			"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n"
		body := slices.Concat([]byte(head), file, []byte("\r\n--x--\r\n"))
		parts := multipart.NewReader(bytes.NewReader(body), "x")
		for range 2 {
			part, err := parts.NextPart()
			if err != nil {
				t.Fatal(err)
			}
			if part.FormName() != "file" {
				continue
			}
			got, err := overwrite(body, part)
			if err != nil || !bytes.Equal(got, file) {
				t.Errorf("a file of %d bytes: %d come, %v", len(file), len(got), err)
			}
			if len(got) > 0 && &got[0] != &body[0] {
				t.Errorf("a file of %d bytes is copied", len(file))
			}
		}
	}
}
