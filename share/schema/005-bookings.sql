-- Meetings, who takes part, and the guard against taking one hour twice.

CREATE TABLE booking (
	id           INTEGER PRIMARY KEY,
	-- public id "b_7f3k9"
	ref          TEXT NOT NULL UNIQUE,
	-- one iCalendar UID and SEQUENCE for its whole life
	uid          TEXT NOT NULL UNIQUE,
	sequence     INTEGER NOT NULL DEFAULT 0,
	status       TEXT NOT NULL CHECK (status IN
	             ('held', 'pending', 'requested', 'confirmed', 'declined', 'cancelled')),
	-- of the meeting itself: 'scheduled', 'completed', 'no-show', ...
	outcome      TEXT NOT NULL DEFAULT 'scheduled',
	page_id      INTEGER REFERENCES page (id),
	rotation_id  INTEGER REFERENCES rotation (id) ON DELETE SET NULL,
	organizer_id INTEGER NOT NULL REFERENCES user (id),
	title        TEXT NOT NULL,
	start_at     INTEGER NOT NULL,
	end_at       INTEGER NOT NULL,
	-- zone the meeting was made in and its wall time there, so that a change
	-- of tzdata can be noticed: "2026-12-01T10:00"
	time_zone    TEXT NOT NULL,
	wall_start   TEXT NOT NULL,
	location_type TEXT NOT NULL DEFAULT 'none',
	location     TEXT,
	description  TEXT,
	-- seen by the team only, in no calendar and no mail (R70)
	internal_note TEXT,
	-- JSON objects
	answers      TEXT NOT NULL DEFAULT '{}',
	tracking     TEXT NOT NULL DEFAULT '{}',
	-- buffers of the page as they were (RULES.md section 3)
	before_s     INTEGER NOT NULL DEFAULT 0,
	after_s      INTEGER NOT NULL DEFAULT 0,
	gap_s        INTEGER NOT NULL DEFAULT 0,
	-- whether invitations are sent (R72)
	invite       INTEGER NOT NULL DEFAULT 1 CHECK (invite IN (0, 1)),
	-- cancel and reschedule links in the description (R54)
	links        INTEGER NOT NULL DEFAULT 1 CHECK (links IN (0, 1)),
	-- idempotency: the same key gives the same booking
	key          TEXT UNIQUE,
	cancel_reason TEXT,
	-- of a hold
	expires_at   INTEGER,
	created_at   INTEGER NOT NULL,
	updated_at   INTEGER NOT NULL,
	CHECK (start_at < end_at)
) STRICT;
CREATE INDEX booking_start ON booking (start_at);
CREATE INDEX booking_organizer ON booking (organizer_id, start_at);
CREATE INDEX booking_page ON booking (page_id, start_at);
CREATE INDEX booking_held ON booking (expires_at) WHERE status = 'held';

-- Every user who hosts it, the organizer included.
CREATE TABLE booking_host (
	booking_id   INTEGER NOT NULL REFERENCES booking (id) ON DELETE CASCADE,
	user_id      INTEGER NOT NULL REFERENCES user (id),
	PRIMARY KEY (booking_id, user_id)
) STRICT;
CREATE INDEX booking_host_user ON booking_host (user_id, booking_id);

-- The booker (position 0) and guests.
CREATE TABLE attendee (
	booking_id   INTEGER NOT NULL REFERENCES booking (id) ON DELETE CASCADE,
	position     INTEGER NOT NULL,
	email        TEXT NOT NULL,
	name         TEXT,
	time_zone    TEXT,
	language     TEXT,
	-- RFC 5545 PARTSTAT in lower case
	participation TEXT NOT NULL DEFAULT 'needs-action' CHECK (participation IN
	             ('needs-action', 'accepted', 'declined', 'tentative', 'delegated')),
	PRIMARY KEY (booking_id, position),
	UNIQUE (booking_id, email)
) STRICT;
CREATE INDEX attendee_email ON attendee (email);

-- Time of a person that nobody else can have: one row for each host of each
-- live booking. Rows of one person never overlap; the triggers need to look at
-- the nearest earlier start only, because that holds for all rows before.
CREATE TABLE taken (
	user_id      INTEGER NOT NULL REFERENCES user (id),
	start_at     INTEGER NOT NULL,
	end_at       INTEGER NOT NULL,
	booking_id   INTEGER NOT NULL REFERENCES booking (id) ON DELETE CASCADE,
	PRIMARY KEY (user_id, start_at),
	UNIQUE (booking_id, user_id),
	CHECK (start_at < end_at)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER taken_insert BEFORE INSERT ON taken
WHEN (SELECT end_at FROM taken WHERE user_id = NEW.user_id AND start_at < NEW.end_at
      ORDER BY start_at DESC LIMIT 1) > NEW.start_at
BEGIN SELECT RAISE(ABORT, 'slot-taken'); END;
CREATE TRIGGER taken_update BEFORE UPDATE ON taken
WHEN (SELECT end_at FROM taken WHERE user_id = NEW.user_id AND start_at < NEW.end_at
      AND NOT (user_id = OLD.user_id AND start_at = OLD.start_at)
      ORDER BY start_at DESC LIMIT 1) > NEW.start_at
BEGIN SELECT RAISE(ABORT, 'slot-taken'); END;

-- Links in mails: SHA-256 of 128 random bits, one booking each.
CREATE TABLE token (
	hash         TEXT PRIMARY KEY,
	booking_id   INTEGER NOT NULL REFERENCES booking (id) ON DELETE CASCADE,
	created_at   INTEGER NOT NULL
) STRICT;
