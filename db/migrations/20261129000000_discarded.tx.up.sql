-- When a draft was discarded; NULL where its file is not kept any more.
ALTER TABLE imports ADD COLUMN discarded_at INTEGER;
