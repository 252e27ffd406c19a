-- A second line of the name, the VAT number, and the address to which goods are delivered.
ALTER TABLE customers ADD COLUMN name_detail TEXT NOT NULL DEFAULT '';
ALTER TABLE customers ADD COLUMN vat_number TEXT NOT NULL DEFAULT '';
ALTER TABLE customers ADD COLUMN delivery_name TEXT NOT NULL DEFAULT '';
ALTER TABLE customers ADD COLUMN delivery_street TEXT NOT NULL DEFAULT '';
ALTER TABLE customers ADD COLUMN delivery_postcode TEXT NOT NULL DEFAULT '';
ALTER TABLE customers ADD COLUMN delivery_city TEXT NOT NULL DEFAULT '';
ALTER TABLE customers ADD COLUMN delivery_country TEXT NOT NULL DEFAULT '';
