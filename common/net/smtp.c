#include "net/mail.h"
#include "net/url.h"

#include <curl/curl.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* A message on its way out, line ends made CRLF as it goes. */
struct letter_out {
	const char *at, *end;
	bool after_cr; /* the byte before was a CR */
	bool lf_left;  /* the LF behind an added CR */
};

static size_t
on_read(char *to, size_t size, size_t count, void *arg)
{
	struct letter_out *m = arg;
	size_t room = size * count, n = 0;

	while (n < room && (m->lf_left || m->at < m->end)) {
		if (m->lf_left) {
			to[n++] = '\n';
			m->lf_left = false;
			m->after_cr = false;
			continue;
		}
		if (*m->at == '\n' && !m->after_cr) {
			to[n++] = '\r';
			m->lf_left = true;
			m->at++;
			continue;
		}
		m->after_cr = *m->at == '\r';
		to[n++] = *m->at++;
	}
	return n;
}

/* An address that can stand in an envelope without adding a command. */
static bool
address_good(const char *a)
{
	const char *p;

	for (p = a; *p != '\0'; p++)
		if ((unsigned char)*p <= ' ' || *p == 0x7f || *p == '<' ||
			*p == '>')
			return false;
	return strchr(a, '@') != NULL && *a != '@' && *a != '-' && p - a < 320;
}

static size_t
drop(char *bytes, size_t size, size_t n, void *arg)
{
	(void)bytes, (void)arg;
	return size * n;
}

/* smtp:// or smtps:// behind which stands host[:port]; `*loopback` is told. */
static int
read_server(struct session *s, const char *url, bool *tls, bool *loopback,
	struct fail *f)
{
	struct url u;
	const char *rest;

	*tls = strncasecmp(url, "smtps://", 8) == 0;
	if (!*tls && strncasecmp(url, "smtp://", 7) != 0)
		return fail(f, EXIT_CONFIG,
			"mail: mail.smtp begins with neither smtp:// nor "
			"smtps://");
	rest = strstr(url, "://") + 3;
	if (url_read(s->pool, pool_printf(s->pool, "https://%s", rest), &u,
		    f) != 0) {
		f->status = EXIT_CONFIG;
		f->code = fail_name(EXIT_CONFIG);
		return fail_prefix(f, "mail: mail.smtp");
	}
	*loopback = url_loopback(&u);
	return 0;
}

static int
smtp_fail(CURLcode rc, long status, const char *error, struct fail *f)
{
	const char *why = error[0] != '\0' ? error : curl_easy_strerror(rc);

	if (rc == CURLE_LOGIN_DENIED)
		return fail(f, EXIT_SIGN_IN,
			"mail: server refused login or password");
	if (rc == CURLE_USE_SSL_FAILED)
		return fail(f, EXIT_CONFIG, "mail: server offers no STARTTLS");
	if (status / 100 == 5)
		return fail(f, EXIT_REFUSED, "mail: %ld from server: %s",
			status, why);
	if (status / 100 == 4)
		return fail(
			f, EXIT_BUSY, "mail: %ld from server: %s", status, why);
	return fail(f, EXIT_UNREACHABLE, "mail: %s", why);
}

static void
set_smtp(CURL *c, const struct session *s, const struct smtp *how, bool tls,
	bool loopback, char *error)
{
	curl_easy_setopt(c, CURLOPT_URL, how->url);
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (!tls)
		curl_easy_setopt(c, CURLOPT_USE_SSL,
			(long)(loopback ? CURLUSESSL_NONE : CURLUSESSL_ALL));
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT,
		s->connect_s > 0 ? (long)s->connect_s : 10L);
	curl_easy_setopt(
		c, CURLOPT_TIMEOUT, s->total_s > 0 ? (long)s->total_s : 60L);
	curl_easy_setopt(c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(c, CURLOPT_PROXY, "");
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, drop);
	curl_easy_setopt(c, CURLOPT_ERRORBUFFER, error);
	if (s->login != NULL && s->secret != NULL) {
		curl_easy_setopt(c, CURLOPT_USERNAME, s->login);
		curl_easy_setopt(c, CURLOPT_PASSWORD, s->secret);
	}
}

static int
perform(struct session *s, const struct smtp *how, struct curl_slist *to,
	struct letter_out *out, bool tls, bool loopback, struct fail *f)
{
	char error[CURL_ERROR_SIZE] = "";
	CURL *c = curl_easy_init();
	long status = 0;
	CURLcode rc;

	if (c == NULL)
		return fail(f, EXIT_BUSY, "mail: libcurl does not start");
	set_smtp(c, s, how, tls, loopback, error);
	curl_easy_setopt(c, CURLOPT_MAIL_FROM, how->from);
	curl_easy_setopt(c, CURLOPT_MAIL_RCPT, to);
	curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(c, CURLOPT_READFUNCTION, on_read);
	curl_easy_setopt(c, CURLOPT_READDATA, out);
	rc = curl_easy_perform(c);
	curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_cleanup(c);
	session_trace(s, "* smtp: %ld", status);
	return rc == CURLE_OK ? 0 : smtp_fail(rc, status, error, f);
}

int
smtp_send(struct session *s, const struct smtp *how, const char *message,
	size_t len, struct fail *f)
{
	struct letter_out out = { message, message + len, false, false };
	struct curl_slist *to = NULL;
	bool tls = true, loopback = false;
	size_t i;
	int rc;

	if (read_server(s, how->url, &tls, &loopback, f) != 0)
		return -1;
	if (!address_good(how->from))
		return fail(f, EXIT_CONFIG, "mail: from: not an address");
	if (how->to->n == 0)
		return fail(f, EXIT_REFUSED, "mail: nobody to send it to");
	for (i = 0; i < how->to->n; i++)
		if (!address_good(how->to->v[i]))
			return fail(
				f, EXIT_REFUSED, "mail: to: not an address");
	for (i = 0; i < how->to->n; i++)
		to = curl_slist_append(to, how->to->v[i]);
	rc = perform(s, how, to, &out, tls, loopback, f);
	curl_slist_free_all(to);
	return rc;
}
