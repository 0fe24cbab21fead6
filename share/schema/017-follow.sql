-- What a pull saw of a meeting's event beyond what the meeting says (R28).

CREATE TABLE follow (
	booking_id   INTEGER PRIMARY KEY REFERENCES booking (id) ON DELETE CASCADE,
	-- the event is gone from the organizer's calendar since then, and nobody
	-- looked a second time; NULL: it stands
	gone_at      INTEGER,
	-- where the organizer put it themselves; NULL: where the page says
	calendar_id  INTEGER REFERENCES calendar (id) ON DELETE SET NULL,
	-- the change that it could not follow, of which somebody was told
	told         TEXT
) STRICT;
CREATE INDEX follow_gone ON follow (gone_at) WHERE gone_at IS NOT NULL;
CREATE INDEX follow_calendar ON follow (calendar_id) WHERE calendar_id IS NOT NULL;
