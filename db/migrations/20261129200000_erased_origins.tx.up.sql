-- Where the history of each erased customer began: its first entry in the journal and
-- when that was written. By that it is known again in a backup, also where the
-- register itself has been restored from before the customer was there. Copies of a
-- register may have given one number to several customers.
CREATE TABLE erased_origins (
    number INTEGER NOT NULL REFERENCES erasures (number),
    entry  INTEGER NOT NULL, -- id in the journal
    at     INTEGER NOT NULL,
    PRIMARY KEY (number, entry, at)
) WITHOUT ROWID;

-- Of those whom this register itself has erased.
INSERT INTO erased_origins (number, entry, at)
SELECT x.number, j.id, e.at FROM erasures AS x
JOIN journal AS j ON j.id = (SELECT min(id) FROM journal WHERE customer = x.number)
JOIN events AS e ON e.id = j.event_id
JOIN journal AS l ON l.id = (SELECT max(id) FROM journal WHERE customer = x.number)
WHERE l.change = 'removed' AND l.old = '{}';
