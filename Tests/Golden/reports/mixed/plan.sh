#!/bin/sh
# Plan: 4 to add, 5 to change, 3 to destroy.
# stack net (stacks/net.yaml), us-east-1
# The calls of a plan, in its order. It does not look whether anything has moved since the plan was made, and
# it is no apply: run again after a failure, it makes again what was made.
set -eu
umask 077

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

# 1. create net/Vpc (AWS::EC2::VPC)
step '1/12 create net/Vpc'
stop 'ec2:CreateVpc of net/Vpc needs VpcId of net/Vpc, which no answer holds as it is; the shell cannot make it. Use plumb apply.'

# 2. create net/SubnetA (AWS::EC2::Subnet)
step '2/12 create net/SubnetA'
stop 'ec2:CreateSubnet of net/SubnetA needs VpcId of net/Vpc, which no answer holds as it is; the shell cannot make it. Use plumb apply.'

# 3. create net/Launch (AWS::AutoScaling::LaunchConfiguration)
step '3/12 create net/Launch'
printf '%s' '{}' > "$dir/input"
call 'us-east-1' x create-thing '`null`' 120 '' '' 0

# 4. delete net/Launch (AWS::AutoScaling::LaunchConfiguration)
step '4/12 delete net/Launch'
printf '%s' '{"Id":"old-1"}' > "$dir/input"
call 'us-east-1' x delete-thing '`null`' 120 '' '' 0

# 5. delete net/Queue (AWS::SQS::Queue)
step '5/12 delete net/Queue'
printf '%s' '{"Id":"old-1"}' > "$dir/input"
call 'us-east-1' x delete-thing '`null`' 120 '' '' 0

# 6. create net/Queue (AWS::SQS::Queue)
step '6/12 create net/Queue'
printf '%s' '{}' > "$dir/input"
call 'us-east-1' x create-thing '`null`' 120 '' '' 0

# 7. delete net/Logs (AWS::S3::Bucket)
step '7/12 delete net/Logs'
printf '%s' '{"Bucket":"digital-logs"}' > "$dir/input"
call 'us-east-1' s3api delete-bucket '`null`' 120 '' '' 0

# 8. update net/Group (AWS::EC2::SecurityGroup)
step '8/12 update net/Group'
printf '%s' '{"GroupId":"sg-1"}' > "$dir/input"
call 'us-east-1' ec2 revoke-security-group-ingress '`null`' 120 '' '' 0

# 9. update net/Thing1 (AWS::SNS::Topic)
step '9/12 update net/Thing1'
printf '%s' '{"N":1}' > "$dir/input"
call 'us-east-1' sns tag-resource '`null`' 120 '' '' 0

# 10. update net/Thing2 (AWS::SNS::Topic)
step '10/12 update net/Thing2'
printf '%s' '{"N":2}' > "$dir/input"
call 'us-east-1' sns tag-resource '`null`' 120 '' '' 0

# 11. update net/Thing3 (AWS::SNS::Topic)
step '11/12 update net/Thing3'
printf '%s' '{"N":3}' > "$dir/input"
call 'us-east-1' sns tag-resource '`null`' 120 '' '' 0

# 12. update net/Thing4 (AWS::SNS::Topic)
step '12/12 update net/Thing4'
printf '%s' '{"N":4}' > "$dir/input"
call 'us-east-1' sns tag-resource '`null`' 120 '' '' 0

printf '%s\n' 'Done: 12 steps.'
