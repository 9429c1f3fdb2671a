#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Provisions an AI workspace as one step of any CI system: installs aiws, registers the models of the keys that are set,
# and has each of them answer. The exit code decides: 0 all is well, 3 a model does not answer, else something was not done.
#   DEEPSEEK_API_KEY, NVIDIA_API_KEY, OLLAMA_API_KEY   those that you have, from the system's store of secrets
#   LITELLM_URL, LITELLM_MASTER_KEY                    the gateway; without them a workspace is brought up here
#   AIWS_REPORT                                        where the report goes; else report.json
set -eu

fetch() {
    if command -v curl >/dev/null 2>&1; then
        curl -sSfL --retry 3 -o "$2" "$1"
    else
        wget -q -O "$2" "$1"
    fi
}

main() {
    prefix=${AIWS_PREFIX:-$HOME/.local}
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    fetch "${AIWS_INSTALL_URL:-https://install.svc.plus/ai-workspace}" "$folder/install.sh"
    sh "$folder/install.sh" --yes --only-aiws --prefix "$prefix"
    if [ -n "${LITELLM_URL:-}" ]; then
        "$prefix/bin/aiws" register --wait 120 --json >"${AIWS_REPORT:-report.json}"
    else
        "$prefix/bin/aiws" up --json >"${AIWS_REPORT:-report.json}"
    fi
}

main "$@"
