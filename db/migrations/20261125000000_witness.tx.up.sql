-- By what the database knows the witness of its last write, '' for none.
ALTER TABLE counters ADD COLUMN witness TEXT NOT NULL DEFAULT '';
