package handlers

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"kortisto/db"
	"kortisto/sheet"

	"github.com/gofiber/fiber/v2"
	"golang.org/x/text/unicode/norm"
)

// maxExports is how many exports are made at once: each holds a reader's
// connection until its file has been sent.
const maxExports = 2

// exportTypes are the kinds of files that are given to be kept.
var exportTypes = map[string]string{
	".csv":  "text/csv; charset=utf-8",
	".db":   "application/vnd.sqlite3",
	".json": "application/json; charset=utf-8",
	".vcf":  "text/vcard; charset=utf-8",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

// openTable begins a table.
type openTable func(io.Writer) (sheet.Writer, error)

// streamTable answers with a table.
func (s *server) streamTable(c *fiber.Ctx, name string, open openTable, fill func(context.Context, sheet.Writer) error) error {
	return s.stream(c, name, func(ctx context.Context, out io.Writer) error {
		table, err := open(out)
		if err != nil {
			return err
		}
		return fill(ctx, table)
	})
}

// stream answers with a file which is sent while it is made: it takes the same
// little memory however long it is. Where it fails in the middle, the
// connection is cut, so that nobody takes half a file for a whole one.
func (s *server) stream(c *fiber.Ctx, name string, write func(context.Context, io.Writer) error) error {
	release, err := s.takeExport(c)
	if err != nil {
		return err
	}
	reader, writer := io.Pipe()
	id := requestID(c)
	// The request is over before its answer is.
	s.life.Run(func(ctx context.Context) error {
		ctx, cancel := context.WithTimeout(ctx, longestWork)
		defer cancel()
		// Where nobody takes the file, its writing does not see the end by itself.
		defer context.AfterFunc(ctx, func() { _ = writer.CloseWithError(ctx.Err()) })()
		return write(ctx, writer)
	}, func(err error) {
		defer release()
		s.health.note(db.Known(err))
		if err != nil && !errors.Is(err, io.ErrClosedPipe) { // nobody reads it any more
			s.log.Error("export", "id", id, "error", err.Error())
		}
		_ = writer.CloseWithError(err) // never fails
	})
	attach(c, name)
	c.Context().SetBodyStream(reader, -1)
	return nil
}

// takeExport waits until another export may be made, and gives what must be
// called when it is.
func (s *server) takeExport(c *fiber.Ctx) (release func(), err error) {
	select {
	case s.exports <- struct{}{}:
		return func() { <-s.exports }, nil
	case <-c.UserContext().Done():
		return nil, c.UserContext().Err()
	}
}

// attach makes an answer a file to keep, of the kind that the end of its name
// says. The name is given twice: as every browser reads it, and in full
// (RFC 6266).
func attach(c *fiber.Ctx, name string) {
	c.Set(fiber.HeaderContentType, exportTypes[path.Ext(name)])
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="`+plainName(name)+`"; filename*=UTF-8''`+percentEncoded(name))
}

// plainName is a name in ASCII, within quotes: letters without their marks, and _
// for what nothing stands for.
func plainName(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case r == ' ' || r < utf8.RuneSelf && isPlain(byte(r)):
			return r
		}
		return '_'
	}, norm.NFD.String(name))
}

func percentEncoded(name string) string {
	var encoded strings.Builder
	for _, b := range []byte(name) {
		if isPlain(b) {
			encoded.WriteByte(b)
		} else {
			fmt.Fprintf(&encoded, "%%%02X", b)
		}
	}
	return encoded.String()
}

// isPlain reports whether a byte stands for itself in a name however that is written.
func isPlain(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || strings.IndexByte("-._~", b) >= 0
}
