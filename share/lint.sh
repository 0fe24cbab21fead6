#!/bin/sh
# lint.sh: what a reader would frown at. Manual pages, shell scripts, rooms that
# lean on rooms they may not (the Makefile's table), libraries outside their
# room. Warns of long functions and of shape, which fail nothing.
set -u
cd "$(dirname "$0")/.." || exit 2
bad=0
if command -v mandoc >/dev/null 2>&1; then
	mandoc -Tlint -W warning man1/*.1 || bad=1
	mandoc -Ios=mtg -Tascii -Owidth=78 man1/mtg.1 | sed 's/.\x08//g' | cmp - README || {
		echo 'README is not what man1/mtg.1 says: make README' >&2
		bad=1
	}
else
	echo 'lint: no mandoc' >&2
fi
if command -v shellcheck >/dev/null 2>&1; then
	grep -lE '^#!/bin/(ba)?sh' .ci/run share/*.sh share/*/run tests/run \
		tests/*.t tests/*/run tests/*/*.t tests/*/*.sh 2>/dev/null |
		xargs shellcheck -x -P tests:tests/net -S warning || bad=1
	shellcheck -s bash -S warning completions/*.bash || bad=1
else
	echo 'lint: no shellcheck' >&2
fi
perl - <<'P' || bad=1
use strict;
use warnings;
my (%on, $bad);
open(my $m, '<', 'Makefile') or die;
while (<$m>) {
	$on{$1} = { map { $_ => 1 } $1, split ' ', $2 } if /^(\w+)_ON\s*=\s*(.*)/;
}
$on{base} = { base => 1 };
# a library's header, the rooms or files that may include it
my %only = ('sqlite3.h' => qr{^common/store/}, 'curl/' => qr{^common/net/},
	'libical/' => qr{^common/wire/}, 'microhttpd.h' => qr{^common/web/},
	'expat.h' => qr{^common/net/},
	'json-c/' => qr{^(common/(wire|front|flow|desk|web)|cmd)/});
sub wrong { print STDERR "$_[0]\n"; $bad = 1; }
for my $file (sort(glob('common/*/*.[ch]'), glob('cmd/*.c'))) {
	my ($room) = $file =~ m{^common/(\w+)/};
	my ($line, $start, $name) = (0, 0, '');
	open(my $h, '<', $file) or die "$file: $!";
	while (<$h>) {
		$line++;
		if (/^#include "(\w+)\//) {
			wrong("$file:$line: $room may not lean on $1")
				if $room && $on{$1} && !$on{$room}{$1};
			wrong("$file:$line: no such room: $1") if !$on{$1};
		}
		if (/^#include <([^>]+)>/) {
			my $header = $1;
			for my $l (sort keys %only) {
				wrong("$file:$line: <$header> has a room of its own")
					if index($header, $l) == 0 && $file !~ $only{$l};
			}
		}
		$name = $1 if /^(\w+)\(/;
		$start = $line if /^\{/;
		if (/^\}/ && $start) {
			my $n = $line - $start;
			print STDERR "warning: $file:$start: $name has $n lines\n"
				if $n > 80;
			$start = 0;
		}
		wrong("$file:$line: blank at the end of the line") if /[ \t]$/;
		wrong("$file:$line: left to do") if /\b(TODO|FIXME|XXX)\b/;
	}
	print STDERR "warning: $file has $line lines\n" if $line > 720;
}
exit($bad ? 1 : 0);
P
if command -v clang-format >/dev/null 2>&1; then
	for f in common/*/*.[ch] cmd/*.c; do
		clang-format "$f" | cmp -s - "$f" || echo "$f"
	done | awk '{ n++ } END { if (n) print "warning: " n " files differ from .clang-format" }' >&2
fi
exit $bad
