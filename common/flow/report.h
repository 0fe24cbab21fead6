#ifndef FLOW_REPORT_H
#define FLOW_REPORT_H

#include "record/rotation.h"
#include "record/share.h"
#include "store/store.h"

/*
 * Who got what of a rotation in [from, to): turns from the log, meetings by how
 * they stand, what passed members over. Members of now and those who had turns
 * then. Sorted as the members are. 0 or -1.
 */
int report_rotation(struct store *, const struct rotation *, instant from,
	instant to, instant now, struct pool *, struct shares *,
	struct fail *f);

#endif
