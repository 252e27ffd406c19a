-- Fields that the firm names itself: which they are, and a column for each that there can be.
CREATE TABLE own_fields (
    field TEXT PRIMARY KEY, -- own1 to own10, a column of customers
    name  TEXT NOT NULL,
    type  TEXT NOT NULL,    -- text, number, date or yesno
    place INTEGER NOT NULL, -- among them
    away  INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

ALTER TABLE customers ADD COLUMN own1 TEXT NOT NULL DEFAULT '';
ALTER TABLE customers ADD COLUMN own2 TEXT NOT NULL DEFAULT '';
ALTER TABLE customers ADD COLUMN own3 TEXT NOT NULL DEFAULT '';
ALTER TABLE customers ADD COLUMN own4 TEXT NOT NULL DEFAULT '';
ALTER TABLE customers ADD COLUMN own5 TEXT NOT NULL DEFAULT '';
ALTER TABLE customers ADD COLUMN own6 TEXT NOT NULL DEFAULT '';
ALTER TABLE customers ADD COLUMN own7 TEXT NOT NULL DEFAULT '';
ALTER TABLE customers ADD COLUMN own8 TEXT NOT NULL DEFAULT '';
ALTER TABLE customers ADD COLUMN own9 TEXT NOT NULL DEFAULT '';
ALTER TABLE customers ADD COLUMN own10 TEXT NOT NULL DEFAULT '';
