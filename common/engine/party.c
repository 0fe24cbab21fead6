#include "engine/party.h"

/* How many of the hosts can stand for a party in `set`. */
static size_t
standing_for(const struct party_count *free, size_t n, unsigned set)
{
	size_t sum = 0, i;

	for (i = 0; i < n; i++)
		if ((free[i].mask & set) != 0)
			sum += free[i].n;
	return sum;
}

static size_t
needed_by(const struct parties *p, unsigned set)
{
	size_t sum = 0, i;

	for (i = 0; i < p->n; i++)
		if ((set >> i & 1) != 0)
			sum += p->need[i];
	return sum;
}

bool
parties_met(const struct parties *p, const struct party_count *free, size_t n)
{
	unsigned set;

	for (set = 1; set < 1U << p->n; set++)
		if (standing_for(free, n, set) < needed_by(p, set))
			return false;
	return true;
}

uint8_t
parties_short(const struct parties *p, const struct party_count *free, size_t n)
{
	uint8_t mask = 0;
	size_t i;

	for (i = 0; i < p->n; i++)
		if (standing_for(free, n, 1U << i) < p->need[i])
			mask |= (uint8_t)(1U << i);
	return mask;
}

size_t
party_count_add(
	struct party_count *counts, size_t counts_n, uint8_t mask, size_t n)
{
	size_t i;

	for (i = 0; i < counts_n && counts[i].mask != mask; i++)
		;
	if (i == counts_n) {
		counts[i].mask = mask;
		counts[i].n = 0;
		counts_n++;
	}
	counts[i].n += n;
	return counts_n;
}
