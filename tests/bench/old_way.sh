#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What aiws replaces, written for the comparison only: each model is deleted, made and probed, one after another.
#   old_way.sh TABLE    TABLE holds a line "alias upstream base key" for each model
# LITELLM_URL and LITELLM_TOKEN name the gateway. Secrets go to curl through files, not through its arguments.
set -euo pipefail
table=${1:?a table of models}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf 'header = "Authorization: Bearer %s"\nheader = "Content-Type: application/json"\n' "$LITELLM_TOKEN" >"$work/curl"

post() { # PATH BODY: prints the status
  printf %s "$2" >"$work/body"
  curl -s -o /dev/null -w '%{http_code}' -K "$work/curl" --data-binary "@$work/body" "$LITELLM_URL$1"
}

while read -r alias upstream base key; do
  post /model/delete "{\"id\":\"$alias\"}" >/dev/null
  made=$(post /model/new "{\"model_name\":\"$alias\",\"litellm_params\":{\"model\":\"$upstream\",\"api_base\":\"$base\",\"api_key\":\"$key\"},\"model_info\":{\"id\":\"$alias\"}}")
  answer=$(post /v1/chat/completions "{\"model\":\"$alias\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"ping\"}]}")
  [ "$made $answer" = "200 200" ] || { echo "$alias: made $made, answered $answer" >&2; exit 1; }
done <"$table"
