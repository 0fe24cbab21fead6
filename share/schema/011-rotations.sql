-- Teams, and what a rotation can be told beyond its method.

CREATE TABLE team (
	id           INTEGER PRIMARY KEY,
	name         TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (name <> ''),
	created_at   INTEGER NOT NULL
) STRICT;
CREATE TABLE team_member (
	team_id      INTEGER NOT NULL REFERENCES team (id) ON DELETE CASCADE,
	user_id      INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
	joined_at    INTEGER NOT NULL,
	PRIMARY KEY (team_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX team_member_user ON team_member (user_id);

-- A team as a member of a rotation. Who is in the team is looked up when it is
-- used: a row of rotation_member with direct = 0 says what a (rotation, user)
-- counts, and is a member as long as one of these teams has the user.
CREATE TABLE rotation_team (
	rotation_id  INTEGER NOT NULL REFERENCES rotation (id) ON DELETE CASCADE,
	team_id      INTEGER NOT NULL REFERENCES team (id),
	-- of its people who have none of their own
	weight       INTEGER NOT NULL DEFAULT 100 CHECK (weight BETWEEN 0 AND 10000),
	priority     INTEGER NOT NULL DEFAULT 0,
	added_at     INTEGER NOT NULL,
	PRIMARY KEY (rotation_id, team_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX rotation_team_team ON rotation_team (team_id);
-- 1: a member by himself, whatever the teams say
ALTER TABLE rotation_member ADD COLUMN direct INTEGER NOT NULL DEFAULT 1 CHECK (direct IN (0, 1));
-- 1: weight and priority were set for this member, not taken from the team
ALTER TABLE rotation_member ADD COLUMN own_share INTEGER NOT NULL DEFAULT 1 CHECK (own_share IN (0, 1));

-- Who is more than this many turns ahead is hidden; NULL: nobody is.
ALTER TABLE rotation ADD COLUMN lead INTEGER CHECK (lead > 0);
-- Counts are of the current period in this zone (NULL: UTC); NULL: since the last
-- reset. Of which one the stored counts are: its start.
ALTER TABLE rotation ADD COLUMN period TEXT
	CHECK (period IN ('day', 'week', 'month', 'quarter', 'year'));
ALTER TABLE rotation ADD COLUMN period_zone TEXT;
ALTER TABLE rotation ADD COLUMN period_from INTEGER;
-- Back from a pause, a count is raised to the least of those who stayed.
ALTER TABLE rotation ADD COLUMN credit_absence INTEGER NOT NULL DEFAULT 0 CHECK (credit_absence IN (0, 1));
-- A no-show gives the turn back.
ALTER TABLE rotation ADD COLUMN no_show_free INTEGER NOT NULL DEFAULT 0 CHECK (no_show_free IN (0, 1));
-- The contact's owner comes first; NULL: is not asked for.
ALTER TABLE rotation ADD COLUMN owner TEXT CHECK (owner IN ('prefer', 'strict'));

-- Who holds a turn, apart from what it counts: +1 where one begins (actions
-- 'assign', 'move-in', 'restore'), -1 where it ends ('give-back', 'move-out');
-- and when that turn began. 'credit' raises a count without a turn.
ALTER TABLE assignment ADD COLUMN turn INTEGER NOT NULL DEFAULT 0 CHECK (turn IN (-1, 0, 1));
ALTER TABLE assignment ADD COLUMN turn_at INTEGER;
DROP TRIGGER assignment_no_update;
UPDATE assignment SET turn = 1, turn_at = at WHERE action IN ('assign', 'move-in');
UPDATE assignment SET turn = -1, turn_at = (SELECT max(was.at)
		FROM assignment was WHERE was.booking = assignment.booking
		AND was.rotation_id = assignment.rotation_id
		AND was.user_id = assignment.user_id AND was.id < assignment.id
		AND was.action IN ('assign', 'move-in'))
	WHERE action IN ('give-back', 'move-out');
CREATE TRIGGER assignment_no_update BEFORE UPDATE ON assignment
BEGIN SELECT RAISE(ABORT, 'the assignment log is append only'); END;
-- Whom the rule put before the chosen one, by what kept them out: ids of users,
-- "not-free:7,12 paused:9". Reports read it from its index alone.
ALTER TABLE assignment ADD COLUMN skipped TEXT CHECK (skipped <> '');
CREATE INDEX assignment_skipped ON assignment (rotation_id, at, skipped)
	WHERE skipped IS NOT NULL;
-- Turns lately, the last turn, how the meetings of turns stand; the last reset.
CREATE INDEX assignment_turn ON assignment (rotation_id, user_id, turn_at, turn, booking)
	WHERE turn <> 0;
CREATE INDEX assignment_reset ON assignment (rotation_id)
	WHERE action IN ('reset', 'add');
CREATE INDEX booking_standing ON booking (ref, status, outcome, end_at);
