#!/usr/bin/env bash
# Installs what is missing, then runs every check and every test. A failure does not stop the rest; it is told
# again at the end, and the exit code is 1. Arguments go to `swift test`: Tests/run.sh --filter LanguageTests
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

python=$PWD/.venv/bin/python
names=() results=() seconds=()
failures=0
printed=$(mktemp) told=$(mktemp)
trap 'rm -f "$printed" "$told"' EXIT

step() {
    local name=$1 started=$SECONDS result=ok
    shift
    printf '\n==> %s\n' "$name"
    "$@" 2>&1 | tee "$printed"
    if [ "${PIPESTATUS[0]}" -ne 0 ]; then
        result=FAILED failures=$((failures + 1))
        repeated "$name" >>"$told"
    fi
    names+=("$name") results+=("$result") seconds+=($((SECONDS - started)))
}

# What speaks of a failure in what a step has printed, or its last lines where nothing does.
repeated() {
    local pattern='recorded an issue|error:|^(FAIL|ERROR):|(Error|Exception):|✘ (Test|Suite)|NOT|not converged'
    printf '\n%s:\n' "$1"
    grep -E "$pattern" "$printed" | cut -c 1-500 | head -n 40 | grep . || tail -n 15 "$printed" | cut -c 1-500
}

generated() {
    local ok=0
    "$python" Sources/CModels/generate.py --check || ok=1
    "$python" Sources/CModels/authorization.py --check || ok=1
    "$python" Sources/CSchemas/generate.py --check || ok=1
    return $ok
}

scripts() {
    local ok=0 file
    while IFS= read -r file; do
        case $(head -n 1 "$file") in
            '#!/bin/sh') sh -n "$file" || ok=1 ;;
            '#!/usr/bin/env bash') bash -n "$file" || ok=1 ;;
        esac
    done < <(find .ci Tests examples -type f \( -name '*.sh' -o -name run \))
    return $ok
}

# The Python tests of one folder.
python_tests() {
    (cd "$1" && "$python" -m unittest discover --top-level-directory . --start-directory .)
}

# A sample of what Tests/Support/killpoints.py does to whole runs; the seed is fixed.
interrupted_runs() {
    "$python" Tests/Support/killpoints.py --scenario tiny-apply --scenario tiny-destroy --scenario tiny-change \
        --scenario tiny-replace --scenario versions-change --do kill --do reset --do 500 --do stale --points 5 --seed 7
}

# The policies of `plumb permissions --for`, each action taken out in turn, and the pipelines of examples/ci.
least_permissions() { "$python" Tests/Support/least_permissions.py; }
pipelines() { "$python" Tests/Support/ci_examples.py; }

# Public CloudFormation templates, where there are any (PLUMB_TEMPLATES); it says so where there are none.
public_templates() { "$python" Tests/Support/wild.py; }

# XCTest is off only because it would add its own "0 tests" after the real result.
swift_tests() { swift test --skip-build --disable-xctest "$@"; }

if ! Tests/Support/prerequisites.sh; then
    echo 'Tests/run.sh: cannot go on without what is named above.' >&2
    exit 1
fi

step 'house rules'       "$python" .ci/check.py
step 'shell scripts'     scripts
step 'generated data'    generated
step 'swift-format'      swift format lint --strict --parallel --recursive Package.swift Sources Tests
step 'cfn-lint'          "$python" .ci/lint-templates.py
step 'tests of checks'   python_tests .ci
step 'tests of figures'  python_tests Tests/Benchmarks
step 'emulator'          python_tests Tests/Support
step 'swift build'       swift build --build-tests
step 'interrupted runs'  interrupted_runs
step 'least permissions' least_permissions
step 'pipelines'         pipelines
step 'public templates'  public_templates
if [ "$#" -gt 0 ]; then
    step 'swift test'    swift_tests "$@"
else
    # Apart, because the contract keeps the emulators busy for minutes, which others wait for.
    step 'contract'      swift_tests --filter ContractTests
    # Apart too, because it keeps both processors busy, and what measures time would wait.
    step 'simulation'    swift_tests --filter CrashSimulationTests
    step 'swift test'    swift_tests --skip 'ContractTests|CrashSimulationTests'
fi

printf '\n'
for i in "${!names[@]}"; do
    printf '%-7s %4d s  %s\n' "${results[$i]}" "${seconds[$i]}" "${names[$i]}"
done
if [ "$failures" -gt 0 ]; then
    cat "$told"
    printf '%d of %d steps failed, %d s\n' "$failures" "${#names[@]}" "$SECONDS"
    exit 1
fi
printf 'all %d steps passed, %d s\n' "${#names[@]}" "$SECONDS"
