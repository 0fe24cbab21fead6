#ifndef DESK_ROTATE_H
#define DESK_ROTATE_H

#include "desk/desk.h"

/* What stands behind mtg-rotate: one file a group of verbs. */

/* Its options, as typed; numbers are -1 and texts NULL where not given. */
struct rotate_options {
	const char *method, *recent, *rename, *cap; /* of create, edit */
	const char *period, *no_show, *owner;
	int64_t lead;
	bool credit, no_credit;
	int64_t weight, priority; /* of members */
	const char *until;
	const char *at, *duration; /* of pick */
	struct strs exclude;
	bool explain, counts, owner_first;
	const char *contact;
	const char *from, *to, *user; /* of history, report and others */
	bool skipped, summary;
	int64_t count, seed; /* of simulate */
	struct strs away, weights;
};

/* Rotations: make, change, delete, look at, start over. */
int desk_rotate_create(
	struct front *, const struct rotate_options *, int argc, char **argv);
int desk_rotate_edit(
	struct front *, const struct rotate_options *, int argc, char **argv);
int desk_rotate_delete(struct front *, int argc, char **argv);
int desk_rotate_list(struct front *, int argc, char **argv);
int desk_rotate_show(struct front *, int argc, char **argv);
int desk_rotate_reset(struct front *, int argc, char **argv);

/* Who is in them: users and teams, and teams by themselves. */
int desk_rotate_members(
	struct front *, const struct rotate_options *, int argc, char **argv);

/* Proposes; reads stdin where records come in. */
int desk_rotate_pick(
	struct front *, const struct rotate_options *, int argc, char **argv);

int desk_rotate_team(struct front *, int argc, char **argv);

/* Who is there when, and who the next meetings would go to; reads only. */
int desk_rotate_availability(
	struct front *, const struct rotate_options *, int argc, char **argv);
int desk_rotate_simulate(
	struct front *, const struct rotate_options *, int argc, char **argv);

/* What happened: the log, why, totals. */
int desk_rotate_why(struct front *, int argc, char **argv);
int desk_rotate_history(
	struct front *, const struct rotate_options *, int argc, char **argv);
int desk_rotate_report(
	struct front *, const struct rotate_options *, int argc, char **argv);

#endif
