#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The part of install.sh that only a checkout needs: what the build wants, and the build. install.sh sources it and gives
# it $checkout, say, die, has and logged.
# shellcheck disable=SC2034,SC2154 # variables are shared with install.sh

LIBRARIES='libcurl4-openssl-dev libssl-dev nlohmann-json3-dev libcli11-dev libfmt-dev ca-certificates'
BY_HAND='g++ 12 or clang++ 16, cmake 3.25, ninja, git, libcurl 7.88, OpenSSL 3, nlohmann-json 3.11, CLI11 2.1, fmt 9.1'

# version_at_least 3.25 3.30.1
version_at_least() {
    [ "$(printf '%s\n%s\n' "$1" "$2" | sort -t. -k1,1n -k2,2n | head -n 1)" = "$1" ]
}

new_enough_compiler() {
    has "$1" || return 1
    # shellcheck disable=SC2046 # three words are wanted
    set -- $(printf '__clang_major__ __GNUC__\n' | "$1" -E -P -x c++ - 2>/dev/null)
    case ${1:-} in
        __clang_major__) [ "${2:-0}" -ge 12 ] ;;
        '' | *[!0-9]*) return 1 ;;
        *) [ "$1" -ge 16 ] ;;
    esac
}

# Prints the first compiler that will do; CXX, when it is set, is the only one that counts.
find_compiler() {
    if [ -n "${CXX:-}" ]; then
        new_enough_compiler "$CXX" && printf '%s\n' "$CXX"
        return
    fi
    for compiler in c++ g++ clang++ g++-15 g++-14 g++-13 g++-12 clang++-19 clang++-18 clang++-17 clang++-16; do
        if new_enough_compiler "$compiler"; then
            printf '%s\n' "$compiler"
            return
        fi
    done
    return 1
}

new_enough_cmake() {
    has cmake || return 1
    version_at_least 3.25 "$(cmake --version | sed -n 's/^cmake version //p')"
}

has_package() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# missing_for_build [PACKAGE...]: programs count wherever they come from, libraries as packages.
missing_for_build() {
    find_compiler >/dev/null || printf 'g++ '
    new_enough_cmake || printf 'cmake '
    has ninja || printf 'ninja-build '
    has git || printf 'git '
    # shellcheck disable=SC2086 # a list of names
    for package in $LIBRARIES "$@"; do
        has_package "$package" || printf '%s ' "$package"
    done
}

# The log of packages and build stays where the build is.
prepare_build() {
    log=$checkout/build/install.log
    { mkdir -p "$checkout/build" && (: >"$log"); } 2>/dev/null ||
        die "$checkout/build cannot be written; use a checkout of your own"
}

in_checkout() { (cd "$checkout" && "$@"); }

build_aiws() {
    new_enough_cmake || die "cmake 3.25 or newer is needed (Debian 12 has it; else: pip install cmake)"
    CXX=$(find_compiler) || die "no compiler is new enough: g++ 12 or clang++ 16 is needed (CXX names another one)"
    export CXX
    say "building with $CXX, which takes a minute or two"
    logged in_checkout cmake --preset release || die "cmake could not set the build up; it needs $BY_HAND"
    logged in_checkout cmake --build --preset release --target aiws || die "the build failed; all of it is in $log"
    [ -x "$checkout/build/release/aiws" ] || die "the build made no $checkout/build/release/aiws"
}

# What --deps does.
install_build_packages() {
    source=checkout only_aiws=yes
    if [ "$dry_run" = yes ]; then
        say "this would install the packages that are missing: $(missing_packages)"
    else
        prepare_build
        install_packages
    fi
}
