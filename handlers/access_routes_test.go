package handlers_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/db/accesslog"
)

// shownBy says what a route shows of customers: of whom it leaves what kind of entry
// in the access log, or why it leaves none.
type shownBy struct {
	kind accesslog.Kind
	ask  string   // the address, "" for that of the route
	form []string // what is sent
	htmx bool     // as HTMX asks
	of   int      // whom it shows, 0 for customer 1001

	none string // why it shows nobody's data
}

// The numbers of what TestRoutesLeaveTraces asks for.
const (
	savedImport = "1" // which has changed customer 1001 and left out a row of 1002
	openDraft   = "2" // which would change customer 1001
	binned      = 1005
	mergedAway  = 1004 // into 1003
)

// Reasons for which a route leaves no entry.
const (
	leadsOn    = "it only leads on"
	ownAccount = "it is about the user alone"
	noCustomer = "it has no customers"
	countsOnly = "it tells counts, names of files and names of groups"
)

// shownByRoutes are the routes, and what they show of customers. Those that are not
// named must lead on.
func shownByRoutes() map[string]shownBy {
	const draft, saved = "/imports/" + openDraft, "/imports/" + savedImport
	return map[string]shownBy{
		"GET /healthz":               {none: noCustomer},
		"GET /readyz":                {none: noCustomer},
		"GET /static/*":              {none: noCustomer},
		"GET /setup":                 {none: noCustomer},
		"POST /setup":                {none: noCustomer},
		"GET /invite":                {none: noCustomer},
		"POST /invite":               {none: noCustomer},
		"GET /login":                 {none: noCustomer},
		"POST /login":                {none: noCustomer},
		"GET /session":               {none: noCustomer},
		"POST /logout":               {none: ownAccount},
		"POST /language":             {none: ownAccount},
		"GET /help":                  {none: noCustomer},
		"GET /help/:topic":           {none: noCustomer, ask: "/help/undo"},
		"GET /settings":              {none: ownAccount},
		"POST /settings/preferences": {none: ownAccount},
		"POST /settings/password":    {none: ownAccount},
		"POST /settings/sessions":    {none: ownAccount},
		"GET /settings/fields":       {none: "it tells names of fields, and how many customers have one"},
		"POST /settings/fields":      {none: "as its page"},
		"POST /settings/fields/:key": {none: "as its page"},
		"GET /settings/retention":    {none: noCustomer},
		"POST /settings/retention":   {none: noCustomer},
		"GET /backups":               {none: "it tells names of files; a download has an entry of its own"},
		"POST /backups":              {none: leadsOn},
		"GET /backups/:name":         {none: "the download has an entry of its own, with the name of the file"},
		"GET /access":                {none: "it tells numbers of customers, and nothing of them"},
		"GET /access/export.csv":     {none: "the file has an entry of its own, and nothing of customers but numbers"},
		"GET /users":                 {none: "it is about users"},
		"POST /users":                {none: "it is about users"},
		"POST /users/role":           {none: "it is about users"},
		"POST /users/password":       {none: "it is about users"},
		"POST /users/link":           {none: "it is about users"},
		"POST /users/logout":         {none: "it is about users"},
		"POST /users/disable":        {none: "it is about users"},
		"POST /users/enable":         {none: "it is about users"},
		"POST /users/delete":         {none: "it is about users"},

		"GET /customers":                              {kind: accesslog.List},
		"POST /customers":                             {kind: accesslog.Search, form: []string{"kind", "company", "name", "Kanaria Yksi Oy"}},
		"POST /customers/similar":                     {kind: accesslog.Search, form: []string{"kind", "company", "name", "Kanaria Yksi Oy"}},
		"POST /customers/change":                      {kind: accesslog.List, form: []string{"number", "1001", "what", "set"}},
		"POST /customers/made-up":                     {none: leadsOn},
		"POST /customers/made-up/remove":              {none: leadsOn},
		"GET /customers/new":                          {none: "the form is empty"},
		"GET /customers/columns":                      {none: "it tells names of fields"},
		"POST /customers/columns":                     {none: leadsOn},
		"GET /customers/print":                        {kind: accesslog.Export},
		"GET /customers/removed":                      {kind: accesslog.List, of: binned},
		"GET /customers/idle":                         {kind: accesslog.List, of: 1002},
		"GET /customers/duplicates":                   {kind: accesslog.List},
		"POST /customers/duplicates/dismiss":          {none: leadsOn, form: []string{"first", "1002", "second", "1003"}},
		"POST /customers/duplicates/recall":           {none: leadsOn, form: []string{"first", "1002", "second", "1003"}},
		"GET /customers/merge":                        {kind: accesslog.View, ask: "/customers/merge?first=1001&second=1002"},
		"POST /customers/merge":                       {kind: accesslog.View, form: []string{"first", "1001", "second", "1002", "kept", "1001"}},
		"GET /customers/export.:format":               {kind: accesslog.Export},
		"GET /customers/elsewhere":                    {kind: accesslog.Export},
		"GET /customers/labels":                       {kind: accesslog.Export},
		"GET /customers/contacts.vcf":                 {kind: accesslog.Export},
		"GET /customers/program.csv":                  {kind: accesslog.Export, ask: "/customers/program.csv?for=netvisor"},
		"GET /customers/template.:format":             {none: "it has no rows"},
		"GET /customers/:number<int>":                 {kind: accesslog.View},
		"POST /customers/:number<int>":                {kind: accesslog.View, form: []string{"revision", "1", "kind", "company", "name", ""}},
		"GET /customers/:number<int>/everything":      {kind: accesslog.View},
		"GET /customers/:number<int>/everything.xlsx": {kind: accesslog.Person},
		"GET /customers/:number<int>/everything.json": {kind: accesslog.Person},
		"GET /customers/:number<int>/edit":            {kind: accesslog.View},
		"GET /customers/:number<int>/remove":          {kind: accesslog.View},
		"POST /customers/:number<int>/remove":         {kind: accesslog.View, form: []string{"revision", "77"}},
		"POST /customers/:number<int>/restore":        {none: leadsOn},
		"GET /customers/:number<int>/erase":           {kind: accesslog.View},
		"POST /customers/:number<int>/erase":          {kind: accesslog.View, form: []string{"confirm", "somebody else"}},

		"GET /groups":                  {none: countsOnly},
		"POST /groups":                 {none: countsOnly},
		"POST /groups/:id<int>":        {none: countsOnly},
		"POST /groups/:id<int>/remove": {none: countsOnly},

		"GET /imports":                         {kind: accesslog.List},
		"POST /imports":                        {none: "a file that cannot be read is the user's own"},
		"GET /imports/new":                     {none: noCustomer},
		"GET /imports/turn":                    {none: countsOnly},
		"POST /imports/demo":                   {none: leadsOn},
		"GET /imports/:id<int>":                {kind: accesslog.ImportView, ask: draft},
		"GET /imports/:id<int>/progress":       {none: countsOnly, ask: draft + "/progress"},
		"GET /imports/:id<int>/errors.csv":     {kind: accesslog.Export, ask: saved + "/errors.csv", of: 1002},
		"GET /imports/:id<int>/rows.csv":       {kind: accesslog.Export, ask: draft + "/rows.csv?status=all"},
		"POST /imports/:id<int>/reading":       {none: leadsOn, ask: draft + "/reading"},
		"POST /imports/:id<int>/mapping":       {kind: accesslog.ImportView, ask: draft + "/mapping", form: []string{"column-1", "number", "column-2", "name", "column-3", "city"}, htmx: true},
		"POST /imports/:id<int>/decisions":     {kind: accesslog.ImportView, ask: draft + "/decisions", form: []string{"decide", "exclude:3"}, htmx: true},
		"POST /imports/:id<int>/fill":          {kind: accesslog.ImportView, ask: draft + "/fill", form: []string{"fill-rows", "all"}, htmx: true},
		"GET /imports/:id<int>/missing":        {kind: accesslog.List, ask: draft + "/missing", of: 1002},
		"GET /imports/:id<int>/missing.csv":    {kind: accesslog.Export, ask: draft + "/missing.csv", of: 1002},
		"POST /imports/:id<int>/save":          {kind: accesslog.ImportView, ask: draft + "/save", form: []string{"fingerprint", "of yesterday"}},
		"POST /imports/:id<int>/undo":          {kind: accesslog.ImportView, ask: saved + "/undo", form: []string{"fingerprint", "of yesterday"}},
		"POST /imports/:id<int>/groups/remove": {none: leadsOn, ask: saved + "/groups/remove"},
		"POST /imports/:id<int>/discard":       {none: leadsOn},
		"POST /imports/:id<int>/restore":       {none: leadsOn},
		"POST /imports/:id<int>/take":          {none: leadsOn},
	}
}

// siteWithTraces is a site with customers all of whose names have "Kanaria" in
// them, in the register, in the bin, in a saved import and in a draft.
func siteWithTraces(t *testing.T) *site {
	t.Helper()
	s, clock := newClockedSite(t, withBroken)
	s.add(customer.Name, "Kanaria Yksi Oy", customer.Email, "yksi@kanaria.example", customer.Street, "Kanariatie 1", customer.Postcode, "00100", customer.City, "Turku")
	s.add(customer.Name, "Kanaria Yksi Oy", customer.Email, "yksi@kanaria.example")
	clock.move(2000 * 24 * time.Hour)
	s.add(customer.Name, "Kanaria Kolme Oy")
	second := s.add(customer.Name, "Kanaria Neljä Oy")
	gone := s.add(customer.Name, "Kanaria Viisi Oy")
	third := s.stored(1003)
	_, err := s.db.MergeCustomers(t.Context(), db.Actor{}, db.Merge{Kept: third.Number, KeptRevision: third.Revision,
		Merged: second.Number, MergedRevision: second.Revision, Values: third.Values})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.db.RemoveCustomer(t.Context(), db.Actor{}, gone.Number, gone.Revision); err != nil {
		t.Fatal(err)
	}
	admin := s.as(db.Admin)
	admin.upload("tallennettu.csv", "Asiakasnumero;Nimi;Kaupunki;Postinumero\n1001;Kanaria Yksi Oy;Oulu;90100\n1002;Kanaria Yksi Oy;Oulu;90100x\n")
	admin.leads(admin.post("/imports/"+savedImport+"/save", "fingerprint", fingerprint(admin.get("/imports/"+savedImport))), "/imports/"+savedImport)
	admin.upload("luonnos.csv", "Asiakasnumero;Nimi;Kaupunki\n1001;Kanaria Yksi Oy;Salo\n;Uusi Oy;Salo\n")
	return s
}

// TestRoutesLeaveTraces holds access-kept for every route: one that shows the data
// of a customer leaves an entry that is found by that customer, and one that leaves
// none shows nobody.
func TestRoutesLeaveTraces(t *testing.T) {
	s := siteWithTraces(t)
	routes, known := shownByRoutes(), make(map[string]bool)
	for _, route := range s.routes() {
		known[route] = true
		told, named := routes[route]
		method, _, _ := strings.Cut(route, " ")
		admin := s.as(db.Admin)
		if told.htmx {
			admin = admin.htmx()
		}
		path := told.ask
		if path == "" {
			path = routeRequest(route, 1001).URL.Path
		}
		before := len(s.accesses(accesslog.Query{}))
		var got *answer
		if method == http.MethodGet {
			got = admin.get(path)
		} else {
			got = admin.post(path, told.form...)
		}
		entries := s.accesses(accesslog.Query{})
		fresh := make(map[int64]accesslog.Kind)
		for _, e := range entries[:len(entries)-before] {
			fresh[e.ID] = e.Kind
		}
		switch {
		case !named:
			if got.StatusCode != http.StatusSeeOther || got.body != "" {
				t.Errorf("%s: what does it show of customers?", route)
			}
		case told.none != "":
			if strings.Contains(got.body, "Kanaria") || strings.Contains(got.body, "kanaria") {
				t.Errorf("%s: shows a customer, though %s\n%s", route, told.none, got.body)
			}
		default:
			of := told.of
			if of == 0 {
				of = 1001
			}
			found := false
			for _, e := range s.accesses(accesslog.Query{Customer: of, Kind: told.kind}) {
				_, is := fresh[e.ID]
				found = found || is
			}
			if shows := strings.Contains(got.body, "Kanaria") || strings.Contains(path, ".xlsx") || strings.Contains(got.body, "kanaria"); !found || !shows {
				t.Errorf("%s: status %d, shows a customer: %v; of customer %d an entry %q: %v, of %v\n%s", route, got.StatusCode, shows, of, told.kind, found, fresh, got.body)
			}
		}
	}
	for route := range routes {
		if !known[route] {
			t.Errorf("%s: is no route", route)
		}
	}
}

// TestMergedNumberLeavesTrace holds that a search for the number of a customer who
// was merged, which shows whom it leads to, is found by that one.
func TestMergedNumberLeavesTrace(t *testing.T) {
	s := siteWithTraces(t)
	b := s.as(db.Viewer)
	b.want(b.get("/customers?q="+strconv.Itoa(mergedAway)), 200, "Kanaria Kolme Oy")
	if entries := s.accesses(accesslog.Query{Customer: 1003, Kind: accesslog.Search}); len(entries) != 1 {
		t.Errorf("%d entries", len(entries))
	}
}
