-- What a room is beyond its row among the users (kind 'room', migration 010).

CREATE TABLE room (
	user_id      INTEGER PRIMARY KEY REFERENCES user (id) ON DELETE CASCADE,
	-- 1: no place to meet in, but a thing: a projector, a car
	resource     INTEGER NOT NULL DEFAULT 0 CHECK (resource IN (0, 1)),
	-- for how many people; NULL: for any number
	capacity     INTEGER CHECK (capacity > 0),
	-- where it is: "2nd floor, left"
	location     TEXT
) STRICT;

-- Who alone may have the room: meetings of pages whose owner is in one of these
-- teams, and without a page those that somebody of them organizes. No rows:
-- everybody.
CREATE TABLE room_team (
	user_id      INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
	team_id      INTEGER NOT NULL REFERENCES team (id),
	PRIMARY KEY (user_id, team_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX room_team_team ON room_team (team_id);
