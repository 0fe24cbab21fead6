#!/bin/sh
# Starts that mtg-slots --repeat offers are those that mtg-book can book, and no
# other (B17): on pages with random rules, hosts with random meetings.
. ./tap.sh
for u in ada bo; do
	mkdir "$T/$u"
	mtg-sync user add $u@acme.example --timezone Europe/Rome -q >/dev/null
	mtg-sync connect vdir --yes --user $u --url "$T/$u" --name work -q >/dev/null
done
mtg-sync pull -q >/dev/null
mtg-rotate create sales -q >/dev/null
mtg-rotate members sales add ada bo -q >/dev/null
cd "$T" || exit 2

# seed: a number from 0 to $1 - 1 into $r, the same ones in each run
seed=20270322
roll() {
	seed=$(((seed * 1103515245 + 12345) % 2147483648))
	r=$((seed / 65536 % $1))
}
# one of the words into $r
pick() {
	roll $#
	shift "$r"
	r=$1
}
meetings() {
	for host in ada bo ada bo; do
		roll 14
		day=$((r + 23))
		[ "$day" -le 31 ] || day=$((day - 30))
		[ "$day" -ge 10 ] || day=0$day
		month=03
		[ "$day" -ge 22 ] || month=04
		roll 7
		clock=$((r + 10))
		pick 00 15 30
		mtg-book create --organizer "$host" --title B --no-invite -q -f id \
			--start "2027-$month-$day $clock:$r" -d 90m >/dev/null 2>&1
	done
}
page() {
	pick "--user ada" "--rotation sales" "--group ada,bo"
	who=$r
	pick '' '' "--cap day:1" "--cap week:2" "--cap month:3" "--cap week:100m" \
		"--before 23h" "--first-only on" "--pack on --after 20" "--step 15"
	rules=$r
	pick 30 45 120
	length=$r
	pick 12 30 60
	# shellcheck disable=SC2086
	mtg-page create "$1" $who $rules --duration "$length" --horizon "$r" \
		--notice 0 --repeat any:9 -q >/dev/null || rules="not made"
}
all=0
good=0
for k in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do
	page "p$k"
	meetings
	pick weekly daily weekdays biweekly '2 days'
	repeat=$r
	roll 3
	count=$((r + 2))
	roll 8
	day=2027-03-$((r + 23))
	mtg-slots "p$k" --from "$day" --to "$day" --repeat "$repeat" \
		--count "$count" -f id >offered 2>err || echo "status $?" >>offered
	mtg-slots "p$k" --from "$day" --to "$day" -f id >starts
	: >booked
	while read -r at; do
		all=$((all + 1))
		mtg-book create "p$k" --start "$at" --repeat "$repeat" \
			--count "$count" --email x@example.com -n -q -f id \
			>/dev/null 2>&1 </dev/null && echo "$at" >>booked
	done <starts
	good=$((good + $(wc -l <booked)))
	is "$(cat offered)" "$(cat booked)" \
		"$who $rules, $length m, $count $repeat from $day"
done
[ "$good" -gt 20 ] && [ "$good" -lt "$all" ]
ok $? "some starts can be had and some cannot" "$good of $all"
echo "# $good of $all starts"
finish
