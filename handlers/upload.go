package handlers

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"net/url"
	"path"
	"strings"

	"kortisto/customer"

	"github.com/gofiber/fiber/v2"
)

// uploaded returns the file of an upload form, or its pasted text without a
// name. It takes the request's body, which lies in memory: nothing is written to a
// temporary folder, which a container may not have, and nothing of it is kept.
func uploaded(c *fiber.Ctx) (name string, data []byte, err error) {
	if !strings.HasPrefix(c.Get(fiber.HeaderContentType), fiber.MIMEMultipartForm) {
		return "", pastedField(c.Request().SwapBody(nil)), nil
	}
	_, params, err := mime.ParseMediaType(c.Get(fiber.HeaderContentType))
	if err != nil {
		return "", nil, fiber.ErrBadRequest
	}
	body := c.Request().SwapBody(nil)
	parts := multipart.NewReader(bytes.NewReader(body), params["boundary"])
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			return name, data, nil
		}
		if err != nil {
			return "", nil, fiber.ErrBadRequest
		}
		field, file := part.FormName(), part.FileName()
		if field == "text" {
			if data, err = io.ReadAll(part); err != nil {
				return "", nil, fiber.ErrBadRequest
			}
		}
		if field != "file" || file == "" {
			continue
		}
		content, err := overwrite(body, part)
		if err != nil {
			return "", nil, fiber.ErrBadRequest
		}
		return fileName(file), content, nil
	}
}

// overwrite reads one part of a multipart body to the beginning of that body,
// which has been read beyond that already: the part is nearly all of it, and
// room for both would be as much again.
func overwrite(body []byte, part io.Reader) ([]byte, error) {
	length := 0
	for {
		n, err := part.Read(body[length:])
		length += n
		if err == io.EOF {
			return body[:length], nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// pastedField is the pasted text of a form without files. Of the rest, which
// may be as large, nothing is made.
func pastedField(body []byte) []byte {
	for field := range bytes.SplitSeq(body, []byte("&")) {
		if value, ok := bytes.CutPrefix(field, []byte("text=")); ok {
			text, err := url.QueryUnescape(string(value))
			if err != nil {
				return value
			}
			return []byte(text)
		}
	}
	return nil
}

// The name of a file is cut beyond so many characters, in its middle: its end says
// what kind of file it is.
const (
	longestName = 120
	nameBegins  = 100
	nameEnds    = 15
)

// fileName keeps the last part of the name that a browser gives a file.
func fileName(name string) string {
	name = customer.CleanName(path.Base(strings.ReplaceAll(name, `\`, "/")))
	if runes := []rune(name); len(runes) > longestName {
		name = string(runes[:nameBegins]) + "…" + string(runes[len(runes)-nameEnds:])
	}
	if name == "." || name == ".." || name == "/" {
		return ""
	}
	return name
}
