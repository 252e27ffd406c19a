-- Customer groups. The id is what customers and the journal name a group by.
CREATE TABLE groups (
    id   INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    key  TEXT NOT NULL UNIQUE -- customer.FoldKey of the name
);

-- Customers: one column for each field, '' where nothing is known.
CREATE TABLE customers (
    number            INTEGER PRIMARY KEY,
    revision          INTEGER NOT NULL, -- raised by each write
    group_id          INTEGER REFERENCES groups (id),
    name_key          TEXT NOT NULL, -- alphabetKey of the name: for looking up and for the order of lists
    business_id_key   TEXT NOT NULL, -- customer.BusinessIDKey
    kind              TEXT NOT NULL DEFAULT '',
    name              TEXT NOT NULL DEFAULT '',
    business_id       TEXT NOT NULL DEFAULT '',
    contact           TEXT NOT NULL DEFAULT '',
    street            TEXT NOT NULL DEFAULT '',
    postcode          TEXT NOT NULL DEFAULT '',
    city              TEXT NOT NULL DEFAULT '',
    country           TEXT NOT NULL DEFAULT '',
    email             TEXT NOT NULL DEFAULT '',
    phone             TEXT NOT NULL DEFAULT '',
    einvoice_address  TEXT NOT NULL DEFAULT '',
    einvoice_operator TEXT NOT NULL DEFAULT '',
    invoicing         TEXT NOT NULL DEFAULT '',
    payment_terms     TEXT NOT NULL DEFAULT '',
    language          TEXT NOT NULL DEFAULT '',
    reference         TEXT NOT NULL DEFAULT '',
    notes             TEXT NOT NULL DEFAULT ''
);

CREATE INDEX customers_name ON customers (name_key);

-- Partial, since persons have no Business ID and most customers no group.
CREATE INDEX customers_business_id ON customers (business_id_key) WHERE business_id_key <> '';
CREATE INDEX customers_group ON customers (group_id) WHERE group_id IS NOT NULL;

-- Words of customers, folded by searchText; rowid is the customer's number.
-- It holds no text, no positions and no sizes: it only answers which customers
-- have words that begin so. Whoever takes words out must name them.
CREATE VIRTUAL TABLE search USING fts5 (
    words, content = '', columnsize = 0, detail = none, tokenize = 'ascii'
);

-- Merging its parts less often than usual makes large imports quicker, and
-- searches hardly slower.
INSERT INTO search (search, rank) VALUES ('automerge', 8);

-- Counters: one row.
CREATE TABLE counters (
    id             INTEGER PRIMARY KEY CHECK (id = 1),
    highest_number INTEGER NOT NULL, -- the highest customer number ever given
    writes         INTEGER NOT NULL, -- raised by every write to the register
    entries        INTEGER NOT NULL, -- the highest id ever given in the journal
    version_key    BLOB NOT NULL     -- with which the version marks of exports are made
);

INSERT INTO counters (id, highest_number, writes, entries, version_key) VALUES (1, 1000, 0, 0, randomblob(32));

-- Events: what was done to the register, one row for each transaction.
CREATE TABLE events (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    at          INTEGER NOT NULL, -- Unix time in milliseconds
    actor       TEXT NOT NULL,    -- name of the user, or of the program's part
    action      TEXT NOT NULL,
    import_id   INTEGER REFERENCES imports (id),
    created     INTEGER NOT NULL DEFAULT 0, -- customers
    modified    INTEGER NOT NULL DEFAULT 0,
    removed     INTEGER NOT NULL DEFAULT 0,
    first_entry INTEGER NOT NULL DEFAULT 0, -- the event's rows of the journal
    last_entry  INTEGER NOT NULL DEFAULT 0
);

-- Journal: what is needed to read any earlier value back from today's. A row
-- concerns a customer, or, where customer is NULL, a group itself.
--   created: nothing but who; for a group its name in new
--   changed: one field (of a group: name), its old and its new value; the
--            value of the field group is the id of a group
--   removed: everything in old, as JSON; for a group its name
CREATE TABLE journal (
    id       INTEGER PRIMARY KEY,
    event_id INTEGER NOT NULL, -- REFERENCES events (id), unchecked since it costs with each row
    customer INTEGER,
    group_id INTEGER,
    revision INTEGER, -- of the customer, after the change
    change   TEXT NOT NULL CHECK (change IN ('created', 'changed', 'removed')),
    field    TEXT,
    old      TEXT,
    new      TEXT,
    basis    INTEGER -- of an import's change: the revision that the row was exported as
);

CREATE INDEX journal_customer ON journal (customer) WHERE customer IS NOT NULL;
CREATE INDEX journal_group ON journal (group_id) WHERE group_id IS NOT NULL;

-- Imports: drafts, and what became of them. Undos are entries of their own,
-- since they are a part of the history and can be undone as well. The undos of
-- one import form a chain, each of which takes back the one before it.
CREATE TABLE imports (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    state       TEXT NOT NULL CHECK (state IN ('draft', 'saved', 'discarded')),
    file_name   TEXT NOT NULL,
    file_hash   TEXT NOT NULL, -- SHA-256 in hexadecimal
    file_size   INTEGER NOT NULL, -- bytes
    choices     TEXT NOT NULL, -- JSON: reading, mapping, options, decisions
    created_at  INTEGER NOT NULL,
    created_by  TEXT NOT NULL,
    saved_at    INTEGER,
    saved_by    TEXT,
    event_id    INTEGER REFERENCES events (id),
    counts      TEXT, -- JSON: rows of the saved plan by status
    fingerprint TEXT,
    left_out    TEXT, -- JSON: the rows that the save left out, with their problems
    undoes      INTEGER UNIQUE REFERENCES imports (id), -- of an undo: the entry that it takes back
    origin      INTEGER REFERENCES imports (id), -- of an undo: the import at the beginning of its chain
    undo        TEXT -- JSON: what an undo did, and what it left as it was
);

CREATE INDEX imports_hash ON imports (file_hash);
CREATE INDEX imports_origin ON imports (origin) WHERE origin IS NOT NULL;

-- How the columns of files with one header were mapped in the last saved
-- import of such a file.
CREATE TABLE mappings (
    header  TEXT PRIMARY KEY, -- importer.HeaderKey
    mapping TEXT NOT NULL     -- JSON: Remembered
) WITHOUT ROWID;

-- The files of imports, in pieces of 1 MB.
CREATE TABLE import_chunks (
    import_id INTEGER NOT NULL REFERENCES imports (id),
    seq       INTEGER NOT NULL,
    data      BLOB NOT NULL,
    PRIMARY KEY (import_id, seq)
);

-- Users and how they come in.
CREATE TABLE users (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT NOT NULL,
    key        TEXT NOT NULL UNIQUE, -- customer.FoldKey of the name
    password   TEXT NOT NULL,        -- PHC string
    role       TEXT NOT NULL CHECK (role IN ('admin', 'editor', 'viewer')),
    active     INTEGER NOT NULL,
    created_at INTEGER NOT NULL
);

CREATE TABLE sessions (
    hash       BLOB PRIMARY KEY, -- SHA-256 of the id, which only the browser has
    user_id    INTEGER NOT NULL REFERENCES users (id),
    data       BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX sessions_user ON sessions (user_id);

CREATE TABLE setup_tokens (
    hash       BLOB PRIMARY KEY,
    created_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE throttle (
    key      TEXT PRIMARY KEY,
    failures INTEGER NOT NULL,
    until    INTEGER NOT NULL
) WITHOUT ROWID;
