-- The store, part 1: settings and people.
--
-- The whole plan, migration by migration as the features come: 001 people;
-- 002 accounts, calendars, events and busy time; 003 rotations and their log;
-- 004 pages; 005 bookings, who takes part, taken time, tokens; 006 outbox and
-- audit; 007 schedules, dates, absences, travel; 008 caps and more rules of a
-- page; 009 proposals. To come: teams and their members, rooms, contacts and
-- their records, questions, payments, reminders, domains.

CREATE TABLE setting (
	-- one value each: 'page.url' and the like, set by a program for itself
	name       TEXT PRIMARY KEY,
	value      TEXT NOT NULL
) STRICT;

CREATE TABLE user (
	id         INTEGER PRIMARY KEY,
	-- short name in ids of calendars ("ada" in ada/work), lower case
	slug       TEXT NOT NULL UNIQUE CHECK (slug <> '' AND slug = lower(slug)),
	-- identity, lower case
	email      TEXT NOT NULL UNIQUE CHECK (email LIKE '%_@_%' AND email = lower(email)),
	name       TEXT NOT NULL,
	-- IANA name
	time_zone  TEXT NOT NULL,
	-- two letters, or NULL for the configuration's
	language   TEXT,
	-- weekly hours as text (when/hours.h), or NULL for Monday to Friday 9-17
	hours      TEXT,
	-- 'member' or 'admin'
	role       TEXT NOT NULL DEFAULT 'member' CHECK (role IN ('member', 'admin')),
	-- all pages of the user on or off (R38)
	pages_on   INTEGER NOT NULL DEFAULT 1 CHECK (pages_on IN (0, 1)),
	-- seconds since the epoch
	created_at INTEGER NOT NULL
) STRICT;
