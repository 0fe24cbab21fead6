#include "flow/book_priv.h"

#include "store/booking.h"

#include <sha2.h>
#include <string.h>
#include <sys/random.h>

static int
random_bytes(unsigned char *to, size_t n, struct fail *f)
{
	if (getrandom(to, n, 0) != (ssize_t)n)
		return fail(f, EXIT_IO, "the system gave no random bytes");
	return 0;
}

/* `n` letters that cannot be taken for others; in the pool, or NULL. */
static char *
random_text(struct pool *pool, size_t n, struct fail *f)
{
	static const char letters[] = "abcdefghijkmnpqrstuvwxyz23456789";
	char *text = pool_zero(pool, n + 1);
	size_t i;

	if (random_bytes((unsigned char *)text, n, f) != 0)
		return NULL;
	for (i = 0; i < n; i++)
		text[i] = letters[(unsigned char)text[i] & 31];
	return text;
}

/* The part of UIDs behind the @: the booking page's host, else the organizer's
 * mail domain. */
static const char *
uid_domain(const struct work *w)
{
	const char *url = w->how->notify.url, *p;

	if (url != NULL && (p = strstr(url, "://")) != NULL &&
		strcspn(p + 3, "/:?#") > 0)
		return pool_strn(w->pool, p + 3, strcspn(p + 3, "/:?#"));
	p = strchr(w->b->organizer_email, '@');
	return p != NULL ? p + 1 : "localhost";
}

int
ref_make(struct work *w, struct fail *f)
{
	struct booking other = { 0 };
	const char *text;
	size_t n;
	int rc = 1;

	/* one letter more after each collision: no endless search */
	for (n = 5; rc == 1 && n < 16; n++) {
		if ((text = random_text(w->pool, n, f)) == NULL)
			return -1;
		w->b->ref = pool_printf(w->pool, "b_%s", text);
		rc = booking_find(w->store, w->b->ref, w->pool, &other, f);
	}
	if (rc != 0)
		return -1;
	if ((text = random_text(w->pool, 20, f)) == NULL)
		return -1;
	w->b->uid = pool_printf(w->pool, "%s@%s", text, uid_domain(w));
	return 0;
}

const char *
ref_proposal(struct work *w, struct fail *f)
{
	/* 40 bits: nobody searches for one that is free */
	const char *text = random_text(w->pool, 8, f);

	return text == NULL ? NULL : pool_printf(w->pool, "p_%s", text);
}

const char *
ref_series(struct work *w, struct fail *f)
{
	const char *text = random_text(w->pool, 8, f);

	return text == NULL ? NULL : pool_printf(w->pool, "s_%s", text);
}

int
work_token(struct work *w, struct fail *f)
{
	unsigned char bytes[16];
	char hash[SHA256_DIGEST_STRING_LENGTH];
	char *text;
	size_t i;

	w->b->token = NULL;
	/* those who have a seat in a session have links of their own */
	if (w->how->notify.url == NULL || !w->b->invite || w->b->session)
		return 0;
	if (random_bytes(bytes, sizeof(bytes), f) != 0)
		return -1;
	text = pool_zero(w->pool, 2 * sizeof(bytes) + 1);
	for (i = 0; i < sizeof(bytes); i++)
		sprintf(text + 2 * i, "%02x", bytes[i]);
	SHA256Data((const uint8_t *)text, strlen(text), hash);
	if (token_add(w->store, hash, w->b->id, w->how->notify.now, f) != 0)
		return -1;
	w->b->token = text;
	return 0;
}
