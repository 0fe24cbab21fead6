#ifndef FRONT_CONFIG_H
#define FRONT_CONFIG_H

#include "base/fail.h"
#include "base/pool.h"

/*
 * The configuration (CLI.md section 6): /etc/mtg/config, then
 * $XDG_CONFIG_HOME/mtg/config (~/.config), later values win; or the file of
 * MTG_CONFIG alone. INI by libinih, in the plain subset of git config -f:
 * [section] or [section "name"], key = value, comments on their own line. Names
 * of sections and keys in any case, values with # ; or edge blanks in quotes. A
 * line is shorter than inih's limit (197 bytes as it is built), else refused.
 *
 *   [core]   store, timezone, language
 *   [page]   url (https://meet.example.com, what links begin with)
 *   [mail]   command (default "sendmail -t -i"), smtp, from, name,
 *            login, password-command (its output; a password in smtp is
 * refused) [sync]   max-stale, timeout, jobs, allow-private (addresses)
 */
struct config;

/*
 * Reads what is there; no file is no error, except for the one that MTG_CONFIG
 * names. NULL fills `f` with EXIT_CONFIG, file and line. Unknown keys and files
 * that may not be read are collected, see config_warnings.
 */
struct config *config_load(struct pool *, struct fail *f);
/* "mail.command" or "section.name.key"; NULL when it is not set. */
const char *config_get(const struct config *, const char *key);
/* "FILE:12: unknown key mail.colour" lines. */
const struct strs *config_warnings(const struct config *);

#endif
