#include "check.h"

#include "net/mail.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const struct {
	const char *what, *command;
	int status; /* 0: sent */
	const char *line;
} rows[] = {
	{ "read to the end", "cat >/dev/null", 0, NULL },
	{ "not read at all", "exit 0", 0, NULL },
	{ "the message is all there", "test $(wc -c) -eq 300000", 0, NULL },
	{ "stdin can be read again", "cat /dev/stdin | grep -q xxx", 0, NULL },
	{ "75 passes", "echo full >&2; exit 75", EXIT_BUSY,
		"mail: echo exited with 75: full" },
	{ "others last", "echo 'no such user' >&2; echo more >&2; exit 67",
		EXIT_REFUSED, "mail: echo exited with 67: no such user" },
	{ "a command that is not there", "/nowhere/sendmail -t -i", EXIT_CONFIG,
		NULL },
	{ "over time", "sleep 20", EXIT_UNREACHABLE,
		"mail: sleep not done after 1 s" },
	{ "over time with children", "sleep 20 & sleep 20; wait",
		EXIT_UNREACHABLE, NULL },
	{ "killed", "kill -9 $$", EXIT_BUSY, "mail: kill ended by signal 9" },
	{ "a child that stays and holds stderr", "sleep 3 & exit 0", 0, NULL },
	{ "a flood on stderr", "yes | head -c 500000 >&2; exit 1", EXIT_REFUSED,
		"mail: yes exited with 1: y" },
	{ "stdout does not reach ours", "echo not ok", 0, NULL },
};

static const struct {
	const char *what, *url, *from, *to;
	int status;
} bad[] = {
	{ "another scheme", "http://localhost", "a@example.org",
		"b@example.org", EXIT_CONFIG },
	{ "no host", "smtp://", "a@example.org", "b@example.org", EXIT_CONFIG },
	{ "password in the address", "smtps://u:p@localhost", "a@example.org",
		"b@example.org", EXIT_CONFIG },
	{ "CR LF in the sender", "smtp://127.0.0.1:9", "a@x\r\nRCPT TO:<c@x>",
		"b@example.org", EXIT_CONFIG },
	{ "CR LF in a recipient", "smtp://127.0.0.1:9", "a@example.org",
		"b@x>\r\nDATA", EXIT_REFUSED },
	{ "no address", "smtp://127.0.0.1:9", "a@example.org", "bob",
		EXIT_REFUSED },
	{ "nobody", "smtp://127.0.0.1:9", "a@example.org", NULL, EXIT_REFUSED },
	{ "nobody listens", "smtp://127.0.0.1:9", "a@example.org",
		"b@example.org", EXIT_UNREACHABLE },
};

static void
test_smtp(struct pool *pool)
{
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct session s = { .pool = pool };
		struct strs to = { 0 };
		struct smtp how = { bad[i].url, bad[i].from, &to };
		struct fail f = { 0 };

		if (bad[i].to != NULL)
			strs_add(pool, &to, bad[i].to);
		check(smtp_send(&s, &how, "x\n", 2, &f) == -1 &&
				f.status == bad[i].status,
			"smtp: %s is %d: %s", bad[i].what, bad[i].status,
			f.line);
		session_clear(&s);
	}
}

int
main(void)
{
	struct pool *pool = pool_new();
	char *message = pool_zero(pool, 300000);
	size_t i;

	memset(message, 'x', 300000);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		time_t start = time(NULL);
		struct fail f = { 0 };
		int rc = sendmail_send(rows[i].command, message, 300000,
			rows[i].status == EXIT_UNREACHABLE ? 1 : 10, &f);

		check((rc == 0 ? 0 : f.status) == rows[i].status, "%s: %d, %s",
			rows[i].what, f.status, f.line);
		if (rows[i].line != NULL)
			check_str(f.line, rows[i].line, rows[i].what);
		check(time(NULL) - start <= 2, "%s: in time", rows[i].what);
	}
	check(waitpid(-1, NULL, WNOHANG) == -1, "no child is left");
	test_smtp(pool);
	pool_free(pool);
	return check_done();
}
