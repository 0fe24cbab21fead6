# mtg-book: completion for bash, made by share/complete
_mtg_book_words() {
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
_mtg_book() {
	local cur prev verb='' kind='' skip='' n=0 i line words=''
	COMPREPLY=()
	cur=${COMP_WORDS[COMP_CWORD]}
	prev=${COMP_WORDS[COMP_CWORD - 1]}
	for ((i = 1; i < COMP_CWORD; i++)); do
		case $skip${COMP_WORDS[i]} in
		1*) skip='' ;;
		--answer | --color | --company | --contact | --count | --description | --duration | --email | --fields | --format | --format-version | --from | --guest | --hold | --instead-of | --internal | --key | --lang | --lifecycle | --location | --name | --now | --organizer | --outcome | --output | --owner | --page | --per-day | --phone | --reason | --repeat | --room | --seats-of | --series | --start | --status | --store | --template | --times | --title | --to | --tz | --until | --user | --utm | -S | -d | -f | -o | -z) skip=1 ;;
		-?*) ;;
		*) if [ -z "$verb" ]; then verb=${COMP_WORDS[i]}; else n=$((n + 1)); fi ;;
		esac
	done
	case "$verb $prev" in
	'create --start') kind='none' ;;
	'create -d' | 'create --duration') kind='none' ;;
	'create --title') kind='none' ;;
	'create --name') kind='none' ;;
	'create --email') kind='none' ;;
	'create --contact') kind='contact' ;;
	'create --answer') kind='none' ;;
	'create --guest') kind='none' ;;
	'create --organizer') kind='user' ;;
	'create --room') kind='none' ;;
	'create --location') kind='none' ;;
	'create --description') kind='file' ;;
	'create --internal') kind='none' ;;
	'create --utm') kind='none' ;;
	'create --key') kind='none' ;;
	'create --hold') kind='none' ;;
	'create --repeat') kind='repeat' ;;
	'create --count') kind='none' ;;
	'create --until') kind='none' ;;
	'propose --times') kind='none' ;;
	'propose --start') kind='none' ;;
	'propose --email') kind='none' ;;
	'propose --name') kind='none' ;;
	'propose --hold') kind='none' ;;
	'propose --from') kind='none' ;;
	'propose --to') kind='none' ;;
	'propose --per-day') kind='none' ;;
	'propose -d' | 'propose --duration') kind='none' ;;
	'choose --name') kind='none' ;;
	'choose --email') kind='none' ;;
	'choose --answer') kind='none' ;;
	'choose --guest') kind='none' ;;
	'choose --internal') kind='none' ;;
	'hold --page') kind='page' ;;
	'cancel --reason') kind='none' ;;
	'reschedule --start') kind='none' ;;
	'reschedule -d' | 'reschedule --duration') kind='none' ;;
	'reschedule --organizer') kind='user' ;;
	'reschedule --room') kind='none' ;;
	'list --from') kind='none' ;;
	'list --to') kind='none' ;;
	'list --user') kind='user' ;;
	'list --page') kind='page' ;;
	'list --contact') kind='contact' ;;
	'list --status') kind='status' ;;
	'list --outcome') kind='none' ;;
	'list --series') kind='series' ;;
	'list --seats-of') kind='none' ;;
	'reassign --instead-of') kind='user' ;;
	'contact --owner') kind='user' ;;
	'contact --name') kind='none' ;;
	'contact --company') kind='none' ;;
	'contact --phone') kind='none' ;;
	'contact --lifecycle') kind='none' ;;
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
		'create') words='--start -d --duration --title --name --email --contact --answer --guest --organizer --room --location --description --internal --utm --no-invite --key --fresh --hold --repeat --count --until' ;;
		'propose') words='--times --start --email --name --hold --from --to --per-day -d --duration' ;;
		'choose') words='--name --email --answer --guest --internal' ;;
		'hold') words='--page' ;;
		'cancel') words='--reason --late' ;;
		'reschedule') words='--start -d --duration --organizer --rotate --room --late --keep' ;;
		'list') words='--today --from --to --user --page --contact --status --outcome --all --series --moved --sessions --seats-of' ;;
		'reassign') words='--rotate --instead-of' ;;
		'outcome') words='--send-updates' ;;
		'contact') words='--owner --name --company --phone --lifecycle' ;;
		'invite') words='--resend' ;;
		esac
		words="$words -h --help -V --version -q --quiet -v --verbose -n --dry-run -f --format --json --fields --template -o --output -0 --null -z --tz -S --store -y --yes --color --lang --now --format-version"
	elif [ -z "$kind$verb" ]; then
		words='create propose choose hold cancel reschedule list show reassign outcome outcome-value contact invite'
	else
		if [ -z "$kind" ]; then
			case "$verb $n" in
			"create "0) kind='page' ;;
			"create "*) kind='none' ;;
			"propose "0) kind='page' ;;
			"propose "*) kind='none' ;;
			"choose "0) kind='hold' ;;
			"choose "*) kind='none' ;;
			"hold "0) kind='hold_do' ;;
			"hold "*) kind='hold' ;;
			"cancel "*) kind='booking' ;;
			"reschedule "0) kind='booking' ;;
			"reschedule "*) kind='none' ;;
			"list "*) kind='none' ;;
			"show "*) kind='booking' ;;
			"reassign "0) kind='booking' ;;
			"reassign "*) kind='user' ;;
			"outcome "0) kind='booking' ;;
			"outcome "*) kind='outcome' ;;
			"outcome-value "0) kind='outcome_do' ;;
			"outcome-value "*) kind='outcome' ;;
			"contact "0) kind='contact_do' ;;
			"contact "*) kind='contact' ;;
			"invite "0) kind='booking' ;;
			"invite "*) kind='none' ;;
			esac
		fi
		if [ "$kind" = file ]; then
			compopt -o filenames 2>/dev/null
			while read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$cur")
			return
		fi
		words=$(_mtg_book_words "$kind")
	fi
	while read -r line; do COMPREPLY+=("$line"); done < <(compgen -W "$words" -- "$cur")
	compopt +o nospace 2>/dev/null
	return 0
}
complete -F _mtg_book mtg-book
