-- Scheduling pages: the settings that slots and bookings read.

CREATE TABLE page (
	id           INTEGER PRIMARY KEY,
	-- unique over all domains, lower case, no edge slashes (R31); a deleted
	-- page whose slug was given to another has "slug~id"
	slug         TEXT NOT NULL UNIQUE CHECK (slug <> '' AND slug = lower(slug)),
	-- owner; organizes group pages
	user_id      INTEGER NOT NULL REFERENCES user (id),
	-- 'user', 'rotation' or 'group'
	kind         TEXT NOT NULL CHECK (kind IN ('user', 'rotation', 'group')),
	rotation_id  INTEGER REFERENCES rotation (id),
	title        TEXT NOT NULL,
	description  TEXT,
	-- minutes, comma separated, the first is the default: "30" or "15,30"
	durations    TEXT NOT NULL DEFAULT '30',
	-- grid in minutes; NULL: the duration
	step_m       INTEGER CHECK (step_m > 0),
	offset_m     INTEGER NOT NULL DEFAULT 0 CHECK (offset_m >= 0),
	-- NULL: the owner's
	time_zone    TEXT,
	hours        TEXT,
	language     TEXT,
	notice_s     INTEGER NOT NULL DEFAULT 14400 CHECK (notice_s >= 0),
	-- days offered, today included
	horizon_d    INTEGER NOT NULL DEFAULT 28 CHECK (horizon_d BETWEEN 0 AND 730),
	before_s     INTEGER NOT NULL DEFAULT 0 CHECK (before_s >= 0),
	after_s      INTEGER NOT NULL DEFAULT 0 CHECK (after_s >= 0),
	gap_s        INTEGER NOT NULL DEFAULT 0 CHECK (gap_s >= 0),
	-- 'none', 'phone', 'address', 'video' or 'text', and its value
	location_type TEXT NOT NULL DEFAULT 'none'
	             CHECK (location_type IN ('none', 'phone', 'address', 'video', 'text')),
	location     TEXT,
	-- cancel and reschedule links in the event's description (R54)
	links        INTEGER NOT NULL DEFAULT 1 CHECK (links IN (0, 1)),
	-- calendars older than this are pulled before a booking; NULL: not
	max_age_s    INTEGER,
	state        TEXT NOT NULL DEFAULT 'enabled' CHECK (state IN ('enabled', 'disabled', 'deleted')),
	created_at   INTEGER NOT NULL,
	updated_at   INTEGER NOT NULL,
	CHECK (gap_s = 0 OR (before_s = 0 AND after_s = 0)),
	CHECK (state = 'deleted' OR (kind = 'rotation') = (rotation_id IS NOT NULL))
) STRICT;

-- Hosts of a 'group' page, all needed, in order.
CREATE TABLE page_host (
	page_id      INTEGER NOT NULL REFERENCES page (id) ON DELETE CASCADE,
	position     INTEGER NOT NULL,
	user_id      INTEGER NOT NULL REFERENCES user (id),
	PRIMARY KEY (page_id, position),
	UNIQUE (page_id, user_id)
) STRICT;
CREATE INDEX page_rotation ON page (rotation_id) WHERE rotation_id IS NOT NULL;
