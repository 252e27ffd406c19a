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

// keptAwaited is how long what a page waits for is kept for it: it asks each
// second.
const keptAwaited = 10 * time.Second

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
	plans    bool  // it has planned on a state of the register that no plan before it was made on

	mu       sync.Mutex
	left     bool // nobody waits for it
	progress progress
}

// progress is how far work has come.
type progress struct {
	Stage       string
	Done, Total int // Total is 0 where nothing can be counted
	Place       int // in the queue, from 1; 0 where that is not what is waited for
}

// stage begins a stage, and gives what reports how far it has come.
func (j *job) stage(stage string) func(done, total int) {
	report := func(done, total int) {
		j.mu.Lock()
		defer j.mu.Unlock()
		j.progress = progress{Stage: stage, Done: done, Total: total}
	}
	report(0, 0)
	return report
}

// waits notes the place in the queue that the job waits in.
func (j *job) waits(place int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.progress = progress{Stage: stageWaiting, Place: place}
}

// stillWorking is the error of work that takes longer than a request waits.
type stillWorking struct {
	draft int64
	job   *job
	begun bool // it is the work that was asked for, and goes on; else one before it
}

// Error implements error.
func (*stillWorking) Error() string { return "handlers: the draft is still being worked on" }

// draftEnded is the error of work on what is no draft with a plan: it was saved
// or discarded since the request looked at it, or its file is not read yet.
type draftEnded struct{ draft int64 }

// Error implements error.
func (*draftEnded) Error() string { return "handlers: the draft is one no more" }

// at is how far the work has come.
func (e *stillWorking) at() progress {
	e.job.mu.Lock()
	defer e.job.mu.Unlock()
	return e.job.progress
}

// notBegun reports whether work has not even begun, since other work on the
// draft takes long.
func notBegun(err error) bool {
	var working *stillWorking
	return errors.As(err, &working) && !working.begun
}

// jobs are the work on one draft, one at a time.
type jobs struct {
	mu     sync.Mutex
	job    *job  // the last one, nil before the first
	failed error // why the last one failed that keeps its error and that nobody waited for

	// held says that the last planning on a new state of the register took longer
	// than a request waits: plans are shown as of the moment when they were made.
	held    bool
	awaited time.Time // until when a page is expected that waits for the last one
}

// do does work on a draft, after the work that is under way. It fails with a
// *stillWorking where one of them takes long.
func (w *workbench) do(ctx context.Context, id int64, work func(context.Context, *benchEntry, *job) error) error {
	for {
		entry, mine, other := w.begin(id)
		if other != nil {
			if !other.wait(ctx, w.patience) {
				return &stillWorking{draft: id, job: other}
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
		if !mine.wait(ctx, w.patience) {
			return &stillWorking{draft: id, job: mine, begun: true}
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
	if done.plans {
		j.held = done.left
	}
	if j.awaited = (time.Time{}); done.left {
		j.awaited = time.Now().Add(keptAwaited)
	}
	j.job = nil
	close(done.finished)
}

func (j *jobs) underWay() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.job != nil
}

// needed reports whether work is under way, or a page about to come for what
// has been made: were that dropped, two large files could each have the other's
// plan dropped before anybody has seen it.
func (j *jobs) needed() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.job != nil || time.Now().Before(j.awaited)
}

// takeFailure returns why work failed that nobody waited for, once.
func (j *jobs) takeFailure() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	err := j.failed
	j.failed = nil
	return err
}

// wait waits until a job is finished, for a while, and reports whether it is.
func (j *job) wait(ctx context.Context, patience time.Duration) bool {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-j.finished:
		return true
	case <-timer.C:
	case <-ctx.Done():
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	select {
	case <-j.finished:
		return true
	default:
		j.left = true
		return false
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
	case v.Place > 0:
		return v.Text("working.place", "place", v.Place)
	case v.Total == 0:
		return ""
	case v.Stage == stageReading:
		return v.Text("working.share", "percent", int(int64(v.Done)*100/int64(v.Total)))
	}
	return v.Text("working.rows", "done", v.Number(v.Done), "total", v.Number(v.Total))
}
