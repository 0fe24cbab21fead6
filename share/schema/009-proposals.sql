-- Times held together, of which one is chosen.

-- "p_4mx9a": all holds of one proposal have the same; NULL: of none
ALTER TABLE booking ADD COLUMN proposal TEXT CHECK (proposal <> '');
CREATE INDEX booking_proposal ON booking (proposal) WHERE proposal IS NOT NULL;
