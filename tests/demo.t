#!/bin/sh
# make demo's script: every command ends as it should, and leaves nothing.
. ./tap.sh
mkdir "$T/tmp"
TMPDIR=$T/tmp runs 0 'share/demo/run' "$root/share/demo/run" "$BUILD"
for what in 'calendars/ada' 'America/Argentina/Buenos_Aires' 'METHOD:REQUEST' \
	'(exit 6)' 'out of office' 'sales, '; do
	grep -qF "$what" "$T/out"
	ok $? "it shows: $what"
done
! grep -q 'expected exit' "$T/err"
ok $? 'no command ended otherwise' "$(cat "$T/err")"
is "$(ls "$T/tmp")" '' 'nothing is left behind'
finish
