# shellcheck shell=bash
#
# What scripts/demo and scripts/test share: say what is done, install what is missing, keep a Python environment.
# Sourced, not run. Works on Debian 12 and 13 and on Ubuntu 24.04, as root or with sudo.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export CMAKE_BUILD_PARALLEL_LEVEL="${CMAKE_BUILD_PARALLEL_LEVEL:-$(nproc)}"
export CTEST_PARALLEL_LEVEL="${CTEST_PARALLEL_LEVEL:-$(nproc)}"
export PIP_DISABLE_PIP_VERSION_CHECK=1

say() { printf '== %s\n' "$*"; }

die() {
    printf '%s\n' "$*" >&2
    exit 1
}

# run NAME COMMAND…: keeps the output in build/logs/NAME.log and shows its end only when the command fails.
run() {
    local name="$1" log="build/logs/$1.log"
    shift
    mkdir -p build/logs
    "$@" </dev/null >"$log" 2>&1 || {
        tail -n 100 "$log" >&2
        die "failed: $name (the whole output is in $log)"
    }
}

as_root() {
    if [[ $EUID -eq 0 ]]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        die "found neither root nor sudo; wanted one of them for: $*"
    fi
}

# need PACKAGE TEST…: notes a system package for installation unless the test succeeds.
missing_packages=()
need() {
    local package="$1"
    shift
    "$@" >/dev/null 2>&1 || missing_packages+=("$package")
}

install_missing_packages() {
    [[ ${#missing_packages[@]} -gt 0 ]] || return 0
    command -v apt-get >/dev/null || die "missing: ${missing_packages[*]}; found no apt-get to install them with"
    say "installing ${missing_packages[*]}"
    run apt-update as_root apt-get update
    run apt-install as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends "${missing_packages[@]}"
    missing_packages=()
}

# at_least MINIMUM VERSION
at_least() { [[ "$(printf '%s\n' "$1" "$2" | sort -V | head -n 1)" == "$1" ]]; }

have_cmake() { at_least 3.25 "$(cmake --version | sed -n 's/^cmake version //p')"; }

# The first Python that can make a virtual environment and compile an extension: others are on many machines too.
find_python() {
    local candidate
    for candidate in python3 /usr/bin/python3 python3.13 python3.12 python3.11; do
        if "$candidate" - <<'PROGRAM' >/dev/null 2>&1; then
import ensurepip, os, sys, sysconfig, venv
header = os.path.join(sysconfig.get_path("include"), "Python.h")
sys.exit(sys.version_info < (3, 11) or not os.path.exists(header))
PROGRAM
            printf '%s\n' "$candidate"
            return 0
        fi
    done
    return 1
}

need_build_tools() {
    need g++ command -v g++
    need cmake have_cmake
    need ninja-build command -v ninja
    if ! find_python >/dev/null; then
        missing_packages+=(python3-venv python3-dev)
    fi
}

# A digest of the files below the given paths: what was done with them need not be done again while it stays the same.
digest() { find "$@" -type f -not -path '*/__pycache__/*' -print0 | sort -z | xargs -0 sha256sum | sha256sum; }

# unchanged STAMP DIGEST
unchanged() { [[ -f $1 && "$(<"$1")" == "$2" ]]; }

# python_environment NAME: .venv with the packages of requirements-NAME.txt.
python_environment() {
    local requirements="requirements-$1.txt" stamp=".venv/pug-$1.stamp" now python
    if ! .venv/bin/python -c '' 2>/dev/null; then
        python="$(find_python)" || die "found no Python 3.11 or newer with venv and Python.h; wanted one, e.g. /usr/bin/python3"
        say "making .venv"
        rm -rf .venv build/python
        run venv "$python" -m venv .venv
    fi
    now="$(digest requirements-*.txt)"
    if unchanged "$stamp" "$now"; then return 0; fi
    # The packages of dev include those of demo.
    if [[ $1 == demo ]] && unchanged .venv/pug-dev.stamp "$now"; then return 0; fi
    say "installing the Python packages of $requirements"
    run "pip-$1" .venv/bin/pip install -r "$requirements"
    printf '%s\n' "$now" >"$stamp"
}

# Builds the Python package and installs it into .venv.
install_package() {
    local stamp=".venv/pug-package.stamp" now
    now="$(digest CMakeLists.txt pyproject.toml README.md cmake include src bindings tests/conformance requirements-demo.txt)"
    unchanged "$stamp" "$now" && return 0
    say "building the Python package"
    run package .venv/bin/pip install --no-deps --no-build-isolation --config-settings=build-dir=build/python .
    printf '%s\n' "$now" >"$stamp"
}

c_and_cpp_files() { find include src bindings tests examples bench \( -name '*.[ch]pp' -o -name '*.[ch]' \) -print; }
