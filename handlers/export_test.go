package handlers

import "kortisto/db"

// RouteRoles gives for each row of the table of routes the role that one must
// have, "" for everybody.
func RouteRoles() map[string]db.Role {
	roles := map[string]db.Role{}
	for _, r := range new(server).routes() {
		roles[r.method+" "+r.path] = r.who.role()
	}
	return roles
}
