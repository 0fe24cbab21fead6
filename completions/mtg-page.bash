# mtg-page: completion for bash, made by share/complete
_mtg_page_words() {
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
_mtg_page() {
	local cur prev verb='' kind='' skip='' n=0 i line words=''
	COMPREPLY=()
	cur=${COMP_WORDS[COMP_CWORD]}
	prev=${COMP_WORDS[COMP_CWORD - 1]}
	for ((i = 1; i < COMP_CWORD; i++)); do
		case $skip${COMP_WORDS[i]} in
		1*) skip='' ;;
		--after | --align | --before | --booker-cap | --buffer-events | --calendars | --cancel-notice | --cap | --color | --contact | --days | --description | --duration | --fields | --first-only | --format | --format-version | --gap | --group | --horizon | --hosts | --hours | --instant | --lang | --language | --links | --location | --max-age | --move-notice | --notice | --now | --offset | --output | --owner | --pack | --repeat | --restrict | --rooms | --rotation | --schedule | --seats | --start | --step | --store | --template | --timezone | --title | --tz | --user | --utm | --write | -S | -d | -f | -o | -z) skip=1 ;;
		-?*) ;;
		*) if [ -z "$verb" ]; then verb=${COMP_WORDS[i]}; else n=$((n + 1)); fi ;;
		esac
	done
	case "$verb $prev" in
	'create --user') kind='user' ;;
	'create --rotation') kind='none' ;;
	'create --group') kind='user' ;;
	'create --hosts') kind='none' ;;
	'create --rooms') kind='none' ;;
	'create --title') kind='none' ;;
	'create --description') kind='none' ;;
	'create -d' | 'create --duration') kind='none' ;;
	'create --step') kind='none' ;;
	'create --offset') kind='none' ;;
	'create --hours') kind='none' ;;
	'create --timezone') kind='zone' ;;
	'create --language') kind='language' ;;
	'create --notice') kind='none' ;;
	'create --horizon') kind='none' ;;
	'create --before') kind='none' ;;
	'create --after') kind='none' ;;
	'create --gap') kind='none' ;;
	'create --location') kind='none' ;;
	'create --links') kind='onoff' ;;
	'create --max-age') kind='none' ;;
	'create --schedule') kind='none' ;;
	'create --cap') kind='none' ;;
	'create --booker-cap') kind='none' ;;
	'create --move-notice') kind='none' ;;
	'create --cancel-notice') kind='none' ;;
	'create --align') kind='clock' ;;
	'create --pack') kind='onoff' ;;
	'create --first-only') kind='onoff' ;;
	'create --restrict') kind='none' ;;
	'create --calendars') kind='none' ;;
	'create --write') kind='none' ;;
	'create --buffer-events') kind='onoff' ;;
	'create --repeat') kind='none' ;;
	'create --instant') kind='onoff' ;;
	'create --seats') kind='none' ;;
	'list --owner') kind='user' ;;
	'lint --days') kind='none' ;;
	'link --contact') kind='none' ;;
	'link --utm') kind='none' ;;
	'link --start') kind='none' ;;
	'link -d' | 'link --duration') kind='none' ;;
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
		'create') words='--user --rotation --group --hosts --rooms --title --description -d --duration --step --offset --hours --timezone --language --notice --horizon --before --after --gap --location --links --max-age --schedule --cap --booker-cap --move-notice --cancel-notice --align --pack --first-only --restrict --calendars --write --buffer-events --repeat --instant --seats' ;;
		'list') words='--owner' ;;
		'lint') words='--days' ;;
		'link') words='--contact --utm --start -d --duration' ;;
		esac
		words="$words -h --help -V --version -q --quiet -v --verbose -n --dry-run -f --format --json --fields --template -o --output -0 --null -z --tz -S --store -y --yes --color --lang --now --format-version"
	elif [ -z "$kind$verb" ]; then
		words='create edit list show enable disable delete lint link export apply template'
	else
		if [ -z "$kind" ]; then
			case "$verb $n" in
			"create "*) kind='none' ;;
			"edit "0) kind='page' ;;
			"edit "*) kind='page_key' ;;
			"list "*) kind='none' ;;
			"show "*) kind='page' ;;
			"enable "*) kind='page' ;;
			"disable "*) kind='page' ;;
			"delete "*) kind='page' ;;
			"lint "*) kind='page' ;;
			"link "0) kind='page' ;;
			"link "*) kind='none' ;;
			"export "*) kind='none' ;;
			"apply "*) kind='none' ;;
			"template "0) kind='template_do' ;;
			"template "*) kind='file' ;;
			esac
		fi
		if [ "$kind" = file ]; then
			compopt -o filenames 2>/dev/null
			while read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$cur")
			return
		fi
		words=$(_mtg_page_words "$kind")
	fi
	while read -r line; do COMPREPLY+=("$line"); done < <(compgen -W "$words" -- "$cur")
	compopt +o nospace 2>/dev/null
	return 0
}
complete -F _mtg_page mtg-page
