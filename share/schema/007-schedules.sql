-- When people are open beyond their usual week: named schedules, dates that are
-- opened or closed, absences, travel (RULES.md section 2, B1, B2).

-- A named schedule of a user. "default" is the one where nothing else is said:
-- a row of that name stands in place of user.hours.
CREATE TABLE schedule (
	id           INTEGER PRIMARY KEY,
	user_id      INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
	-- lower case
	name         TEXT NOT NULL CHECK (name <> '' AND name = lower(name)),
	-- IANA name; NULL: the user's
	time_zone    TEXT,
	-- weekly hours as text (when/hours.h), or an iCalendar with VAVAILABILITY
	-- (RFC 7953) as it came: one of them
	hours        TEXT,
	ics          TEXT CHECK (length(ics) <= 1048576),
	updated_at   INTEGER NOT NULL,
	UNIQUE (user_id, name),
	CHECK ((hours IS NULL) <> (ics IS NULL))
) STRICT;

-- One date that differs: its hours replace those that begin on that day.
CREATE TABLE schedule_date (
	user_id      INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
	-- days since 1970-01-01 on the calendar of the schedule's zone
	day          INTEGER NOT NULL,
	-- name of the schedule, which need not be there yet; '' all of the user's
	schedule     TEXT NOT NULL DEFAULT '',
	-- "10:00-14:00 15:00-16:00", or "none" for a closed day
	hours        TEXT NOT NULL,
	PRIMARY KEY (user_id, day, schedule)
) STRICT, WITHOUT ROWID;

-- Out of office: closed, whatever the schedules say.
CREATE TABLE away (
	id           INTEGER PRIMARY KEY,
	user_id      INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
	-- half open, seconds since the epoch
	start_at     INTEGER NOT NULL,
	end_at       INTEGER NOT NULL,
	-- the colleague who stands in, or NULL
	handover_id  INTEGER REFERENCES user (id) ON DELETE SET NULL,
	-- for colleagues
	note         TEXT,
	created_at   INTEGER NOT NULL,
	CHECK (start_at < end_at),
	CHECK (handover_id <> user_id)
) STRICT;
CREATE INDEX away_user ON away (user_id, start_at);
CREATE INDEX away_handover ON away (handover_id) WHERE handover_id IS NOT NULL;

-- Travel: on these dates weekly hours and single dates are read on the wall of
-- another zone.
CREATE TABLE travel (
	user_id      INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
	-- days since 1970-01-01, both included
	first_day    INTEGER NOT NULL,
	last_day     INTEGER NOT NULL,
	-- IANA name
	time_zone    TEXT NOT NULL,
	PRIMARY KEY (user_id, first_day),
	CHECK (first_day <= last_day)
) STRICT, WITHOUT ROWID;

-- which schedule of its hosts a page goes by; NULL: the default
ALTER TABLE page ADD COLUMN schedule TEXT CHECK (schedule <> '');

-- feeds of public holidays are few and asked for by each offer
CREATE INDEX calendar_holidays ON calendar (user_id) WHERE role = 'holidays' AND selected = 1;
