-- Entries of the access log that retention has removed, and that no line of the
-- history tells of yet.
ALTER TABLE retention ADD COLUMN access_removed INTEGER NOT NULL DEFAULT 0;

-- A backup that was given a name of its own may be called after somebody: what
-- earlier versions kept of such names goes.
DROP TRIGGER access_log_unchanged;

UPDATE access_log SET object = '' WHERE kind = 'backup' AND object NOT GLOB 'kortisto-[0-9]*.db';

CREATE TRIGGER access_log_unchanged BEFORE UPDATE ON access_log
BEGIN
    SELECT RAISE(ABORT, 'entries of the access log are not changed');
END;
