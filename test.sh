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
  cli       approved output of every command on the dev build, install.sh, tools
  gateway   the binary against a misbehaving gateway, on the dev build
  asan      unit, cli and gateway with address and undefined-behaviour sanitizers, and a minute of fuzzing
  release   install.sh for real, into build/install
  e2e       the release build on a real LiteLLM, PostgreSQL and OpenClaw
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

prepare() {
    ./install.sh --yes --deps catch2 ccache python3-venv zsh fish chromium fonts-dejavu-core &&
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
    mkdir -p build/home && HOME=$PWD/build/home ./install.sh --yes --prefix "$PWD/build/install" &&
        build/install/bin/aiws --version
}

bench() { AIWS_BIN=$PWD/build/install/bin/aiws tests/bench/run --smoke; }

# --- the parts --------------------------------------------------------------------------------------------------------

part_lint() { step lint tools/lint --check; }
part_unit() { build dev && step unit unit_tests unit dev && step json py_tests json build/dev/aiws tests/json; }
part_cli() { build dev && step cli py_tests cli build/dev/aiws tests/cli tests/install tests/tools; }
part_gateway() { build dev && step gateway py_tests gateway build/dev/aiws tests/gateway; }
part_quick() { part_unit; part_cli; part_gateway; }

part_asan() {
    build asan || return
    step asan-unit unit_tests asan-unit asan
    step asan-cli py_tests asan-cli build/asan/aiws tests/cli
    step asan-gateway py_tests asan-gateway build/asan/aiws tests/gateway
    step fuzz fuzz
}

part_release() { step_once release install_release; }

part_e2e() { part_release && step e2e py_tests e2e build/install/bin/aiws tests/e2e; }
part_bench() { part_release && step bench bench; }

# The asan build runs the suites of cli and gateway, so the dev build need not.
part_all() {
    part_lint
    part_unit
    part_asan
    step tools py_tests tools build/dev/aiws tests/install tests/tools
    part_e2e
    part_bench
}

# ----------------------------------------------------------------------------------------------------------------------

main() {
    cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1
    local part
    for part in "$@"; do
        case $part in
            quick | lint | unit | cli | gateway | asan | release | e2e | bench) ;;
            --help | -h) usage && exit 0 ;;
            *) usage >&2 && exit 64 ;;
        esac
    done
    # Nobody's own keys, gateway or settings have a part in the tests.
    unset "${!DEEPSEEK_@}" "${!NVIDIA_@}" "${!OLLAMA_@}" "${!LITELLM_@}" "${!OPENCLAW_@}" "${!XDG_@}" \
        AI_WORKSPACE_AUTH_TOKEN
    results=$PWD/build/results
    rm -rf "$results" && mkdir -p "$results" || exit 1
    if step prepare prepare; then
        for part in "${@:-all}"; do "part_$part"; done
    fi
    printf '\n%d s; failed: %s\n' "$SECONDS" "${failed_steps[*]:-nothing}"
    python3 tools/count_results.py "$results" "${failed_steps[@]}"
}

main "$@"
