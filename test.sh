#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what the tests need and runs them. The last line is "N passed, N failed".
set -uo pipefail

usage() {
    cat <<'EOF'
Usage: ./test.sh [PART...]

  quick     unit, cli and gateway on the dev build: under a minute once it is built
  lint      tools/lint --check
  unit      the unit tests on the dev build, and the JSON5 document beside another reader
  cli       approved output of every command on the dev build
  gateway   the binary against a misbehaving gateway, on the dev build
  asan      unit, cli and gateway with address and undefined-behaviour sanitizers, and a minute of fuzzing
  install   install.sh with stand-ins for what it calls, the demo provider, the tools
  release   install.sh for real, into build/install
  archive   tools/release, and what it made in root file systems of other Debians (needs root); without a part
            named, only the archive for this processor
  e2e       Prisma's engine on PostgreSQL; the release build on a real LiteLLM, PostgreSQL and OpenClaw
  workspace whole workspaces, as root and as a user made for it, from install.sh to uninstall (needs root)
  bench     one run of the benchmark, which fails by errors only

Without a part: all of them. AIWS_TEST_CACHE is where LiteLLM and the like are kept (else build/cache).
EOF
}

failed_steps=()

# step NAME COMMAND...: runs it, says how it went and how long it took.
step() {
    local name=$1 started=$SECONDS outcome=ok
    shift
    printf '\n=== %s\n' "$name"
    "$@" || outcome=FAILED
    [ "$outcome" = ok ] || failed_steps+=("$name")
    printf '=== %s: %s (%d s)\n' "$name" "$outcome" $((SECONDS - started))
    [ "$outcome" = ok ]
}

# --- what the steps do ------------------------------------------------------------------------------------------------

# The package of a cargo that reads today's registry, for tools/release; Debian 12 calls it cargo-web.
cargo_package() {
    cargo --version >/dev/null 2>&1 && return
    if grep -qs '^VERSION_ID="12"' /etc/os-release; then echo cargo-web; else echo cargo; fi
}

prepare() {
    # shellcheck disable=SC2046 # no word, or one
    ./install.sh --yes --deps catch2 ccache python3-venv zsh fish chromium fonts-dejavu-core \
        bats busybox curl openssl perl shellcheck wget \
        make binutils debootstrap qemu-user-static $(cargo_package) &&
        tools/venv build/venv tests/support/requirements.txt
}

declare -A outcomes=()

# A step that several parts need: done once, with the same outcome for each.
step_once() {
    if [ -z "${outcomes[$1]:-}" ]; then
        step "$@"
        outcomes[$1]=$?
    fi
    return "${outcomes[$1]}"
}

build() { step_once "build-$1" cmake_build "$1"; }

cmake_build() { cmake --preset "$1" >/dev/null && cmake --build --preset "$1"; }

unit_tests() {
    ctest --preset "$2" --no-tests=error --parallel "$(nproc)" --output-junit "$results/$1.xml"
}

# py_tests NAME BINARY FOLDER...
py_tests() {
    local name=$1 binary=$2
    shift 2
    AIWS_BIN=$PWD/$binary build/venv/bin/python -m pytest --junitxml="$results/$name.xml" "$@"
}

fuzz() { build/asan/tests/fuzz/json_fuzz --seconds 60; }

# As a user would, with a home of its own: the line on PATH goes there.
install_release() {
    # the workspace tests build it again as other users, elsewhere
    local -x CCACHE_DIR="${AIWS_TEST_CACHE:-$PWD/build/cache}/ccache" CCACHE_BASEDIR="$PWD"
    mkdir -p build/home && HOME=$PWD/build/home ./install.sh --yes --only-aiws --prefix "$PWD/build/install" &&
        build/install/bin/aiws --version
}

bench() { AIWS_BIN=$PWD/build/install/bin/aiws tests/bench/run --smoke; }

# --- the parts --------------------------------------------------------------------------------------------------------

part_lint() { step lint tools/lint --check; }
part_unit() { build dev && step unit unit_tests unit dev && step json py_tests json build/dev/aiws tests/json; }
part_cli() { build dev && step cli py_tests cli build/dev/aiws tests/cli; }
part_gateway() { build dev && step gateway py_tests gateway build/dev/aiws tests/gateway; }
part_quick() { part_unit; part_cli; part_gateway; }

part_asan() {
    build asan || return
    step asan-unit unit_tests asan-unit asan
    step asan-cli py_tests asan-cli build/asan/aiws tests/cli
    step asan-gateway py_tests asan-gateway build/asan/aiws tests/gateway
    step asan-json py_tests asan-json build/asan/aiws tests/json
    step fuzz fuzz
}

part_install() { build dev && install_tests build/dev/aiws; }

install_tests() { step install py_tests install "$1" tests/install tests/demo tests/tools; }

part_release() { step_once release install_release; }

part_archive() { step archives tools/release && archive_tests; }

archive_tests() { step archive py_tests archive "build/release-$(uname -m)/aiws" tests/release; }

part_e2e() {
    part_release || return
    step engine py_tests engine build/install/bin/aiws tests/engine
    step e2e py_tests e2e build/install/bin/aiws tests/e2e
}

part_workspace() { part_release && step workspace py_tests workspace build/install/bin/aiws tests/workspace; }

part_bench() { part_release && step bench bench; }

# What takes all cores for long and nobody waits for runs beside the tests that mostly wait, on what they leave of the
# cores. The asan build runs what the dev build would.
part_all() {
    local beside=$PWD/build/beside.log
    start_beside "$beside"
    part_release && install_tests build/install/bin/aiws
    part_e2e
    part_workspace
    join_beside "$beside"
    part_asan
    AIWS_RELEASES=$(uname -m) archive_tests
    part_bench
}

start_beside() {
    mkdir -p ~/.cache ~/.cargo
    (
        renice -n 19 -p "$BASHPID" >/dev/null
        # the tests beside it look at what they left in /tmp and in the home folder
        export TMPDIR=$PWD/build/beside
        mkdir -p "$TMPDIR"
        # shellcheck disable=SC2030 # its own
        failed_steps=()
        part_lint
        step archives tools/release --target "$(uname -m)"
        build asan
        printf '%s\n' "${failed_steps[@]}" >"$1.failed"
    ) >"$1" 2>&1 &
    beside_job=$!
}

join_beside() {
    printf '\n=== lint, the archive and the asan build, which ran beside these\n'
    wait "$beside_job"
    cat "$1"
    local name
    while read -r name; do
        # shellcheck disable=SC2031 # the file tells of those there
        [ -z "$name" ] || failed_steps+=("$name")
    done <"$1.failed"
    outcomes[build-asan]=0 # or it is told already
    ! grep -qx build-asan "$1.failed" || outcomes[build-asan]=1
}

# ----------------------------------------------------------------------------------------------------------------------

main() {
    cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1
    local part
    for part in "$@"; do
        case $part in
            quick | lint | unit | cli | gateway | asan | install | release | archive | e2e | workspace | bench) ;;
            --help | -h) usage && exit 0 ;;
            *) usage >&2 && exit 64 ;;
        esac
    done
    # Nobody's own keys, gateway or settings have a part in the tests.
    unset "${!DEEPSEEK_@}" "${!NVIDIA_@}" "${!OLLAMA_@}" "${!LITELLM_@}" "${!OPENCLAW_@}" "${!XDG_@}" \
        AI_WORKSPACE_AUTH_TOKEN AIWS_HOME AIWS_PREFIX AIWS_VERSION AIWS_OFFLINE AIWS_BASE_URL AIWS_DATABASE_URL \
        AIWS_DB_ENGINE AIWS_SUPERVISOR AIWS_REQUIREMENTS
    results=$PWD/build/results
    rm -rf "$results" && mkdir -p "$results" || exit 1
    trap '[ -z "${beside_job:-}" ] || kill "$beside_job" 2>/dev/null' EXIT
    if step prepare prepare; then
        for part in "${@:-all}"; do "part_$part"; done
    fi
    printf '\n%d s; failed: %s\n' "$SECONDS" "${failed_steps[*]:-nothing}"
    python3 tools/count_results.py "$results" "${failed_steps[@]}"
}

main "$@"
