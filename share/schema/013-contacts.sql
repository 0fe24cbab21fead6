-- People who book, and what became of meetings.

CREATE TABLE contact (
	-- public id "c_12"; never given twice
	id           INTEGER PRIMARY KEY AUTOINCREMENT,
	-- identity, lower case
	email        TEXT NOT NULL UNIQUE CHECK (email <> '' AND email = lower(email)),
	name         TEXT,
	company      TEXT,
	phone        TEXT,
	-- who looks after them (R45); NULL: the next one to host a meeting will
	owner_id     INTEGER REFERENCES user (id) ON DELETE SET NULL,
	time_zone    TEXT,
	language     TEXT,
	-- a word: 'lead', 'customer', ...
	lifecycle    TEXT NOT NULL DEFAULT 'lead' CHECK (lifecycle <> ''),
	-- of the last booking that had any of the three (R44)
	campaign     TEXT,
	source       TEXT,
	medium       TEXT,
	created_at   INTEGER NOT NULL,
	updated_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX contact_owner ON contact (owner_id) WHERE owner_id IS NOT NULL;

-- whose meeting it is: the booker's, from when it is no hold any more
ALTER TABLE booking ADD COLUMN contact_id INTEGER REFERENCES contact (id) ON DELETE SET NULL;
CREATE INDEX booking_contact ON booking (contact_id) WHERE contact_id IS NOT NULL;

-- Outcomes of a user's own, beside the five that every store has (R58).
CREATE TABLE outcome_value (
	name         TEXT PRIMARY KEY COLLATE NOCASE CHECK (name <> ''),
	created_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Those who booked before there were contacts, as if there had been some. A
-- hold that ran out is nobody's meeting.
INSERT INTO contact (email, name, time_zone, language, owner_id, created_at, updated_at)
	SELECT lower(attendee.email), attendee.name, attendee.time_zone, attendee.language,
	       CASE WHEN status IN ('requested', 'pending') THEN NULL ELSE organizer_id END,
	       booking.created_at, booking.created_at
	FROM booking JOIN attendee ON booking_id = booking.id AND position = 0
	WHERE attendee.email <> '' AND status <> 'held'
	  AND (status <> 'cancelled' OR expires_at IS NULL)
	ORDER BY booking.created_at, booking.id
	ON CONFLICT (email) DO UPDATE SET
	       name = coalesce(contact.name, excluded.name),
	       time_zone = coalesce(contact.time_zone, excluded.time_zone),
	       language = coalesce(contact.language, excluded.language),
	       owner_id = coalesce(contact.owner_id, excluded.owner_id);
UPDATE booking SET contact_id =
	(SELECT contact.id FROM attendee JOIN contact ON contact.email = lower(attendee.email)
	 WHERE booking_id = booking.id AND position = 0)
	WHERE status <> 'held' AND (status <> 'cancelled' OR expires_at IS NULL);
UPDATE contact SET
	campaign = json_extract(last.tracking, '$.utm_campaign'),
	source = json_extract(last.tracking, '$.utm_source'),
	medium = json_extract(last.tracking, '$.utm_medium')
	FROM (SELECT contact_id, tracking, max(id) FROM booking
	      WHERE contact_id IS NOT NULL
	        AND coalesce(json_extract(tracking, '$.utm_campaign'),
	                     json_extract(tracking, '$.utm_source'),
	                     json_extract(tracking, '$.utm_medium')) IS NOT NULL
	      GROUP BY contact_id) AS last
	WHERE last.contact_id = contact.id;
