#ifndef ENGINE_OFFER_H
#define ENGINE_OFFER_H

#include "base/fail.h"
#include "engine/party.h"
#include "record/cap.h"
#include "record/event.h"
#include "record/slot.h"

/*
 * From opening hours and busy time to starts that can be booked: RULES.md
 * sections 2, 3 and 5. No clock, no store: everything is given. Offering,
 * checking and booking go through the same offer_host_free.
 */
enum offer_mode {
	OFFER_ALL, /* all hosts free: one person, --all-of, groups */
	OFFER_ANY, /* one is enough: --any-of, rotations */
};

/* What is asked for. Seconds, none negative. */
struct offer_rules {
	enum offer_mode mode;
	int64_t duration_s; /* 1 min to OFFER_DURATION_MAX */
	int64_t step_s;     /* of the grid; 0: the duration */
	int64_t offset_s;   /* from the window's start to its first start */
	int64_t notice_s;   /* start >= now + notice */
	/*
	 * Time kept free around the meeting: explicit ones add to those that a
	 * booking brings along, gaps combine with gaps by max (section 3).
	 */
	int64_t before_s, after_s, gap_s;
	bool align_clock; /* the grid starts at the hour on the wall ... */
	const struct zone *zone; /* ... of this zone; NULL: UTC */
	bool pack;               /* also the first start after each busy time */
	instant now;
	struct span window; /* slots lie wholly inside: --from, --to */
	instant opens;      /* starts do not lie before it */
	instant horizon;    /* starts lie before: the end of the last day */
	size_t need;        /* how many hosts must be free, k of n; 0: as
			     * the mode says */
	/*
	 * In place of mode and need, where `n` is not 0: of whom so many must
	 * be free; offer_host.parties says who stands for which.
	 */
	struct parties parties;
	struct limits limits;      /* starts that caps rule out for all hosts */
	struct offer_sheet *sheet; /* or NULL; see offer_sheet_new */
	/*
	 * Hours to which those of each host are cut already, and the words for
	 * that; for reasons alone. NULL: none.
	 */
	const struct spans *legal;
	const char *legal_name;
};

#define OFFER_DURATION_MAX (INT64_C(30) * 86400)
#define OFFER_WINDOW_MAX (INT64_C(732) * 86400)
enum { OFFER_HOSTS_MAX = 20000, OFFER_STARTS_MAX = 4000000 };

/* One whose time is asked for. */
struct offer_host {
	const char *email;
	uint8_t parties; /* which of rules.parties they can stand for */
	/*
	 * When they are open: joined, touching windows melted, not cut to the
	 * window asked for (grids start at a window's start). Hosts with the
	 * same hours should share one array: it is looked at once.
	 */
	struct spans hours;
	struct spans own; /* these uncut, where there is rules.legal */
	/* what made them differ from the week (engine/schedule.h), for reasons
	 */
	const struct reason *closed;
	size_t closed_n;
	/* In any order; what is BUSY_FREE or has no length does not block. */
	struct busies busy;
	/*
	 * More busy time, without buffers of its own and all of it busy,
	 * whatever its status. No reason names what stands here; it is for
	 * thousands of hosts, where each byte counts.
	 */
	struct busy_words *words;
	uint64_t *row; /* what offer_sheet_busy was told; or NULL */
	/* Outside it nothing is known and nothing is offered; { 0, 0 }: all. */
	struct span known;
	/* NULL, or why none of it can be trusted: "inactive", "stale", ...; and
	 * the calendar's slug */
	const char *inactive, *inactive_calendar;
	/* starts that the host's own caps rule out (engine/cap.h) */
	struct limits limits;
	/* the engine's own, filled by offer_ready: starts that are not
	 * possible for this host, joined; and where it looked last */
	struct spans shut;
	size_t hint;
	instant *
		packs; /* with rules.pack: ends of what takes time, ascending */
	size_t packs_n;
};

/*
 * Looks at the rules and readies each host for what follows (fills `shut`).
 * 0, or -1: EXIT_USAGE for lengths, windows and counts out of range,
 * EXIT_REFUSED for no hosts at all (nobody is not "all free").
 */
int offer_ready(struct pool *, const struct offer_rules *, struct offer_host *,
	size_t n, struct fail *f);

/*
 * The other way round, for thousands of hosts: first the grid, of which each
 * host gets a row of bits, then busy words as they are read. Of these nothing
 * else needs to be kept where starts of the grid alone are asked for; others
 * are looked for in the hosts' words, or where words are not `kept` count as
 * taken. To be put into the rules ahead of offer_ready, with rules and hosts'
 * hours as they stay. NULL where it cannot be (r->pack; rules that offer_ready
 * refuses) or is not worth it: no starts, or so many that words are shorter.
 */
enum { OFFER_SHEET_STARTS = 8192 };
struct offer_sheet *offer_sheet_new(struct pool *, const struct offer_rules *,
	struct offer_host *, size_t n, bool kept);
/* Busy words of one host, in any order and all of them, kept or not; the list
 * behind `next` is not looked at. */
void offer_sheet_busy(
	struct offer_sheet *, struct offer_host *, const struct busy_words *);

/* Starts that can be booked, ascending, each once. */
struct offer_starts {
	instant *v;
	size_t n, cap;
};
/* After offer_ready. 0, or -1 with EXIT_USAGE (more than OFFER_STARTS_MAX). */
int offer_starts(struct pool *, const struct offer_rules *, struct offer_host *,
	size_t n, struct offer_starts *to, struct fail *f);

/* Whether this host can take [start, start + duration): open, known, active,
 * notice, horizon, window, no conflict. After offer_ready. The grid is not
 * looked at. Fastest when asked with ascending starts. */
bool offer_host_free(
	const struct offer_rules *, struct offer_host *, instant start);
/* Whether enough hosts can; with `who` (or NULL: not asked) the e-mails of
 * those who can, in order of the hosts, added to it (the hosts' own strings).
 * Of parties enough of each. */
bool offer_free(struct pool *, const struct offer_rules *, struct offer_host *,
	size_t n, instant start, struct strs *who);
/* The parties that are short of free hosts at `start` even with all theirs to
 * themselves; without rules.parties bit 0 is all hosts together. */
uint8_t offer_short(const struct offer_rules *, struct offer_host *, size_t n,
	instant start);
/* What the rules ask for as parties: their own, or the one of all hosts. */
void offer_parties(const struct offer_rules *, size_t n, struct parties *to);
/* The parties that this host stands for, of those. */
uint8_t offer_stands_for(const struct offer_rules *, const struct offer_host *);
/* Whether the start lies on the grid that offer_starts walks: of the windows
 * in which all are open of whom all are needed, cut to those of each of the
 * others, where there are any. */
bool offer_on_grid(struct pool *, const struct offer_rules *,
	struct offer_host *, size_t n, instant start);

/*
 * Why this host cannot take the meeting [start, start + duration): each rule
 * that refuses, in the fixed order, several of "busy" and "buffer" (at most
 * OFFER_REASONS_MAX). `to->free` says whether there is none. After offer_ready.
 */
enum { OFFER_REASONS_MAX = 32 };
void offer_why(struct pool *, const struct offer_rules *,
	const struct offer_host *, instant start, struct explain *to);

/*
 * The host's time in `window`, stretch by stretch without holes, each with all
 * the rules that refuse it; a stretch is free where none does and a meeting
 * fits ("fit" says where it is too short). Neighbours with the same rules are
 * one. Calls back in order; non-zero ends it and is returned.
 */
int offer_explain_host(struct pool *, const struct offer_rules *,
	const struct offer_host *, struct span window,
	int (*each)(void *arg, const struct explain *), void *arg);

/*
 * How long an existing stretch keeps the new meeting away from it: behind its
 * end and ahead of its start. It conflicts with [s, e) iff s < end + *behind
 * and start - *ahead < e.
 */
void offer_gaps(const struct offer_rules *, const struct busy *, int64_t *ahead,
	int64_t *behind);

#endif
