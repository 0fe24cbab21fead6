#!/bin/sh
# storm.t [BUILD]: many at once on one slot, and kill -9 in the middle; TAP on
# stdout. Works in a folder of its own with the clock frozen.
build=$(cd "${1:-${BUILD:-build}}" && pwd) || exit 2
PATH=$build:$PATH
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
trap 'exit 130' INT TERM
cd "$dir" || exit 2
export MTG_STORE="$dir/store.db" MTG_NOW=2026-11-28T08:00:00Z TZ=UTC
export MTG_CONFIG=/dev/null
n=0
is() {
	n=$((n + 1))
	if [ "$1" = "$2" ]; then
		echo "ok $n - $3"
	else
		echo "not ok $n - $3"
		echo "# got $1, expected $2"
	fi
}
sql() {
	sqlite3 store.db "$@"
}
if ! command -v sqlite3 >/dev/null; then
	echo 'ok 1 # SKIP no sqlite3'
	echo '1..1'
	exit 0
fi
setup() {
	mkdir ada bo
	for u in ada bo; do
		mtg-sync user add "$u@acme.example" --name "$u" \
			--timezone Europe/Rome -q
		mtg-sync connect vdir --user "$u" --url "$u" --name work --yes -q
	done
	mtg-sync pull -q
	mtg-rotate create sales -q
	mtg-rotate members sales add ada bo -q
	mtg-page create demo --user ada --title Demo -q
	mtg-page create team --user ada --rotation sales --title Team -q
}
setup >log 2>&1 || cat log >&2

# 64 on one slot of one host
storm() {
	i=0
	while [ $i -lt 64 ]; do
		{
			mtg-book create "$1" --start "$2" -q -f id \
				--email "p$i@example.com" >>won 2>>lost
			echo $? >"status.$i"
		} &
		i=$((i + 1))
	done
	wait
}
storm demo '2026-12-01 10:00'
is "$(cat status.* | sort | uniq -c | awk '{print $2 "x" $1}' | xargs)" \
	'0x1 6x63' '64 at once: one winner, 63 times exit 6'
is "$(wc -l <won)" 1 'one id on stdout'
is "$(grep -c 'slot taken: Tue 1 Dec 2026 10:00 Europe/Rome' lost)" 63 \
	'each of the others is told'
is "$(sql 'select count(*) from booking')" 1 'one meeting'
is "$(sql 'select count(*) from taken')" 1 'one hour taken'
is "$(sql "select count(*) from outbox where kind = 'put'")" 1 'one event'
rm -f status.*
: >won
storm team '2026-12-01 11:00'
is "$(cat status.* | sort | uniq -c | awk '{print $2 "x" $1}' | xargs)" \
	'0x2 6x62' '64 on a rotation of two: two winners'
is "$(sql 'select group_concat(count) from (select count from rotation_member order by user_id)')" \
	1,1 'one turn for each member'

# kill -9 anywhere: a meeting is whole or not there
day=2
while [ $day -le 11 ]; do
	for t in 001 002 003 004 005 007; do
		timeout -s KILL "0.$t" mtg-book create demo -q -f id \
			--start "2026-12-0$((day % 8 + 2)) 1$((day % 7)):00" \
			--email pat@example.com --key "k$day" >/dev/null 2>&1
	done
	day=$((day + 1))
done 2>/dev/null
is "$(sql "select count(*) from booking b where
	(select count(*) from taken t where t.booking_id = b.id) <> 1 or
	(select count(*) from attendee a where a.booking_id = b.id) <> 1 or
	(select count(*) from outbox o where o.booking_id = b.id) <> 3 or
	(select count(*) from audit u where u.ref = b.ref) <> 1")" 0 \
	'killed anywhere: none is half there'
is "$(sql 'pragma integrity_check')" ok 'the store is whole'
mtg-sync check >check 2>&1
is $? 0 'and mtg-sync check agrees'
mtg-book create demo -q -f id --start '2026-12-10 10:00' \
	--email pat@example.com --key k-last >one 2>/dev/null
mtg-book create demo -q -f id --start '2026-12-10 10:00' \
	--email pat@example.com --key k-last >two 2>/dev/null
is "$(cat one)" "$(cat two)" 'the next one goes through, and its retry'
echo "1..$n"
