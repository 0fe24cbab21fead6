#ifndef WIRE_SIMULATE_JSON_H
#define WIRE_SIMULATE_JSON_H

#include "when/span.h"
#include "wire/emit.h"

/* What simulations print: one meeting of it, and what a member got in all. */

struct sample {
	const char *rotation, *user, *reason;
	int64_t number, free, count;
	struct span at; /* start 0: by counts alone */
};
void sample_write(struct emit *, const struct sample *);

struct tally {
	const char *rotation, *user;
	int weight;
	bool on;
	int64_t before, assigned, count;
	double target; /* of those assigned, by weight; for `on` alone */
	double part;   /* of those assigned, 0 to 1 */
};
void tally_write(struct emit *, const struct tally *);

#endif
