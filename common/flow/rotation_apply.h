#ifndef FLOW_ROTATION_APPLY_H
#define FLOW_ROTATION_APPLY_H

#include "store/store.h"
#include "wire/apply_json.h"
#include "wire/rotation_text.h"

/*
 * Text into the store and back (wire/rotation_text.h). What is no setting is
 * not in it: counts, the log, pauses. People are known by their address, things
 * by their name.
 */

/*
 * One thing that was changed. kind: "team", "rotation", "member", "share",
 * "routing", "route" ("inbound.big"), and "page" of one that is not there yet.
 * what: "created", "changed", "added", "removed", "reset", "missing". key: the
 * setting, person or team. A file that is NULL: not named in any.
 */
struct apply_changes {
	struct apply_record *v;
	size_t n, cap;
};

/*
 * Makes the store as the blocks say; wants a transaction, begins and ends none.
 * What they do not name stays as it is; with `prune` it goes: things, members,
 * settings (to what is usual). Adding members is as in flow/assign.h (R83,
 * R89). Everything is tried first to last; a failure names file and line, the
 * transaction is then to be rolled back. Applying again changes nothing.
 * Targets that are pages not there yet come back as "missing", which is no
 * change.
 */
int rotation_apply(struct store *, const struct text_blocks *, bool prune,
	instant now, struct pool *, struct apply_changes *, struct fail *f);

/*
 * Writes teams, rotations and routings, each by name. `names` chooses:
 * "sales" a rotation with its teams, "team:support", "routing:inbound"; none:
 * everything. 0, or -1 with EXIT_NOT_FOUND.
 */
int rotation_export(struct store *, const struct strs *names, FILE *to,
	struct pool *, struct fail *f);

#endif
