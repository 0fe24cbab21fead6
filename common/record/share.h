#ifndef RECORD_SHARE_H
#define RECORD_SHARE_H

#include "base/pool.h"
#include "when/instant.h"

/* What kept a member from a turn that its counts would have given it: rules of
 * engine/rotate.h, in the words of reports. */
enum share_skip {
	SKIP_BUSY,  /* "busy": not free at the time */
	SKIP_HOURS, /* not open then, where a log says so; now in busy */
	SKIP_PAUSED,
	SKIP_WEIGHT_ZERO,
	SKIP_EXCLUDED,
	SKIP_LOWER_PRIORITY,
	SKIP_AHEAD,
	SKIP_OWNER,   /* "owner": the contact's owner came first */
	SKIP_BY_HAND, /* "byHand": somebody else was named */
	SHARE_SKIPS
};
/* Keys as in records: "busy", "paused", "weightZero", ... */
extern const char *const share_skips[SHARE_SKIPS];
/* Words for people: "busy", "paused", "weight 0", ... */
extern const char *const share_skip_words[SHARE_SKIPS];

/* What one member of a rotation got in a stretch of time: a line of a report.
 */
struct share {
	const char *rotation;
	const char *user; /* e-mail */
	const char *name; /* slug, for pictures */
	int64_t user_id;
	bool on;     /* takes part now */
	bool former; /* is a member no more */
	int weight;
	int64_t assigned;  /* turns taken, less those given back */
	double target;     /* what its weight would have given, of the turns of
			    * those that are on; 0 for others */
	double difference; /* assigned - target; 0 for those that are off */
	double part;       /* of all assigned, 0 to 1 */
	int64_t upcoming, completed, no_show, cancelled;
	int64_t skipped[SHARE_SKIPS]; /* how often passed over */
	instant last_at;              /* in the stretch; 0: none */
};

struct shares {
	struct share *v;
	size_t n, cap;
	int64_t assigned; /* of all */
	/*
	 * Jain's index over assigned/weight of those that are on and weigh more
	 * than 0: (sum x)^2 / (n * sum x^2); 1 when each has what its weight
	 * says, 1/n when one has all. 1 where nothing was assigned.
	 */
	double fairness;
	double deviation; /* the largest |difference| */
};

#endif
