package handlers

import (
	"slices"
	"strings"

	"kortisto/db"
	"kortisto/handlers/web"

	"github.com/gofiber/fiber/v2"
)

// A route is one thing that can be asked of the server: who may ask for it, how
// much may be sent for it, and what is done.
type route struct {
	method, path string
	who          audience
	body         bodyLimit
	do           []fiber.Handler // one after the other; the last one answers
}

// audience says who may ask for something. Those from viewer on are users, who
// have the rights of that role at least.
type audience int

const (
	open    audience = iota // everybody: it is not even asked who they are
	anybody                 // everybody, logged in or not
	viewer
	editor
	admin
)

// role is the role whose rights users need.
func (a audience) role() db.Role {
	return map[audience]db.Role{viewer: db.Viewer, editor: db.Editor, admin: db.Admin}[a]
}

// needsUser reports whether one must be logged in.
func (a audience) needsUser() bool { return a >= viewer }

// bodyLimit is how many bytes the body of a request may have.
type bodyLimit int

const (
	noBody    bodyLimit = 1 // 0 would be what fasthttp thinks good
	smallBody bodyLimit = web.SmallBody
	formBody  bodyLimit = 1 << 20 // a customer, or cells and decisions of an import
	fileBody  bodyLimit = -1      // what the limits on files allow
)

const (
	get  = fiber.MethodGet
	post = fiber.MethodPost
)

// chain are the handlers of a route.
type chain = []fiber.Handler

// routes is the one place that says who may do what and how much may be sent.
// What has no row here is refused. Paths are below the base path.
func (s *server) routes() []route {
	return s.withPagesAbove([]route{
		{get, "/healthz", open, noBody, chain{s.healthz}},
		{get, "/readyz", open, noBody, chain{s.readyz}},
		{get, "/static/*", open, noBody, chain{s.serveStatic}},

		{get, "/setup", anybody, noBody, chain{s.showSetup}},
		{post, "/setup", anybody, smallBody, chain{s.hashes, s.setUp}},
		{get, "/invite", anybody, noBody, chain{s.showInvite}},
		{post, "/invite", anybody, smallBody, chain{s.hashes, s.choosePassword}},
		{get, "/login", anybody, noBody, chain{s.showLogin}},
		{post, "/login", anybody, smallBody, chain{s.hashes, s.logIn}},
		{get, "/session", anybody, noBody, chain{s.showSession}},
		{post, "/logout", anybody, smallBody, chain{s.logOut}},
		{post, "/language", anybody, smallBody, chain{s.chooseLanguage}},

		{get, "/", viewer, noBody, chain{s.showHome}},

		{get, "/customers", viewer, noBody, chain{s.listCustomers}},
		{post, "/customers", editor, formBody, chain{s.createCustomer}},
		{post, "/customers/change", editor, formBody, chain{s.changeSelected}},
		{post, "/customers/made-up", editor, smallBody, chain{s.addMadeUp}},
		{post, "/customers/made-up/remove", editor, smallBody, chain{s.removeMadeUp}},
		{get, "/customers/new", editor, noBody, chain{s.newCustomer}},
		{post, "/customers/similar", editor, formBody, chain{s.showSimilar}},
		{get, "/customers/columns", viewer, noBody, chain{s.showColumns}},
		{post, "/customers/columns", viewer, smallBody, chain{s.saveColumns}},
		{get, "/customers/print", viewer, noBody, chain{s.printCustomers}},
		{get, "/customers/removed", viewer, noBody, chain{s.showBin}},
		{get, "/customers/idle", viewer, noBody, chain{s.listIdle}},
		{get, "/customers/duplicates", editor, noBody, chain{s.listTwins}},
		{post, "/customers/duplicates/dismiss", editor, smallBody, chain{s.dismissTwins}},
		{post, "/customers/duplicates/recall", editor, smallBody, chain{s.recallTwins}},
		{get, "/customers/merge", editor, noBody, chain{s.showMerge}},
		{post, "/customers/merge", editor, smallBody, chain{s.mergeCustomers}},
		{get, "/customers/export.:format", viewer, noBody, chain{s.exportCustomers}},
		{get, "/customers/elsewhere", viewer, noBody, chain{s.showElsewhere}},
		{get, "/customers/labels", viewer, noBody, chain{s.showLabels}},
		{get, "/customers/contacts.vcf", viewer, noBody, chain{s.exportCards}},
		{get, "/customers/program.csv", viewer, noBody, chain{s.exportForProgram}},
		{get, "/customers/template.:format", editor, noBody, chain{s.exportTemplate}},
		{get, "/customers/:number<int>", viewer, noBody, chain{s.showCustomer}},
		{get, "/customers/:number<int>/everything", admin, noBody, chain{s.showEverything}},
		{get, "/customers/:number<int>/everything.xlsx", admin, noBody, chain{s.exportEverything}},
		{get, "/customers/:number<int>/everything.json", admin, noBody, chain{s.exportEverything}},
		{post, "/customers/:number<int>", editor, formBody, chain{s.saveCustomer}},
		{get, "/customers/:number<int>/edit", editor, noBody, chain{s.editCustomer}},
		{get, "/customers/:number<int>/remove", editor, noBody, chain{s.confirmRemoval}},
		{post, "/customers/:number<int>/remove", editor, smallBody, chain{s.removeCustomer}},
		{post, "/customers/:number<int>/restore", editor, smallBody, chain{s.restoreCustomer}},
		{get, "/customers/:number<int>/erase", admin, noBody, chain{s.showErasure}},
		{post, "/customers/:number<int>/erase", admin, smallBody, chain{s.eraseCustomer}},

		{get, "/groups", viewer, noBody, chain{s.listGroups}},
		{post, "/groups", editor, smallBody, chain{s.createGroup}},
		{post, "/groups/:id<int>", editor, smallBody, chain{s.renameGroup}},
		{post, "/groups/:id<int>/remove", editor, smallBody, chain{s.removeGroup}},

		{get, "/imports", viewer, noBody, chain{s.listImports}},
		{post, "/imports", editor, fileBody, chain{s.createImport}},
		{get, "/imports/new", editor, noBody, chain{s.newImport}},
		{get, "/imports/turn", editor, noBody, chain{s.showTurn}},
		{post, "/imports/demo", editor, smallBody, chain{s.tryBroken}},
		{get, "/imports/:id<int>", viewer, noBody, chain{s.orWorking, s.showImport}},
		{get, "/imports/:id<int>/progress", viewer, noBody, chain{s.showProgress}},
		{get, "/imports/:id<int>/errors.csv", viewer, noBody, chain{s.orWorking, s.importErrors}},
		{get, "/imports/:id<int>/rows.csv", viewer, noBody, chain{s.orWorking, s.downloadRows}},
		{post, "/imports/:id<int>/reading", editor, formBody, chain{s.orWorking, s.changeReading}},
		{post, "/imports/:id<int>/mapping", editor, formBody, chain{s.orWorking, s.changeMapping}},
		{post, "/imports/:id<int>/decisions", editor, formBody, chain{s.orWorking, s.decide}},
		{post, "/imports/:id<int>/fill", editor, formBody, chain{s.orWorking, s.fillFields}},
		{get, "/imports/:id<int>/missing", viewer, noBody, chain{s.orWorking, s.listMissing}},
		{get, "/imports/:id<int>/missing.csv", viewer, noBody, chain{s.orWorking, s.exportMissing}},
		{post, "/imports/:id<int>/save", editor, formBody, chain{s.orWorking, s.saveImport}},
		{post, "/imports/:id<int>/undo", editor, smallBody, chain{s.orWorking, s.undoImport}},
		{post, "/imports/:id<int>/groups/remove", editor, formBody, chain{s.orWorking, s.removeEmptied}},
		{post, "/imports/:id<int>/discard", editor, smallBody, chain{s.orWorking, s.discardImport}},
		{post, "/imports/:id<int>/restore", editor, smallBody, chain{s.restoreImport}},
		{post, "/imports/:id<int>/take", editor, smallBody, chain{s.orWorking, s.takeImport}},

		{get, "/help", viewer, noBody, chain{s.showHelp}},
		{get, "/help/:topic", viewer, noBody, chain{s.showHelp}},

		{get, "/settings", viewer, noBody, chain{s.showSettings}},
		{post, "/settings/preferences", viewer, smallBody, chain{s.savePreferences}},
		{post, "/settings/password", viewer, smallBody, chain{s.hashes, s.changePassword}},
		{post, "/settings/sessions", viewer, smallBody, chain{s.endOwnSessions}},

		{get, "/settings/fields", admin, noBody, chain{s.listOwnFields}},
		{post, "/settings/fields", admin, smallBody, chain{s.addOwnField}},
		{post, "/settings/fields/:key", admin, smallBody, chain{s.changeOwnField}},
		{get, "/settings/retention", admin, noBody, chain{s.showRetention}},
		{post, "/settings/retention", admin, smallBody, chain{s.saveRetention}},

		{get, "/backups", admin, noBody, chain{s.listBackups}},
		{post, "/backups", admin, smallBody, chain{s.makeBackup}},
		{get, "/backups/:name", admin, noBody, chain{s.downloadBackup}},

		{get, "/access", admin, noBody, chain{s.showAccess}},
		{get, "/access/export.csv", admin, noBody, chain{s.exportAccess}},

		{get, "/users", admin, noBody, chain{s.listUsers}},
		{post, "/users", admin, smallBody, chain{s.hashes, s.addUser}},
		{post, "/users/role", admin, smallBody, chain{s.changeRole}},
		{post, "/users/password", admin, smallBody, chain{s.hashes, s.resetPassword}},
		{post, "/users/link", admin, smallBody, chain{s.makeLink}},
		{post, "/users/logout", admin, smallBody, chain{s.endSessionsOf}},
		{post, "/users/disable", admin, smallBody, chain{s.disableUser}},
		{post, "/users/enable", admin, smallBody, chain{s.enableUser}},
		{post, "/users/delete", admin, smallBody, chain{s.deleteUser}},
	})
}

// withPagesAbove adds an answer to GET to the addresses that only take forms. A
// browser stands there after a form was refused; where the address is opened
// again, it leads to the next page above.
func (s *server) withPagesAbove(table []route) []route {
	pages := table
	shown := func(path string) bool {
		return slices.ContainsFunc(pages, func(r route) bool { return r.method == get && r.path == path })
	}
	for _, r := range pages {
		if r.method == get || shown(r.path) {
			continue
		}
		levels := 0
		for above := r.path; above != "" && !shown(above); levels++ {
			above = above[:strings.LastIndexByte(above, '/')]
		}
		table = append(table, route{get, r.path, r.who, noBody, chain{func(c *fiber.Ctx) error { return s.showAbove(c, levels) }}})
	}
	return table
}

// showAbove leads to the address some levels above the one that is asked for.
func (s *server) showAbove(c *fiber.Ctx, levels int) error {
	path := strings.TrimPrefix(c.Path(), s.basePath)
	for range levels {
		path = path[:strings.LastIndexByte(path, '/')]
	}
	return s.redirect(c, "/"+strings.TrimPrefix(path, "/"))
}

// mount gives the application its addresses. All that has none is refused, and
// tells only users that there is nothing.
func (s *server) mount(app *fiber.App) {
	// Whoever watches the program asks at its own address, too, not only at the one of its users.
	app.Get("/healthz", s.healthz)
	app.Get("/readyz", s.readyz)
	below := app.Group(s.basePath)
	for _, r := range s.table {
		handlers := slices.Concat(s.admit(r.who), r.do)
		if r.method == get {
			below.Get(r.path, handlers...) // and HEAD
		} else {
			below.Add(r.method, r.path, handlers...)
		}
	}
	below.Use(s.withSession, s.requireUser)
}

// admit are the handlers that let through who may.
func (s *server) admit(who audience) []fiber.Handler {
	switch {
	case who == open:
		return nil
	case !who.needsUser():
		return chain{s.withSession}
	}
	return chain{s.withSession, s.requireUser, s.require(who.role())}
}

// routeOf finds the row for a request, as Fiber will. There may be none.
func (s *server) routeOf(method, path string) (route, bool) {
	below, ok := strings.CutPrefix(path, s.basePath)
	if !ok {
		return route{}, false
	}
	i := slices.IndexFunc(s.table, func(r route) bool {
		return r.method == method && fiber.RoutePatternMatch(below, r.path)
	})
	if i < 0 {
		return route{}, false
	}
	return s.table[i], true
}
