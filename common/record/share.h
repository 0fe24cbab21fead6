#ifndef RECORD_SHARE_H
#define RECORD_SHARE_H

#include "base/pool.h"
#include "when/instant.h"

/* What one member of a rotation got in a stretch of time: a line of a report.
 */
struct share {
	const char *rotation;
	const char *user; /* e-mail */
	const char *name; /* slug, for pictures */
	bool on;          /* takes part now */
	int weight;
	int64_t assigned; /* turns taken, less those given back */
	double target;    /* what its weight would have given */
	double part;      /* of all assigned, 0 to 1 */
	int64_t upcoming, completed, no_show, cancelled;
	/* how often passed over, by reason */
	int64_t skipped_busy, skipped_hours, skipped_paused;
	instant last_at; /* 0: never */
};

struct shares {
	struct share *v;
	size_t n, cap;
};

#endif
