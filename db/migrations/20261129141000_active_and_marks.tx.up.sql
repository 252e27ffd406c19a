-- Whether business is done with a customer, and two marks: no direct marketing, and
-- restricted processing.
ALTER TABLE customers ADD COLUMN active TEXT NOT NULL DEFAULT 'yes';
ALTER TABLE customers ADD COLUMN no_marketing TEXT NOT NULL DEFAULT 'no';
ALTER TABLE customers ADD COLUMN restricted TEXT NOT NULL DEFAULT 'no';

-- The few that the list leaves out.
CREATE INDEX customers_inactive ON customers (number) WHERE active = 'no';
