#ifndef RECORD_CAP_H
#define RECORD_CAP_H

#include "when/span.h"

#include <stdbool.h>

/*
 * How much is enough: so many meetings, or so much time of meetings, in each
 * day, week (ISO: Monday on), month or year (RULES.md section 4).
 */
enum cap_period { CAP_DAY, CAP_WEEK, CAP_MONTH, CAP_YEAR };
struct cap {
	enum cap_period period;
	bool time; /* `most` is seconds, else meetings */
	int64_t most;
};
enum { CAPS_MAX = 8 }; /* each period by count and by time */
struct caps {
	struct cap v[CAPS_MAX];
	size_t n;
};

/* A meeting as caps count it: by its start. */
enum { COUNTED_OF_ANY = -1 };
struct counted {
	instant start, end;
	int64_t rotation_id; /* 0: of none; COUNTED_OF_ANY */
};
struct counteds {
	struct counted *v;
	size_t n, cap;
};

/* Starts that a cap rules out, and its name for people ("page demo: day:5"). */
struct limit {
	struct span starts;
	const char *detail;
};
struct limits {
	struct limit *v;
	size_t n, cap;
};

#endif
