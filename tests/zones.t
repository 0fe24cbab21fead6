#!/bin/sh
# zones.t [BUILD]: compares when/zone with Python's zoneinfo, TAP on stdout.
# Each zone of zone.tab (and the old names that calendars use): moments from
# 1970 to 2100, a few far off, and those around each change of offset, from UTC
# to the wall and back. Needs BUILD/unit/when-zonedump; takes some seconds.
dump=${1:-${BUILD:-build}}/unit/when-zonedump

if ! python3 -c 'import zoneinfo' 2>/dev/null; then
	echo 'ok 1 # SKIP no python3 with zoneinfo'
	echo '1..1'
	exit 0
fi
exec python3 - "$dump" "${TZDIR:-/usr/share/zoneinfo}" <<'PY'
import os, random, subprocess, sys
import zoneinfo
from datetime import datetime, timedelta, timezone

dump, folder = sys.argv[1:]
zoneinfo.reset_tzpath([folder])
random.seed(5545)
EPOCH = datetime(1970, 1, 1)
OLD = """UTC Etc/UTC Asia/Calcutta Europe/Kiev US/Pacific CET EET MET WET EST MST
	HST GB NZ Etc/GMT+12 Etc/GMT-14 America/Buenos_Aires""".split()


def names():
    with open(os.path.join(folder, 'zone.tab')) as f:
        tab = [l.split('\t')[2].strip() for l in f if l[0] != '#']
    return sorted(tab) + [n for n in OLD
                          if n == 'UTC' or os.path.exists(os.path.join(folder, n))]


def wall(at):
    return EPOCH + timedelta(seconds=at)


def offset(zone, at):
    there = wall(at).replace(tzinfo=timezone.utc).astimezone(zone)
    return int(there.utcoffset().total_seconds()), there.tzname()


def changes(zone):
    step, found = 45 * 86400, []
    at, now = 0, offset(zone, 0)[0]
    while at < 4102444800:
        then = offset(zone, at + step)[0]
        if then != now:
            low, high = at, at + step
            while high - low > 1:
                mid = (low + high) // 2
                low, high = (mid, high) if offset(zone, mid)[0] == now else (low, mid)
            found.append((high, now, then))
        at, now = at + step, then
    return found


def questions(zone):
    edges = changes(zone)
    edges = edges[:30] + random.sample(edges[30:], min(25, len(edges[30:])))
    moments = [random.randrange(0, 4102444800) for _ in range(150)]
    moments += [random.randrange(-2208988800, 0) for _ in range(10)]
    moments += [random.randrange(4102444800, 60000000000) for _ in range(10)]
    locals_ = [m for m in moments if m > 0]
    for at, before, after in edges:
        moments += [at - 1, at, at + 1]
        for off in (before, after):
            locals_ += [at + off - 1, at + off, at + off + 1]
        locals_.append(at + (before + after) // 2)
    return moments, locals_


def expect_local(zone, local):
    naive = wall(local)
    first = int(naive.replace(tzinfo=zone).utcoffset().total_seconds())
    second = int(naive.replace(tzinfo=zone, fold=1).utcoffset().total_seconds())
    fit = 'once' if first == second else 'twice' if first > second else 'never'
    return '%d %s' % (local - first, fit)


ask, want, owner = [], [], []
for name in names():
    zone = zoneinfo.ZoneInfo(name)
    moments, locals_ = questions(zone)
    for at in moments:
        ask.append('%s %d' % (name, at))
        want.append('%d %s' % offset(zone, at))
    for local in locals_:
        w = wall(local)
        ask.append('%s %d %d %d %d %d %d' % (name, w.year, w.month, w.day,
                                             w.hour, w.minute, w.second))
        want.append(expect_local(zone, local))
    owner += [name] * (len(ask) - len(owner))

env = dict(os.environ, TZDIR=folder)
got = subprocess.run([dump, '-'], input='\n'.join(ask) + '\n', env=env,
                     stdout=subprocess.PIPE, text=True).stdout.splitlines()
got += ['(no answer)'] * (len(ask) - len(got))
bad = {}
for i, question in enumerate(ask):
    if got[i] != want[i]:
        bad.setdefault(owner[i], []).append((question, got[i], want[i]))
every = sorted(set(owner))
for n, name in enumerate(every, 1):
    print('%sok %d - %s as another reader has it' %
          ('not ' if name in bad else '', n, name))
    for question, g, w in bad.get(name, [])[:5]:
        print('# %s: got %s, want %s' % (question, g, w))
print('# %d questions' % len(ask))
print('1..%d' % len(every))
sys.exit(1 if bad else 0)
PY
