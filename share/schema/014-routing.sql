-- Routings: ordered rules that choose page, rotation or host from what a record
-- says; the first that matches wins (B13).

CREATE TABLE routing (
	id           INTEGER PRIMARY KEY,
	name         TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (name <> ''),
	-- where to when no rule matches, as route.target; NULL: nowhere
	fallback     TEXT CHECK (fallback <> ''),
	created_at   INTEGER NOT NULL
) STRICT;
CREATE TABLE route (
	routing_id   INTEGER NOT NULL REFERENCES routing (id) ON DELETE CASCADE,
	name         TEXT NOT NULL COLLATE NOCASE CHECK (name <> ''),
	-- asked in this order, then by name
	position     INTEGER NOT NULL,
	-- text of engine/route.h; NULL: always
	condition    TEXT CHECK (condition <> ''),
	-- 'page:SLUG', 'rotation:NAME', 'user:EMAIL' or 'none'
	target       TEXT NOT NULL CHECK (target <> ''),
	PRIMARY KEY (routing_id, name)
) STRICT, WITHOUT ROWID;

-- What is renamed is followed (R88).
CREATE TRIGGER route_rotation AFTER UPDATE OF name ON rotation
WHEN OLD.name <> NEW.name COLLATE BINARY
BEGIN
	UPDATE route SET target = 'rotation:' || NEW.name
		WHERE target = 'rotation:' || OLD.name COLLATE NOCASE;
	UPDATE routing SET fallback = 'rotation:' || NEW.name
		WHERE fallback = 'rotation:' || OLD.name COLLATE NOCASE;
END;
CREATE TRIGGER route_page AFTER UPDATE OF slug ON page
WHEN OLD.slug <> NEW.slug
BEGIN
	UPDATE route SET target = 'page:' || NEW.slug
		WHERE target = 'page:' || OLD.slug;
	UPDATE routing SET fallback = 'page:' || NEW.slug
		WHERE fallback = 'page:' || OLD.slug;
END;
CREATE TRIGGER route_user AFTER UPDATE OF email ON user
WHEN OLD.email <> NEW.email
BEGIN
	UPDATE route SET target = 'user:' || NEW.email
		WHERE target = 'user:' || OLD.email;
	UPDATE routing SET fallback = 'user:' || NEW.email
		WHERE fallback = 'user:' || OLD.email;
END;

-- How the booker came to page, rotation or host, as mtg-rotate route wrote it:
-- a JSON object with the trace; NULL: by none.
ALTER TABLE booking ADD COLUMN routing TEXT CHECK (length(routing) <= 32768);
