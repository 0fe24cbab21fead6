# mtg-rotate: completion for bash, made by share/complete
_mtg_rotate_words() {
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
_mtg_rotate() {
	local cur prev verb='' kind='' skip='' n=0 i line words=''
	COMPREPLY=()
	cur=${COMP_WORDS[COMP_CWORD]}
	prev=${COMP_WORDS[COMP_CWORD - 1]}
	for ((i = 1; i < COMP_CWORD; i++)); do
		case $skip${COMP_WORDS[i]} in
		1*) skip='' ;;
		--at | --away | --cap | --color | --contact | --count | --duration | --exclude | --fields | --format | --format-version | --from | --lang | --lead | --method | --name | --no-show | --now | --output | --owner | --period | --priority | --recent | --seed | --store | --template | --to | --tz | --until | --user | --weight | -S | -d | -f | -o | -z) skip=1 ;;
		-?*) ;;
		*) if [ -z "$verb" ]; then verb=${COMP_WORDS[i]}; else n=$((n + 1)); fi ;;
		esac
	done
	case "$verb $prev" in
	'create --method') kind='method' ;;
	'create --recent') kind='none' ;;
	'create --lead') kind='none' ;;
	'create --period') kind='period' ;;
	'create --no-show') kind='no_show' ;;
	'create --owner') kind='owner_rule' ;;
	'create --cap') kind='none' ;;
	'edit --name') kind='none' ;;
	'edit --method') kind='method' ;;
	'edit --recent') kind='none' ;;
	'edit --lead') kind='none' ;;
	'edit --period') kind='period' ;;
	'edit --no-show') kind='no_show' ;;
	'edit --owner') kind='owner_rule' ;;
	'edit --cap') kind='none' ;;
	'members --weight') kind='none' ;;
	'members --priority') kind='none' ;;
	'members --until') kind='none' ;;
	'availability --from') kind='none' ;;
	'availability --to') kind='none' ;;
	'availability -d' | 'availability --duration') kind='none' ;;
	'pick --at') kind='none' ;;
	'pick -d' | 'pick --duration') kind='none' ;;
	'pick --exclude') kind='user' ;;
	'pick --contact') kind='contact' ;;
	'report --from') kind='none' ;;
	'report --to') kind='none' ;;
	'history --from') kind='none' ;;
	'history --to') kind='none' ;;
	'history --user') kind='user' ;;
	'simulate --count') kind='none' ;;
	'simulate --seed') kind='none' ;;
	'simulate --from') kind='none' ;;
	'simulate --to') kind='none' ;;
	'simulate -d' | 'simulate --duration') kind='none' ;;
	'simulate --away') kind='user' ;;
	'simulate --weight') kind='none' ;;
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
		'create') words='--method --recent --lead --period --credit-absence --no-show --owner --cap' ;;
		'edit') words='--name --method --recent --lead --period --credit-absence --no-show --owner --cap --no-credit-absence' ;;
		'members') words='--weight --priority --until' ;;
		'availability') words='--from --to -d --duration' ;;
		'pick') words='--at -d --duration --exclude --contact --owner-first --counts --explain' ;;
		'report') words='--from --to --summary' ;;
		'history') words='--from --to --user --skipped' ;;
		'simulate') words='--count --seed --from --to -d --duration --counts --away --weight --summary' ;;
		'route') words='--explain' ;;
		'apply') words='--prune' ;;
		esac
		words="$words -h --help -V --version -q --quiet -v --verbose -n --dry-run -f --format --json --fields --template -o --output -0 --null -z --tz -S --store -y --yes --color --lang --now --format-version"
	elif [ -z "$kind$verb" ]; then
		words='create edit delete reset list show members team availability pick report history why simulate route routing export apply'
	else
		if [ -z "$kind" ]; then
			case "$verb $n" in
			"create "*) kind='none' ;;
			"edit "0) kind='rotation' ;;
			"edit "*) kind='none' ;;
			"delete "*) kind='rotation' ;;
			"reset "0) kind='rotation' ;;
			"reset "*) kind='none' ;;
			"list "*) kind='none' ;;
			"show "*) kind='rotation' ;;
			"members "0) kind='rotation' ;;
			"members "1) kind='member_do' ;;
			"members "*) kind='user' ;;
			"team "0) kind='team_do' ;;
			"team "1) kind='team' ;;
			"team "*) kind='user' ;;
			"availability "0) kind='rotation' ;;
			"availability "*) kind='none' ;;
			"pick "0) kind='rotation' ;;
			"pick "*) kind='none' ;;
			"report "0) kind='rotation' ;;
			"report "*) kind='none' ;;
			"history "0) kind='rotation' ;;
			"history "*) kind='none' ;;
			"why "*) kind='booking' ;;
			"simulate "0) kind='rotation' ;;
			"simulate "*) kind='none' ;;
			"route "0) kind='routing' ;;
			"route "*) kind='none' ;;
			"routing "0) kind='routing_do' ;;
			"routing "*) kind='routing' ;;
			"export "*) kind='rotation' ;;
			"apply "*) kind='file' ;;
			esac
		fi
		if [ "$kind" = file ]; then
			compopt -o filenames 2>/dev/null
			while read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$cur")
			return
		fi
		words=$(_mtg_rotate_words "$kind")
	fi
	while read -r line; do COMPREPLY+=("$line"); done < <(compgen -W "$words" -- "$cur")
	compopt +o nospace 2>/dev/null
	return 0
}
complete -F _mtg_rotate mtg-rotate
