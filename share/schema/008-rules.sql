-- Rules of pages, hosts and rotations beyond hours, notice and buffers.

-- How many meetings, or how much time of them, in a period, as text of
-- engine/cap.h ("day:5,week:120m"); NULL: any number. Of a page all meetings
-- on it count, of a user all that they host, of a rotation those that each
-- member hosts by it.
ALTER TABLE page ADD COLUMN caps TEXT CHECK (caps <> '');
ALTER TABLE user ADD COLUMN caps TEXT CHECK (caps <> '');
ALTER TABLE rotation ADD COLUMN caps TEXT CHECK (caps <> '');
-- Meetings to come that one booker can have on the page; 0: any number.
ALTER TABLE page ADD COLUMN booker_cap INTEGER NOT NULL DEFAULT 0 CHECK (booker_cap >= 0);
-- How long before its start a meeting can be moved or cancelled; 0: always.
ALTER TABLE page ADD COLUMN move_notice_s INTEGER NOT NULL DEFAULT 0 CHECK (move_notice_s >= 0);
ALTER TABLE page ADD COLUMN cancel_notice_s INTEGER NOT NULL DEFAULT 0 CHECK (cancel_notice_s >= 0);
-- What horizon_d counts: calendar days, business days (Monday to Friday) or days
-- with a slot; or 'dates', from one to the other, both included, in days since
-- 1970-01-01.
ALTER TABLE page ADD COLUMN horizon_kind TEXT NOT NULL DEFAULT 'days'
	CHECK (horizon_kind IN ('days', 'business', 'bookable', 'dates'));
ALTER TABLE page ADD COLUMN first_day INTEGER;
ALTER TABLE page ADD COLUMN last_day INTEGER CHECK (first_day <= last_day);
-- Starts counted from the full hour; also right behind each busy time; only the
-- first of each day.
ALTER TABLE page ADD COLUMN align_clock INTEGER NOT NULL DEFAULT 0 CHECK (align_clock IN (0, 1));
ALTER TABLE page ADD COLUMN pack INTEGER NOT NULL DEFAULT 0 CHECK (pack IN (0, 1));
ALTER TABLE page ADD COLUMN first_only INTEGER NOT NULL DEFAULT 0 CHECK (first_only IN (0, 1));
-- Hours within which alone meetings lie, as text of when/hours.h, on the wall of
-- a zone; zone NULL: of whoever books.
ALTER TABLE page ADD COLUMN legal_hours TEXT CHECK (legal_hours <> '');
ALTER TABLE page ADD COLUMN legal_zone TEXT CHECK (legal_zone IS NULL OR legal_hours IS NOT NULL);
-- Calendars of a page in place of the usual ones: 'check', whose busy time counts
-- on it (for a host of whom none is named: all of theirs); 'write', where its
-- meetings go (at most one of each host is used; else the default one).
CREATE TABLE page_calendar (
	page_id      INTEGER NOT NULL REFERENCES page (id) ON DELETE CASCADE,
	use          TEXT NOT NULL CHECK (use IN ('check', 'write')),
	calendar_id  INTEGER NOT NULL REFERENCES calendar (id) ON DELETE CASCADE,
	PRIMARY KEY (page_id, use, calendar_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX page_calendar_calendar ON page_calendar (calendar_id);
-- Whether buffers stand in the calendar too, as events beside the meeting.
ALTER TABLE page ADD COLUMN buffer_events INTEGER NOT NULL DEFAULT 0 CHECK (buffer_events IN (0, 1));
