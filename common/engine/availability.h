#ifndef ENGINE_AVAILABILITY_H
#define ENGINE_AVAILABILITY_H

#include "engine/schedule.h"
#include "record/schedule.h"

/*
 * When somebody is open by VAVAILABILITYs (RFC 7953 section 4): of each, its
 * time is closed and then what its AVAILABLEs name is open, as far as it lies
 * within its bounds; lower priorities first, so that higher ones win. Those of
 * one priority are taken together: what one of them opens is open. Time that
 * none of them speaks of stays closed.
 *
 * Fills `open` as hours_spans does: joined, not cut to the window; `why` with
 * who closed what, where that is more than "outside the week". Floating times
 * are read in `zone`. 0; 1 when an AVAILABLE was too much work or ends before
 * it starts: it opened nothing then, never more than it says.
 */
int availability_spans(struct pool *, const struct availabilities *,
	const struct zone *zone, struct span window, struct spans *open,
	struct reasons *why);

#endif
