-- A rotation "big" of a thousand members and a log of a million turns, one each
-- 94 s up to 2027-03-22T07:00:00Z, as flow/assign writes them. The last 30,000
-- have their numbers and their meetings. Some are one turn behind the others.
BEGIN;
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 999)
INSERT INTO user (id, slug, email, name, time_zone, created_at)
	SELECT 1000 + i, 'u' || i, 'u' || i || '@acme.example', 'U ' || i, 'Europe/Rome', 1 FROM n;
INSERT INTO rotation_member (rotation_id, user_id, joined_at)
	SELECT rotation.id, user.id, 1 FROM rotation, user WHERE rotation.name = 'big';
INSERT INTO assignment (rotation_id, rotation, user_id, action, delta, at)
	SELECT rotation_id, 'big', user_id, 'add', 0, 1 FROM rotation_member;
WITH RECURSIVE n(i, at) AS (SELECT 0, 1805698800 - 94 * 1000000
	UNION ALL SELECT i + 1, at + 94 FROM n WHERE i < 999699)
INSERT INTO assignment (rotation_id, rotation, user_id, booking, action, delta, reason,
		skipped, detail, at, turn, turn_at)
	SELECT rotation.id, 'big', 1000 + i % 1000, 'b_' || i, 'assign', 1, 'least-recent',
		'not-free:' || (1000 + (i + 331) % 1000) || ',' || (1000 + (i + 77) % 1000) ||
		' paused:' || (1000 + i % 17),
		CASE WHEN i >= 969700 THEN '{"skipped":"not-free:' || (1000 + (i + 331) % 1000) ||
		',' || (1000 + (i + 77) % 1000) || ' paused:' || (1000 + i % 17) ||
		'","of":1000,"rules":{"chosen":1,"behind":699,"paused":17,"not-free":283},"members":['
		|| substr(replace(hex(zeroblob(17)), '00',
		',["u123@acme.example","behind",999,100,0,null,1805604894,100]'), 2) || ']}' END,
		at, 1, at
	FROM n, rotation WHERE rotation.name = 'big';
INSERT INTO booking (ref, uid, status, outcome, rotation_id, organizer_id, title, start_at,
		end_at, time_zone, wall_start, description, created_at, updated_at)
	SELECT booking, booking || '@acme.example', 'confirmed',
		CASE WHEN at % 10 = 0 THEN 'no-show' ELSE 'scheduled' END, rotation_id, user_id,
		'Demo of the new release', at + 604800, at + 606600, 'Europe/Rome', '2027-03-22T09:00',
		substr(replace(hex(zeroblob(20)), '00', 'What we talk about. '), 1, 400), at, at
	FROM assignment WHERE detail IS NOT NULL;
INSERT INTO booking_host (booking_id, user_id) SELECT id, organizer_id FROM booking;
UPDATE rotation_member SET (count, last_at) = (SELECT count(*), max(turn_at) FROM assignment a
	WHERE a.rotation_id = rotation_member.rotation_id
	AND a.user_id = rotation_member.user_id AND turn <> 0);
COMMIT;
