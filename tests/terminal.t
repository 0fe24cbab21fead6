#!/bin/sh
# What only a terminal sees: questions, progress, colours, tables. script(1) of
# util-linux is the terminal.
. ./tap.sh
cd "$T" || exit 2
if ! script -qec true /dev/null </dev/null >/dev/null 2>&1; then
	skip 'on a terminal' 'no script(1) that takes -qec'
	finish
fi
TERM=xterm
export TERM
unset NO_COLOR COLUMNS
esc=$(printf '\033')
# on WANT NAME ANSWER LINE: run by a shell on a terminal; what it shows is in
# $T/tty, without the carriage returns that a terminal adds to line ends
on() {
	want=$1 name=$2 answer=$3 line=$4
	printf '%s' "$answer" | script -qec "$line" /dev/null >"$T/raw" 2>&1
	got=$?
	sed 's/\r$//' "$T/raw" >"$T/tty"
	[ "$got" -eq "$want" ]
	ok $? "$name" "exit $got, want $want: $line
$(cat -v "$T/tty")"
}
# shows TEXT NAME; hides TEXT NAME
shows() {
	grep -qF -- "$1" "$T/tty"
	ok $? "$2" "$(cat -v "$T/tty")"
}
hides() {
	! grep -qF -- "$1" "$T/tty"
	ok $? "$2" "$(cat -v "$T/tty")"
}
there() {
	mtg-page list -f id | grep -cx "$1"
}
team
mtg-page create other --user ada --title Other -q >/dev/null

# questions
on 0 'asked before a page is deleted' 'n
' 'mtg-page delete other'
shows '[y/N]' 'no: the question is shown'
shows 'other' 'no: it names the page'
is "$(there other)" 1 'no: the page is still there'
on 0 'nothing but Enter' '
' 'mtg-page delete other'
is "$(there other)" 1 'Enter: the page is still there'
on 0 'some other word' 'maybe
' 'mtg-page delete other'
is "$(there other)" 1 'another word: the page is still there'
on 0 'end of input' '' 'mtg-page delete other'
is "$(there other)" 1 'end of input: the page is still there'
on 0 'a rehearsal asks nothing' '' 'mtg-page delete other --dry-run'
hides '[y/N]' 'rehearsed: no question'
is "$(there other)" 1 'rehearsed: the page is still there'
on 0 'y' 'y
' 'mtg-page delete other'
shows 'deleted' 'y: it says so'
is "$(there other)" 0 'y: the page is gone'
mtg-page create third --user ada --title Third -q >/dev/null
on 0 '--yes on a terminal' '' 'mtg-page delete third --yes'
hides '[y/N]' '--yes: no question'
is "$(there third)" 0 '--yes: the page is gone'
mtg-page create fourth --user ada --title Fourth -q >/dev/null
on 2 'a terminal that cannot show the question' 'y
' 'mtg-page delete fourth 2>err'
grep -q -- --yes err
ok $? 'no stderr: --yes is named' "$(cat err)"
is "$(there fourth)" 1 'no stderr: the page is still there'

# nobody there to be asked
mtg-rotate team create north -q >/dev/null
mtg-rotate team members north add ada -q >/dev/null 2>&1
mtg-sync room add aula@acme.example -q >/dev/null 2>&1
while read -r line; do
	# shellcheck disable=SC2086
	runs 2 "without a terminal: $line" $line
	grep -qF -- '--yes answers it' err
	ok $? "without a terminal: $line names --yes" "$(cat err)"
	[ -s out ]
	is $? 1 "without a terminal: $line prints nothing"
done <<-'L'
	mtg-page delete fourth
	mtg-rotate delete sales
	mtg-rotate members sales remove bo
	mtg-rotate team delete north
	mtg-sync user remove bo
	mtg-sync room remove aula
	mtg-sync disconnect ada/work
	mtg-sync connect vdir --user ada --url cal/new
L
runs 0 'without a terminal, --yes' mtg-page delete fourth --yes
is "$(there fourth)" 0 'without a terminal, --yes: done'

# progress: the mails of two bookings, half a second each
printf '[mail]\ncommand = sleep 0.5; cat >/dev/null\n' >"$MTG_CONFIG"
book() {
	for h in 10 11; do
		mtg-book create demo --start "2027-03-$1 $h:00" \
			--email "$h@example.com" -q >/dev/null
	done
}
book 23
on 0 'a push that takes its time' '' 'mtg-sync push'
shows 'mtg-sync: outbox' 'progress after a second'
is "$(grep -o 'outbox [0-9]*' tty | head -n 1 | tr -dc 0-9 |
	awk '{ print ($1 >= 2) }')" 1 'and not in the first second'
is "$(tail -n 1 tty | sed "s/.*${esc}\[K//" | cut -c1-9)" 'mtg-sync:' \
	'its line is wiped before the last word'
book 24
on 0 'with -q' '' 'mtg-sync push -q'
hides 'outbox' '-q: no progress'
book 25
runs 0 'into a file' mtg-sync push
is "$(grep -c 'outbox' err)" 0 'a file: no progress'
: >"$MTG_CONFIG"
book 26
printf '[mail]\ncommand = cat >/dev/null\n' >"$MTG_CONFIG"
on 0 'a push that is quick' '' 'mtg-sync push'
hides 'outbox' 'quick: no progress'

# colour and form
red="${esc}[31m"
on 5 'an error on a terminal' '' 'mtg-page show nowhere'
shows "$red" 'a terminal: an error is red'
for how in 'NO_COLOR=1 mtg-page' 'TERM=dumb mtg-page' \
	'env -u TERM mtg-page' 'mtg-page --color never'; do
	on 5 "$how" '' "$how show nowhere"
	hides "${esc}[" "$how: no colour"
done
on 5 'NO_COLOR=' '' 'NO_COLOR= mtg-page show nowhere'
shows "$red" 'an empty NO_COLOR counts as none'
on 5 'NO_COLOR and --color always' '' \
	'NO_COLOR=1 mtg-page --color always show nowhere'
shows "$red" '--color always: asked for is asked for'
runs 5 'an error into a file' mtg-page show nowhere
is "$(grep -c "$esc" err)" 0 'a file: no colour'
runs 5 'into a file, --color always' mtg-page --color always show nowhere
is "$(grep -cF "$red" err)" 1 'a file, --color always: red'
on 0 'a list on a terminal' '' 'mtg-page list'
hides '{"' 'a terminal: a table'
shows "${esc}[1m" 'a terminal: its head is bold'
on 0 'a list with NO_COLOR' '' 'NO_COLOR=1 mtg-page list'
hides "${esc}[" 'NO_COLOR: a plain table'
runs 0 'a list into a file' mtg-page list
is "$(grep -c '^{"type":"page"' out)" 1 'a file: records'
on 0 'stdout elsewhere, stderr on the terminal' '' 'mtg-page list >out'
is "$(grep -c '^{"type":"page"' out) $(grep -c "$esc" out)" '1 0' \
	'each of the two for itself'
finish
