#!/bin/sh
# Plan: 1 to add, 1 to change, 0 to destroy.
# stack net (stacks/net.yaml), us-east-1
# The calls of a plan, in its order. It does not look whether anything has moved since the plan was made, and
# it is no apply: run again after a failure, it makes again what was made.
#
# Secrets that it needs in its environment:
#   PLUMB_SECRET_NET_SECRET_SECRETSTRING  SecretString of net/Secret
#   PLUMB_SECRET_NET_SECRET_VERSIONS_0__VALUE  Versions[0].Value of net/Secret
set -eu
umask 077
: "${PLUMB_SECRET_NET_SECRET_SECRETSTRING:?is not set}"
: "${PLUMB_SECRET_NET_SECRET_VERSIONS_0__VALUE:?is not set}"

dir=$(mktemp -d "${TMPDIR:-/tmp}/plumb.XXXXXX")
trap 'rm -rf "$dir"' EXIT
trap 'exit 130' HUP INT TERM
export AWS_PAGER=
# The second version of the CLI takes blobs in base 64 unless it is told otherwise; the first knows no such option.
case $(aws --version 2>&1) in
    aws-cli/1.*) binary= ;;
    *) binary='--cli-binary-format raw-in-base64-out' ;;
esac
run_id=$(date +%s | tail -c 7)$(printf '%02d' "$(($$ % 100))")
return_mark=$(printf '\r')
tab_mark=$(printf '\t')

# stop WHY: also from within a word, whose end alone would end nothing.
stop() {
    printf 'plumb: %s\n' "$1" >&2
    : > "$dir/stopped"
    exit 1
}

# Nothing is sent after that.
unless_stopped() { [ ! -e "$dir/stopped" ] || exit 1; }

step() { printf '%s\n' "$1" >&2; }

# caller ACCOUNT REGION: nobody else's account is changed.
caller() {
    account=$(aws sts get-caller-identity --region "$2" --query Account --output text) || exit 1
    [ "$account" = "$1" ] || stop "the plan is for account $1, and this is $account"
}

# json TEXT: as a JSON string.
json() {
    escaped=$(printf '%s.' "$1" | sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e "s/$tab_mark/\\\\t/g" \
        -e "s/$return_mark/\\\\r/g" | awk 'NR > 1 { printf "\\n" } { printf "%s", $0 }')
    printf '"%s"' "${escaped%.}"
}

# part INDEX SEPARATOR TEXT: the part at a place, from 0.
part() {
    awk -v wanted="$1" 'BEGIN {
        separator = ARGV[1]; rest = ARGV[2]
        while (wanted > 0) {
            place = index(rest, separator)
            if (!place) exit 1
            rest = substr(rest, place + length(separator)); wanted--
        }
        place = index(rest, separator)
        printf "%s", place ? substr(rest, 1, place - 1) : rest
    }' "$2" "$3" || stop "there is no part $1 in $3"
}

# parts SEPARATOR TEXT: all parts, as a JSON list.
parts() {
    rest=$2 all=
    while :; do
        case $rest in
            *"$1"*) all="$all$(json "${rest%%"$1"*}")," rest=${rest#*"$1"} ;;
            *) break ;;
        esac
    done
    printf '[%s%s]' "$all" "$(json "$rest")"
}

# rejoined OLD NEW TEXT: with another separator.
rejoined() {
    rest=$3 all=
    while :; do
        case $rest in
            *"$1"*) all="$all${rest%%"$1"*}$2" rest=${rest#*"$1"} ;;
            *) break ;;
        esac
    done
    printf '%s' "$all$rest"
}

digest() {
    if command -v sha256sum > /dev/null; then sha256sum; else shasum -a 256; fi
}

# field NUMBER: of the last answer.
field() { printf '%s\n' "$output" | cut -f"$1"; }

# after MARK NUMBER: what follows the last such mark in a field.
after() {
    whole=$(field "$2")
    printf '%s\n' "${whole##*"$1"}"
}

# known VALUE NAME
known() {
    case $1 in
        '' | None) stop "the call did not answer what $2 needs" ;;
    esac
}

# matched LIST: true when the error has a code of the list, and the text beside it.
matched() {
    while IFS='|' read -r code text; do
        [ -n "$code" ] || continue
        case $error in
            *"An error occurred ($code)"*"$text"*) return 0 ;;
        esac
    done << LIST
$1
LIST
    return 1
}

# True when the error says that something is not there, or not yet to be seen.
absent() {
    case $error in
        *'An error occurred ('*NotFound*') when'* | *'An error occurred (NoSuch'*') when'* | \
            *'An error occurred (404) when'*) return 0 ;;
    esac
    return 1
}

# call REGION SERVICE OPERATION QUERY PATIENCE TOLERATED PASSING FRESH [WORD…]: with the input in $dir/input.
call() {
    unless_stopped
    region=$1 service=$2 operation=$3 query=$4 patience=$5 tolerated=$6 passing=$7 fresh=$8
    shift 8
    waited=0
    while :; do
        # shellcheck disable=SC2086
        if output=$(aws --no-paginate $binary "$service" "$operation" --region "$region" \
            --cli-input-json "file://$dir/input" --query "$query" --output text "$@" 2> "$dir/error"); then
            return
        fi
        error=$(cat "$dir/error")
        if matched "$tolerated"; then
            output=
            return
        fi
        if matched "$passing" && [ "$waited" -lt "$patience" ] || absent && [ "$waited" -lt "$fresh" ]; then
            sleep 1
            waited=$((waited + 1))
            continue
        fi
        printf '%s\n' "$error" >&2
        exit 1
    done
}

# await REGION SERVICE OPERATION QUERY EVERY MOST ENDED SAYS: the query's first value ends it, the second says that
# it is in vain.
await() {
    unless_stopped
    region=$1 service=$2 operation=$3 query=$4 every=$5 most=$6 ended=$7 says=$8
    waited=0
    pause=1
    while :; do
        # shellcheck disable=SC2086
        if output=$(aws --no-paginate $binary "$service" "$operation" --region "$region" \
            --cli-input-json "file://$dir/input" --query "$query" --output text 2> "$dir/error"); then
            [ "$(field 1)" != True ] || return 0
            [ "$(field 2)" != True ] || stop "waiting is in vain: $says"
        else
            error=$(cat "$dir/error")
            if matched "$ended"; then return 0; fi
            if ! absent; then
                printf '%s\n' "$error" >&2
                exit 1
            fi
        fi
        [ "$waited" -lt "$most" ] || stop "not within $most s: $says"
        sleep "$pause"
        waited=$((waited + pause))
        if [ "$pause" -lt "$every" ]; then pause=$((pause * 2)); fi
    done
}

caller '123456789012' 'us-east-1'

# 1. update net/Secret (AWS::SecretsManager::Secret)
step '1/2 update net/Secret'
printf '%s' '{"SecretId":"s","SecretString":'"$(json "$PLUMB_SECRET_NET_SECRET_SECRETSTRING")"',"Versions":[{"Value":'"$(json "$PLUMB_SECRET_NET_SECRET_VERSIONS_0__VALUE")"',"Id":"1"}]}' > "$dir/input"
call 'us-east-1' secretsmanager update-secret '`null`' 120 '' '' 0

# 2. create net/Other (AWS::SecretsManager::Secret)
step '2/2 create net/Other'

printf '%s\n' 'Done: 2 steps.'
