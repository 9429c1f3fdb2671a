#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# The functions of install.sh and tools/build_from_source.sh one by one. `bats tests/install` runs them.
# shellcheck disable=SC2030,SC2031,SC2034,SC2154,SC2317 # variables and functions are those that the scripts use

bats_require_minimum_version 1.5.0

setup() {
    AIWS_INSTALL_SOURCED=1
    root=$BATS_TEST_DIRNAME/../..
    # shellcheck source=/dev/null
    . "$root/install.sh"
    # shellcheck source=/dev/null
    . "$root/tools/build_from_source.sh"
    HOME=$BATS_TEST_TMPDIR
    temporary=$BATS_TEST_TMPDIR
    log=$BATS_TEST_TMPDIR/log
    prefix="$HOME/it's here"
    : >"$log"
    set_defaults
}

@test "sourcing install.sh runs nothing" {
    run env AIWS_INSTALL_SOURCED=1 HOME="$HOME" sh "$root/install.sh" --frobnicate
    [ "$status" -eq 0 ]
    [ -z "$output" ]
}

@test "a login is never part of an address that is shown" {
    [ "$(shown https://me:secret-1@host.example/a@b)" = "https://***@host.example/a@b" ]
    [ "$(shown http://127.0.0.1:4000/v1)" = "http://127.0.0.1:4000/v1" ]
}

@test "each platform has the archive of its name" {
    uname() { [ "$1" = -s ] && echo Linux || echo "$processor"; }
    getconf() { echo 64; }
    for processor in x86_64 amd64; do [ "$(platform)" = linux-x86_64 ]; done
    for processor in aarch64 arm64; do [ "$(platform)" = linux-aarch64 ]; done
}

@test "a sum is taken from the line of its file only" {
    sum=$(printf '%064d' 7)
    [ "$(printf 'x  other\n%s  name\n' "$sum" | sum_of name)" = "$sum" ]
    [ "$(printf '%s *name' "$sum" | sum_of name)" = "$sum" ]
    for wrong in "${sum}0  name" "${sum%7}  name" "$(printf '%064d' 7 | tr 7 g)  name" "$sum  name.sig" "$sum" ""; do
        run sum_of name <<<"$wrong"
        [ "$status" -ne 0 ]
        [ -z "$output" ]
    done
}

@test "all programs for sums say the same" {
    printf 'abc' >"$HOME/file"
    known=ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
    has() { [ "$1" = "$only" ]; }
    for only in sha256sum shasum openssl; do [ "$(sha256_of "$HOME/file")" = "$known" ]; done
}

@test "only addresses with TLS, of this machine or of a folder are places for releases" {
    for AIWS_BASE_URL in https://a.example/b/ http://127.0.0.1:81 http://localhost/x file:///srv/aiws; do
        check_base_url
        [ "$base" = "${AIWS_BASE_URL%/}" ]
    done
    for AIWS_BASE_URL in http://a.example http://localhost.a.example https:// file://host/x https://u:p@a.example; do
        run check_base_url
        [ "$status" -eq 1 ]
    done
}

@test "each status is explained, and only passing trouble is tried again" {
    host=a.example base=https://a.example version=1.0.0
    for code in 408 425 429 500 503; do
        again=no
        explain_status "$code" "$HOME/part"
        [ "$again" = yes ]
    done
    for code in 401 403 404 407 410; do
        again=no
        explain_status "$code" "$HOME/part"
        [ "$again" = no ]
        [ -n "$why" ]
    done
}

@test "what was fetched beyond the end is thrown away" {
    host=a.example again=no
    echo too much >"$HOME/part"
    explain_status 416 "$HOME/part"
    [ ! -e "$HOME/part" ]
    [ "$again" = yes ]
}

# explained CODE ANSWERS: the sentence for an exit code of curl.
explained() {
    host=a.example base=https://a.example version=1.0.0 protocol='=https' again=no why=
    eval "curl() { printf '%s' '$2'; return $1; }"
    ! fetch_with_curl https://a.example/x "$HOME/part"
}

@test "each exit code of curl has a sentence" {
    explained 5 '000 000' && [[ $why == *"proxy in https_proxy cannot be resolved"* ]] && [ "$again" = no ]
    explained 6 '000 000' && [[ $why == *"a.example cannot be resolved"* ]] && [ "$again" = yes ]
    explained 7 '000 000' && [[ $why == *"a.example cannot be reached"* ]] && [ "$again" = yes ]
    explained 18 '200 000' && [[ $why == *"broke off (curl's error 18)"* ]] && [ "$again" = yes ]
    explained 22 '503 000' && [[ $why == *"answers with status 503"* ]] && [ "$again" = yes ]
    explained 23 '200 000' && [[ $why == *"is the disk full?"* ]] && [ "$again" = no ]
    explained 28 '000 000' && [[ $why == *"too long"* ]] && [ "$again" = yes ]
    explained 33 '200 000' && [[ $why == *"cannot resume"* ]] && [ "$again" = yes ]
    explained 56 '000 407' && [[ $why == "the proxy in https_proxy wants a login" ]] && [ "$again" = no ]
    explained 56 '000 502' && [[ $why == "the proxy in https_proxy answers with status 502" ]] && [ "$again" = yes ]
    explained 60 '000 200' && [[ $why == *"certificate of a.example is not trusted"* ]] && [ "$again" = no ]
}

@test "wget is not followed to an address without TLS" {
    host=a.example protocol='=https' again=no why=
    wget() { echo "  Location: http://elsewhere.example/x" >&2; echo half >"$HOME/part"; }
    run ! fetch_with_wget https://a.example/x "$HOME/part"
    [ ! -e "$HOME/part" ]
}

@test "the line on PATH works for a folder with quotes in its name" {
    prefix="$HOME/it's \$here"
    mkdir -p "$prefix/bin"
    (eval "$(path_line)" && [ "${PATH%%:*}" = "$prefix/bin" ])
}

@test "options stand in any order, with a blank or an equals sign" {
    parse --port=4100 --demo --prefix rel --gateway https://g.example --without-openclaw --yes
    [ "$port $demo $prefix $gateway $without_openclaw $yes" = "4100 yes $(pwd)/rel https://g.example yes yes" ]
}

@test "what aiws up is told is one word for each word" {
    demo=yes openclaw="$HOME/my claw" listen=::1 register=no
    count() { printf '%s|' "$@"; }
    [ "$(with_up_options count)" = "--demo|--openclaw|$HOME/my claw|--listen|::1|--no-register|" ]
}

@test "versions are compared by their numbers" {
    version_at_least 3.25 3.25.1
    version_at_least 3.25 3.100.0
    version_at_least 3.25 4.0
    run ! version_at_least 3.25 3.9.9
}

@test "a compiler counts from its version on" {
    compiler() { cat >/dev/null; echo "$says"; }
    for says in "__clang_major__ 12" "16 4"; do new_enough_compiler compiler; done
    for says in "__clang_major__ 11" "15 4" "nonsense" ""; do run ! new_enough_compiler compiler; done
}
