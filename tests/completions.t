#!/bin/sh
# The completions are what share/complete makes of --help; they know the names
# in the store, keep silent without one, and are quick.
. ./tap.sh
mkdir "$T/new"
"$root/share/complete" "$BUILD" "$T/new" 2>"$T/err"
ok $? 'completions are made of --help' "$(cat "$T/err")"
d=$(diff -r "$T/new" "$root/completions")
ok $? 'the committed ones are the same (else: share/complete build completions)' "$d"

# what bash offers for a line
offer() {
	bash -c '
		. "$1/completions/$2.bash"
		shift
		COMP_WORDS=("$@")
		COMP_CWORD=$(($# - 1))
		"_${1//-/_}"
		printf "%s\n" "${COMPREPLY[@]}"' bash "$root" "$@" 2>&1
}
is "$(offer mtg-book show '')" '' 'no store: silence'
team
id=$(mtg-book create demo --start '2027-03-23 10:00' --email pat@example.com --name Pat -q -f id)
is "$(offer mtg-book ca)" cancel 'a verb'
is "$(offer mtg-book create --no)" '--no-invite
--now' 'options of the verb and of all'
is "$(offer mtg-book create --organizer '')" "$(mtg-sync user list -f id)" 'users'
is "$(offer mtg-book create '')" demo 'pages'
is "$(offer mtg-book cancel b_)" "$id" 'bookings'
is "$(offer mtg-rotate pick s)" sales 'rotations'
is "$(offer mtg-rotate members sales re)" 'remove
resume' 'what to do with members'
is "$(offer mtg-sync set ada)" ada/work 'calendars'
is "$(offer mtg-sync set ada/work role=d)" 'role=default' 'settings of a calendar'
is "$(offer mtg-slots -f js)" 'json
json-array' 'formats'
is "$(offer mtg-slots demo -z Europe/Ro)" 'Europe/Rome' 'zones'
if command -v zsh >/dev/null; then
	for f in "$root"/completions/_*; do
		zsh -n "$f" || break
	done
	ok $? 'zsh reads them'
else
	skip 'zsh reads them' 'no zsh'
fi
if command -v fish >/dev/null; then
	fishes() {
		fish --no-config -c "source $root/completions/$1.fish; complete -C '$2'" 2>&1 | cut -f1
	}
	is "$(fishes mtg-book 'mtg-book ca')" cancel 'fish: a verb'
	is "$(fishes mtg-book 'mtg-book cancel b_')" "$id" 'fish: bookings'
	is "$(fishes mtg-page 'mtg-page show ')" demo 'fish: pages'
	is "$(fishes mtg-rotate 'mtg-rotate create x --method e')" even 'fish: values'
else
	skip 'fish reads them' 'no fish'
fi
# nothing in them talks to a server
! grep -hE 'mtg-sync (pull|push|run)( |$)' "$root"/completions/*.bash "$root"/completions/_* >"$T/out"
ok $? 'never syncing' "$(cat "$T/out")"
finish
