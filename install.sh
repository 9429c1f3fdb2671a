#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Builds aiws from this checkout and puts it on PATH. Everything is in functions and the last line calls them, so that
# half a script does nothing.
set -u

MARK='# added by aiws install.sh'
LIBRARIES='libcurl4-openssl-dev libssl-dev nlohmann-json3-dev libcli11-dev libfmt-dev ca-certificates'
BY_HAND='g++ 12 or clang++ 16, cmake 3.25, ninja, git, libcurl 7.88, OpenSSL 3, nlohmann-json 3.11, CLI11 2.1, fmt 9.1'

usage() {
    cat <<'EOF'
Usage: ./install.sh [--yes] [--prefix DIR]
       ./install.sh --uninstall [--prefix DIR]
       ./install.sh --deps [PACKAGE...]

Builds aiws from this checkout and installs it as DIR/bin/aiws, with shell completion under DIR/share.
Packages that the build needs and the system lacks are installed with apt-get (with sudo, unless you are root).

  --prefix DIR   where to; else /usr/local for root and ~/.local for anybody else
  --yes          do not ask before installing packages
  --uninstall    take away what an installation put there; settings and what aiws registered stay
  --deps         only install the packages that the build needs, and the PACKAGEs named
  --help         this text

Example: ./install.sh --prefix "$HOME/.local"
EOF
}

say() { printf 'aiws: %s\n' "$*"; }

die() {
    printf 'aiws install: %s\n' "$*" >&2
    exit 1
}

misuse() {
    printf 'aiws install: %s; see ./install.sh --help\n' "$*" >&2
    exit 64
}

# Runs a command with its output in the log; when it fails, the end of the log is shown.
logged() {
    "$@" >"$log" 2>&1 && return 0
    tail -n 20 "$log" >&2
    return 1
}

# --- what the build needs ---------------------------------------------------------------------------------------------

# version_at_least 3.25 3.30.1
version_at_least() {
    [ "$(printf '%s\n%s\n' "$1" "$2" | sort -t. -k1,1n -k2,2n | head -n 1)" = "$1" ]
}

new_enough_compiler() {
    command -v "$1" >/dev/null 2>&1 || return 1
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
    command -v cmake >/dev/null 2>&1 || return 1
    version_at_least 3.25 "$(cmake --version | sed -n 's/^cmake version //p')"
}

has_package() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# Programs count wherever they come from, libraries as packages.
missing_packages() {
    find_compiler >/dev/null || printf 'g++ '
    new_enough_cmake || printf 'cmake '
    command -v ninja >/dev/null 2>&1 || printf 'ninja-build '
    command -v git >/dev/null 2>&1 || printf 'git '
    # shellcheck disable=SC2086 # a list of names
    for package in $LIBRARIES "$@"; do
        has_package "$package" || printf '%s ' "$package"
    done
}

# The packages named as arguments are wanted besides the build's own.
install_packages() {
    if ! command -v apt-get >/dev/null 2>&1; then
        [ "$(uname -s)" = Linux ] || die "this system is not Linux, and nothing else is supported"
        say "no apt-get here, so the build uses what there is; it needs $BY_HAND"
        return
    fi
    missing=$(missing_packages "$@")
    [ -n "$missing" ] || return 0
    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null 2>&1 ||
            die "packages are missing and there is no sudo; have root run: apt-get install $missing"
        as_root=sudo
    fi
    say "installing the packages that are missing: $missing"
    agreed || die "nothing was done; run it again with --yes, or install the packages yourself"
    # A broken foreign source fails the update, but maybe not the packages.
    logged $as_root apt-get update || say "apt-get update failed; trying with the lists that are there"
    # shellcheck disable=SC2086 # a list of names
    logged $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing ||
        die "apt-get could not install: $missing(is there a network?)"
}

agreed() {
    [ "$yes" = no ] && [ -t 0 ] || return 0
    printf 'Go on? [Y/n] '
    read -r answer || answer=n
    case $answer in '' | [yY]*) return 0 ;; *) return 1 ;; esac
}

# --- building and installing ------------------------------------------------------------------------------------------

build() {
    new_enough_cmake || die "cmake 3.25 or newer is needed (Debian 12 has it; else: pip install cmake)"
    CXX=$(find_compiler) || die "no compiler is new enough: g++ 12 or clang++ 16 is needed (CXX names another one)"
    export CXX
    say "building with $CXX, which takes a minute or two"
    logged cmake --preset release || die "cmake could not set the build up; it needs $BY_HAND"
    logged cmake --build --preset release --target aiws || die "the build failed; all of it is in $log"
    [ -x build/release/aiws ] || die "the build made no build/release/aiws"
}

# put FILE MODE TARGET: in one step, so that a running aiws is not disturbed.
put() {
    if ! { mkdir -p "$(dirname "$3")" && cp "$1" "$3.new" && chmod "$2" "$3.new" && mv -f "$3.new" "$3"; } 2>>"$log"; then
        rm -f "$3.new"
        die "$3 could not be written; choose another place with --prefix DIR"
    fi
}

completion_file() {
    case $1 in
        bash) printf '%s\n' "$prefix/share/bash-completion/completions/aiws" ;;
        zsh) printf '%s\n' "$prefix/share/zsh/site-functions/_aiws" ;;
        fish) printf '%s\n' "$prefix/share/fish/vendor_completions.d/aiws.fish" ;;
    esac
}

put_completions() {
    for shell in bash zsh fish; do
        script=build/release/completion.$shell
        "$prefix/bin/aiws" completion "$shell" >"$script" 2>>"$log" || die "aiws completion $shell failed"
        put "$script" 644 "$(completion_file "$shell")"
    done
    say "installed completion for bash, zsh and fish under $prefix/share"
}

# --- the line on PATH -------------------------------------------------------------------------------------------------

# The folder in single quotes, whatever is in its name.
path_line() {
    quoted=$(printf '%s' "$prefix/bin" | sed "s/'/'\\\\''/g")
    # shellcheck disable=SC2016 # it is the user's shell that fills in PATH
    printf 'export PATH='\''%s'\'':"$PATH" %s\n' "$quoted" "$MARK"
}

profiles() {
    printf '%s\n' "$HOME/.profile"
    [ ! -f "$HOME/.bashrc" ] || printf '%s\n' "$HOME/.bashrc"
}

has_line() { [ -f "$1" ] && grep -qxF -- "$(path_line)" "$1"; }

add_line() {
    has_line "$1" && return
    # Somebody's last line may lack its end.
    [ -z "$(tail -c 1 "$1" 2>/dev/null)" ] || { printf '\n' >>"$1"; } 2>/dev/null
    { path_line >>"$1"; } 2>/dev/null || die "$1 could not be written; add this line to it: $(path_line)"
    say "added to $1: $(path_line)"
}

put_on_path() {
    case :$PATH: in *":$prefix/bin:"*) return ;; esac
    profiles | while IFS= read -r file; do add_line "$file" || exit 1; done || exit 1
    say "open a new shell, or for this one: export PATH='$prefix/bin':\"\$PATH\""
}

remove_line() {
    has_line "$1" || return 0
    rest=$(grep -vxF -- "$(path_line)" "$1"; printf x) # the x keeps empty lines at the end
    { printf '%s' "${rest%x}" >"$1"; } 2>/dev/null || die "$1 could not be written; take this line out of it: $(path_line)"
    say "removed the line on PATH from $1"
    # Only we can have made a file of that one line.
    [ -s "$1" ] || [ -L "$1" ] || rm -f "$1"
}

# --- the commands -----------------------------------------------------------------------------------------------------

install_all() {
    enter_checkout
    install_packages "$@"
    build
    put build/release/aiws 755 "$prefix/bin/aiws"
    version=$("$prefix/bin/aiws" --version 2>>"$log") || die "$prefix/bin/aiws does not run here"
    say "installed $prefix/bin/aiws ($version)"
    put_completions
    put_on_path
    cat <<'EOF'
aiws: next, with the keys you have (DEEPSEEK_API_KEY, NVIDIA_API_KEY, OLLAMA_API_KEY):
    export NVIDIA_API_KEY=...
    aiws register
EOF
}

packages_only() {
    enter_checkout
    install_packages "$@"
}

uninstall_all() {
    found=no
    for file in "$prefix/bin/aiws" "$(completion_file bash)" "$(completion_file zsh)" "$(completion_file fish)"; do
        [ -e "$file" ] || continue
        rm -f "$file" 2>/dev/null || die "$file could not be removed; run this as its owner"
        say "removed $file"
        found=yes
    done
    profiles | while IFS= read -r file; do remove_line "$file" || exit 1; done || exit 1
    [ "$found" = yes ] || say "there is no aiws under $prefix"
    say "your settings (${XDG_CONFIG_HOME:-$HOME/.config}/aiws) and what aiws registered stay as they are"
}

# Where we are: the folder of this script, which must be a checkout.
enter_checkout() {
    cd "$(dirname "$0")" 2>/dev/null && [ -f CMakePresets.json ] && [ -f install.sh ] ||
        die "run it from a checkout of aiws: cd aiws && ./install.sh"
    mkdir -p build 2>/dev/null && [ -w build ] || die "$(pwd)/build cannot be written; use a checkout of your own"
    log=build/install.log
    : >"$log" || die "$log cannot be written; use a checkout of your own"
}

absolute() {
    case $1 in /*) printf '%s\n' "${1%/}" ;; *) printf '%s/%s\n' "$(pwd)" "${1%/}" ;; esac
}

main() {
    yes=no
    task=install_all
    prefix=
    while [ $# -gt 0 ]; do
        case $1 in
            --yes | -y) yes=yes ;;
            --uninstall) task=uninstall_all ;;
            --deps) task=packages_only ;;
            --prefix)
                [ -n "${2:-}" ] || misuse "--prefix wants a folder"
                prefix=$(absolute "$2")
                shift
                ;;
            --prefix=?*) prefix=$(absolute "${1#--prefix=}") ;;
            --help | -h)
                usage
                exit 0
                ;;
            *)
                [ "$task" = packages_only ] && [ "${1#-}" = "$1" ] && break
                misuse "there is no option $1"
                ;;
        esac
        shift
    done
    [ -n "${HOME:-}" ] || die "HOME is not set"
    [ "$(id -u)" -eq 0 ] && usual=/usr/local || usual=$HOME/.local
    prefix=${prefix:-$usual}
    "$task" "$@"
}

main "$@"
