#!/usr/bin/env bash
# Walks through plumb's main job on the real stacks, against an emulated AWS on this machine.
#
#   examples/quickstart.sh [--release] [--pause]
#
#   --release   build with optimization (slower to build, faster to run)
#   --pause     wait for the Enter key before each step
#
# Nothing leaves the machine but what installing and building download. Exit code 0 means that every step did what
# it says here.
set -euo pipefail
cd "$(dirname "$0")/.."

configuration=debug pause=no
for argument in "$@"; do
    case $argument in
        --release) configuration=release ;;
        --pause) pause=yes ;;
        *) sed -n '2,9s/^# \{0,1\}//p' "$0" >&2; exit 64 ;;
    esac
done

work=$(mktemp -d)
emulator=
finish() {
    if [ -n "$emulator" ]; then
        kill "$emulator" 2>/dev/null || true
        wait "$emulator" 2>/dev/null || true
    fi
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

bold= plain=
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then bold=$'\e[1m' plain=$'\e[0m'; fi

step_number=0
step() {
    step_number=$((step_number + 1))
    printf '\n%s%d. %s%s\n' "$bold" "$step_number" "$1" "$plain"
    shift
    printf '   %s\n' "$@"
    if [ "$pause" = yes ] && [ -t 0 ]; then read -r -p '   [Enter] ' _; fi
}

fail() {
    printf '\nquickstart.sh: %s\n' "$1" >&2
    [ -z "${2:-}" ] || tail -n 20 "$2" >&2
    exit 1
}

# expect CODE COMMAND…: shows the command, runs it, and fails unless it exits with CODE. What it printed on standard
# output stays in $work/output.
expect() {
    local wanted=$1 code=0
    shift
    printf '\n   %s$ %s%s\n' "$bold" "$*" "$plain"
    "$@" > "$work/output" || code=$?
    cat "$work/output"
    if [ "$wanted" != 0 ]; then printf '   (exit code %d)\n' "$code"; fi
    [ "$code" -eq "$wanted" ] || fail "'$*' exited with $code instead of $wanted"
}

# names WORD…: fails unless the last output holds each word.
names() {
    local word
    for word in "$@"; do
        grep -qF -- "$word" "$work/output" || fail "the output above does not name '$word'"
    done
}

# same WHAT WANTED GOT
same() {
    [ "$2" = "$3" ] || fail "$1 should be '$2' and is '$3'"
    printf '   AWS says: %s is %s\n' "$1" "${3:-empty}"
}

step 'Install what is missing, and build' \
    'System packages, a Python environment with the pinned emulator, and plumb itself.'
Tests/Support/prerequisites.sh --without-browser
swift build --configuration "$configuration" --product plumb
PATH=$(swift build --configuration "$configuration" --show-bin-path):$PWD/.venv/bin:$PATH

step 'Start the emulator' \
    'An AWS account that lives in the memory of this machine, on a loopback address.'
python=$PWD/.venv/bin/python
(cd Tests/Support && exec "$python" -m emulator --port 0 --ready-file "$work/ready") > "$work/emulator.log" 2>&1 &
emulator=$!
for _ in $(seq 600); do
    [ ! -s "$work/ready" ] || break
    kill -0 "$emulator" 2>/dev/null || fail 'the emulator did not start' "$work/emulator.log"
    sleep 0.1
done
[ -s "$work/ready" ] || fail 'the emulator did not become ready within a minute' "$work/emulator.log"
address=$(head -n 1 "$work/ready")
printf '   listening on %s\n' "$address"

# Only the emulator: no profile, session, endpoint or credentials of the caller may reach plumb or the aws CLI.
while IFS='=' read -r variable _; do
    case $variable in AWS_*) unset "$variable" ;; esac
done < <(env)
export AWS_ENDPOINT_URL=$address AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1
export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE AWS_SECRET_ACCESS_KEY=emulated
export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null AWS_EC2_METADATA_DISABLED=true
export AWS_PAGER= NO_PROXY=127.0.0.1 no_proxy=127.0.0.1

step 'Validate' \
    'Syntax, types, properties and references of the cluster and its three services; AWS is not asked.'
expect 0 plumb validate stacks

step 'Plan' \
    'The account is empty, so everything is to be added. The services import from the cluster what does not exist' \
    'yet: names and ARNs are predicted, and only ids that AWS makes up are known after apply.' \
    'With --detailed-exitcode, 2 means that there are changes.'
expect 2 plumb plan stacks --detailed-exitcode

step 'Apply' \
    'One run for all four stacks; each step starts as soon as what it needs is there.'
expect 0 plumb apply stacks --auto-approve
vpcs() { aws ec2 describe-vpcs --filters Name=tag-key,Values=plumb:stack --query 'length(Vpcs)' --output text; }
retention() {
    aws logs describe-log-groups --log-group-name-prefix digitalApps \
        --query "logGroups[?logGroupName=='digitalApps'].retentionInDays" --output text
}
same 'the number of VPCs' 1 "$(vpcs)"
same 'the log retention' 90 "$(retention)"

step 'Plan again' \
    'Nothing is to do, and nothing was stored on this machine to know it: the account is the only state.'
calls() { "$python" -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1" < "$work/counts"; }
curl -sf -X POST "$address/_plumb/clear-calls" > /dev/null
expect 0 plumb plan stacks --detailed-exitcode
curl -sf "$address/_plumb/counts" > "$work/counts"
printf '   It took %s calls.\n' "$(calls total)"
same 'the number of mutating calls' 0 "$(calls mutating)"

step "Change the account behind plumb's back" \
    'Someone shortens the log retention and opens SSH to the world in the console.'
group=$(aws ec2 describe-security-groups --filters Name=group-name,Values=digitalAppsInstances \
    --query 'SecurityGroups[0].GroupId' --output text)
expect 0 aws logs put-retention-policy --log-group-name digitalApps --retention-in-days 7
expect 0 aws ec2 authorize-security-group-ingress --group-id "$group" --protocol tcp --port 22 --cidr 0.0.0.0/0 \
    --query Return

step 'Drift' \
    'Both are found and named, also the rule that no file mentions. Exit code 2: live AWS is not what the files say.'
expect 2 plumb drift stacks
names LogGroup InstanceSecurityGroup 0.0.0.0/0

step 'Apply once more' \
    'What moved is put back, nothing else is touched.'
expect 0 plumb apply stacks --auto-approve
ssh_from() {
    aws ec2 describe-security-groups --group-ids "$group" --output text \
        --query 'SecurityGroups[0].IpPermissions[?FromPort==`22`].IpRanges[].CidrIp'
}
same 'the log retention' 90 "$(retention)"
same 'where SSH may come from' 198.51.100.0/24 "$(ssh_from)"
expect 0 plumb drift stacks

step 'Outputs' \
    "What one app's CI needs, as a dotenv file. The secret access key is not in it: it went from AWS straight into" \
    'a Secrets Manager secret, which the last variables name.'
expect 0 plumb outputs stacks/services/registry-certs.yaml --format dotenv
names AWS_CLOUDWATCH_LOGS_GROUP=digitalApps AWS_DEFAULT_REGION=us-east-1 AWS_ECS_CLUSTER=digitalApps \
    AWS_ECS_REGISTRY= AWS_ECS_REPOSITORY_NAMESPACE=digital-apps AWS_ECS_SERVICE_ROLE_ARN= AWS_ECS_TASK_ROLE_ARN= \
    AWS_S3_CONFIG_BUCKET=cob-digital-apps-config AWS_ACCESS_KEY_ID= AWS_EC2_TARGET_GROUP_ARN= \
    AWS_ECS_SERVICE_NAME=registry-certs
secret=$(aws secretsmanager get-secret-value --secret-id digital-ci/registry-certs --query SecretString --output text)
if grep -qF -- "$secret" "$work/output"; then fail 'the secret access key was printed'; fi

step 'Destroy' \
    'Backwards along the live dependencies. The config bucket keeps old versions of the .env files, so it is given' \
    'up only because --delete-data says so.'
expect 0 plumb destroy stacks --auto-approve --delete-data
same 'the number of VPCs' 0 "$(vpcs)"
same 'the log retention' '' "$(retention)"
same 'the list of buckets' '' "$(aws s3api list-buckets --query 'Buckets[].Name' --output text | grep -v '^None$' || true)"

printf '\n%sEvery step did what it should.%s  Against a real account: set credentials instead of AWS_ENDPOINT_URL,\n' \
    "$bold" "$plain"
printf 'and adapt the stack files as stacks/README.md tells.\n'
