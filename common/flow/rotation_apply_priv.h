#ifndef FLOW_ROTATION_APPLY_PRIV_H
#define FLOW_ROTATION_APPLY_PRIV_H

#include "flow/rotation_apply.h"

#include "record/user.h"

/* What the files of flow/rotation_apply.h share. */
struct apply {
	struct store *store;
	const struct text_blocks *blocks;
	bool prune;
	instant now;
	struct pool *pool;
	struct apply_changes *changes;
	/* ids that the block at work has named so far, by key */
	struct apply_seen {
		const char *key;
		int64_t id;
		struct ini_at at;
	} * seen;
	size_t seen_n, seen_cap;
};

/* Notes a change, and keeps it in the audit log. */
int apply_note(struct apply *, const struct apply_record *, struct fail *f);
/* "FILE:12: " before the line of a failure; misuse of an option becomes bad
 * data. Returns -1. */
int apply_blame(struct fail *f, const struct ini_at *);
/* By address or slug; a failure that names file and line. */
int apply_user(struct apply *, const char *who, const struct ini_at *,
	struct user *, struct fail *f);

/* Refuses what a block names twice; `key` is "member", "team", "share". */
int apply_once(
	struct apply *, const struct text_key *, int64_t id, struct fail *f);

/* Teams and rotations as far as they have to be there for what follows. */
int apply_teams_made(struct apply *, struct fail *f);
int apply_rotations_made(struct apply *, struct fail *f);
/* People into teams, teams and people into rotations. */
int apply_people(struct apply *, struct fail *f);
/* And, for prune, out of them; then the things that no file names. */
int apply_pruned(struct apply *, struct fail *f);
/* What people of teams weigh by themselves. */
int apply_shares(struct apply *, struct fail *f);
int apply_routings(struct apply *, struct fail *f);

#endif
