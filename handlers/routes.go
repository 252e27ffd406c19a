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
	who          access
	body         bodyLimit
	do           []fiber.Handler // one after the other; the last one answers
}

// access says who may ask for something. Those from viewer on are users, who
// have the rights of that role at least.
type access int

const (
	open    access = iota // everybody: it is not even asked who they are
	anybody               // everybody, logged in or not
	viewer
	editor
	admin
)

// role is the role whose rights users need.
func (a access) role() db.Role {
	return map[access]db.Role{viewer: db.Viewer, editor: db.Editor, admin: db.Admin}[a]
}

// needsUser reports whether one must be logged in.
func (a access) needsUser() bool { return a >= viewer }

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

// do are the handlers of a route.
type do = []fiber.Handler

// routes is the one place that says who may do what and how much may be sent.
// What has no row here is refused. Paths are below the base path.
func (s *server) routes() []route {
	return s.withPagesAbove([]route{
		{get, "/healthz", open, noBody, do{s.healthz}},
		{get, "/readyz", open, noBody, do{s.readyz}},
		{get, "/static/*", open, noBody, do{s.serveStatic}},

		{get, "/setup", anybody, noBody, do{s.showSetup}},
		{post, "/setup", anybody, smallBody, do{s.hashes, s.setUp}},
		{get, "/invite", anybody, noBody, do{s.showInvite}},
		{post, "/invite", anybody, smallBody, do{s.hashes, s.choosePassword}},
		{get, "/login", anybody, noBody, do{s.showLogin}},
		{post, "/login", anybody, smallBody, do{s.hashes, s.logIn}},
		{get, "/session", anybody, noBody, do{s.showSession}},
		{post, "/logout", anybody, smallBody, do{s.logOut}},
		{post, "/language", anybody, smallBody, do{s.chooseLanguage}},

		{get, "/", viewer, noBody, do{s.showHome}},

		{get, "/customers", viewer, noBody, do{s.listCustomers}},
		{post, "/customers", editor, formBody, do{s.createCustomer}},
		{post, "/customers/change", editor, formBody, do{s.changeSelected}},
		{post, "/customers/made-up", editor, smallBody, do{s.addMadeUp}},
		{post, "/customers/made-up/remove", editor, smallBody, do{s.removeMadeUp}},
		{get, "/customers/new", editor, noBody, do{s.newCustomer}},
		{post, "/customers/similar", editor, formBody, do{s.showSimilar}},
		{get, "/customers/columns", viewer, noBody, do{s.showColumns}},
		{post, "/customers/columns", viewer, smallBody, do{s.saveColumns}},
		{get, "/customers/print", viewer, noBody, do{s.printCustomers}},
		{get, "/customers/removed", viewer, noBody, do{s.showBin}},
		{get, "/customers/idle", viewer, noBody, do{s.listIdle}},
		{get, "/customers/duplicates", editor, noBody, do{s.listTwins}},
		{post, "/customers/duplicates/dismiss", editor, smallBody, do{s.dismissTwins}},
		{post, "/customers/duplicates/recall", editor, smallBody, do{s.recallTwins}},
		{get, "/customers/merge", editor, noBody, do{s.showMerge}},
		{post, "/customers/merge", editor, smallBody, do{s.mergeCustomers}},
		{get, "/customers/export.:format", viewer, noBody, do{s.exportCustomers}},
		{get, "/customers/elsewhere", viewer, noBody, do{s.showElsewhere}},
		{get, "/customers/labels", viewer, noBody, do{s.showLabels}},
		{get, "/customers/contacts.vcf", viewer, noBody, do{s.exportCards}},
		{get, "/customers/program.csv", viewer, noBody, do{s.exportForProgram}},
		{get, "/customers/template.:format", editor, noBody, do{s.exportTemplate}},
		{get, "/customers/:number<int>", viewer, noBody, do{s.showCustomer}},
		{get, "/customers/:number<int>/everything", admin, noBody, do{s.showEverything}},
		{get, "/customers/:number<int>/everything.xlsx", admin, noBody, do{s.exportEverything}},
		{get, "/customers/:number<int>/everything.json", admin, noBody, do{s.exportEverything}},
		{post, "/customers/:number<int>", editor, formBody, do{s.saveCustomer}},
		{get, "/customers/:number<int>/edit", editor, noBody, do{s.editCustomer}},
		{get, "/customers/:number<int>/remove", editor, noBody, do{s.confirmRemoval}},
		{post, "/customers/:number<int>/remove", editor, smallBody, do{s.removeCustomer}},
		{post, "/customers/:number<int>/restore", editor, smallBody, do{s.restoreCustomer}},
		{get, "/customers/:number<int>/erase", admin, noBody, do{s.showErasure}},
		{post, "/customers/:number<int>/erase", admin, smallBody, do{s.eraseCustomer}},

		{get, "/groups", viewer, noBody, do{s.listGroups}},
		{post, "/groups", editor, smallBody, do{s.createGroup}},
		{post, "/groups/:id<int>", editor, smallBody, do{s.renameGroup}},
		{post, "/groups/:id<int>/remove", editor, smallBody, do{s.removeGroup}},

		{get, "/imports", viewer, noBody, do{s.listImports}},
		{post, "/imports", editor, fileBody, do{s.createImport}},
		{get, "/imports/new", editor, noBody, do{s.newImport}},
		{get, "/imports/turn", editor, noBody, do{s.showTurn}},
		{post, "/imports/demo", editor, smallBody, do{s.tryBroken}},
		{get, "/imports/:id<int>", viewer, noBody, do{s.orWorking, s.showImport}},
		{get, "/imports/:id<int>/progress", viewer, noBody, do{s.showProgress}},
		{get, "/imports/:id<int>/errors.csv", viewer, noBody, do{s.orWorking, s.importErrors}},
		{get, "/imports/:id<int>/rows.csv", viewer, noBody, do{s.orWorking, s.downloadRows}},
		{post, "/imports/:id<int>/reading", editor, formBody, do{s.orWorking, s.changeReading}},
		{post, "/imports/:id<int>/mapping", editor, formBody, do{s.orWorking, s.changeMapping}},
		{post, "/imports/:id<int>/decisions", editor, formBody, do{s.orWorking, s.decide}},
		{post, "/imports/:id<int>/fill", editor, formBody, do{s.orWorking, s.fillFields}},
		{get, "/imports/:id<int>/missing", viewer, noBody, do{s.orWorking, s.listMissing}},
		{get, "/imports/:id<int>/missing.csv", viewer, noBody, do{s.orWorking, s.exportMissing}},
		{post, "/imports/:id<int>/save", editor, formBody, do{s.orWorking, s.saveImport}},
		{post, "/imports/:id<int>/undo", editor, smallBody, do{s.orWorking, s.undoImport}},
		{post, "/imports/:id<int>/groups/remove", editor, formBody, do{s.orWorking, s.removeEmptied}},
		{post, "/imports/:id<int>/discard", editor, smallBody, do{s.orWorking, s.discardImport}},
		{post, "/imports/:id<int>/restore", editor, smallBody, do{s.restoreImport}},
		{post, "/imports/:id<int>/take", editor, smallBody, do{s.orWorking, s.takeImport}},

		{get, "/help", viewer, noBody, do{s.showHelp}},
		{get, "/help/:topic", viewer, noBody, do{s.showHelp}},

		{get, "/settings", viewer, noBody, do{s.showSettings}},
		{post, "/settings/preferences", viewer, smallBody, do{s.savePreferences}},
		{post, "/settings/password", viewer, smallBody, do{s.hashes, s.changePassword}},
		{post, "/settings/sessions", viewer, smallBody, do{s.endOwnSessions}},

		{get, "/settings/fields", admin, noBody, do{s.listOwnFields}},
		{post, "/settings/fields", admin, smallBody, do{s.addOwnField}},
		{post, "/settings/fields/:key", admin, smallBody, do{s.changeOwnField}},
		{get, "/settings/retention", admin, noBody, do{s.showRetention}},
		{post, "/settings/retention", admin, smallBody, do{s.saveRetention}},

		{get, "/backups", admin, noBody, do{s.listBackups}},
		{post, "/backups", admin, smallBody, do{s.makeBackup}},
		{get, "/backups/:name", admin, noBody, do{s.downloadBackup}},

		{get, "/access", admin, noBody, do{s.showAccess}},
		{get, "/access/export.csv", admin, noBody, do{s.exportAccess}},

		{get, "/users", admin, noBody, do{s.listUsers}},
		{post, "/users", admin, smallBody, do{s.hashes, s.addUser}},
		{post, "/users/role", admin, smallBody, do{s.changeRole}},
		{post, "/users/password", admin, smallBody, do{s.hashes, s.resetPassword}},
		{post, "/users/link", admin, smallBody, do{s.makeLink}},
		{post, "/users/logout", admin, smallBody, do{s.endSessionsOf}},
		{post, "/users/disable", admin, smallBody, do{s.disableUser}},
		{post, "/users/enable", admin, smallBody, do{s.enableUser}},
		{post, "/users/delete", admin, smallBody, do{s.deleteUser}},
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
		table = append(table, route{get, r.path, r.who, noBody, do{func(c *fiber.Ctx) error { return s.showAbove(c, levels) }}})
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
func (s *server) admit(who access) []fiber.Handler {
	switch {
	case who == open:
		return nil
	case !who.needsUser():
		return do{s.withSession}
	}
	return do{s.withSession, s.requireUser, s.require(who.role())}
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
