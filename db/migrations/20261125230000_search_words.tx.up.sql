-- The words of the search index, each as often as customers have it.
CREATE VIRTUAL TABLE search_words USING fts5vocab (search, instance);
