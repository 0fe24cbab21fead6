-- What is to happen outside, exactly once; and who changed what.

CREATE TABLE outbox (
	id           INTEGER PRIMARY KEY AUTOINCREMENT,
	-- 'mail'; 'put' and 'delete' of a calendar object
	kind         TEXT NOT NULL CHECK (kind IN ('mail', 'put', 'delete')),
	-- what makes a second try meet the first one's work
	key          TEXT NOT NULL UNIQUE,
	booking_id   INTEGER REFERENCES booking (id) ON DELETE SET NULL,
	-- where a put or delete goes
	calendar_id  INTEGER REFERENCES calendar (id) ON DELETE CASCADE,
	uid          TEXT,
	sequence     INTEGER,
	-- whom a mail goes to; for people's eyes in lists
	recipient    TEXT,
	subject      TEXT,
	-- the complete RFC 5322 message, or the iCalendar object
	body         TEXT NOT NULL,
	state        TEXT NOT NULL DEFAULT 'queued'
	             CHECK (state IN ('queued', 'claimed', 'done', 'failed', 'dropped')),
	tries        INTEGER NOT NULL DEFAULT 0,
	next_at      INTEGER NOT NULL DEFAULT 0,
	-- who works on it (process id and start) and until when
	lease_by     TEXT,
	lease_until  INTEGER,
	error        TEXT,
	-- what the server answered
	href         TEXT,
	etag         TEXT,
	created_at   INTEGER NOT NULL,
	done_at      INTEGER
) STRICT;
CREATE INDEX outbox_due ON outbox (state, next_at);
CREATE INDEX outbox_booking ON outbox (booking_id);
-- letters of one object go in order
CREATE INDEX outbox_uid ON outbox (uid) WHERE uid IS NOT NULL;
CREATE INDEX outbox_calendar ON outbox (calendar_id) WHERE calendar_id IS NOT NULL;

CREATE TABLE audit (
	id           INTEGER PRIMARY KEY AUTOINCREMENT,
	at           INTEGER NOT NULL,
	-- who: the login name of the shell, or a page's visitor
	actor        TEXT NOT NULL,
	-- 'booking.create', 'page.edit', ...; on what; and how, JSON
	action       TEXT NOT NULL,
	ref          TEXT NOT NULL,
	detail       TEXT
) STRICT;
CREATE INDEX audit_ref ON audit (ref, at);
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append only'); END;
