-- Raised when a user's sessions end, so that those that are not yet written end too.
ALTER TABLE users ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;

-- A wait is counted from the last failure, so that a clock that is put back can be told.
ALTER TABLE throttle RENAME COLUMN until TO failed_at;
ALTER TABLE throttle ADD COLUMN wait INTEGER NOT NULL DEFAULT 0; -- milliseconds

-- The browsers that users have logged in with.
CREATE TABLE devices (
    hash       BLOB PRIMARY KEY, -- SHA-256 of the id, which only the browser has
    user_id    INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    used_at    INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX devices_user ON devices (user_id);
