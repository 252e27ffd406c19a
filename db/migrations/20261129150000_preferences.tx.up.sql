-- How each user wants to see the pages.
ALTER TABLE users ADD COLUMN language TEXT NOT NULL DEFAULT '';       -- '' for the one of the browser
ALTER TABLE users ADD COLUMN theme TEXT NOT NULL DEFAULT '';          -- light or dark; '' for the one of the device
ALTER TABLE users ADD COLUMN no_single_keys INTEGER NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN list_columns TEXT NOT NULL DEFAULT '';   -- keys of fields with commas; '' for the usual ones
