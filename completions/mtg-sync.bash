# mtg-sync: completion for bash, made by share/complete
_mtg_sync_words() {
	case $1 in
	booking) mtg-book list -f id ;;
	calendar) mtg-sync list --available -f id ;;
	contact) mtg-book contact list -f id ;;
	hold) mtg-book hold list -f id ;;
	letter) mtg-sync outbox list -f id ;;
	outcome) mtg-book outcome-value list -f id ;;
	page) mtg-page list -f id ;;
	rotation) mtg-rotate list -f id ;;
	routing) mtg-rotate routing list -f id ;;
	series) mtg-book list --from now -f tsv --fields series | grep s_ | sort -u ;;
	team) mtg-rotate team list -f id ;;
	user) mtg-sync user list -f id ;;
	zone) grep -v '^#' /usr/share/zoneinfo/zone.tab | cut -f3 ;;
	clock) printf '%s\n' 'clock' ;;
	color) printf '%s\n' 'auto' 'always' 'never' ;;
	contact_do) printf '%s\n' 'list' 'show' 'add' 'set' 'owner' ;;
	format) printf '%s\n' 'table' 'json' 'json-array' 'tsv' 'id' 'text' 'ics' 'html' 'svg' 'ansi' ;;
	hold_do) printf '%s\n' 'list' 'drop' ;;
	language) printf '%s\n' 'en' 'da' 'de' 'es' 'fi' 'fr' 'it' 'nb' 'nl' 'pl' 'pt' 'sv' ;;
	letter_do) printf '%s\n' 'list' 'retry' 'drop' ;;
	member_do) printf '%s\n' 'add' 'set' 'remove' 'pause' 'resume' ;;
	method) printf '%s\n' 'even' 'first-available' 'priority' ;;
	no_show) printf '%s\n' 'count' 'free' ;;
	onoff) printf '%s\n' 'on' 'off' ;;
	outcome_do) printf '%s\n' 'list' 'add' 'remove' ;;
	owner_rule) printf '%s\n' 'none' 'prefer' 'strict' ;;
	page_key) printf '%s\n' 'user=' 'rotation=' 'group=' 'hosts=' 'rooms=' 'title=' 'description=' 'duration=' 'step=' 'offset=' 'hours=' 'timezone=' 'language=' 'notice=' 'horizon=' 'before=' 'after=' 'gap=' 'location=' 'links=' 'max-age=' 'schedule=' 'cap=' 'booker-cap=' 'move-notice=' 'cancel-notice=' 'align=' 'pack=' 'first-only=' 'restrict=' 'calendars=' 'write=' 'buffer-events=' 'repeat=' 'instant=' 'seats=' ;;
	period) printf '%s\n' 'day' 'week' 'month' 'quarter' 'year' 'none' ;;
	provider) printf '%s\n' 'caldav' 'ics' 'vdir' ;;
	repeat) printf '%s\n' 'daily' 'weekdays' 'weekly' 'biweekly' 'monthly' ;;
	routing_do) printf '%s\n' 'list' 'show' 'delete' ;;
	set_key) printf '%s\n' 'role=default' 'role=busy' 'role=ignore' 'role=holidays' 'treat=all-busy' 'tentative=free' 'sync=on' 'sync=off' 'pages=on' 'pages=off' ;;
	status) printf '%s\n' 'confirmed' 'requested' 'pending' 'held' 'cancelled' 'declined' ;;
	team_do) printf '%s\n' 'list' 'show' 'create' 'add' 'remove' 'rename' 'delete' ;;
	template_do) printf '%s\n' 'check' 'render' ;;
	user_do) printf '%s\n' 'add' 'set' 'list' 'remove' ;;
	bookable)
		mtg-page list -f id
		mtg-sync user list -f id
		mtg-rotate list -f id | sed 's/^/@/'
		;;
	esac 2>/dev/null </dev/null
}
_mtg_sync() {
	local cur prev verb='' kind='' skip='' n=0 i line words=''
	COMPREPLY=()
	cur=${COMP_WORDS[COMP_CWORD]}
	prev=${COMP_WORDS[COMP_CWORD - 1]}
	for ((i = 1; i < COMP_CWORD; i++)); do
		case $skip${COMP_WORDS[i]} in
		1*) skip='' ;;
		--calendar | --cap | --capacity | --color | --email | --fields | --format | --format-version | --from | --grace | --handover | --hours | --ics | --jobs | --lang | --language | --limit | --location | --login | --name | --note | --now | --output | --override | --owner | --page | --password-command | --password-fd | --remove | --role | --set | --store | --team | --template | --timezone | --to | --travel | --tz | --url | --user | -S | -f | -o | -z) skip=1 ;;
		-?*) ;;
		*) if [ -z "$verb" ]; then verb=${COMP_WORDS[i]}; else n=$((n + 1)); fi ;;
		esac
	done
	case "$verb $prev" in
	'user --name') kind='none' ;;
	'user --timezone') kind='zone' ;;
	'user --hours') kind='none' ;;
	'user --language') kind='language' ;;
	'user --email') kind='none' ;;
	'user --cap') kind='none' ;;
	'user --role') kind='none' ;;
	'room --name') kind='none' ;;
	'room --capacity') kind='none' ;;
	'room --location') kind='none' ;;
	'room --team') kind='none' ;;
	'room --hours') kind='none' ;;
	'room --timezone') kind='zone' ;;
	'room --email') kind='none' ;;
	'room --cap') kind='none' ;;
	'connect --user') kind='user' ;;
	'connect --url') kind='none' ;;
	'connect --login') kind='none' ;;
	'connect --name') kind='none' ;;
	'connect --password-command') kind='none' ;;
	'connect --password-fd') kind='none' ;;
	'list --user') kind='user' ;;
	'pull --user') kind='user' ;;
	'pull --grace') kind='none' ;;
	'pull --jobs') kind='none' ;;
	'push --user') kind='user' ;;
	'push --limit') kind='none' ;;
	'push --grace') kind='none' ;;
	'run --user') kind='user' ;;
	'run --grace') kind='none' ;;
	'run --jobs') kind='none' ;;
	'status --user') kind='user' ;;
	'import --calendar') kind='calendar' ;;
	'export --calendar') kind='calendar' ;;
	'export --user') kind='user' ;;
	'export --page') kind='page' ;;
	'export --from') kind='none' ;;
	'export --to') kind='none' ;;
	'busy --from') kind='none' ;;
	'busy --to') kind='none' ;;
	'busy --ics') kind='file' ;;
	'busy --owner') kind='none' ;;
	'availability --name') kind='none' ;;
	'availability --set') kind='file' ;;
	'availability --hours') kind='none' ;;
	'availability --timezone') kind='zone' ;;
	'availability --override') kind='none' ;;
	'availability --travel') kind='none' ;;
	'away --from') kind='none' ;;
	'away --to') kind='none' ;;
	'away --handover') kind='user' ;;
	'away --note') kind='none' ;;
	'away --remove') kind='none' ;;
	esac
	case $prev in
	-f | --format) kind='format' ;;
	--fields) kind='none' ;;
	--template) kind='file' ;;
	-o | --output) kind='file' ;;
	-z | --tz) kind='zone' ;;
	-S | --store) kind='file' ;;
	--color) kind='color' ;;
	--lang) kind='language' ;;
	--now) kind='none' ;;
	--format-version) kind='none' ;;
	esac
	if [ -z "$kind" ] && [[ $cur == -* ]]; then
		case $verb in
		'user') words='--name --timezone --hours --language --email --cap --role' ;;
		'room') words='--name --capacity --location --team --resource --hours --timezone --email --cap' ;;
		'connect') words='--user --url --login --name --password-command --password-fd' ;;
		'list') words='--user --available' ;;
		'pull') words='--user --full --grace --jobs' ;;
		'push') words='--user --limit --grace' ;;
		'run') words='--user --full --grace --jobs' ;;
		'status') words='--user --check' ;;
		'outbox') words='--all' ;;
		'import') words='--calendar' ;;
		'export') words='--calendar --user --page --from --to --busy-only' ;;
		'busy') words='--from --to --ics --owner' ;;
		'availability') words='--name --set --hours --timezone --override --travel --remove' ;;
		'away') words='--from --to --handover --note --remove' ;;
		'check') words='--repair' ;;
		esac
		words="$words -h --help -V --version -q --quiet -v --verbose -n --dry-run -f --format --json --fields --template -o --output -0 --null -z --tz -S --store -y --yes --color --lang --now --format-version"
	elif [ -z "$kind$verb" ]; then
		words='init user room connect disconnect list add remove set pull push run status outbox import export busy availability away backup check'
	else
		if [ -z "$kind" ]; then
			case "$verb $n" in
			"init "*) kind='none' ;;
			"user "0) kind='user_do' ;;
			"user "*) kind='user' ;;
			"room "*) kind='none' ;;
			"connect "*) kind='provider' ;;
			"disconnect "*) kind='calendar' ;;
			"list "*) kind='none' ;;
			"add "*) kind='calendar' ;;
			"remove "*) kind='calendar' ;;
			"set "0) kind='calendar' ;;
			"set "*) kind='set_key' ;;
			"pull "*) kind='calendar' ;;
			"push "*) kind='none' ;;
			"run "*) kind='calendar' ;;
			"status "*) kind='none' ;;
			"outbox "0) kind='letter_do' ;;
			"outbox "*) kind='letter' ;;
			"import "*) kind='file' ;;
			"export "*) kind='none' ;;
			"busy "*) kind='user' ;;
			"availability "*) kind='user' ;;
			"away "*) kind='user' ;;
			"backup "*) kind='file' ;;
			"check "*) kind='none' ;;
			esac
		fi
		if [ "$kind" = file ]; then
			compopt -o filenames 2>/dev/null
			while read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$cur")
			return
		fi
		words=$(_mtg_sync_words "$kind")
	fi
	while read -r line; do COMPREPLY+=("$line"); done < <(compgen -W "$words" -- "$cur")
	compopt +o nospace 2>/dev/null
	return 0
}
complete -F _mtg_sync mtg-sync
