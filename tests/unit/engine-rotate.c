#include "check.h"

#include "engine/rotate.h"

/* A run of assignments: weights, then what happens, then who got it. */
struct row {
	const char *name;
	int weights[3];     /* 0 ends; -1 stands for weight 0 */
	const char *pauses; /* "3-A" before the 3rd A goes off; "6+A" on */
	const char *expect;
};

static const struct row rows[] = {
	{ "R90: even is A B C A B C", { 100, 100, 100 }, "", "ABCABC" },
	{ "2:1:1", { 200, 100, 100 }, "", "ABCAABCA" },
	{ "3:1 of two", { 300, 100, 0 }, "", "AABAAABA" },
	{ "R87: off before the 3rd, on again before the 6th", { 100, 100, 100 },
		"3-A6+A", "ABCBCA" },
	{ "weight 0 is never proposed", { 100, -1, 100 }, "", "ACACAC" },
	{ "one member gets all", { 100, 0, 0 }, "", "AAAA" },
	{ "equal weights other than 100 are even", { 7, 7, 7 }, "", "ABCABC" },
};

static void
switch_members(struct member *m, const char *pauses, int nth)
{
	for (; *pauses != '\0'; pauses += 3)
		if (pauses[0] - '0' == nth)
			m[pauses[2] - 'A'].paused = pauses[1] == '-';
}

static void
run_row(const struct row *row)
{
	struct rotation rotation = { .name = "sales", .method = "even" };
	struct member m[3] = { 0 };
	char got[32] = "";
	struct fail f;
	size_t n, i, k;

	for (n = 0; n < 3 && row->weights[n] != 0; n++) {
		m[n].id = (int64_t)n + 1;
		m[n].joined_at = 1000 + (instant)n;
		m[n].weight = row->weights[n] < 0 ? 0 : row->weights[n];
	}
	for (k = 0; k < strlen(row->expect); k++) {
		struct rotate_seat seats[3] = { 0 };
		int best;

		switch_members(m, row->pauses, (int)k + 1);
		/* the order of the seats must not matter */
		for (i = 0; i < n; i++) {
			seats[i].member = &m[(i + k) % n];
			seats[i].free = true;
		}
		best = rotate_pick(&rotation, seats, n, 5000, &f);
		if (best < 0)
			break;
		i = (size_t)(seats[best].member - m);
		got[k] = (char)('A' + i);
		m[i].count++;
		m[i].last_at = 2000 + (instant)k;
	}
	check_str(got, row->expect, row->name);
}

static void
ties(void)
{
	struct rotation rotation = { .name = "sales", .method = "even" };
	struct member m[3] = {
		{ .id = 1, .weight = 100, .count = 5, .last_at = 3600 * 10 },
		{ .id = 2, .weight = 100, .count = 4, .last_at = 3600 * 9 },
		{ .id = 3, .weight = 100, .count = 4, .last_at = 3600 * 8 },
	};
	struct rotate_seat seats[3] = { { &m[0], .free = true },
		{ &m[1], .free = true }, { &m[2], .free = true } };
	struct fail f;

	check(rotate_pick(&rotation, seats, 3, 40000, &f) == 2,
		"R91: counts 5,4,4: longest since last assigned first");
	m[2].count++;
	m[2].last_at = 40000;
	check(rotate_pick(&rotation, seats, 3, 40001, &f) == 1,
		"R91: then the other one");
	rotation.recent_s = 86400;
	m[1].recent = 3;
	m[0].count = m[2].count = 4;
	m[0].recent = 2;
	m[2].recent = 1;
	check(rotate_pick(&rotation, seats, 3, 40001, &f) == 2,
		"R91: fewest lately as the second key");
}

static void
choices(void)
{
	struct rotation rotation = { .name = "sales", .method = "even" };
	struct member m[3] = {
		{ .id = 1, .weight = 100, .priority = 0 },
		{ .id = 2, .weight = 100, .priority = 5, .count = 9 },
		{ .id = 3, .weight = 100, .priority = 5, .count = 10 },
	};
	struct rotate_seat seats[3] = { { &m[0], .free = true },
		{ &m[1], .free = true }, { &m[2], .free = true } };
	struct fail f;

	check(rotate_pick(&rotation, seats, 3, 1, &f) == 1,
		"the highest level comes first, whatever the counts");
	check(seats[0].rule == ROTATE_LOWER_PRIORITY, "and says so");
	seats[1].free = false;
	check(rotate_pick(&rotation, seats, 3, 1, &f) == 2,
		"a busy one is passed over within the level");
	check(seats[1].rule == ROTATE_NOT_FREE, "and says so");
	seats[2].excluded = true;
	check(rotate_pick(&rotation, seats, 3, 1, &f) == 0,
		"a level without a free member is not considered");
	m[0].paused = true;
	check(rotate_pick(&rotation, seats, 3, 1, &f) == -1 &&
			f.status == EXIT_NONE,
		"nobody left: exit 1");
	check_str(f.code, "no-member", "named no-member");
	m[0].paused_until = 1;
	check(rotate_pick(&rotation, seats, 3, 1, &f) == 0,
		"R86: a pause that is over counts no more");
	m[0].paused_until = 0;
	m[1].paused = m[2].paused = true;
	check(rotate_pick(&rotation, seats, 3, 1, &f) == -1, "all paused");
	check_str(f.line, "rotation sales: all members are paused", "says so");
	m[0].paused = m[1].paused = m[2].paused = false;
	m[0].weight = m[1].weight = m[2].weight = 0;
	check(rotate_pick(&rotation, seats, 3, 1, &f) == -1 &&
			f.status == EXIT_REFUSED,
		"all weights 0 is an error");
	check(rotate_pick(&rotation, seats, 0, 1, &f) == -1 &&
			f.status == EXIT_NONE,
		"no members at all");
}

int
main(void)
{
	struct members all = { 0 };
	struct member m[2] = { { .weight = 100 }, { .weight = 300 } };
	double target[2];
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		run_row(&rows[i]);
	ties();
	choices();
	all.v = m;
	all.n = 2;
	rotate_targets(&all, 1, 10, target);
	check(target[0] == 2.5 && target[1] == 7.5, "targets follow weights");
	return check_done();
}
