# CalDAV against real servers: discovery, first sync, unchanged, changes,
# writes with conditions, tokens that are lost.
. "$(dirname "$0")/servers.sh"
build_drive || { ok 1 "the driver builds"; done_testing; exit 1; }
LOGIN=lab SECRET=lab
export LOGIN SECRET
sum() {
	sed -n '$p' "$tmp/out" | tr ' ' '\n' | sed -n "s/^$1=//p"
}
pull() {
	"$drive" caldav pull "$url" "$state" >"$tmp/out" 2>"$tmp/err"
}
word() {
	sed -n '$p' "$tmp/out" | cut -d' ' -f1
}
# the walk that every server must survive: name, base, calendar's address
walk() {
	who=$1 base=$2 url=$3 state=$tmp/state-$1
	rm -f "$state"
	is "$("$drive" caldav discover "$base" 2>&1 | cut -f2 | grep -cx "$url")" 1 \
		"$who: discovery from $base finds the calendar (R12)"
	is "$("$drive" caldav discover "$url" 2>&1 | cut -f2)" "$url" \
		"$who: the calendar's own address finds it alone"
	like "$("$drive" caldav discover "$url" 2>&1)" "*writable*" \
		"$who: it can be written"
	pull
	ok $? "$who: an empty calendar is pulled"
	is "$(word) $(sum held)" "pulled 0" "$who: and is empty"
	for i in 1 2 3 4 5; do
		event "walk-$i" "Meeting $i" >"$tmp/e$i.ics"
		"$drive" caldav put "$url" "walk-$i" "$tmp/e$i.ics" >"$tmp/put$i" 2>"$tmp/err" ||
			cat "$tmp/err"
	done
	like "$(cut -f1 "$tmp/put1")" "*/walk-1.ics" "$who: the href is made from the UID"
	"$drive" caldav put "$url" walk-1 "$tmp/e1.ics" >/dev/null 2>"$tmp/err"
	is $? 6 "$who: creating it again is refused: 6, changed"
	like "$(cat "$tmp/err")" "changed:*" "$who: and is called so"
	"$drive" caldav put "$url" walk-1 "$tmp/e1.ics" "" \
		"$(cut -f1 "$tmp/put1" | sed 's/walk-1/other/')" >/dev/null 2>"$tmp/err"
	is $? 6 "$who: the same UID under another name is refused"
	like "$(cat "$tmp/err")" "uid-exists:*" "$who: and is called so"
	pull
	is "$(word) $(sum objects) $(sum held)" "pulled 5 5" "$who: five events are new"
	pull
	is "$(word) $(sum requests)" "unchanged 1" "$who: unchanged is one request"
	[ "$(sum bytes)" -lt 1000 ]
	ok $? "$who: of less than 1,000 bytes ($(sum bytes))"
	# a change, a new one, a deletion
	etag=$(cut -f2 "$tmp/put2") href=$(cut -f1 "$tmp/put2")
	event walk-2 "Moved" >"$tmp/e2.ics"
	"$drive" caldav put "$url" walk-2 "$tmp/e2.ics" "$etag" "$href" >"$tmp/put2b"
	ok $? "$who: If-Match writes the known version"
	"$drive" caldav put "$url" walk-2 "$tmp/e2.ics" "$etag" "$href" >/dev/null 2>&1
	is $? 6 "$who: and refuses an older one"
	event walk-6 "New" "METHOD:REQUEST" >"$tmp/e6.ics"
	"$drive" caldav put "$url" walk-6 "$tmp/e6.ics" >"$tmp/put6"
	is "$("$drive" caldav get "$url" "$(cut -f1 "$tmp/put6")" | grep -c METHOD)" 0 \
		"$who: no METHOD is stored"
	"$drive" caldav delete "$url" "$(cut -f1 "$tmp/put3")" '"wrong"' >/dev/null 2>&1
	is $? 6 "$who: a delete with an old ETag is refused"
	"$drive" caldav delete "$url" "$(cut -f1 "$tmp/put3")" "$(cut -f2 "$tmp/put3")"
	ok $? "$who: with the right one it is done"
	"$drive" caldav delete "$url" "$(cut -f1 "$tmp/put3")"
	ok $? "$who: what is gone is gone"
	pull
	is "$(sum objects) $(sum gone) $(sum held)" "2 1 5" "$who: the delta is 2 and 1 gone"
	pull
	is "$(word)" unchanged "$who: then unchanged"
	# the token is lost; the ETags tell that nothing happened
	sed -i 1s,.*,http://example.org/bogus-token, "$state"
	pull
	is "$? $(sum full) $(sum objects) $(sum same) $(sum held)" "0 1 0 5 5" \
		"$who: a bad token is a full comparison, nothing fetched twice"
	# --full
	sed -i 1,4s/.*/-/ "$state"
	pull
	is "$? $(sum full) $(sum objects) $(sum same)" "0 1 0 5" "$who: without tokens too"
	# a first sync that is cut off
	rm -f "$state"
	CUT=2 "$drive" caldav pull "$url" "$state" >"$tmp/out" 2>&1
	is "$(sum held)" 2 "$who: a first sync is cut off after two"
	pull
	is "$? $(sum objects) $(sum held)" "0 3 5" "$who: the next one fetches the rest"
	"$drive" caldav get "$url" "$(cut -f1 "$tmp/put3")" >/dev/null 2>&1
	is $? 5 "$who: getting what is not there is 5"
}
if start_radicale "$tmp/radicale"; then
	base=http://127.0.0.1:$port
	curl -s -u lab:lab -X MKCALENDAR "$base/lab/work/" >/dev/null
	walk radicale "$base" "$base/lab/work/"
	is "$("$drive" caldav discover "$base/lab/" | cut -f2)" "$base/lab/work/" \
		"radicale: from the home"
	SECRET=wrong "$drive" caldav pull "$base/lab/work/" "$tmp/s" >/dev/null 2>"$tmp/err"
	is $? 4 "radicale: a wrong password is 4"
	like "$(cat "$tmp/err")" "sign-in: calendar test/work: 401 *" "and says so"
	SECRET=wrong "$drive" caldav discover "$base" >/dev/null 2>&1
	is $? 4 "radicale: in discovery too"
	"$drive" caldav pull "$base/lab/none/" "$tmp/s" >"$tmp/out" 2>"$tmp/err"
	is $? 8 "radicale: a calendar that is gone is 8"
	like "$(cat "$tmp/err")" "gone:*" "and called gone"
	"$drive" caldav pull "$base/other/work/" "$tmp/s" >"$tmp/out" 2>"$tmp/err"
	is $? 8 "radicale: another person's calendar is 8 (R13, R16)"
	like "$(cat "$tmp/err")" "access-lost:*" "and called access lost"
	TRACE=1 "$drive" caldav discover "$base" 2>&1 | grep -q 'bGFiOmxhYg\|lab:lab'
	is $? 1 "the trace holds no password"
else
	ok 0 "radicale # SKIP not installed"
fi
if start_xandikos "$tmp/xandikos"; then
	base=http://127.0.0.1:$port
	walk xandikos "$base" "$base/lab/calendars/calendar/"
else
	ok 0 "xandikos # SKIP not installed"
fi
done_testing
