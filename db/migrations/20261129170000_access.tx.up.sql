-- Who has looked at the data of customers, given it away or changed what others
-- may do: one row for each time. Rows are only added, and removed when they are
-- older than the log is kept.
CREATE TABLE access_log (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    at        INTEGER NOT NULL, -- Unix time in milliseconds
    actor     TEXT NOT NULL,    -- name of the user, or of the program's part
    kind      TEXT NOT NULL,
    customer  INTEGER,                    -- whom alone it concerns
    customers INTEGER NOT NULL DEFAULT 0, -- how many it concerns
    import_id INTEGER,                    -- which it concerns; not checked, since it outlives it
    filter    TEXT NOT NULL DEFAULT '',   -- what chose the customers, by kind: never the words searched for
    object    TEXT NOT NULL DEFAULT ''    -- the user or the file that it concerns
);

CREATE INDEX access_log_at ON access_log (at);
CREATE INDEX access_log_actor ON access_log (actor, at);
CREATE INDEX access_log_kind ON access_log (kind, at);
CREATE INDEX access_log_actor_kind ON access_log (actor, kind, at);
CREATE INDEX access_log_customer ON access_log (customer, at) WHERE customer IS NOT NULL;

-- Which customers an entry about several concerns: runs of numbers, packed
-- (db/accesslog/numbers.go), and the first and the last of them.
CREATE TABLE access_numbers (
    entry   INTEGER PRIMARY KEY,
    first   INTEGER NOT NULL,
    last    INTEGER NOT NULL,
    numbers BLOB NOT NULL
);

-- Entries from before this moment may be removed: one row, 0 but within the
-- transaction that removes them.
CREATE TABLE access_retention (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    before INTEGER NOT NULL
);

INSERT INTO access_retention (id, before) VALUES (1, 0);

CREATE TRIGGER access_log_unchanged BEFORE UPDATE ON access_log
BEGIN
    SELECT RAISE(ABORT, 'entries of the access log are not changed');
END;

-- INSERT OR REPLACE would remove a row without a trigger.
CREATE TRIGGER access_log_added BEFORE INSERT ON access_log
WHEN EXISTS (SELECT 1 FROM access_log WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'entries of the access log are not replaced');
END;

CREATE TRIGGER access_log_kept BEFORE DELETE ON access_log
WHEN OLD.at >= (SELECT before FROM access_retention)
BEGIN
    SELECT RAISE(ABORT, 'entries of the access log are kept');
END;

CREATE TRIGGER access_log_removed AFTER DELETE ON access_log
BEGIN
    DELETE FROM access_numbers WHERE entry = OLD.id;
END;

CREATE TRIGGER access_numbers_unchanged BEFORE UPDATE ON access_numbers
BEGIN
    SELECT RAISE(ABORT, 'entries of the access log are not changed');
END;

CREATE TRIGGER access_numbers_added BEFORE INSERT ON access_numbers
WHEN EXISTS (SELECT 1 FROM access_numbers WHERE entry = NEW.entry)
BEGIN
    SELECT RAISE(ABORT, 'entries of the access log are not replaced');
END;

CREATE TRIGGER access_numbers_kept BEFORE DELETE ON access_numbers
WHEN EXISTS (SELECT 1 FROM access_log WHERE id = OLD.entry)
BEGIN
    SELECT RAISE(ABORT, 'entries of the access log are kept');
END;

-- On which lines of its file the customers of a saved import stood, packed
-- (db/import_lines.go). Imports from before this table have none.
CREATE TABLE import_lines (
    import_id INTEGER PRIMARY KEY,
    lines     BLOB NOT NULL
);
