-- Who goes on in a draft in place of its maker, and from whom it was taken.
ALTER TABLE imports ADD COLUMN taken_by TEXT;
ALTER TABLE imports ADD COLUMN taken_from TEXT;
