-- A token without a user sets up the first administrator. One of a user lets that
-- user choose a password, for a while, and is the user's only one.
ALTER TABLE setup_tokens ADD COLUMN user_id INTEGER REFERENCES users (id) ON DELETE CASCADE;
CREATE UNIQUE INDEX setup_tokens_user ON setup_tokens (user_id);

-- What a session was begun with, as "Firefox, Windows", and whether it is kept
-- when the browser is closed.
ALTER TABLE sessions ADD COLUMN device TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN kept INTEGER NOT NULL DEFAULT 0;
