-- Meetings that are booked in one go, and meetings right away (B17).

-- "s_7f3k9": the meetings of a series have the same; NULL: of none
ALTER TABLE booking ADD COLUMN series TEXT CHECK (series <> '');
CREATE INDEX booking_series ON booking (series) WHERE series IS NOT NULL;
-- Whether meetings can be repeated on the page: how, and how often at most, as
-- text of engine/series.h ("weekly:12", "any:12"); NULL: they cannot.
ALTER TABLE page ADD COLUMN repeat TEXT CHECK (repeat <> '');
-- Whether one can start at once, whatever its notice.
ALTER TABLE page ADD COLUMN instant INTEGER NOT NULL DEFAULT 0 CHECK (instant IN (0, 1));
