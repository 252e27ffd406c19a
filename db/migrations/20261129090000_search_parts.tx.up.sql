-- Words of the search index may have a mark before them (db/search.go). What it
-- held is written anew when the register is opened: its words are of another version.
DROP TABLE search_words;
DROP TABLE search;

-- Words of customers, folded by appendSearchText; rowid is the customer's number.
-- It holds no text, no positions and no sizes: it only answers which customers
-- have words that begin so. Whoever takes words out must name them.
CREATE VIRTUAL TABLE search USING fts5 (
    words, content = '', columnsize = 0, detail = none, tokenize = "ascii tokenchars '.-+'"
);
INSERT INTO search (search, rank) VALUES ('automerge', 8);

-- The words of the search index, each as often as customers have it.
CREATE VIRTUAL TABLE search_words USING fts5vocab (search, instance);

-- Which version of searchVersion the words of the index are.
ALTER TABLE counters ADD COLUMN search_version INTEGER NOT NULL DEFAULT 0;
