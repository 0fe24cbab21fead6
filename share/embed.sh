#!/bin/sh
# embed.sh share/NAME: the files of a folder as a C table (base/share.h)
name=$(basename "$1")
printf '#include "base/share.h"\n\nconst struct share_file share_%s[] = {\n' "$name"
for f in "$1"/*; do
	case $f in *.json) continue ;; esac
	[ -f "$f" ] || continue
	printf '{ "%s",\n' "$(basename "$f")"
	sed 's/\\/\\\\/g; s/"/\\"/g; s/.*/"&\\n"/' "$f"
	printf '"" },\n'
done
printf '{ 0, 0 },\n};\n'
