package handlers

import (
	"context"
	"errors"
	"strings"
	"time"

	"kortisto/db"
	"kortisto/db/accounts"
	"kortisto/handlers/web"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// How long the parts of a request may take to come.
const (
	headerTime = 15 * time.Second
	bodyTime   = 30 * time.Second
	fileTime   = 5 * time.Minute // 50 MB at 2 Mbit/s
)

// Why the body of a request is not taken.
var (
	errPacked    = errors.New("handlers: a packed request")
	errTooLong   = errors.New("handlers: more is sent than belongs there")
	errLoggedOut = errors.New("handlers: nobody is logged in")
)

// chunked is the length of a body that does not say its length beforehand.
const chunked = -1

// receive decides what is taken of a request when nothing but its header has
// come, so that nobody can make the server hold more than is for them: what is
// beyond a small form is taken from users alone, a file from those alone who
// may import. It may wait, which keeps the sender waiting.
func (s *server) receive(header *fasthttp.RequestHeader) fasthttp.RequestConfig {
	s.arrivals.settle(header) // an earlier request, whose end nobody has seen
	limit, user, err := s.largestBody(header)
	length := header.ContentLength()
	if err == nil && length > limit {
		err = errTooLong
		if limit > int(formBody) {
			err = fiber.ErrRequestEntityTooLarge
		}
	}
	config := fasthttp.RequestConfig{MaxRequestBodySize: limit, ReadTimeout: bodyTime}
	if err == nil && limit > int(formBody) {
		if length == chunked {
			length = limit
		}
		err = s.arrivals.admit(header, int64(length), user)
		config.ReadTimeout = fileTime
	}
	if err != nil {
		s.arrivals.refuse(header, err)
		// fasthttp answers without reading on, and without a word that it would.
		header.Del(fiber.HeaderExpect)
		header.SetContentLength(2 * int(noBody))
		return fasthttp.RequestConfig{MaxRequestBodySize: int(noBody)}
	}
	return config
}

// largestBody is how long the body of a request may be. The register is asked
// who sends it only where that is not a small form.
func (s *server) largestBody(header *fasthttp.RequestHeader) (limit int, user string, err error) {
	if isPacked(header) {
		return 0, "", errPacked
	}
	var address fasthttp.URI
	if err := address.Parse(nil, header.RequestURI()); err != nil {
		return int(noBody), "", nil // fasthttp says what is wrong with it
	}
	r, ok := s.routeOf(string(header.Method()), string(address.PathOriginal()))
	if !ok {
		return int(smallBody), "", nil // for the answer that there is no such address
	}
	limit = s.bodyLimit(r)
	if length := header.ContentLength(); limit <= int(smallBody) || length != chunked && length <= int(smallBody) {
		return min(limit, int(smallBody)), "", nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), bodyTime)
	defer cancel()
	sender, err := s.sender(ctx, header)
	switch {
	case err != nil:
		return 0, "", err
	case sender == nil:
		return 0, "", errLoggedOut
	case !sender.Role.AtLeast(r.who.role()):
		return 0, "", errForbidden
	}
	return limit, sender.Name, nil
}

// bodyLimit is how many bytes may be sent for a route.
func (s *server) bodyLimit(r route) int {
	if r.body == fileBody {
		return int(s.limits.Bytes) + spareBody
	}
	return int(r.body)
}

// isPacked reports whether a request would have to be unpacked, to any size.
func isPacked(header *fasthttp.RequestHeader) bool {
	for _, value := range header.PeekAll(fiber.HeaderContentEncoding) {
		for coding := range strings.SplitSeq(string(value), ",") {
			if coding = strings.TrimSpace(coding); coding != "" && !strings.EqualFold(coding, "identity") {
				return true
			}
		}
	}
	return false
}

// sender is the user whose session a request names, or nil. The connection is
// not known here, nor whether it is safe: the names of all session cookies count.
func (s *server) sender(ctx context.Context, header *fasthttp.RequestHeader) (*accounts.User, error) {
	for _, name := range sessionCookies {
		id := string(header.Cookie(name))
		if id == "" {
			continue
		}
		session, err := s.accounts.FindSession(ctx, id)
		if err == nil {
			return &session.User, nil
		}
		if !errors.Is(err, db.ErrNotFound) {
			return nil, err
		}
	}
	return nil, nil
}

// takeUp answers a request that was refused before its body was taken, and
// ends what is held for one that was not.
func (s *server) takeUp(c *fiber.Ctx) error {
	header := &c.Request().Header
	if err := s.arrivals.refusal(header); err != nil {
		return err
	}
	s.arrivals.arrived(header)
	err := c.Next()
	if given := s.arrivals.settle(header); given > 0 {
		c.Request().SwapBody(nil) // or it would be kept for another request
		s.desk.FreeMemorySoon(given)
	}
	return err
}

// answerUnread answers requests that could not be read to their end. Whatever
// is wrong, it is nothing of ours.
func (s *server) answerUnread(app *fiber.App) func(*fasthttp.RequestCtx, error) {
	return func(ctx *fasthttp.RequestCtx, err error) {
		c := app.AcquireCtx(ctx)
		defer app.ReleaseCtx(c)
		err = s.whyUnread(&ctx.Request.Header, err)
		if connection, ok := ctx.Conn().(*web.Connection); ok {
			connection.Linger()
		}
		if errors.Is(err, errLoggedOut) {
			s.setHeaders(c)
			err = s.sendToLogin(c)
		} else {
			err = s.answerError(c, err)
		}
		if err != nil {
			s.log.Error("no answer", "id", requestID(c), "error", err.Error())
		}
		s.log.Info("request not taken", "status", c.Response().StatusCode(), "id", requestID(c))
	}
}

// whyUnread is why a request could not be read, in terms of errors.go.
func (s *server) whyUnread(header *fasthttp.RequestHeader, err error) error {
	refusal, given := s.arrivals.refusal(header), s.arrivals.settle(header)
	s.desk.FreeMemorySoon(given)
	var small *fasthttp.ErrSmallBuffer
	var timeout interface{ Timeout() bool }
	switch {
	case refusal != nil:
		return refusal
	case errors.As(err, &small):
		return fiber.ErrRequestHeaderFieldsTooLarge
	case errors.Is(err, fasthttp.ErrBodyTooLarge) && given > 0:
		return fiber.ErrRequestEntityTooLarge
	case errors.Is(err, fasthttp.ErrBodyTooLarge):
		return errTooLong
	case errors.As(err, &timeout) && timeout.Timeout():
		return fiber.ErrRequestTimeout
	}
	return fiber.ErrBadRequest
}

// formValue reads a field of a form, whose parts in a multipart body may be no
// larger than that body.
func formValue(ctx *fasthttp.RequestCtx, name string) []byte {
	if value := ctx.QueryArgs().Peek(name); len(value) > 0 {
		return value
	}
	if value := ctx.PostArgs().Peek(name); len(value) > 0 {
		return value
	}
	parts, err := ctx.MultipartFormWithLimit(max(1, len(ctx.Request.Body())))
	if err != nil || len(parts.Value[name]) == 0 {
		return nil
	}
	return []byte(parts.Value[name][0])
}
