#ifndef WIRE_ICS_PRIV_H
#define WIRE_ICS_PRIV_H

#include "wire/ics_scan.h"

/*
 * What the ics_*.c and event_ics*.c files share; nobody else includes this.
 */

/* Strings to numbers: open addressing, the strings stay where they are. */
struct ics_map {
	struct ics_map_slot {
		const char *s;
		size_t n;
		int value;
	} * v;
	size_t n, cap;
};
/* The number of s[0, n), or `fresh` after adding it with that. */
int ics_map_add(
	struct pool *, struct ics_map *, const char *s, size_t n, int fresh);
/* The number of s[0, n), or -1. */
int ics_map_get(const struct ics_map *, const char *s, size_t n);

/*
 * The text as UTF-8 with LF or CRLF line ends and no NUL: itself behind a byte
 * order mark, or a mended copy in `pool`, with warnings. NULL fills `f`.
 */
const char *ics_clean(struct pool *, const char *text, size_t *len,
	struct ics_warnings *, struct fail *f);

/* SUMMARY or UID of a part, unescaped, 200 bytes of it, for warnings; or NULL.
 */
const char *ics_part_text(struct pool *, const struct ics *,
	const struct ics_part *, const char *name);

/* Makes ics->index. */
void ics_index_zones(struct pool *, struct ics *);

/* Hash of object `i` with its zones, going on from `h`. */
uint64_t ics_object_hash(const struct ics *, size_t i, uint64_t h);

/* A whole component name, in any case. */
bool ics_word_is(const char *s, size_t n, const char *word);

/* Bytes of the UTF-8 character at `s` (n left), or 0 when it is none. */
int ics_utf8(const unsigned char *s, size_t n);

#endif
