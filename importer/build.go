package importer

import (
	"context"

	"kortisto/customer"
)

// Build makes the plan. It looks customers up many at a time, never row by row, so
// that the number of questions does not depend on the number of rows: by the numbers
// of the file and the keys of rows that have none; by Business IDs that are not those
// of the numbers' customers; by what a spreadsheet may have damaged; and by what new
// customers share with stored ones. The only errors are those of the register and of
// the context.
func Build(ctx context.Context, in Input, register Register) (*Plan, error) {
	return BuildFrom(ctx, in, NewRegisterCache(register))
}

// BuildFrom makes the same plan of what a cache holds of the register, and asks
// the register only for the rest.
func BuildFrom(ctx context.Context, in Input, cache *RegisterCache) (*Plan, error) {
	if in.Fields == nil {
		in.Fields = customer.Standard()
	}
	in.Mapping = in.Mapping.within(in.Fields)
	file := newFileReader(&in)
	lookup, err := lookUp(ctx, file, cache)
	if err != nil {
		return nil, err
	}
	marks, err := readMarks(ctx, lookup)
	if err != nil {
		return nil, err
	}
	groups := newGroupNames(cache.groups)
	planner := newRowPlanner(lookup, marks, groups)
	if err := planner.planRows(ctx); err != nil {
		return nil, err
	}
	if err := warnSimilar(ctx, file, planner.rows, cache); err != nil {
		return nil, err
	}
	plan := &Plan{
		Rows:           planner.rows,
		UnknownNumbers: lookup.stillUnknown(),
		KnownNumbers:   len(lookup.numbers) - len(lookup.unknown),
		Dropped:        planner.stale + file.staleFills + in.Decisions.beyond(in.Sheet),
		NoKey:          !in.Mapping.hasKey(),
		aside:          planner.aside,
	}
	summarise(plan, lookup, groups)
	return plan, nil
}
