#!/bin/sh
# make lint: manual pages, scripts, and rooms that lean only on those below.
. ./tap.sh
runs 0 'make lint finds nothing' sh "$root/share/lint.sh"
[ "$(wc -l <"$root/Makefile")" -lt 100 ]
ok $? 'the Makefile has under 100 lines'
if command -v mandoc >/dev/null; then
	mandoc -Ios=mtg -Tascii -Owidth=78 "$root/man1/mtg.1" | sed 's/.\x08//g' |
		cmp - "$root/README"
	ok $? 'README is what man1/mtg.1 says (make README)'
else
	skip 'README' 'no mandoc'
fi
for s in "$root"/share/schema/*.json; do
	s=${s##*/}
	sed -n '/^\.Sh RECORDS/,/^\.Sh ENV/p' "$root/man1/mtg.1" | grep -qw "${s%.json}" ||
		echo "${s%.json}"
done >"$T/out"
is "$(cat "$T/out")" '' 'each kind of record is named in mtg.1'
finish
