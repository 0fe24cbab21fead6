#!/bin/sh
# Bad input and bad luck: one clear line, the documented status, nothing lost or
# half done.
. ./tap.sh
cd "$T" || exit 2

# the store
runs 5 'store missing: mtg-slots' mtg-slots demo
says 'there is none yet' 'store missing: said in one line'
team
cp store.db whole.db
book() {
	mtg-book create demo --start "$1" --email pat@example.com --name Pat -q -f id
}
runs 0 'a booking first' book '2027-03-23 10:00'
first=$(cat out)
sqlite3 store.db 'PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null
cp store.db newer.db
sqlite3 newer.db 'PRAGMA user_version = 9999' >/dev/null
for c in 'mtg-slots demo' 'mtg-book list' 'mtg-sync pull'; do
	MTG_STORE=$T/newer.db runs 78 "store newer: $c" $c
done
says 'newer' 'store newer: said'
is "$(sqlite3 newer.db 'PRAGMA user_version')" 9999 'store newer: untouched'
printf 'this is not a database, it is a shopping list %3000s' x >corrupt.db
cp corrupt.db corrupt.was
MTG_STORE=$T/corrupt.db runs 65 'store no database: mtg-slots' mtg-slots demo
MTG_STORE=$T/corrupt.db runs 65 'store no database: mtg-sync init' mtg-sync init
cmp -s corrupt.db corrupt.was
ok $? 'store no database: untouched'
# a page in the middle is overwritten
cp store.db torn.db
dd if=/dev/urandom of=torn.db bs=4096 seek=3 count=20 conv=notrunc 2>/dev/null
MTG_STORE=$T/torn.db mtg-sync check >out 2>err
rc=$?
[ $rc -eq 65 ] || [ $rc -eq 74 ]
ok $? "store torn: mtg-sync check says so (exit $rc)" "$(cat err)"
MTG_STORE=$T/torn.db mtg-book list >out 2>err
rc=$?
[ $rc -eq 0 ] || [ $rc -eq 65 ] || [ $rc -eq 74 ]
ok $? "store torn: no crash (exit $rc)" "$(cat err)"
: >empty.db
MTG_STORE=$T/empty.db mtg-slots demo >out 2>err
rc=$?
[ $rc -ge 5 ] && [ $rc -lt 128 ] && [ "$(grep -vc ': hint: ' err)" -eq 1 ]
ok $? "store empty: one line (exit $rc)" "$(cat err)"
if [ "$(id -u)" -eq 0 ]; then
	cp store.db ro.db
	mkdir ro && mv ro.db ro/ && chmod 755 . ro && chmod 444 ro/ro.db && chmod 555 ro
	nobody() {
		setpriv --reuid 65534 --regid 65534 --clear-groups "$@"
	}
	if nobody sh -c "test -r '$T/ro/ro.db' && test -x '$BUILD/mtg-book'"; then
		# WAL needs a folder that can be written: said, not guessed
		MTG_STORE=$T/ro/ro.db nobody mtg-book list -f id >out 2>err
		rc=$?
		{ [ $rc -eq 0 ] || [ $rc -eq 77 ] || [ $rc -eq 74 ]; } && [ "$(wc -l <err)" -le 2 ]
		ok $? "store read-only: read, or refused with the reason (exit $rc)" "$(cat err)"
		MTG_STORE=$T/ro/ro.db nobody mtg-book create demo --start '2027-03-24 10:00' \
			--email p@example.com --name P >out 2>err
		rc=$?
		[ $rc -eq 74 ] || [ $rc -eq 77 ]
		ok $? "store read-only: writing is refused (exit $rc)" "$(cat err)"
	else
		skip 'store read-only' 'another user cannot reach the folder'
	fi
	chmod 755 ro
else
	skip 'store read-only' 'not root'
fi
# locked: somebody holds the write lock and does not let go
sqlite3 store.db <<'Q' >/dev/null 2>&1 &
BEGIN IMMEDIATE;
.shell sleep 3
ROLLBACK;
Q
holder=$!
sleep 0.3
runs 0 'store locked: reading goes on' mtg-slots demo --first
runs 0 'store locked for a while: a writer waits' book '2027-03-24 11:00'
wait $holder

# a full disk: nothing of the meeting stays, what was there is whole
if [ "$(id -u)" -eq 0 ] && mkdir full && mount -t tmpfs -o size=700k none full 2>/dev/null; then
	mtg-sync backup full/store.db -q
	dd if=/dev/zero of=full/fill bs=1k count=700 2>/dev/null
	MTG_STORE=$T/full/store.db runs 74 'disk full: booking' book '2027-03-25 10:00'
	[ ! -s out ]
	ok $? 'disk full: nothing printed'
	rm full/fill
	MTG_STORE=$T/full/store.db runs 0 'disk full: room again, the store works' mtg-book list -f id
	is "$(sort out)" "$(mtg-book list -f id | sort)" 'disk full: all earlier meetings, no half one'
	is "$(sqlite3 full/store.db 'PRAGMA integrity_check')" ok 'disk full: the store is whole'
	umount full
else
	skip 'disk full' 'cannot mount'
fi

# stdout
mtg-slots demo >/dev/full 2>err
is $? 74 'stdout full: mtg-slots'
says 'mtg-slots: ' 'stdout full: said'
mtg-book list -f tsv >/dev/full 2>err
is $? 74 'stdout full: mtg-book'
book '2027-03-25 11:00' >/dev/full 2>err
is $? 74 'stdout full: a booking exits 74'
is "$(mtg-book list --from 2027-03-25 -f id | wc -l)" 1 'stdout full: the meeting is in the store'
mtg-slots demo >&- 2>err
is $? 74 'stdout closed: mtg-slots'
for p in mtg-sync mtg-slots mtg-book mtg-rotate mtg-page; do
	$p --help >/dev/full 2>err
	is $? 74 "stdout full: $p --help"
done
mtg-slots demo -o /dev/full 2>err
rc=$?
[ $rc -eq 74 ]
ok $? "-o on a full device (exit $rc)" "$(cat err)"
mtg-slots demo -o "$T/no/such/folder/x" >out 2>err
is $? 74 '-o in a folder that is not there'
mtg-slots demo 2>err | head -n 1 >out
is "$(cat err)" '' 'head -1: a quiet end'

# options, words, stdin
runs 2 'option twice' mtg-slots demo --limit 1 --limit 2
says 'limit' 'option twice: named'
runs 2 'an option as value' mtg-slots demo --from --to
runs 2 'no such zone' mtg-slots demo -z Europe/Atlantis
says 'Europe/Atlantis' 'no such zone: named'
TZ=Europe/Atlantis runs 0 'no such TZ: the page has its own zone' mtg-slots demo --first
runs 2 'a start in the gap' book '2027-03-28 02:30'
grep -q '01:59\|01:30\|02:00\|03:00\|03:30' err
ok $? 'a start in the gap: the neighbours are named' "$(cat err)"
runs 1 'empty stdin: mtg-book create -' mtg-book create -
runs 1 'empty stdin: mtg-rotate pick' sh -c ': | mtg-rotate pick sales'
[ ! -s out ]
ok $? 'empty stdin: empty answer'
for bad in '{' '[1,2' '"x"' 'null' '{"type":"slot"}' '{"start":12}' '{"start":"2027-13-01T00:00:00Z"}'; do
	printf '%s' "$bad" | mtg-book create demo - --email p@example.com --name P >out 2>err
	rc=$?
	[ $rc -ge 2 ] && [ $rc -lt 128 ] && [ -s err ]
	ok $? "bad record $bad (exit $rc)" "$(cat err)"
done
head -c 100000 /dev/zero | tr '\0' '[' | mtg-book create demo - --email p@example.com --name P >out 2>err
is $? 65 'JSON too deep'
{ printf '{"start":"'; head -c 40000000 /dev/zero | tr '\0' 9; printf '"}'; } |
	mtg-book create demo - --email p@example.com --name P >out 2>err
is $? 65 'JSON too long'
for bad in '' 'hello' 'BEGIN:VCALENDAR' 'BEGIN:VCALENDAR
BEGIN:VEVENT
UID:x
DTSTART:20270322T100000Z'; do
	printf '%s' "$bad" | mtg-sync busy --ics - --from today --to +1w >out 2>err
	rc=$?
	[ $rc -eq 65 ] || { [ $rc -eq 1 ] && [ -z "$bad" ]; }
	ok $? "iCalendar cut or none: '$(printf '%.15s' "$bad" | tr '\n' ' ')' (exit $rc)" "$(cat err)"
done

# people and pages
mtg-rotate create nobody -q >/dev/null
mtg-page create none --rotation nobody --user ada --timezone Europe/Rome -q >out 2>err
mtg-slots none >out 2>err
rc=$?
[ $rc -lt 65 ] && [ ! -s out ]
ok $? "a page without hosts offers nothing (exit $rc)" "$(cat err)"
mtg-book create none --start '2027-03-26 10:00' --email p@example.com --name P >out 2>err
rc=$?
[ $rc -eq 6 ] || [ $rc -eq 7 ] || [ $rc -eq 1 ]
ok $? "a page without hosts cannot be booked (exit $rc)" "$(cat err)"
runs 5 'no such page, did you mean' mtg-slots demp
grep -q "demo" err
ok $? 'the near name is given' "$(cat err)"

# where there is no home
env -i PATH="$PATH" mtg-slots demo >out 2>err </dev/null
is $? 78 "env -i, no HOME: where the store should be is not guessed"
env -i PATH="$PATH" HOME= mtg-slots demo >out 2>err </dev/null
is $? 78 'an empty HOME'
env -i PATH="$PATH" HOME="$T" MTG_STORE="$MTG_STORE" mtg-sync run -q >out 2>err </dev/null
rc=$?
[ $rc -eq 0 ] || [ $rc -eq 3 ]
ok $? "cron's bare environment: mtg-sync run -q (exit $rc)" "$(cat err)"
env -i PATH="$PATH" HOME="$T" MTG_STORE="$MTG_STORE" MTG_NOW="$MTG_NOW" mtg-slots demo --first -f id >out 2>err </dev/null
is $? 0 "cron's bare environment: mtg-slots"
printf '[core\nx\n' >bad.conf
MTG_CONFIG=$T/bad.conf runs 78 'a broken configuration' mtg-slots demo --first
says 'bad.conf' 'a broken configuration: the file is named'
is "$(mtg-book list -f id | grep -c "^$first\$")" 1 'after all of it: the first meeting is still there'
finish
