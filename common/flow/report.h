#ifndef FLOW_REPORT_H
#define FLOW_REPORT_H

#include "record/rotation.h"
#include "record/share.h"
#include "store/store.h"

/*
 * Who got what of a rotation in [from, to): turns begun then and still held,
 * their meetings by how they stand, how often the rule would have taken a
 * member whom something kept out; targets, and how even it is (record/share.h).
 * Members of now in order of joining, then those who were members and had
 * turns. 0 or -1.
 */
int report_rotation(struct store *, const struct rotation *, instant from,
	instant to, instant now, struct pool *, struct shares *,
	struct fail *f);

#endif
