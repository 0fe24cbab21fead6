#ifndef RECORD_BOOKING_H
#define RECORD_BOOKING_H

#include "base/pool.h"
#include "when/instant.h"

/* The booker or a guest. */
struct attendee {
	const char *email;
	const char *name;          /* or NULL */
	const char *time_zone;     /* or NULL */
	const char *language;      /* or NULL */
	const char *participation; /* "needs-action", "accepted", ... */
};

/* A meeting; column comments of schema 005 say the rest. */
struct booking {
	int64_t id;      /* 0: not saved yet */
	const char *ref; /* "b_7f3k9" */
	const char *uid;
	int sequence;
	const char *status; /* "confirmed", "requested", "cancelled", ... */
	const char *outcome;
	int64_t page_id, rotation_id, organizer_id;
	int64_t contact_id;   /* whose it is, or 0; of no hold */
	const char *page;     /* slug or NULL; joined */
	const char *rotation; /* name or NULL; joined */
	const char *organizer_email, *organizer_name; /* joined */
	const char *title;
	instant start, end;
	const char *time_zone;
	const char *location_type, *location;
	const char *description;
	const char *internal_note;
	const char *answers, *tracking; /* JSON objects as text */
	const char *routing; /* what led here (B13), JSON object or NULL;
			      * booking_routing of store/routing.h loads it */
	int64_t before_s, after_s, gap_s;
	bool invite, links;
	const char *key; /* or NULL */
	const char *cancel_reason;
	instant expires_at;   /* 0: no hold */
	const char *proposal; /* "p_4mx9a", shared by its holds, or NULL */
	const char *series;   /* "s_7f3k9", shared by its meetings, or NULL */
	instant created_at, updated_at;
	struct attendee *attendees; /* the booker first */
	size_t attendees_n, attendees_cap;
	int64_t *hosts;          /* user ids, the organizer among them */
	struct strs host_emails; /* in the same order */
	int64_t *host_rotations; /* out of which each was taken, or 0; NULL: of
				  * none of them known */
	size_t hosts_n;
	/* rooms that are reserved (B16): user ids, addresses and names */
	int64_t *rooms;
	struct strs room_emails, room_names;
	struct strs room_places; /* where each is, or "" */
	bool *room_things;       /* which are things and no places */
	size_t rooms_n;
	/* what a meeting that is made asks for, as engine/who.h has it; NULL:
	 * those of its page */
	const char *room_text;
	const char *token; /* clear text, only right after it was made */
	/*
	 * Seats (schema 012). A session is the meeting of several who booked:
	 * it has the hosts, the rooms and the time, its attendees are those of
	 * its live seats, which are not saved with it, and so many seats are
	 * taken and left. A seat is what one of them booked: its hosts are
	 * those of its session, of which ref, UID and SEQUENCE are joined.
	 */
	bool session;
	int seats_taken, seats_left;
	int64_t session_id; /* or 0: no seat */
	const char *session_ref, *session_uid;
	int session_sequence;
};

/* Whether the meeting still takes its hosts' time. */
bool booking_live(const struct booking *);
/* Whether it is a hold, and one that is over by `now`: its time is free from
 * expires_at on, that second included. */
bool booking_held(const struct booking *);
bool booking_expired(const struct booking *, instant now);

#endif
