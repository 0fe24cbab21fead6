#include "when/recur_priv.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* Longer than any list of all numbers there are, written with signs. */
enum { RULE_MAX = 16384, VALUE_SHOWN = 40 };

/* A rule while it is read. */
struct reading {
	struct pool *pool;
	struct recur *to;
	struct fail *f;
	/* bit of each row of the table below that was met */
	unsigned met;
};

struct part {
	const char *name;
	int (*read)(struct reading *, const struct part *, char *value);
	int by, low, high; /* of lists of numbers */
	bool minus;
};

static const char days[7][3] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };

static int
refuse(struct reading *rd, const struct part *part, const char *value)
{
	return fail(rd->f, EXIT_BAD_DATA, "RRULE: %s=%.*s is not understood",
		part->name, VALUE_SHOWN, value);
}

static void
odd(struct reading *rd, const char *what)
{
	if (rd->to->odd == NULL)
		rd->to->odd = pool_printf(rd->pool, "RRULE: %s", what);
}

/*
 * Digits and nothing else up to `end`; a number beyond INTERVAL's largest is
 * cut to that. -1 when there is none.
 */
static int64_t
digits(const char *s, const char *end)
{
	int64_t n = 0;

	if (s == end)
		return -1;
	for (; s < end; s++) {
		if (!isdigit((unsigned char)*s))
			return -1;
		n = n * 10 + (*s - '0');
		if (n > RECUR_INTERVAL_MAX)
			n = RECUR_INTERVAL_MAX;
	}
	return n;
}

static int64_t
digits_n(const char *s, int n)
{
	return digits(s, s + n);
}

static int
weekday_read(const char *s)
{
	int i;

	for (i = 0; i < 7; i++)
		if (strcasecmp(s, days[i]) == 0)
			return i;
	return -1;
}

static int
read_freq(struct reading *rd, const struct part *part, char *value)
{
	static const char names[][9] = { "SECONDLY", "MINUTELY", "HOURLY",
		"DAILY", "WEEKLY", "MONTHLY", "YEARLY" };
	int i;

	for (i = RECUR_SECONDLY; i <= RECUR_YEARLY; i++) {
		if (strcasecmp(value, names[i]) == 0) {
			rd->to->freq = (enum recur_freq)i;
			return 0;
		}
	}
	return refuse(rd, part, value);
}

static int
read_interval(struct reading *rd, const struct part *part, char *value)
{
	rd->to->interval = digits(value, value + strlen(value));
	return rd->to->interval < 1 ? refuse(rd, part, value) : 0;
}

static int
read_count(struct reading *rd, const struct part *part, char *value)
{
	rd->to->count = digits(value, value + strlen(value));
	return rd->to->count < 1 ? refuse(rd, part, value) : 0;
}

static int
read_wkst(struct reading *rd, const struct part *part, char *value)
{
	rd->to->wkst = weekday_read(value);
	return rd->to->wkst < 0 ? refuse(rd, part, value) : 0;
}

/* "20261231", "20261231T235959", "20261231T235959Z". */
static int
read_until(struct reading *rd, const struct part *part, char *value)
{
	struct recur *r = rd->to;
	size_t n = strlen(value);
	bool timed = n > 8 && (value[8] == 'T' || value[8] == 't');
	bool utc = n == 16 && (value[15] == 'Z' || value[15] == 'z');

	if (n != 8 && !(timed && (n == 15 || utc)))
		return refuse(rd, part, value);
	r->until = (struct civil){
		.year = (int)digits_n(value, 4),
		.month = (int)digits_n(value + 4, 2),
		.day = (int)digits_n(value + 6, 2),
	};
	if (timed) {
		r->until.hour = (int)digits_n(value + 9, 2);
		r->until.minute = (int)digits_n(value + 11, 2);
		r->until.second = (int)digits_n(value + 13, 2);
		if (r->until.second == 60)
			r->until.second = 59;
	}
	if (!civil_valid(&r->until))
		return refuse(rd, part, value);
	r->until_kind = utc     ? RECUR_UNTIL_UTC
			: timed ? RECUR_UNTIL_LOCAL
				: RECUR_UNTIL_DATE;
	return 0;
}

static int
read_numbers(struct reading *rd, const struct part *part, char *value)
{
	struct recur_set *set = &rd->to->by[part->by];
	char *rest = value, *s;
	bool minus, sign;
	int64_t n;

	while ((s = strsep(&rest, ",")) != NULL) {
		minus = *s == '-';
		sign = part->minus && (minus || *s == '+');
		n = digits(s + sign, s + strlen(s));
		if (n < part->low || n > part->high)
			return refuse(rd, part, s);
		if (part->by == BY_SECOND && n == 60)
			n = 59;
		(minus ? set->minus : set->plus)[n / 64] |= UINT64_C(1)
							    << (n % 64);
	}
	rd->to->has |= 1U << part->by;
	return 0;
}

/* "MO", "1MO", "+1MO", "-53SU". */
static int
read_day(struct reading *rd, const struct part *part, char *s)
{
	size_t len = strlen(s);
	int weekday = len < 2 ? -1 : weekday_read(s + len - 2);
	bool minus = *s == '-', sign = minus || *s == '+';
	int64_t n;

	if (weekday < 0)
		return refuse(rd, part, s);
	if (len == 2) {
		rd->to->weekdays |= 1U << weekday;
		return 0;
	}
	n = digits(s + sign, s + len - 2);
	if (n < 1 || n > 53)
		return refuse(rd, part, s);
	(minus ? rd->to->nth_minus : rd->to->nth_plus)[weekday] |= UINT64_C(1)
								   << n;
	rd->to->nth = true;
	return 0;
}

static int
read_days(struct reading *rd, const struct part *part, char *value)
{
	char *rest = value, *s;

	while ((s = strsep(&rest, ",")) != NULL)
		if (read_day(rd, part, s) != 0)
			return -1;
	rd->to->has |= 1U << BY_DAY;
	return 0;
}

/* RFC 7529: what says nothing new is taken, the rest cannot be. */
static int
read_rscale(struct reading *rd, const struct part *part, char *value)
{
	if (strcasecmp(value, "GREGORIAN") == 0)
		return 0;
	return refuse(rd, part, value);
}

static int
read_skip(struct reading *rd, const struct part *part, char *value)
{
	if (strcasecmp(value, "OMIT") == 0)
		return 0;
	return refuse(rd, part, value);
}

static const struct part parts[] = {
	{ .name = "FREQ", .read = read_freq },
	{ .name = "INTERVAL", .read = read_interval },
	{ .name = "COUNT", .read = read_count },
	{ .name = "UNTIL", .read = read_until },
	{ .name = "WKST", .read = read_wkst },
	{ .name = "BYDAY", .read = read_days },
	{ "BYMONTH", read_numbers, BY_MONTH, 1, 12, false },
	{ "BYWEEKNO", read_numbers, BY_WEEKNO, 1, 53, true },
	{ "BYYEARDAY", read_numbers, BY_YEARDAY, 1, 366, true },
	{ "BYMONTHDAY", read_numbers, BY_MONTHDAY, 1, 31, true },
	{ "BYHOUR", read_numbers, BY_HOUR, 0, 23, false },
	{ "BYMINUTE", read_numbers, BY_MINUTE, 0, 59, false },
	{ "BYSECOND", read_numbers, BY_SECOND, 0, 60, false },
	{ "BYSETPOS", read_numbers, BY_SETPOS, 1, 366, true },
	{ .name = "RSCALE", .read = read_rscale },
	{ .name = "SKIP", .read = read_skip },
};

static int
read_part(struct reading *rd, char *name)
{
	char *value = strchr(name, '=');
	unsigned i;

	if (*name == '\0') /* a ";" too many */
		return 0;
	if (value == NULL)
		return fail(rd->f, EXIT_BAD_DATA,
			"RRULE: \"%.*s\" has no value", VALUE_SHOWN, name);
	*value++ = '\0';
	for (i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		if (strcasecmp(name, parts[i].name) == 0)
			break;
	if (i < sizeof(parts) / sizeof(*parts)) {
		if ((rd->met >> i & 1) != 0)
			return fail(rd->f, EXIT_BAD_DATA, "RRULE: %s twice",
				parts[i].name);
		rd->met |= 1U << i;
		return parts[i].read(rd, &parts[i], value);
	}
	if (strncasecmp(name, "X-", 2) != 0)
		return fail(rd->f, EXIT_BAD_DATA, "RRULE: unknown part %.*s",
			VALUE_SHOWN, name);
	odd(rd, "X- part ignored");
	return 0;
}

/* What the RFC forbids and the world writes all the same. */
static void
bend(struct reading *rd)
{
	struct recur *r = rd->to;
	int i;

	if (r->nth && (r->freq < RECUR_MONTHLY || recur_has(r, BY_WEEKNO))) {
		for (i = 0; i < 7; i++) {
			if ((r->nth_plus[i] | r->nth_minus[i]) != 0)
				r->weekdays |= 1U << i;
			r->nth_plus[i] = r->nth_minus[i] = 0;
		}
		r->nth = false;
		odd(rd, "the number before a weekday in BYDAY ignored");
	}
	if (recur_has(r, BY_WEEKNO) && r->freq != RECUR_YEARLY)
		odd(rd, "BYWEEKNO without YEARLY taken as a filter");
	if (recur_has(r, BY_YEARDAY) && r->freq >= RECUR_DAILY &&
		r->freq <= RECUR_MONTHLY)
		odd(rd, "BYYEARDAY taken as a filter");
	if (recur_has(r, BY_MONTHDAY) && r->freq == RECUR_WEEKLY)
		odd(rd, "BYMONTHDAY with WEEKLY taken as a filter");
	if (r->count != 0 && r->until_kind != RECUR_FOREVER)
		odd(rd, "both COUNT and UNTIL");
}

/* Takes blanks out, as some write them. False where `s` is not ASCII text. */
static bool
squeeze(struct reading *rd, char *s)
{
	char *to = s;

	for (; *s != '\0'; s++) {
		if (isgraph((unsigned char)*s))
			*to++ = *s;
		else if (*s == ' ' || *s == '\t')
			odd(rd, "blanks ignored");
		else
			return false;
	}
	*to = '\0';
	return true;
}

struct recur *
recur_read(struct pool *pool, const char *rrule, struct fail *f)
{
	struct reading rd = { .pool = pool, .f = f };
	char *rest, *s;

	if (strlen(rrule) > RULE_MAX) {
		fail(f, EXIT_BAD_DATA, "RRULE: longer than %d", RULE_MAX);
		return NULL;
	}
	rd.to = pool_zero(pool, sizeof(*rd.to));
	rd.to->interval = 1;
	rest = pool_str(pool, rrule);
	if (!squeeze(&rd, rest)) {
		fail(f, EXIT_BAD_DATA, "RRULE: a character that is not ASCII");
		return NULL;
	}
	while ((s = strsep(&rest, ";")) != NULL)
		if (read_part(&rd, s) != 0)
			return NULL;
	if ((rd.met & 1) == 0) { /* the table's first row */
		fail(f, EXIT_BAD_DATA, "RRULE: FREQ is missing");
		return NULL;
	}
	bend(&rd);
	return rd.to;
}

const char *
recur_odd(const struct recur *r)
{
	return r->odd;
}

enum recur_until
recur_until(const struct recur *r, struct civil *value)
{
	if (value != NULL)
		*value = r->until;
	return r->until_kind;
}

void
recur_set_until(struct recur *r, const struct civil *local)
{
	r->until_kind = RECUR_UNTIL_LOCAL;
	r->until = *local;
}

bool
recur_has_count(const struct recur *r)
{
	return r->count != 0;
}
