package handlers

import (
	"bytes"

	"kortisto/db"
	"kortisto/sheet"

	"github.com/valyala/fasthttp"
)

// RouteRoles gives for each row of the table of routes the role that one must
// have, "" for everybody.
func RouteRoles() map[string]db.Role {
	roles := map[string]db.Role{}
	for _, r := range new(server).routes() {
		roles[r.method+" "+r.path] = r.who.role()
	}
	return roles
}

// RouteBodies gives for each row how many bytes may be sent.
func RouteBodies(limits sheet.Limits) map[string]int {
	s := &server{limits: limits}
	bodies := map[string]int{}
	for _, r := range s.routes() {
		bodies[r.method+" "+r.path] = s.bodyLimit(r)
	}
	return bodies
}

// PackedFormValue reads a field of a form that has come packed.
func PackedFormValue(body []byte, boundary, name string) string {
	ctx := new(fasthttp.RequestCtx)
	ctx.Request.Header.SetMethod(fasthttp.MethodPost)
	ctx.Request.Header.SetContentType("multipart/form-data; boundary=" + boundary)
	ctx.Request.Header.Set("Content-Encoding", "gzip")
	ctx.Request.SetBody(bytes.Clone(body))
	return string(formValue(ctx, name))
}
