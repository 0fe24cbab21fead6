#ifndef WIRE_ROTATION_TEXT_H
#define WIRE_ROTATION_TEXT_H

#include "record/rotation.h"
#include "record/team.h"
#include "wire/ini_text.h"

/*
 * Teams, rotations and routings as text (mtg-rotate export and apply):
 *
 *   [team "support"]        member
 *   [rotation "sales"]      method recent lead period period-zone
 *                           credit-absence no-show owner cap
 *                           member team share
 *   [routing "inbound"]     default
 *   [route "inbound.big"]   when to
 *
 * What is told of a member, a team or a share is one value: "ada@acme.example
 * weight=150 priority=1"; 100 and 0 are not written.
 */
struct text_key {
	struct ini_at at;
	const char *key, *value;
};
enum text_kind { TEXT_TEAM, TEXT_ROTATION, TEXT_ROUTING, TEXT_ROUTE };
struct text_block {
	struct ini_at at;
	enum text_kind kind;
	const char *name;  /* of a route that of its routing */
	const char *route; /* its own name */
	struct text_key *v;
	size_t n, cap;
};
struct text_blocks {
	struct text_block *v;
	size_t n, cap;
};

/* "team", "rotation", "routing", "route". */
const char *text_word(enum text_kind);

/*
 * Adds what a file says to `to`, in its order. 0, or -1 with EXIT_BAD_DATA
 * "FILE:12: ...": no such section or key (did you mean), one that was said
 * already, here or in a file before.
 */
int text_read(struct pool *, const char *file, const char *text, size_t len,
	struct text_blocks *to, struct fail *f);
/* What a block says of a key, or NULL; of one that comes once. */
const struct text_key *text_find(const struct text_block *, const char *key);

/* "WHO weight=150 priority=1" and back; 0, or -1 with EXIT_BAD_DATA. */
struct text_share {
	const char *who;
	int weight, priority;
};
int share_text_read(
	struct pool *, const char *text, struct text_share *to, struct fail *f);
char *share_text(struct pool *, const char *who, int weight, int priority);

/*
 * Settings of a rotation as words, one for each key: "even", "30d", "none".
 * Reading changes `r` and takes what writing wrote; 0, or -1 with
 * EXIT_BAD_DATA. Words that only engines know (method, period, owner, cap) are
 * left to them.
 */
extern const char *const rotation_keys[]; /* NULL ends them */
const char *rotation_key_text(
	struct pool *, const struct rotation *, const char *key);
int rotation_key_read(struct pool *, struct rotation *, const char *key,
	const char *text, struct fail *f);

/* A block each. `members` holds all: those that are in by a team only show when
 * they have a share of their own. People stand in order of joining. */
void team_text_write(FILE *, const struct team *, const struct strs *emails);
void rotation_text_write(FILE *, const struct rotation *,
	const struct members *, const struct rotation_team *teams, size_t n);

#endif
