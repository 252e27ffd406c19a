package handlers

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"kortisto/db"

	"github.com/gofiber/fiber/v2"
)

// healthz handles GET /healthz: the program runs.
func (s *server) healthz(c *fiber.Ctx) error { return c.SendString("ok") }

// readyz handles GET /readyz: the register can be read, and the disk written to.
// Outsiders learn no more than that, and that the last backup is old; the log
// tells why not.
func (s *server) readyz(c *fiber.Ctx) error {
	if err := s.health.check(c.UserContext(), s.db, s.now()); err != nil {
		s.log.Error("not ready", "id", requestID(c), "error", err.Error())
		return c.Status(fiber.StatusServiceUnavailable).SendString("not ready")
	}
	switch state, _ := s.backups.State(c.UserContext()); {
	case state.Late && state.None():
		return c.SendString("ok\nthere is no backup\n")
	case state.Late:
		return c.SendString("ok\nthe last backup is older than 48 hours\n")
	}
	return c.SendString("ok")
}

// checkedFor is how long what was found of the register's health holds: anybody
// may ask, and must not keep the disk busy with it.
const checkedFor = 5 * time.Second

// health is what is known of whether the register can be used.
type health struct {
	damaged atomic.Bool // what has once been met does not heal

	mu      sync.Mutex
	checked time.Time
	err     error // at that time
}

// note takes notice of an error that somebody met.
func (h *health) note(err error) {
	if errors.Is(err, db.ErrDamaged) || errors.Is(err, db.ErrNotDatabase) {
		h.damaged.Store(true)
	}
}

// check tells why the register cannot be used, nil where it can. A clock that
// was put back does not make it blind.
func (h *health) check(ctx context.Context, register *db.DB, now time.Time) error {
	if h.damaged.Load() {
		return db.ErrDamaged
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if age := now.Sub(h.checked); age < 0 || age >= checkedFor {
		h.err, h.checked = register.Ready(ctx), now
		h.note(h.err)
	}
	return h.err
}
