#!/bin/sh
# Installs what building and testing need and the machine lacks: Debian packages, and the Python environment. With
# --without-browser not the browser in which a test looks at the HTML report.
# The Swift toolchain is not installed; it must be on the PATH. Without the browser one test has nothing to look with, and says
# so; so its installation may fail.
set -eu

here=$(cd "$(dirname "$0")" && pwd)

if ! command -v swift >/dev/null 2>&1; then
    echo "prerequisites.sh: no swift on the PATH; plumb needs Swift 6.2 or later: https://www.swift.org/install/linux/" >&2
    exit 1
fi

packages=
command -v pkg-config >/dev/null 2>&1 || packages="$packages pkg-config"
pkg-config --exists libcurl 2>/dev/null || packages="$packages libcurl4-openssl-dev"
pkg-config --exists yaml-0.1 2>/dev/null || packages="$packages libyaml-dev"
command -v git >/dev/null 2>&1 || packages="$packages git"
command -v curl >/dev/null 2>&1 || packages="$packages curl"
python3 -c 'import venv, ensurepip' >/dev/null 2>&1 || packages="$packages python3 python3-venv"

# install PACKAGE…: the package lists may be missing or old, so they are fetched only after a failure.
install() {
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "prerequisites.sh: this machine has no apt-get; install the counterparts of: $*" >&2
        return 1
    fi
    sudo=
    [ "$(id -u)" -eq 0 ] || sudo=sudo
    echo "installing: $*" >&2
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >&2 || {
        $sudo apt-get update -q >&2 &&
            $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >&2
    }
}

if [ -n "$packages" ]; then
    # shellcheck disable=SC2086 # a list of words
    install $packages || exit 1
fi

# The names by which Tests/Support/browser.py looks for one.
browser=
[ "${1-}" != --without-browser ] || browser=none
for name in chromium chromium-browser google-chrome headless_shell; do
    ! command -v "$name" >/dev/null 2>&1 || browser=$name
done
if [ -z "$browser" ]; then
    install chromium || echo "prerequisites.sh: WARNING: no Chromium; the HTML report is not tried in a browser" >&2
fi

"$here/setup.sh"
