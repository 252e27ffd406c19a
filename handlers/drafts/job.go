package drafts

import (
	"context"
	"sync"
	"time"
)

// keptAwaited is how long the result of a job is kept for the page that waits
// for it: the page asks each second.
const keptAwaited = 10 * time.Second

// The stages of work on a draft.
const (
	StageWaiting  = "waiting" // for other drafts, or for somebody else who writes
	StageReading  = "reading" // counted in bytes
	StagePlanning = "planning"
	StageSaving   = "saving"
)

// Progress is how far a job has come.
type Progress struct {
	Stage       string
	Done, Total int // Total is 0 where nothing can be counted
	Place       int // in the queue, from 1; 0 where the job waits for nothing
}

// Working is the error of work that takes longer than a request waits.
type Working struct {
	Draft int64
	Begun bool // the work that was asked for has begun and goes on; else other work is before it

	job *job
}

// Error implements error.
func (*Working) Error() string { return "drafts: the draft is still being worked on" }

// Progress is how far the work has come by now.
func (w *Working) Progress() Progress {
	w.job.mu.Lock()
	defer w.job.mu.Unlock()
	return w.job.progress
}

// Ended is the error of work on a draft that cannot be done any more, or not
// yet: since the request looked at it, the draft was saved, discarded or read by
// another request; or its file has not been read.
type Ended struct{ Draft int64 }

// Error implements error.
func (*Ended) Error() string { return "drafts: the draft is not what it was" }

// job is work on a draft: reading its file, planning it, saving it. It goes on
// even when nobody waits for it any more.
type job struct {
	finished   chan struct{}
	err        error // once it is finished
	keepsError bool  // its error is kept for the next request where nobody waits for it
	newState   bool  // it plans on a state of the register that no plan was made on before

	mu       sync.Mutex
	left     bool // nobody waits for it
	progress Progress
}

// stage begins a stage, and gives what reports how far it has come.
func (j *job) stage(stage string) func(done, total int) {
	report := func(done, total int) {
		j.mu.Lock()
		defer j.mu.Unlock()
		j.progress = Progress{Stage: stage, Done: done, Total: total}
	}
	report(0, 0)
	return report
}

// waits notes the place in the queue that the job waits in.
func (j *job) waits(place int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.progress = Progress{Stage: StageWaiting, Place: place}
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

// jobs are the jobs on one draft, one at a time.
type jobs struct {
	mu     sync.Mutex
	job    *job  // the one under way, nil for none
	failed error // of the last job that keeps its error and that nobody waited for

	// held says that the last plan on a new state of the register took longer
	// than a request waits: plans are shown as of the moment they were made.
	held    bool
	awaited time.Time // until when a request is expected for the result of the last job
}

// begin begins a job, or returns the one that is under way.
func (j *jobs) begin() (mine, other *job) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.job != nil {
		return nil, j.job
	}
	j.job = &job{finished: make(chan struct{}), progress: Progress{Stage: StageWaiting}}
	return j.job, nil
}

// end ends a job with its error.
func (j *jobs) end(done *job, err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	done.mu.Lock()
	defer done.mu.Unlock()
	if done.err = err; done.keepsError && done.left {
		j.failed = err
	}
	if done.newState {
		j.held = done.left
	}
	if j.awaited = (time.Time{}); done.left {
		j.awaited = time.Now().Add(keptAwaited)
	}
	j.job = nil
	close(done.finished)
}

// progress tells how far the job under way has come, if there is one.
func (j *jobs) progress() (progress Progress, ok bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.job == nil {
		return Progress{}, false
	}
	j.job.mu.Lock()
	defer j.job.mu.Unlock()
	return j.job.progress, true
}

func (j *jobs) underWay() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.job != nil
}

// needed reports whether a job is under way, or a request is expected for the
// result of the last one. If that were dropped, two large files could each have
// the other's plan dropped before anybody has seen it.
func (j *jobs) needed() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.job != nil || time.Now().Before(j.awaited)
}

// takeFailure returns why a job failed that nobody waited for, once.
func (j *jobs) takeFailure() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	err := j.failed
	j.failed = nil
	return err
}
