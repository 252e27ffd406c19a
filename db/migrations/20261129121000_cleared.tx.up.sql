-- Of the customers that an event modified, how many have lost a value by it.
ALTER TABLE events ADD COLUMN cleared INTEGER NOT NULL DEFAULT 0;
