-- What was changed by hand stands in the history, too: as entries with the
-- negative ids of their events, so that imports keep theirs.
ALTER TABLE imports ADD COLUMN action TEXT; -- of an entry without a file, and of its undos; NULL for an import

INSERT INTO imports (id, state, file_name, file_hash, file_size, choices, created_at, created_by, saved_at, saved_by, event_id, action)
SELECT -id, 'saved', '', '', 0, '{}', at, actor, at, actor, id, action
FROM events WHERE import_id IS NULL AND action NOT IN ('import', 'undo');

CREATE INDEX imports_event ON imports (event_id) WHERE event_id IS NOT NULL;
CREATE INDEX imports_author ON imports (saved_by) WHERE state = 'saved';
