-- Several bookers in one meeting: a webinar, a class (B17).

-- How many people one meeting of the page has room for; 0: it is the booker's
-- alone.
ALTER TABLE page ADD COLUMN seats INTEGER NOT NULL DEFAULT 0
	CHECK (seats = 0 OR seats BETWEEN 2 AND 1000);

-- 1: a session. It has the hosts, the rooms, the taken time and the calendars'
-- event, and nobody who booked it; those have bookings of their own.
ALTER TABLE booking ADD COLUMN session INTEGER NOT NULL DEFAULT 0 CHECK (session IN (0, 1));
-- Of such a booking, a seat: its session. It has no hosts, takes no time and
-- stands in no calendar of ours.
ALTER TABLE booking ADD COLUMN session_id INTEGER REFERENCES booking (id) ON DELETE CASCADE
	CHECK (session_id IS NULL OR session = 0);
CREATE INDEX booking_seat ON booking (session_id) WHERE session_id IS NOT NULL;
CREATE INDEX booking_session ON booking (page_id, start_at) WHERE session = 1;
CREATE TRIGGER taken_no_seat BEFORE INSERT ON taken
WHEN (SELECT session_id FROM booking WHERE id = NEW.booking_id) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a seat takes no time'); END;
