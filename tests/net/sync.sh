# shellcheck shell=sh disable=SC2154,SC2034
# For the sync-*.t tests, after servers.sh: a store of their own, a mail command
# that keeps what it gets, and hands into the server ($url) past our programs.
PATH=$BUILD:$PATH TZ=UTC LC_ALL=C MTG_NOW=2026-11-28T08:00:00Z
export PATH TZ LC_ALL MTG_NOW MTG_STORE MTG_CONFIG
unset MTG_LANG NO_COLOR XDG_DATA_HOME XDG_CONFIG_HOME
T9='2026-12-04 10:00'
# fresh NAME: a store, one user, mail into $mails
fresh() {
	mkdir -p "$tmp/$1.d"
	MTG_STORE=$tmp/$1.d/store.db MTG_CONFIG=$tmp/$1.d/config
	mails=$tmp/$1.d/mails
	: >"$mails"
	printf '[mail]\ncommand = cat >>%s\nfrom = meet@acme.example\n[page]\nurl = https://meet.acme.example\n[sync]\nallow-private = true\ntimeout = PT3S\n' \
		"$mails" >"$MTG_CONFIG"
	mtg-sync init -q
	mtg-sync user add ada@acme.example --name 'Ada Rossi' --timezone UTC \
		-q >/dev/null
}
# run STATUS NAME COMMAND...: out and err in $tmp
run() {
	want=$1 what=$2
	shift 2
	"$@" >"$tmp/out" 2>"$tmp/err" </dev/null
	got=$?
	[ "$got" -eq "$want" ]
	ok $? "$what"
	[ "$got" -eq "$want" ] || {
		echo "# exit $got, not $want: $*"
		sed 's/^/# /' "$tmp/err" | head -n 8
	}
}
# object UID START-HOUR HOURS [SUMMARY]: one event, START-HOUR as 2026-12-01T10
object() {
	d=$(echo "$2" | tr -d -)
	printf '%s\r\n' BEGIN:VCALENDAR VERSION:2.0 PRODID:-//test//EN \
		BEGIN:VEVENT "UID:$1" DTSTAMP:20261101T000000Z \
		"DTSTART:${d}0000Z" "DURATION:PT$3H" "SUMMARY:${4:-Meeting $1}" \
		END:VEVENT END:VCALENDAR
}
# put NAME: stdin into the calendar; del NAME
put() {
	curl -s -u lab:lab -X PUT --data-binary @- -H 'Content-Type: text/calendar' \
		"$url$1" >/dev/null
}
del() {
	curl -s -u lab:lab -X DELETE "$url$1" >/dev/null
}
# name UID: as it is called there
name() {
	printf '%s.ics' "$1" | sed 's/@/%40/g'
}
body() {
	curl -s -u lab:lab "$url$(name "$1")"
}
# held UID: how many resources of the server have it
held() {
	curl -s -u lab:lab -X REPORT -H 'Depth: 1' \
		-H 'Content-Type: application/xml' "$url" --data-binary \
		'<C:calendar-query xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><prop><C:calendar-data/></prop><C:filter><C:comp-filter name="VCALENDAR"/></C:filter></C:calendar-query>' |
		grep -c "^UID:$1"
}
# alarm UID TEXT: the host adds one by another program
alarm() {
	body "$1" | sed "s/^END:VEVENT/BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:$2\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\nEND:VEVENT/" \
		>"$tmp/alarm"
	put "$(name "$1")" <"$tmp/alarm"
}
status() {
	mtg-book show "$1" -q --fields status | cut -d'"' -f4
}
# what a write to the store would change
fingerprint() {
	sqlite3 "$MTG_STORE" 'SELECT total(id), total(synced_at), total(tried_at) FROM calendar'
	cksum "$MTG_STORE"*
}
