#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Installs an AI workspace: aiws itself, and with `aiws up` PostgreSQL, LiteLLM and OpenClaw. Everything is in
# functions and only the last line calls them, so that a script cut short on its way runs nothing.
set -u

# These two are filled in when a release is made: its version, and a line "SHA256  NAME" for each of its archives.
RELEASE_VERSION='0.1.0'
RELEASE_SUMS=''

BASE_URL='https://install.svc.plus/releases'
MARK='# added by aiws install.sh'

usage() {
    cat <<EOF
Usage: curl -sfL https://install.svc.plus/ai-workspace | bash -s -- [OPTION...]
       ./install.sh [OPTION...]                         in a checkout: builds aiws from it
       ./install.sh --uninstall [--purge] [--prefix DIR]
       ./install.sh --deps [PACKAGE...]

Puts aiws on PATH and brings a workspace up with it: PostgreSQL, LiteLLM and OpenClaw, with the models of the keys that
are exported (DEEPSEEK_API_KEY, NVIDIA_API_KEY, OLLAMA_API_KEY). Run again, it upgrades and repairs.

The program
  --prefix DIR          where to; else \$AIWS_PREFIX, /usr/local for root, ~/.local for anybody else
  --version VERSION     which release; else \$AIWS_VERSION, then $RELEASE_VERSION
  --from-source         build it; what a checkout does anyway unless a version is named
  --offline FILE        take everything from a file made by \`aiws bundle\`, and nothing from the network
  --only-aiws           the program alone, no workspace
The workspace
  --demo                with a provider of its own, to try it without a key
  --without-openclaw    without OpenClaw
  --openclaw PATH       with the OpenClaw that is there
  --database URL        with the PostgreSQL that is there; better as \$AIWS_DATABASE_URL, which no other user can see
  --gateway URL         with the LiteLLM that is there
  --port N              LiteLLM's port; else 4000, or the next that is free
  --listen ADDRESS      LiteLLM's address; else 127.0.0.1
  --openclaw-port N     the port of OpenClaw's gateway; else 18789, or the next that is free
  --no-register         register no models
Otherwise
  --yes                 do not ask before installing packages; nothing is asked where there is no terminal
  --dry-run             print what would be done, and do nothing
  --uninstall           stop the workspace and take away what was installed; its data and your settings stay
  --purge               with --uninstall: the workspace's data too
  --deps                only install the packages that building needs, and the PACKAGEs named (in a checkout)
  --help                this text

Environment: AIWS_PREFIX, AIWS_VERSION, AIWS_OFFLINE and AIWS_DATABASE_URL are the options' defaults.
  AIWS_BASE_URL         where releases are; else $BASE_URL
  AIWS_HOME             the workspace's folder; else /var/lib/aiws for root, ~/.local/share/aiws for anybody else
  https_proxy, no_proxy, CURL_CA_BUNDLE, TMPDIR, CXX: as usual. aiws gets the whole environment.

Exit codes: 0 all is well; 3 installed, but a model does not answer; 64 wrong usage; 130 interrupted; 1 and all others
(those are aiws's): something was not done, and the last line says what.

Example: curl -sfL https://install.svc.plus/ai-workspace | bash -s -- --yes --demo
EOF
}

say() { printf 'aiws: %s\n' "$*"; }

die() {
    printf 'aiws install: %s\n' "$*" >&2
    exit 1
}

misuse() {
    printf 'aiws install: %s; see install.sh --help\n' "$*" >&2
    exit 64
}

has() { command -v "$1" >/dev/null 2>&1; }

# An address without the login in it.
shown() { printf '%s\n' "$1" | sed 's|//[^/]*@|//***@|'; }

# Runs a command with its output in the log; when it fails, the end of the log is shown.
logged() {
    "$@" >"$log" 2>&1 </dev/null && return 0
    tail -n 20 "$log" >&2
    return 1
}

# --- beginning and ending ---------------------------------------------------------------------------------------------

begin() {
    temporary=$(mktemp -d 2>/dev/null) ||
        die "no temporary folder can be made in ${TMPDIR:-/tmp}: is the disk full? (TMPDIR names another place)"
    log=$temporary/log
    : >"$log"
}

clean_up() {
    [ -z "$temporary" ] || rm -rf "$temporary"
    [ -z "$unfinished" ] || rm -f "$unfinished"
    [ -z "$lock" ] || rm -f "$lock"
}

interrupted() {
    trap '' INT TERM HUP
    [ ! -t 2 ] || echo >&2 # the terminal has just written ^C
    printf 'aiws install: interrupted; run it again to complete it\n' >&2
    exit "$1"
}

set_traps() {
    temporary='' unfinished='' lock=''
    trap clean_up EXIT
    trap 'interrupted 130' INT
    trap 'interrupted 143' TERM
    trap 'interrupted 129' HUP
}

# Other users' processes count as well, which kill may not touch.
is_running() { kill -0 "$1" 2>/dev/null || [ -d "/proc/$1" ]; }

# Only one at a time may find that a lock's owner is gone, or it could remove the next owner's.
remove_stale_lock() {
    mkdir "$1.stale" 2>/dev/null || return 0
    is_running "$(readlink "$1" 2>/dev/null || echo 1)" || rm -f "$1"
    rmdir "$1.stale"
}

# take_lock FILE: a link to the number of the process that has it, so that it is made together with its content.
take_lock() {
    place=$(dirname "$1") waited=0
    # The run before may be an --uninstall, which takes the folder away.
    while mkdir -p "$place" 2>>"$log" || die "$place $(why_not_written)"; do
        ln -s "$$" "$1" 2>>"$log" && break
        [ ! -d "$place" ] || [ -w "$place" ] || die "$place $(why_not_written)"
        ! grep -q 'No space left' "$log" || die "$place $(why_not_written)"
        holder=$(readlink "$1" 2>/dev/null) || holder=
        [ "$waited" -gt 0 ] || [ -z "$holder" ] || ! is_running "$holder" ||
            say "another install.sh (process $holder) is at work on $prefix; waiting for it"
        [ "$waited" -lt 600 ] || die "process $holder still holds $1; when no install.sh runs, remove that file"
        [ -z "$holder" ] || is_running "$holder" || remove_stale_lock "$1"
        sleep 1
        waited=$((waited + 1))
    done
    lock=$1
}

why_not_written() {
    if grep -q 'No space left' "$log"; then
        echo "could not be written: the disk is full"
    else
        echo "could not be written; choose another place with --prefix DIR"
    fi
}

# --- what this system is and has --------------------------------------------------------------------------------------

# The end of an archive's name; nothing for a system that has no archives but may build.
platform() {
    case $(uname -s) in
        Linux) ;;
        Darwin) return 0 ;;
        *) die "aiws runs on Linux (x86-64 or arm64) and macOS, not on $(uname -s)" ;;
    esac
    case $(uname -m) in
        x86_64 | amd64) machine=x86_64 ;;
        aarch64 | arm64) machine=aarch64 ;;
        *) die "aiws runs on x86-64 and arm64 processors, not on $(uname -m)" ;;
    esac
    [ "$(getconf LONG_BIT 2>/dev/null)" != 32 ] || die "aiws needs a 64-bit system, and this one has 32 bits"
    printf 'linux-%s\n' "$machine"
}

# Where we are: in a checkout only if this file itself is in one; a piped script has no file.
find_checkout() {
    checkout=
    case $0 in install.sh | */install.sh) ;; *) return 0 ;; esac
    folder=$(CDPATH='' cd -- "$(dirname -- "$0")" 2>/dev/null && pwd) || return 0
    [ ! -f "$folder/CMakePresets.json" ] || [ ! -f "$folder/tools/build_from_source.sh" ] || checkout=$folder
}

enter_checkout() {
    [ -n "$checkout" ] || die "this is no checkout of aiws: git clone its repository and run ./install.sh there"
    # shellcheck disable=SC1091 # it is looked at by itself
    . "$checkout/tools/build_from_source.sh"
}

choose_source() {
    suffix=$(platform) || exit 1
    if [ -n "$offline" ]; then
        source=bundle
        [ -r "$offline" ] || die "there is no file $offline to install from"
    elif [ "$from_source" = yes ] || { [ -n "$checkout" ] && [ -z "$version" ]; }; then
        source=checkout
        enter_checkout
    else
        source=archive
        version=${version:-$RELEASE_VERSION}
        name=aiws-$version-$suffix
        [ -n "$suffix" ] || die "for macOS aiws is built from source: git clone its repository and run ./install.sh there"
        check_base_url
    fi
}

# Without TLS nobody could say whose sums those are.
check_base_url() {
    base=${AIWS_BASE_URL:-$BASE_URL}
    base=${base%/}
    case $base in
        *@*) die "AIWS_BASE_URL holds a login, which other users could see; put it into ~/.netrc" ;;
        https://?*) protocol='=https' ;;
        http://127.0.0.1[:/]* | http://127.0.0.1 | http://localhost[:/]* | http://localhost) protocol='=http' ;;
        file:///*) protocol= ;;
        *) die "AIWS_BASE_URL must begin with https:// (http:// only for this machine), and $base does not" ;;
    esac
}

# The range is LiteLLM's. A minimal Python lacks modules.
CHECK_PYTHON='import sys
if not (3, 10) <= sys.version_info[:2] < (3, 15):
    sys.exit("python3 is %d.%d.%d" % sys.version_info[:3])
import hashlib, json, ssl, tarfile, urllib.request'

check_python() {
    [ "$only_aiws" = no ] || return 0
    if ! has python3; then
        reason="there is no python3"
    else
        reason=$(python3 -c "$CHECK_PYTHON" 2>&1 </dev/null) && return
        reason=$(printf '%s\n' "$reason" | tail -n 1)
    fi
    die "the workspace needs Python 3.10 to 3.14, and $reason here; install one, or only the program with --only-aiws"
}

# Programs count wherever they come from.
missing_packages() {
    [ "$source" != archive ] || [ -z "$protocol" ] || has curl || has wget || printf 'curl ca-certificates '
    [ "$source" = bundle ] || has tar || printf 'tar '
    [ "$source" = bundle ] || has gzip || printf 'gzip '
    [ "$only_aiws" = yes ] || python3 -c 'import hashlib, ssl' </dev/null >/dev/null 2>&1 || printf 'python3 '
    # shellcheck disable=SC2086 # a list of names
    [ "$source" != checkout ] || missing_for_build $packages
}

install_packages() {
    [ "$source" != bundle ] || return 0 # no network: what is there must do
    if ! has apt-get; then
        [ "$source" != checkout ] || say "no apt-get here, so the build uses what there is; it needs $BY_HAND"
        return 0
    fi
    missing=$(missing_packages)
    [ -n "$missing" ] || return 0
    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        has sudo || die "packages are missing and there is no sudo; have root run: apt-get install $missing"
        as_root=sudo
    fi
    say "installing the packages that are missing: $missing"
    agreed || die "nothing was done; run it again with --yes, or install the packages yourself"
    # A broken foreign source fails the update, but maybe not the packages.
    logged $as_root apt-get update || say "apt-get update failed; trying with the lists that are there"
    # A machine that has just started may be installing its own updates.
    # shellcheck disable=SC2086 # a list of names
    logged $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -o DPkg::Lock::Timeout=300 \
        --no-install-recommends $missing ||
        die "apt-get could not install: $missing(is there a network?)"
}

# Asked at the terminal and never on stdin, which may be this very script.
agreed() {
    [ "$yes" = no ] && { [ "$at_terminal" = yes ] || [ -t 1 ]; } && (: </dev/tty) 2>/dev/null || return 0
    printf 'Go on? [Y/n] ' >/dev/tty
    read -r answer </dev/tty || answer=n
    case $answer in '' | [yY]*) return 0 ;; *) return 1 ;; esac
}

check_programs() {
    check_python
    if [ "$source" = archive ]; then
        [ -z "$protocol" ] || has curl || has wget || die "curl or wget is needed to fetch aiws; install one of them"
        for program in tar gzip; do has "$program" || die "$program is needed to unpack aiws; install it"; done
        has sha256sum || has shasum || has openssl ||
            die "sha256sum, shasum or openssl is needed to check what was fetched; install one of them"
    elif [ "$source" = bundle ]; then
        has python3 || die "python3 is needed to check $offline; install it"
    fi
}

# --- fetching a release -----------------------------------------------------------------------------------------------

# fetch URL FILE: four tries, each going on where the one before ended. When it fails, $why says why.
fetch() {
    tries=1 pause=1
    until fetch_once "$1" "$2"; do
        [ "$again" = yes ] && [ "$tries" -lt 4 ] || return 1
        say "$why; trying again in $pause s"
        sleep "$pause"
        tries=$((tries + 1)) pause=$((pause * 2))
    done
}

fetch_once() {
    again=no why='' host=${1#*://}
    host=${host%%/*}
    case $1 in
        file://*) cp "${1#file://}" "$2" 2>>"$log" || { why="${1#file://} $(why_not_copied)" && return 1; } ;;
        *) if has curl; then fetch_with_curl "$1" "$2"; else fetch_with_wget "$1" "$2"; fi ;;
    esac
}

why_not_copied() { if grep -q 'No space left' "$log"; then echo "does not fit on the disk"; else echo "cannot be read"; fi; }

fetch_with_curl() {
    answers=$(curl -sSfL --netrc-optional --proto "$protocol" --proto-redir "$protocol" --connect-timeout 20 \
        --speed-limit 1 --speed-time 60 -C - -o "$2" -w '%{http_code} %{http_connect}' "$1" 2>>"$log" </dev/null)
    code=$?
    [ "$code" -ne 0 ] || return 0
    status=${answers%% *}
    case $answers in 000\ [45]*) host='the proxy in https_proxy' status=${answers#* } ;; esac
    case $code in
        5) why="the name of the proxy in https_proxy cannot be resolved" ;;
        6) why="the name $host cannot be resolved (is there a network?)" again=yes ;;
        7) why="$host cannot be reached (is there a network, or a proxy to name in https_proxy?)" again=yes ;;
        23) disk_is_full ;;
        28) why="$host takes too long to answer" again=yes ;;
        33) rm -f "$2" && why="$host cannot resume" again=yes ;;
        51 | 60 | 77) untrusted ;;
        *) case $status in [45]*) explain_status "$status" "$2" ;; *) broken_off "curl's error $code" ;; esac ;;
    esac
    return 1
}

# With -c a server that cannot resume is an error, and all is fetched anew. wget itself would follow to plain HTTP.
fetch_with_wget() {
    wget -S -c -t 1 -T 60 -O "$2" "$1" >"$log.wget" 2>&1 </dev/null
    code=$?
    cat "$log.wget" >>"$log"
    if [ "$protocol" = '=https' ] && grep -qi '^ *location: http:' "$log.wget"; then
        rm -f "$2"
        why="$host leads to an address without TLS, which is refused"
        return 1
    fi
    [ "$code" -ne 0 ] || return 0
    if grep -q '^Proxy tunneling failed' "$log.wget"; then
        why="the proxy in https_proxy refuses (does it want a login?)"
        return 1
    fi
    status=$(sed -n 's|^ *HTTP/[0-9.]* \([0-9]*\).*|\1|p' "$log.wget" | tail -n 1)
    case $code:$status in
        3:*) disk_is_full ;;
        5:*) untrusted ;;
        *:[45]*) explain_status "$status" "$2" ;;
        4: | 1:) why="$host cannot be reached (is there a network, or a proxy to name in https_proxy?)" again=yes ;;
        8:200) rm -f "$2" && why="$host cannot resume" again=yes ;;
        *) broken_off "wget's error $code" ;;
    esac
    return 1
}

# explain_status STATUS FILE
explain_status() {
    case $1 in
        404 | 410) why="$base has no such file (is there a release $version?)" ;;
        407) why="the proxy in https_proxy wants a login" ;;
        416) rm -f "$2" && why="$host cannot resume" again=yes ;;
        408 | 425 | 429 | 5??) why="$host answers with status $1" again=yes ;;
        *) why="$host refuses with status $1" ;;
    esac
}

broken_off() { why="the connection to $host broke off ($1)" again=yes; }
disk_is_full() { why="$temporary cannot be written: is the disk full? (TMPDIR names another place)"; }
untrusted() { why="the certificate of $host is not trusted here (is the package ca-certificates installed?)"; }

# sum_of NAME <LIST: the sum in its line, if it is one.
sum_of() {
    while read -r sum file || [ -n "$sum" ]; do
        [ "${file#\*}" = "$1" ] || continue
        case $sum in *[!0-9a-f]*) return 1 ;; esac
        [ "${#sum}" -eq 64 ] && printf '%s\n' "$sum"
        return
    done
    return 1
}

sha256_of() {
    if has sha256sum; then
        sha256sum <"$1"
    elif has shasum; then
        shasum -a 256 <"$1"
    else
        openssl dgst -sha256 -r <"$1"
    fi | sed 's/[^0-9a-f].*//'
}

# The sums that came with this script are better than those beside the archive, which whoever changes it changes too.
wanted_sum() {
    if [ -n "$RELEASE_SUMS" ] && [ "$version" = "$RELEASE_VERSION" ]; then
        wanted=$(printf '%s\n' "$RELEASE_SUMS" | sum_of "$name.tar.gz") ||
            die "this install.sh knows no SHA-256 sum of $name.tar.gz; fetch install.sh anew"
        return
    fi
    fetch "$base/$name.tar.gz.sha256" "$temporary/sum" || die "$name.tar.gz.sha256 was not fetched: $why"
    wanted=$(sum_of "$name.tar.gz" <"$temporary/sum") ||
        die "$base/$name.tar.gz.sha256 holds no SHA-256 sum of $name.tar.gz; nothing was installed"
}

get_archive() {
    say "fetching $base/$name.tar.gz"
    wanted_sum
    fetch "$base/$name.tar.gz" "$temporary/archive" || die "$name.tar.gz was not fetched: $why"
    [ "$(sha256_of "$temporary/archive")" = "$wanted" ] ||
        die "$name.tar.gz does not have the SHA-256 sum $wanted; nothing was installed"
    if ! tar -xzf "$temporary/archive" -C "$temporary" 2>>"$log"; then
        ! grep -q 'No space left' "$log" || disk_is_full
        die "$name.tar.gz was not unpacked: ${why:-it is no release of aiws}"
    fi
    program=$temporary/$name/bin/aiws
    [ -f "$program" ] || die "$name.tar.gz is no release of aiws: there is no bin/aiws in it"
}

# --- taking it from a bundle ------------------------------------------------------------------------------------------

# One pass over the bundle, which may be large: nothing but its aiws is written, and that is kept only if all is right.
CHECK_BUNDLE='
import hashlib, sys, tarfile

def fail(why):
    sys.exit("aiws install: %s: %s; nothing was installed" % (sys.argv[1], why))

found, listed = {}, {}
try:
    with tarfile.open(sys.argv[1], "r:") as bundle, open(sys.argv[2], "wb") as program:
        for member in bundle:
            name = member.name[2:] if member.name.startswith("./") else member.name
            if member.isdir():
                continue
            if not member.isreg() or name in found or name.startswith("/") or ".." in name.split("/"):
                fail("%r does not belong into a bundle" % name)
            file, digest = bundle.extractfile(member), hashlib.sha256()
            if name == "manifest.sha256":
                listed = {line[66:]: line[:64] for line in file.read().decode().splitlines()}
                continue
            for block in iter(lambda: file.read(1 << 20), b""):
                digest.update(block)
                if name == "aiws":
                    program.write(block)
            found[name] = digest.hexdigest()
except (tarfile.TarError, EOFError, UnicodeDecodeError) as error:
    fail("is no bundle of aiws (%s)" % error)
except OSError as error:
    fail(error.strerror or error)
for name in sorted({"aiws", *found, *listed}):
    if name not in found:
        fail("%r is missing in it" % name)
    if found[name] != listed.get(name):
        fail("%r is not as its manifest.sha256 says" % name)
'

get_from_bundle() {
    say "checking $offline"
    program=$temporary/aiws
    python3 -c "$CHECK_BUNDLE" "$offline" "$program" </dev/null || exit 1
}

# --- installing the program -------------------------------------------------------------------------------------------

# put FILE MODE TARGET [CHECK]: in one step, so that a running aiws is not disturbed, and only if CHECK accepts it.
put() {
    unfinished=$3.new
    [ ! -d "$3" ] || die "$3 is a folder; remove it, or choose another place with --prefix DIR"
    { mkdir -p "$(dirname "$3")" && cp "$1" "$3.new" && chmod "$2" "$3.new"; } 2>>"$log" || die "$3 $(why_not_written)"
    [ -z "${4:-}" ] || "$4" "$3.new"
    mv -f "$3.new" "$3" 2>>"$log" || die "$3 $(why_not_written)"
    unfinished=
}

check_version() {
    said=$("$1" --version 2>>"$log" </dev/null) ||
        die "this aiws does not run here ($(tail -n 1 "$log")); in a checkout, ./install.sh builds one that does"
    case $source:$said in
        "archive:aiws $version" | "archive:aiws $version "*) ;;
        archive:*) die "$name.tar.gz holds another version: $said; nothing was installed" ;;
    esac
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
        "$prefix/bin/aiws" completion "$shell" >"$temporary/completion" 2>>"$log" </dev/null ||
            die "aiws completion $shell failed: $(tail -n 1 "$log")"
        put "$temporary/completion" 644 "$(completion_file "$shell")"
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

# .profile always; the others where they are, since with them bash and zsh pass .profile over.
profiles() {
    printf '%s\n' "$HOME/.profile"
    for file in "$HOME/.bashrc" "$HOME/.bash_profile" "$HOME/.zshrc"; do
        [ ! -f "$file" ] || printf '%s\n' "$file"
    done
    case ${SHELL:-} in */zsh) [ -f "$HOME/.zshrc" ] || printf '%s\n' "$HOME/.zshrc" ;; esac
}

has_line() { [ -f "$1" ] && grep -qxF -- "$(path_line)" "$1"; }

add_line() {
    has_line "$1" && return
    # Somebody's last line may lack its end.
    [ -z "$(tail -c 1 "$1" 2>/dev/null)" ] || { printf '\n' >>"$1"; } 2>/dev/null
    { path_line >>"$1"; } 2>/dev/null || die "$1 could not be written; add this line to it: $(path_line)"
    say "added to $1: $(path_line)"
}

is_on_path() { case :$PATH: in *":$prefix/bin:"*) return 0 ;; *) return 1 ;; esac; }

put_on_path() {
    ! is_on_path || return 0
    profiles | while IFS= read -r file; do add_line "$file" || exit 1; done || exit 1
}

remove_line() {
    has_line "$1" || return 0
    rest=$(grep -vxF -- "$(path_line)" "$1"; printf x) # the x keeps empty lines at the end
    { printf '%s' "${rest%x}" >"$1"; } 2>/dev/null || die "$1 could not be written; take this line out of it: $(path_line)"
    say "removed the line on PATH from $1"
    # Only we can have made a file of that one line.
    [ -s "$1" ] || [ -L "$1" ] || rm -f "$1"
}

# --- the workspace ----------------------------------------------------------------------------------------------------

# with_up_options COMMAND...: runs it with what `aiws up` is to be told. An address with a password goes by the environment.
with_up_options() {
    [ "$demo" = no ] || set -- "$@" --demo
    [ "$without_openclaw" = no ] || set -- "$@" --without-openclaw
    [ -z "$openclaw" ] || set -- "$@" --openclaw "$openclaw"
    [ -z "$gateway" ] || set -- "$@" --gateway "$gateway"
    [ -z "$port" ] || set -- "$@" --port "$port"
    [ -z "$listen" ] || set -- "$@" --listen "$listen"
    [ -z "$openclaw_port" ] || set -- "$@" --openclaw-port "$openclaw_port"
    [ "$register" = yes ] || set -- "$@" --no-register
    [ -z "$offline" ] || set -- "$@" --offline "$offline"
    "$@"
}

bring_up() {
    say "bringing the workspace up"
    with_up_options "$prefix/bin/aiws" up --upgrade
    code=$?
    case $code in
        0) ;;
        3) say "the workspace is installed, but a model does not answer; the report above says which, aiws verify asks again" ;;
        *) printf 'aiws install: aiws is installed, but aiws up ended with %d; see above, and run this again after that\n' \
            "$code" >&2 ;;
    esac
    return "$code"
}

workspace_folder() {
    [ "$(id -u)" -eq 0 ] && usual=/var/lib/aiws || usual=${XDG_DATA_HOME:-$HOME/.local/share}/aiws
    printf '%s\n' "${AIWS_HOME:-$usual}"
}

# --- the commands -----------------------------------------------------------------------------------------------------

install_all() {
    choose_source
    [ "$dry_run" = no ] || show_plan
    begin
    [ "$source" != checkout ] || prepare_build
    install_packages
    check_programs
    take_lock "$prefix/.aiws-install.lock"
    case $source in
        archive) get_archive ;;
        bundle) get_from_bundle ;;
        checkout) build_aiws && program=$checkout/build/release/aiws ;;
    esac
    put "$program" 755 "$prefix/bin/aiws" check_version
    say "installed $prefix/bin/aiws ($said)"
    put_completions
    put_on_path
    if [ "$only_aiws" = yes ]; then say_what_is_next; else bring_up; fi
    code=$?
    is_on_path || say "open a new shell, or for this one: export PATH='$prefix/bin':\"\$PATH\""
    exit "$code"
}

say_what_is_next() {
    cat <<'EOF'
aiws: next, with the keys you have (DEEPSEEK_API_KEY, NVIDIA_API_KEY, OLLAMA_API_KEY):
    export NVIDIA_API_KEY=...
    aiws register
EOF
}

show_plan() {
    say "this would be done:"
    missing=
    [ "$source" = bundle ] || ! has apt-get || missing=$(missing_packages)
    [ -z "$missing" ] || say "  install the packages that are missing: $missing"
    case $source in
        archive) say "  fetch $base/$name.tar.gz and check its SHA-256 sum" ;;
        bundle) say "  check $offline against its manifest and take aiws out of it" ;;
        checkout) say "  build aiws from $checkout" ;;
    esac
    say "  put bin/aiws and completion for bash, zsh and fish into $prefix"
    is_on_path || profiles | while IFS= read -r file; do
        has_line "$file" || say "  add to $file: $(path_line)"
    done
    [ "$only_aiws" = yes ] || say "  run $(shown "$(with_up_options echo "$prefix/bin/aiws" up --upgrade)")"
    [ -z "${AIWS_DATABASE_URL:-}" ] || [ "$only_aiws" = yes ] || say "    with the database in AIWS_DATABASE_URL"
    say "nothing was done (--dry-run)"
    exit 0
}

packages_only() {
    enter_checkout
    install_build_packages
}

# Stops and removes the workspace, which only aiws knows how to do.
uninstall_workspace() {
    folder=$(workspace_folder)
    [ "$only_aiws" = no ] && [ -f "$folder/workspace.json" ] || return 0
    [ -x "$prefix/bin/aiws" ] ||
        die "there is a workspace in $folder, but no $prefix/bin/aiws to take it away: name its --prefix, or install that first"
    set -- uninstall --yes
    [ "$purge" = no ] || set -- "$@" --purge
    [ "$dry_run" = no ] || set -- "$@" --dry-run
    "$prefix/bin/aiws" "$@" && return
    code=$?
    printf 'aiws install: aiws uninstall ended with %d, so the program stays; see above\n' "$code" >&2
    exit "$code"
}

# In a home only: there an empty folder is ours more likely than not. The lock is in the prefix, so that goes last.
remove_empty_folders() {
    case $prefix in "$HOME"/*) ;; *) return 0 ;; esac
    [ -z "$lock" ] || rm -f "$lock"
    for file in "$prefix/bin/aiws" "$(completion_file bash)" "$(completion_file zsh)" "$(completion_file fish)"; do
        folder=${file%/*}
        while [ "$folder" != "$HOME" ] && rmdir "$folder" 2>/dev/null; do folder=${folder%/*}; done
    done
}

uninstall_all() {
    [ "$dry_run" = yes ] || [ ! -d "$prefix" ] || take_lock "$prefix/.aiws-install.lock"
    uninstall_workspace
    found=no
    for file in "$prefix/bin/aiws" "$(completion_file bash)" "$(completion_file zsh)" "$(completion_file fish)"; do
        [ -e "$file" ] || continue
        found=yes
        [ "$dry_run" = no ] || { say "would remove $file" && continue; }
        rm -f "$file" 2>/dev/null || die "$file could not be removed; run this as its owner"
        say "removed $file"
    done
    [ "$found" = yes ] || say "there is no aiws under $prefix"
    [ "$dry_run" = yes ] || remove_empty_folders
    profiles | while IFS= read -r file; do
        if [ "$dry_run" = no ]; then
            remove_line "$file" || exit 1
        elif has_line "$file"; then
            say "would remove the line on PATH from $file"
        fi
    done || exit 1
    say "your settings (${XDG_CONFIG_HOME:-$HOME/.config}/aiws) and what aiws registered elsewhere stay as they are"
}

# --- the command line -------------------------------------------------------------------------------------------------

absolute() {
    case $1 in /*) printf '%s\n' "${1%/}" ;; *) printf '%s/%s\n' "$(pwd)" "${1%/}" ;; esac
}

# A program may also be named as PATH finds it.
absolute_program() { if [ -e "$1" ]; then absolute "$1"; else printf '%s\n' "$1"; fi; }

port_number() {
    case $2 in
        0* | *[!0-9]* | ??????*) ;;
        *) [ "$2" -gt 65535 ] || return 0 ;;
    esac
    misuse "$1 wants a port between 1 and 65535"
}

set_defaults() {
    yes=no dry_run=no only_aiws=no from_source=no demo=no without_openclaw=no purge=no register=yes task=install_all packages=
    openclaw='' gateway='' port='' listen='' openclaw_port=''
    [ "$(id -u)" -eq 0 ] && prefix=/usr/local || prefix=$HOME/.local
    [ -z "${AIWS_PREFIX:-}" ] || prefix=$(absolute "$AIWS_PREFIX")
    version=${AIWS_VERSION:-}
    offline=${AIWS_OFFLINE:+$(absolute "$AIWS_OFFLINE")}
}

# take_value OPTION VALUE
take_value() {
    [ -n "$2" ] || misuse "$1 wants a value"
    case $1 in
        --prefix) prefix=$(absolute "$2") ;;
        --version) version=$2 ;;
        --offline) offline=$(absolute "$2") ;;
        --openclaw) openclaw=$(absolute_program "$2") ;;
        --database) AIWS_DATABASE_URL=$2 && export AIWS_DATABASE_URL ;;
        --gateway) gateway=$2 ;;
        --port) port_number "$1" "$2" && port=$2 ;;
        --listen) listen=$2 ;;
        --openclaw-port) port_number "$1" "$2" && openclaw_port=$2 ;;
    esac
}

parse() {
    while [ $# -gt 0 ]; do
        case $1 in
            --yes | -y) yes=yes ;;
            --dry-run) dry_run=yes ;;
            --only-aiws) only_aiws=yes ;;
            --from-source) from_source=yes ;;
            --demo) demo=yes ;;
            --without-openclaw) without_openclaw=yes ;;
            --no-register) register=no ;;
            --uninstall) task=uninstall_all ;;
            --purge) purge=yes ;;
            --deps) task=packages_only ;;
            --help | -h) usage && exit 0 ;;
            --prefix=* | --version=* | --offline=* | --openclaw=* | --database=* | --gateway=* | --port=* | --listen=* | \
                --openclaw-port=*) take_value "${1%%=*}" "${1#*=}" ;;
            --prefix | --version | --offline | --openclaw | --database | --gateway | --port | --listen | --openclaw-port)
                take_value "$1" "${2:-}"
                shift
                ;;
            -*) misuse "there is no option ${1%%=*}" ;;
            *)
                [ "$task" = packages_only ] || misuse "$(shown "$1") belongs to no option"
                packages="$packages $1"
                ;;
        esac
        shift
    done
}

check_options() {
    version=${version#v}
    case $version in *[!0-9A-Za-z.+-]*) misuse "a version looks like $RELEASE_VERSION" ;; esac
    [ -z "$version" ] || [ "$from_source" = no ] || misuse "a checkout has one version: name it, or say --from-source"
    [ -z "$offline" ] || [ "$from_source" = no ] || misuse "--offline takes the aiws of its file, so not --from-source"
    [ -z "$openclaw" ] || [ "$without_openclaw" = no ] || misuse "--without-openclaw and --openclaw exclude each other"
    [ "$purge" = no ] || [ "$task" = uninstall_all ] || misuse "--purge goes with --uninstall"
}

main() {
    umask 022
    [ -n "${HOME:-}" ] || die "HOME is not set"
    # Nothing that runs below may read the rest of a piped script as its input.
    at_terminal=yes
    [ -t 0 ] || { at_terminal=no && exec </dev/null; }
    log=/dev/null
    set_defaults
    parse "$@"
    check_options
    find_checkout
    set_traps
    "$task"
}

[ -n "${AIWS_INSTALL_SOURCED:-}" ] || { main "$@"; exit; }
