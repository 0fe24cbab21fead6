#!/bin/sh
# Every option of --help stands in the manual page and the other way round, for
# each program and verb; documented commands run under POSIXLY_CORRECT.
. ./tap.sh
common=$(mtg-slots --help | sed -n '/^Options of all/,$s/^  \(-.,\|   \) --\([a-z-]*\).*/\2/p' | sort)

# long options in a help text that are not those of all programs
own() {
	sed -n '/^Options:/,/^$/s/^  \(-.,\|   \) --\([a-z-]*\).*/\2/p' | sort
}
verbs() {
	"$1" --help | sed -n '/^Verbs:/,/^$/s/^  \([a-z]*\) .*/\1/p'
}
# options the manual page documents: those of a list item
documented() {
	sed -n 's/^\.It \(.*\)/\1/p' "$root/man1/$1.1" | grep -o 'Fl -[a-z][a-z-]*' |
		sed 's/Fl -//' | sort -u
}
for p in mtg-sync mtg-slots mtg-book mtg-rotate mtg-page; do
	[ -f "$root/man1/$p.1" ] || {
		ok 1 "$p has a manual page"
		continue
	}
	{
		"$p" --help | own
		for v in $(verbs "$p"); do
			"$p" "$v" --help | own
		done
	} | sort -u >"$T/help"
	# what is documented for all (mtg.1) may be named again
	documented "$p" >"$T/page"
	d=$(comm -23 "$T/help" "$T/page")
	is "$d" '' "$p: each option of --help is in the manual"
	printf '%s\n' "$common" >"$T/common"
	d=$(comm -13 "$T/help" "$T/page" | comm -23 - "$T/common")
	is "$d" '' "$p: each option of the manual is in --help"
	for v in $(verbs "$p"); do
		grep -qE "(Cm|Ic|Nm $p) $v( |\$)|Cm .*\\b$v\\b" "$root/man1/$p.1"
		ok $? "$p $v: the manual knows the verb"
		"$p" "$v" --help >"$T/out" 2>"$T/err" && [ ! -s "$T/err" ] &&
			head -n 1 "$T/out" | grep -q '^Examples:'
		ok $? "$p $v --help: on stdout, examples first"
	done
	runs 2 "$p alone: help on stderr, exit 2" "$p"
	[ ! -s "$T/out" ] && [ "$(wc -l <"$T/err")" -le 30 ]
	ok $? "$p alone: short"
	runs 0 "$p --version" "$p" --version
	runs 2 "$p --no-such-option: exit 2" "$p" --no-such-option
done
documented mtg >"$T/page"
is "$(printf '%s\n' "$common" | comm -23 - "$T/page")" '' 'mtg.1 has the options of all programs'

# POSIXLY_CORRECT would stop at the first operand
team
POSIXLY_CORRECT=1
export POSIXLY_CORRECT
runs 0 'POSIXLY_CORRECT: mtg-slots demo --first -f id' mtg-slots demo --first -f id
runs 0 'POSIXLY_CORRECT: mtg-slots @sales --limit 3' mtg-slots @sales --limit 3 -f text
runs 0 'POSIXLY_CORRECT: mtg-book create demo --start' mtg-book create demo \
	--start '2027-03-23 10:00' --email pat@example.com --name Pat -f id
id=$(cat "$T/out")
runs 0 'POSIXLY_CORRECT: mtg-book show ID -f ics' mtg-book show "$id" -f ics
runs 0 'POSIXLY_CORRECT: mtg-book reschedule ID --start' mtg-book reschedule "$id" --start '2027-03-23 11:00'
runs 0 'POSIXLY_CORRECT: mtg-book cancel ID --reason' mtg-book cancel "$id" --reason moved
runs 0 'POSIXLY_CORRECT: mtg-rotate pick sales --at' mtg-rotate pick sales --at '2027-03-23 10:00' -d 30
runs 0 'POSIXLY_CORRECT: mtg-rotate report sales --from=-30d' mtg-rotate report sales --from=-30d
runs 0 'POSIXLY_CORRECT: mtg-page edit demo title=X -q' mtg-page edit demo title=X -q
runs 0 'POSIXLY_CORRECT: mtg-sync list --user ada' mtg-sync list --user ada
runs 0 'POSIXLY_CORRECT: mtg-sync busy ada --from --to' mtg-sync busy ada --from today --to +2d -f tsv
finish
