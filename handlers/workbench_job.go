package handlers

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"
	"kortisto/db"
)

// patience is how long a request waits for work on a draft before the page says
// how far it has come.
const patience = 2 * time.Second

// The stages of work on a draft.
const (
	stageWaiting  = "waiting" // for other drafts, or for another one who writes
	stageReading  = "reading" // counted in bytes
	stagePlanning = "planning"
	stageSaving   = "saving"
)

// job is work on a draft: reading its file, building its plan, saving it. It
// goes on though nobody should wait for it any more.
type job struct {
	finished chan struct{}
	err      error // once it is finished
	keeps    bool  // its error is kept for the next visit where nobody waits for it

	mu       sync.Mutex
	left     bool // nobody waits for it
	progress progress
}

// progress is how far work has come.
type progress struct {
	Stage       string
	Done, Total int // Total is 0 where nothing can be counted
}

// stage begins a stage, and gives what reports how far it has come.
func (j *job) stage(stage string) func(done, total int) {
	report := func(done, total int) {
		j.mu.Lock()
		defer j.mu.Unlock()
		j.progress = progress{stage, done, total}
	}
	report(0, 0)
	return report
}

// stillWorking is the error of work that takes longer than a request waits.
type stillWorking struct {
	draft int64
	job   *job
}

// Error implements error.
func (*stillWorking) Error() string { return "handlers: the draft is still being worked on" }

// draftEnded is the error of work on a draft that was saved or discarded since
// the request looked at it.
type draftEnded struct{ draft int64 }

// Error implements error.
func (*draftEnded) Error() string { return "handlers: the draft is one no more" }

// at is how far the work has come.
func (e *stillWorking) at() progress {
	e.job.mu.Lock()
	defer e.job.mu.Unlock()
	return e.job.progress
}

// jobs are the work on one draft, one at a time.
type jobs struct {
	mu     sync.Mutex
	job    *job  // the last one, nil before the first
	failed error // why the last one failed that keeps its error and that nobody waited for
}

// do does work on a draft, after the work that is under way. It fails with a
// *stillWorking where one of them takes long.
func (w *workbench) do(ctx context.Context, id int64, work func(context.Context, *benchEntry, *job) error) error {
	for {
		entry, mine, other := w.begin(id)
		if other != nil {
			if err := other.wait(ctx, id); err != nil {
				return err
			}
			continue
		}
		inside, done := w.life.begin()
		go func() {
			defer done()
			err := guarded(func() error { return work(inside, entry, mine) })
			w.account(id, entry) // a sheet without a plan is kept as well
			entry.end(mine, err)
		}()
		if err := mine.wait(ctx, id); err != nil {
			return err
		}
		return mine.err
	}
}

// guarded does work that no request carries. A panic in it would end the
// server: it is an error instead, as it is in a request.
func guarded(work func() error) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("handlers: panic: %v\n%s", cause, debug.Stack())
		}
	}()
	return work()
}

// begin begins a job on a draft, or returns the one that is under way. Until it
// ends its entry is not dropped.
func (w *workbench) begin(id int64) (entry *benchEntry, mine, other *job) {
	w.mu.Lock()
	defer w.mu.Unlock()
	entry = w.entryOf(id)
	mine, other = entry.begin()
	return entry, mine, other
}

// begin begins a job, or returns the one that is under way.
func (j *jobs) begin() (mine, other *job) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.job != nil {
		return nil, j.job
	}
	j.job = &job{finished: make(chan struct{}), progress: progress{Stage: stageWaiting}}
	return j.job, nil
}

func (j *jobs) end(done *job, err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	done.mu.Lock()
	defer done.mu.Unlock()
	if done.err = err; done.keeps && done.left {
		j.failed = err
	}
	j.job = nil
	close(done.finished)
}

func (j *jobs) underWay() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.job != nil
}

// takeFailure returns why work failed that nobody waited for, once.
func (j *jobs) takeFailure() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	err := j.failed
	j.failed = nil
	return err
}

// wait waits until a job is finished, for a while.
func (j *job) wait(ctx context.Context, draft int64) error {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-j.finished:
		return nil
	case <-timer.C:
	case <-ctx.Done():
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	select {
	case <-j.finished:
		return nil
	default:
		j.left = true
		return &stillWorking{draft, j}
	}
}

// importWorking is what views/imports_working.html shows.
type importWorking struct {
	Page
	Import *db.Import
	progress
}

// orWorking shows how far the work on a draft has come in place of a page that
// would have to wait for it. That page asks again by itself; everything else
// leads to it.
func (s *server) orWorking(c *fiber.Ctx) error {
	err := c.Next()
	var ended *draftEnded
	if errors.As(err, &ended) {
		return s.redirect(c, importPath(ended.draft)) // which shows what has become of it
	}
	var working *stillWorking
	if !errors.As(err, &working) {
		return err
	}
	path := importPath(working.draft)
	if c.Method() != fiber.MethodGet || isFragment(c) || c.Path() != s.basePath+path {
		return s.redirect(c, path)
	}
	draft, err := s.db.Draft(c.UserContext(), working.draft)
	if err != nil {
		return err
	}
	view := &importWorking{Page: s.page(c, "imports"), Import: draft, progress: working.at()}
	if view.Flash != nil { // it is for the page that follows
		s.setFlash(c, *view.Flash)
		view.Flash = nil
	}
	return s.render(c, "imports_working", view)
}

// orLater leads to what a page of a draft shows, and tells, once long work on
// the draft is done, where that is why it can't be shown now.
func (s *server) orLater(c *fiber.Ctx, draft *db.Import, show showing, told Flash, err error) error {
	var working *stillWorking
	if !errors.As(err, &working) {
		return err
	}
	if told.Text != "" {
		s.setFlash(c, told)
	}
	return s.redirect(c, importPath(draft.ID)+show.query())
}

// notTaken says that nothing was changed, where what a form asks for has to
// wait for long work on the draft.
func (s *server) notTaken(c *fiber.Ctx, draft *db.Import, err error) error {
	return s.orLater(c, draft, showingOf(c), Flash{Text: s.words(c).Text("import.not-taken"), Bad: true}, err)
}

// Doing is the id of what is done, in words.
func (v *importWorking) Doing() string { return "working.stage-" + v.Stage }

// Figures says how far the work has come, "" where that can't be told.
func (v *importWorking) Figures() string {
	switch {
	case v.Total == 0:
		return ""
	case v.Stage == stageReading:
		return v.Text("working.share", "percent", int(int64(v.Done)*100/int64(v.Total)))
	}
	return v.Text("working.rows", "done", v.Number(v.Done), "total", v.Number(v.Total))
}
