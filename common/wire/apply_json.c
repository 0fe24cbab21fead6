#include "wire/apply_json.h"

void
apply_write(struct emit *e, const struct apply_record *r)
{
	emit_begin(e, "apply", r->name);
	emit_str(e, "kind", r->kind);
	emit_str(e, "name", r->name);
	emit_str(e, "what", r->what);
	emit_str(e, "key", r->key);
	emit_str(e, "from", r->from);
	emit_str(e, "to", r->to);
	emit_str(e, "file", r->at.file);
	if (r->at.file != NULL)
		emit_int(e, "line", r->at.line);
	else
		emit_null(e, "line");
	emit_end(e);
}
