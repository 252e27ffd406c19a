-- What the traits of erased customers are hashed with: the register's own secret
-- first; others have come with the tombstones of a register that a restore replaced.
CREATE TABLE erasure_secrets (
    id     INTEGER PRIMARY KEY,
    secret BLOB NOT NULL UNIQUE
);

INSERT INTO erasure_secrets (secret) VALUES (randomblob(32));

-- Customers whose data was erased. Nobody gets their numbers.
CREATE TABLE erasures (
    number INTEGER PRIMARY KEY,
    at     INTEGER NOT NULL
);

-- What they would be known again by, hashed.
CREATE TABLE erased_traits (
    hash   BLOB NOT NULL, -- HMAC-SHA-256 of a customer.Trait
    number INTEGER NOT NULL REFERENCES erasures (number),
    PRIMARY KEY (hash, number)
) WITHOUT ROWID;

ALTER TABLE imports ADD COLUMN reason TEXT;        -- of an erasure, as it was given
ALTER TABLE imports ADD COLUMN retained TEXT;      -- JSON: what retention removed
ALTER TABLE imports ADD COLUMN changed_at INTEGER; -- of a draft: when its choices were changed last; NULL for never
ALTER TABLE imports ADD COLUMN emptied INTEGER NOT NULL DEFAULT 0; -- its file is not kept any more, nor the values that were chosen for it
ALTER TABLE events ADD COLUMN expired INTEGER NOT NULL DEFAULT 0; -- the values of its journal are not kept any more

-- 1 while the file may still hold erased values in parts that are not in use, 2
-- while only its write-ahead log may.
ALTER TABLE counters ADD COLUMN unpurged INTEGER NOT NULL DEFAULT 0;

-- How many days what is kept, and when it was last looked: one row.
CREATE TABLE retention (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    files   INTEGER NOT NULL, -- of saved imports
    drafts  INTEGER NOT NULL, -- since they were changed last, or discarded
    bin     INTEGER NOT NULL, -- removed customers
    journal INTEGER NOT NULL, -- old and new values
    access  INTEGER NOT NULL, -- the access log
    idle    INTEGER NOT NULL, -- after so long a customer is listed to be looked through
    ran_at  INTEGER
);

INSERT INTO retention (id, files, drafts, bin, journal, access, idle) VALUES (1, 30, 7, 30, 730, 730, 1095);
