-- Accounts, their calendars, the events in them and the busy time they make.

CREATE TABLE account (
	id           INTEGER PRIMARY KEY,
	user_id      INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
	-- 'vdir', 'ics', 'caldav'; later 'google', 'office365', 'exchange'
	provider     TEXT NOT NULL,
	-- folder or file, feed, or the address that discovery started from
	url          TEXT NOT NULL,
	-- sign-in name, or NULL where there is none
	login        TEXT,
	-- where the secret comes from: a command to run, or a 0600 file; never both
	secret_command TEXT,
	secret_file  TEXT,
	-- what discovery found, or NULL
	home_url     TEXT,
	-- 'active', 'sign-in' or 'error', and the last error in words
	state        TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'sign-in', 'error')),
	error        TEXT,
	-- one server is asked again only after this moment (Retry-After, backoff)
	next_at      INTEGER NOT NULL DEFAULT 0,
	created_at   INTEGER NOT NULL,
	CHECK (secret_command IS NULL OR secret_file IS NULL)
) STRICT;
CREATE UNIQUE INDEX account_one ON account (user_id, provider, url, ifnull(login, ''));

CREATE TABLE calendar (
	id           INTEGER PRIMARY KEY,
	account_id   INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
	user_id      INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
	-- public id "ada/work", lower case
	slug         TEXT NOT NULL UNIQUE CHECK (slug = lower(slug)),
	name         TEXT NOT NULL,
	-- the collection, feed, file or folder
	url          TEXT NOT NULL,
	-- whether it counts (R19); the default one is also written (R14)
	selected     INTEGER NOT NULL DEFAULT 0 CHECK (selected IN (0, 1)),
	role         TEXT NOT NULL DEFAULT 'busy'
	             CHECK (role IN ('default', 'busy', 'ignore', 'tasks', 'holidays')),
	-- what the account may do there
	writable     INTEGER NOT NULL DEFAULT 0 CHECK (writable IN (0, 1)),
	-- treat=all-busy, tentative=free, sync=, pages=
	all_busy     INTEGER NOT NULL DEFAULT 0 CHECK (all_busy IN (0, 1)),
	tentative_free INTEGER NOT NULL DEFAULT 0 CHECK (tentative_free IN (0, 1)),
	sync         INTEGER NOT NULL DEFAULT 1 CHECK (sync IN (0, 1)),
	pages        INTEGER NOT NULL DEFAULT 1 CHECK (pages IN (0, 1)),
	-- zone of its floating times as the server says, or NULL
	time_zone    TEXT,
	-- 'active', 'inactive' (access lost), 'stale', 'sign-in' or 'error'; and why
	state        TEXT NOT NULL DEFAULT 'active'
	             CHECK (state IN ('active', 'inactive', 'stale', 'sign-in', 'error')),
	error        TEXT,
	failures     INTEGER NOT NULL DEFAULT 0,
	-- last success, last try, not before; 0 never
	synced_at    INTEGER NOT NULL DEFAULT 0,
	tried_at     INTEGER NOT NULL DEFAULT 0,
	next_at      INTEGER NOT NULL DEFAULT 0,
	full_at      INTEGER NOT NULL DEFAULT 0,
	-- what makes an unchanged calendar cost one small request
	sync_token   TEXT,
	ctag         TEXT,
	etag         TEXT,
	modified     TEXT,
	-- the window whose occurrences and busy chunks are made, half open
	busy_from    INTEGER NOT NULL DEFAULT 0,
	busy_to      INTEGER NOT NULL DEFAULT 0,
	created_at   INTEGER NOT NULL
) STRICT;
-- one default calendar for a user
CREATE UNIQUE INDEX calendar_default ON calendar (user_id) WHERE role = 'default' AND selected = 1;
CREATE INDEX calendar_user ON calendar (user_id);

-- The truth: one calendar object (all components of one UID) as it came.
CREATE TABLE event (
	id           INTEGER PRIMARY KEY,
	calendar_id  INTEGER NOT NULL REFERENCES calendar (id) ON DELETE CASCADE,
	-- path of the resource, percent-decoded; of a feed the UID
	href         TEXT NOT NULL,
	etag         TEXT,
	-- unique only within a calendar (FIELD-NOTES 11)
	uid          TEXT NOT NULL,
	summary      TEXT NOT NULL DEFAULT '',
	-- of the first instance; for lists
	start_at     INTEGER NOT NULL,
	end_at       INTEGER NOT NULL,
	recurring    INTEGER NOT NULL DEFAULT 0 CHECK (recurring IN (0, 1)),
	-- the iCalendar text, a whole VCALENDAR, no METHOD
	ics          TEXT NOT NULL,
	-- of the text; tells whether a feed's event changed
	hash         INTEGER NOT NULL DEFAULT 0,
	-- what could not be read of it, or NULL
	problem      TEXT,
	UNIQUE (calendar_id, href)
) STRICT;
CREATE INDEX event_uid ON event (uid, calendar_id);

-- Derived from events over [busy_from, busy_to) of their calendar: busy
-- instances, rebuilt in the transaction that changes the event.
CREATE TABLE occurrence (
	event_id     INTEGER NOT NULL REFERENCES event (id) ON DELETE CASCADE,
	calendar_id  INTEGER NOT NULL,
	start_at     INTEGER NOT NULL,
	end_at       INTEGER NOT NULL,
	-- 1 tentative, 2 busy, 3 unavailable; 0: free, counts with treat=all-busy
	status       INTEGER NOT NULL CHECK (status BETWEEN 0 AND 3),
	CHECK (start_at < end_at)
) STRICT;
CREATE INDEX occurrence_time ON occurrence (calendar_id, start_at, end_at, status);
CREATE INDEX occurrence_event ON occurrence (event_id);

-- Derived from occurrences: merged busy time per 64 days and calendar, for one
-- range scan. id = chunk << 32 | calendar, chunk = start / (64 * 86400).
CREATE TABLE busy_chunk (
	id           INTEGER PRIMARY KEY,
	-- pairs of 32-bit little-endian words: start in seconds from the chunk's
	-- beginning; (length << 2 | status); sorted by start
	data         BLOB NOT NULL
) STRICT;
-- Ids of calendars come again.
CREATE TRIGGER calendar_gone AFTER DELETE ON calendar
BEGIN DELETE FROM busy_chunk WHERE id & 4294967295 = OLD.id; END;
