package handlers

import (
	"log/slog"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/db/accesslog"

	"github.com/gofiber/fiber/v2"
)

// unknownUser stands in the log for whoever is no user: what was typed as the
// name may be a password.
const unknownUser = "unknown user"

// accountKinds are what the access log keeps of who came, went or was kept out.
// Log-ins that are refused unread are not among them: they cost whoever sends them
// nothing, and would fill the register.
var accountKinds = map[string]accesslog.Kind{
	"log-in": accesslog.LogIn, "set-up": accesslog.LogIn, "password chosen": accesslog.LogIn,
	"log-in failed": accesslog.LogInFailed, "log-out": accesslog.LogOut,
}

// logAccess writes who came, went or was kept out, and from where. The address
// stands before all that anybody can choose, so that other programs find it.
func (s *server) logAccess(c *fiber.Ctx, level slog.Level, event, user string) {
	if kind, kept := accountKinds[event]; kept {
		s.access.Add(accesslog.Entry{By: user, Kind: kind})
	}
	s.log.Log(c.UserContext(), level, event, "address", s.proxies.Client(c), "user", user, "id", requestID(c))
}

// logBy writes what the user of the request has done.
func (s *server) logBy(c *fiber.Ctx, event string, more ...any) {
	s.log.Info(event, append([]any{"address", s.proxies.Client(c), "by", userOf(c).Name, "id", requestID(c)}, more...)...)
}

// logChange writes what the user of the request has done to a user.
func (s *server) logChange(c *fiber.Ctx, event, about string, more ...any) {
	by := unknownUser
	if user := userOf(c); user != nil {
		by = user.Name
	}
	kind := accesslog.User
	if event == "role changed" {
		kind = accesslog.Role
	}
	s.access.Add(accesslog.Entry{By: by, Kind: kind, Object: about})
	s.log.Info(event, append([]any{"address", s.proxies.Client(c), "user", about, "by", by, "id", requestID(c)}, more...)...)
}

// knownName is the name of a user as it may stand in the log.
func (s *server) knownName(c *fiber.Ctx, name string) string {
	user, err := s.accounts.User(c.UserContext(), name)
	if err != nil {
		return unknownUser
	}
	return user.Name
}

// note leaves in the access log what the user of the request does.
func (s *server) note(c *fiber.Ctx, entry accesslog.Entry) {
	entry.By = userOf(c).Name
	s.access.Add(entry)
}

// noteList leaves in the access log which customers a page of the list shows.
func (s *server) noteList(c *fiber.Ctx, filter listFilter, shown []customer.Customer) {
	entry := accesslog.Entry{Kind: accesslog.List, Filter: filter.shape(), Numbers: numbersOf(shown)}
	if filter.Query != "" {
		entry.Kind = accesslog.Search
	}
	s.note(c, entry)
}

// noteImport leaves in the access log which customers the page of an import shows.
func (s *server) noteImport(c *fiber.Ctx, id int64, shown []int) {
	s.note(c, accesslog.Entry{Kind: accesslog.ImportView, Import: id, Numbers: accesslog.NumbersOf(shown...)})
}

// noteSimilar leaves in the access log which customers a form resembles that is
// being filled in.
func (s *server) noteSimilar(c *fiber.Ctx, similar []similarView) {
	if len(similar) == 0 {
		return
	}
	entry := accesslog.Entry{Kind: accesslog.Search, Filter: accesslog.Filter{Words: true}}
	for _, one := range similar {
		entry.Numbers.Add(one.Number)
	}
	s.note(c, entry)
}

// numbersOf are the numbers of customers.
func numbersOf(customers []customer.Customer) (numbers accesslog.Numbers) {
	for i := range customers {
		numbers.Add(customers[i].Number)
	}
	return numbers
}

// noteSaved leaves in the access log that an import was saved. It may have taken
// longer than its request.
func (s *server) noteSaved(saved *db.Saved) {
	s.access.Add(accesslog.Entry{By: saved.By, Kind: accesslog.Save, Import: saved.Import, Customers: saved.Written()})
}

// shape is what of the filter is set, without what was typed.
func (f listFilter) shape() accesslog.Filter {
	return accesslog.Filter{Words: f.Query != "", Group: len(f.Groups) > 0, Kind: f.Kind != "", City: f.City != "",
		Having: len(f.Has)+len(f.Lacks) > 0, Since: f.Since != ""}
}
