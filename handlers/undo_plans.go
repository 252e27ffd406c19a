package handlers

import (
	"context"
	"sync"

	"kortisto/db"

	"github.com/gofiber/fiber/v2"
)

// undoPlans keeps the plans of the undos that pages have shown, while the
// register stays as it is: to turn the pages of a large import must not mean
// walking through all of it each time.
type undoPlans struct {
	sync.Mutex
	writes int64 // the write counter of the register that the plans are of
	plans  map[int64]*db.UndoPlan
}

// maxUndoPlans is how many plans are kept: each is small.
const maxUndoPlans = 100

// get is the plan of the undo of an import, in one state of the register.
func (p *undoPlans) get(ctx context.Context, snapshot *db.Snapshot, id int64) (*db.UndoPlan, error) {
	writes := snapshot.WriteCounter()
	p.Lock()
	plan := p.plans[id]
	if p.writes != writes {
		plan = nil
	}
	p.Unlock()
	if plan != nil {
		return plan, nil
	}
	plan, err := snapshot.UndoPlan(ctx, id)
	if err != nil {
		return nil, err
	}
	p.Lock()
	defer p.Unlock()
	if p.plans == nil || p.writes != writes || len(p.plans) >= maxUndoPlans {
		p.plans, p.writes = make(map[int64]*db.UndoPlan), writes
	}
	p.plans[id] = plan
	return plan, nil
}

// planUndo is what an undo of an import would do now.
func (s *server) planUndo(c *fiber.Ctx, id int64) (*db.UndoPlan, error) {
	snapshot, err := s.db.Snapshot(c.UserContext())
	if err != nil {
		return nil, err
	}
	defer snapshot.Close()
	return s.undoPlans.get(c.UserContext(), snapshot, id)
}
