package drafts

import "context"

// do does work on a draft, after the job that is under way. It fails with a
// *Working where either takes long.
func (d *Desk) do(ctx context.Context, id int64, work func(context.Context, *entry, *job) error) error {
	for {
		kept, mine, other := d.beginJob(id)
		if other != nil {
			if !other.wait(ctx, d.Patience) {
				return &Working{Draft: id, job: other}
			}
			continue
		}
		d.run(func(ctx context.Context) error { return work(ctx, kept, mine) }, func(err error) {
			d.account(id, kept) // a sheet without a plan is kept as well
			kept.end(mine, err)
		})
		if !mine.wait(ctx, d.Patience) {
			return &Working{Draft: id, Begun: true, job: mine}
		}
		return mine.err
	}
}

// beginJob begins a job on a draft, or returns the one that is under way. The
// entry of the draft is not dropped before the job ends.
func (d *Desk) beginJob(id int64) (kept *entry, mine, other *job) {
	d.mu.Lock()
	defer d.mu.Unlock()
	kept = d.lockedEntry(id)
	mine, other = kept.begin()
	return kept, mine, other
}

// Progress tells how far the work on a draft has come, if there is any under way.
func (d *Desk) Progress(id int64) (progress Progress, ok bool) {
	d.mu.Lock()
	kept := d.kept[id]
	d.mu.Unlock()
	if kept == nil {
		return Progress{}, false
	}
	return kept.progress()
}

// TakeFailure returns why the last read or save of a draft failed, where nobody
// waited for it. The second time it returns nil.
func (d *Desk) TakeFailure(id int64) error { return d.entry(id).takeFailure() }
