#!/bin/sh
# kill -9 at any moment of booking and pulling, for some seconds: what was
# printed is in the store, nothing is half done, the store is whole.
. ./tap.sh
team
cp "$root"/tests/wild/google.ics "$root"/tests/wild/apple.ics "$T/cal/ada/"
: >"$T/ids"
n=0
# sanitized programs take longer to get anywhere
tick=0.00
! nm "$BUILD/mtg-book" 2>/dev/null | grep -q __asan_init || tick=0.0
end=$(($(date +%s) + ${MTG_KILL_SECONDS:-8}))
while [ "$(date +%s)" -lt "$end" ]; do
	n=$((n + 1))
	mtg-slots bo --limit 40 | shuf -n 1 |
		timeout -s KILL "$tick$((n % 9 + 1))" mtg-book create - --organizer bo \
			--title Kill --email "p$n@example.com" --name P -q -f id >>"$T/ids" 2>/dev/null
	timeout -s KILL "0.0$((n % 3))$((n % 7 + 1))" mtg-sync pull --full -q >/dev/null 2>&1
done 2>/dev/null
# a killed booking may be in the store unprinted, never the other way round
mtg-book list --user bo -f id | sort >"$T/store"
printed=$(grep -c . "$T/ids")
[ "$printed" -gt 0 ]
ok $? "some got through ($n rounds, $printed printed, $(wc -l <"$T/store") stored)"
is "$(grep . "$T/ids" | sort | comm -23 - "$T/store")" '' 'every printed booking is in the store'
is "$(sqlite3 "$MTG_STORE" 'PRAGMA integrity_check')" ok 'the store is whole'
runs 0 'mtg-sync check' mtg-sync check
is "$(sqlite3 "$MTG_STORE" 'PRAGMA foreign_key_check')" '' 'nothing points nowhere'
for v in '' ' --full'; do
	# shellcheck disable=SC2086
	runs 0 "mtg-sync pull$v works on" mtg-sync pull$v -q
done
mtg-sync busy ada --from 2020-01-01 --to 2030-01-01 -f tsv >"$T/killed"
rm -f "$MTG_STORE" "$MTG_STORE"-*
team
mtg-sync busy ada --from 2020-01-01 --to 2030-01-01 -f tsv >"$T/fresh"
cmp "$T/killed" "$T/fresh"
ok $? 'the busy time is that of a store that nobody killed'
finish
