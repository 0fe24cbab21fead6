#!/bin/sh
# R21: 64 processes want one slot of one host: one gets it, 63 end with 6; the
# same through a page whose rotation has two members: two get it.
. ./tap.sh
team
# storm N FILE COMMAND...: their exit statuses, counted
storm() {
	n=$1
	shift
	i=0
	while [ $i -lt "$n" ]; do
		i=$((i + 1))
		{
			"$@" --email "p$i@example.com" --name "P $i" -q -f id >>"$T/ids" 2>>"$T/errs"
			echo $? >"$T/rc.$i"
		} &
	done
	wait
	sort "$T"/rc.* | uniq -c | awk '{ printf "%s%s:%d", (NR > 1 ? " " : ""), $2, $1 }'
	rm -f "$T"/rc.*
}
is "$(storm 64 mtg-book create demo --start '2027-03-23 10:00' --organizer ada)" \
	'0:1 6:63' '64 processes, one slot, one host: one winner'
is "$(mtg-book list -f id | sort)" "$(sort "$T/ids")" 'what was printed is in the store'
: >"$T/ids"
is "$(storm 32 mtg-book create demo --start '2027-03-24 10:00')" \
	'0:2 6:30' '32 processes, a rotation of two: each member once'
is "$(mtg-book list --from 2027-03-24 -f tsv --fields organizer.email | sort | tr '\n' ' ')" \
	'ada@acme.example bo@acme.example organizer.email ' 'both hosts have one'
is "$(sqlite3 "$MTG_STORE" 'PRAGMA integrity_check')" ok 'the store is whole'
finish
