-- Rotations, their members, and the log from which counts can be replayed.

CREATE TABLE rotation (
	id           INTEGER PRIMARY KEY,
	name         TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (name <> ''),
	-- 'even' (weights too), 'priority' or 'first-available'
	method       TEXT NOT NULL DEFAULT 'even'
	             CHECK (method IN ('even', 'first-available', 'priority')),
	-- seconds of "--recent 30d", or NULL: longest since last assigned
	recent_s     INTEGER,
	created_at   INTEGER NOT NULL
) STRICT;

CREATE TABLE rotation_member (
	id           INTEGER PRIMARY KEY,
	rotation_id  INTEGER NOT NULL REFERENCES rotation (id) ON DELETE CASCADE,
	user_id      INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
	weight       INTEGER NOT NULL DEFAULT 100 CHECK (weight BETWEEN 0 AND 10000),
	priority     INTEGER NOT NULL DEFAULT 0,
	-- switched off (R86), perhaps only until then; NULL: until resumed
	paused       INTEGER NOT NULL DEFAULT 0 CHECK (paused IN (0, 1)),
	paused_until INTEGER,
	-- what fairness looks at; equals the sum of the log since the last reset
	count        INTEGER NOT NULL DEFAULT 0 CHECK (count >= 0),
	last_at      INTEGER,
	joined_at    INTEGER NOT NULL,
	UNIQUE (rotation_id, user_id)
) STRICT;

-- Append only (RULES.md section 6).
CREATE TABLE assignment (
	id           INTEGER PRIMARY KEY AUTOINCREMENT,
	rotation_id  INTEGER NOT NULL,
	rotation     TEXT NOT NULL,
	-- NULL for a reset, which concerns all
	user_id      INTEGER,
	-- the booking's public id, or NULL
	booking      TEXT,
	-- 'assign', 'give-back', 'move-in', 'move-out', 'reset', 'add', 'remove',
	-- 'pause', 'resume', 'weight'
	action       TEXT NOT NULL,
	-- +1, -1 or 0 on the count
	delta        INTEGER NOT NULL,
	-- why: 'fewest', 'manual', 'owner', ...; and the members' state then, JSON
	reason       TEXT,
	detail       TEXT,
	at           INTEGER NOT NULL
) STRICT;
CREATE INDEX assignment_rotation ON assignment (rotation_id, at);
CREATE INDEX assignment_booking ON assignment (booking) WHERE booking IS NOT NULL;
CREATE TRIGGER assignment_no_update BEFORE UPDATE ON assignment
BEGIN SELECT RAISE(ABORT, 'the assignment log is append only'); END;
CREATE TRIGGER assignment_no_delete BEFORE DELETE ON assignment
BEGIN SELECT RAISE(ABORT, 'the assignment log is append only'); END;
