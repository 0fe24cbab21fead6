#ifndef ENGINE_PARTY_H
#define ENGINE_PARTY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Who must be free beyond "all" and "one" (B10): parties of hosts, of each of
 * which some are needed: all of the fixed hosts, one of each rotation, k of n.
 * A host counts for one party at a time, whichever of theirs it is. A set of
 * parties is a mask, bit i for party i.
 */
enum { PARTIES_MAX = 8 };
struct parties {
	size_t n;
	size_t need[PARTIES_MAX]; /* from 1 on */
};

/* How many hosts can stand for exactly the parties in `mask`. */
struct party_count {
	uint8_t mask;
	size_t n;
};

/*
 * Whether so many hosts are enough for all parties at once: for no set of
 * parties are more hosts needed than can stand for one of them (Hall's
 * condition).
 */
bool parties_met(
	const struct parties *, const struct party_count *free, size_t n);

/* The parties whose need is not met even when they have all their hosts to
 * themselves, as a mask; 0 also where only their sharing is at fault. */
uint8_t parties_short(
	const struct parties *, const struct party_count *free, size_t n);

/* Adds `n` hosts of `mask` to counts that have room for 256; returns how many
 * counts there are then. */
size_t party_count_add(
	struct party_count *, size_t counts_n, uint8_t mask, size_t n);

#endif
