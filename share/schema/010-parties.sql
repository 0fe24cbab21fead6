-- Who must be free on a page beyond what its kind says, and rooms.

-- 'room': a calendar without a person, which no mail goes to and which hosts
-- nothing (B16)
ALTER TABLE user ADD COLUMN kind TEXT NOT NULL DEFAULT 'person' CHECK (kind IN ('person', 'room'));

-- Further parties of a page (B10): beside the host, hosts or rotation of its
-- kind so many of these.
CREATE TABLE page_party (
	page_id      INTEGER NOT NULL REFERENCES page (id) ON DELETE CASCADE,
	position     INTEGER NOT NULL,
	-- how many of them are needed
	need         INTEGER NOT NULL CHECK (need > 0),
	-- members of this rotation; NULL: of those in page_party_user
	rotation_id  INTEGER REFERENCES rotation (id),
	PRIMARY KEY (page_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX page_party_rotation ON page_party (rotation_id) WHERE rotation_id IS NOT NULL;
CREATE TABLE page_party_user (
	page_id      INTEGER NOT NULL,
	position     INTEGER NOT NULL,
	place        INTEGER NOT NULL,
	user_id      INTEGER NOT NULL REFERENCES user (id),
	PRIMARY KEY (page_id, position, place),
	UNIQUE (page_id, position, user_id),
	FOREIGN KEY (page_id, position) REFERENCES page_party (page_id, position) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- A room takes part as a host does, but is none; and out of which rotation
-- somebody was taken.
ALTER TABLE booking_host ADD COLUMN role TEXT NOT NULL DEFAULT 'host' CHECK (role IN ('host', 'room'));
ALTER TABLE booking_host ADD COLUMN rotation_id INTEGER REFERENCES rotation (id) ON DELETE SET NULL;
UPDATE booking_host SET rotation_id = (SELECT rotation_id FROM booking
	WHERE booking.id = booking_id AND organizer_id = booking_host.user_id);
