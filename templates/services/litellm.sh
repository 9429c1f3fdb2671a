#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Made by aiws; aiws up makes it anew. LiteLLM in the foreground, for the supervisor.
set -a
# shellcheck source=/dev/null
. @ENVIRONMENT@
set +a
echo $$ >@PID_FILE@
# It starts when its database answers, however long that takes.
until @DATABASE_ANSWERS@; do sleep 0.2; done
exec @PYTHON@ @PROGRAM@ --config @CONFIG@ --host @LISTEN@ --port @PORT@
