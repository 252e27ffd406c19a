-- Numbers that lead to another customer, since theirs was merged into it. That
-- one may have been removed or merged in turn: its number is then looked up here
-- as well. A number leaves the table when its customer comes back.
CREATE TABLE merged_numbers (
    number   INTEGER PRIMARY KEY,
    kept     INTEGER NOT NULL, -- the customer that it was merged into
    event_id INTEGER NOT NULL  -- of the merge: its row of the journal holds the customer as it was
);

CREATE INDEX merged_numbers_kept ON merged_numbers (kept);

-- Pairs of customers of whom somebody has said that they are not the same one.
CREATE TABLE dismissed_twins (
    lower  INTEGER NOT NULL, -- numbers of the two
    higher INTEGER NOT NULL,
    at     INTEGER NOT NULL, -- Unix time in milliseconds
    actor  TEXT NOT NULL,
    PRIMARY KEY (lower, higher)
) WITHOUT ROWID;
