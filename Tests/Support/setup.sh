#!/bin/sh
# Makes the Python environment that the emulator, the oracle programs and the linter run in.
# Usage: setup.sh [DIRECTORY]   (default: .venv at the top of the repository)
# Does nothing when the environment already holds exactly what requirements.txt pins.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
environment=${1:-$here/../../.venv}
wanted=$(cat "$here/requirements.txt" "$here/setup.sh" | sha256sum | cut -d' ' -f1)
stamp=$environment/.plumb-requirements

if [ -x "$environment/bin/python" ] && [ "$(cat "$stamp" 2>/dev/null || true)" = "$wanted" ]; then
    exit 0
fi
if ! command -v python3 >/dev/null 2>&1 || ! python3 -c 'import venv, ensurepip' >/dev/null 2>&1; then
    echo "setup.sh: python3 with venv is needed: apt-get install python3 python3-venv" >&2
    exit 1
fi
rm -f "$stamp"
[ -x "$environment/bin/python" ] || python3 -m venv "$environment"
"$environment/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
echo "$wanted" > "$stamp"
