#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Made by aiws; aiws up makes it anew. OpenClaw's gateway in the foreground, for the supervisor.
set -a
# shellcheck source=/dev/null
. @ENVIRONMENT@
set +a
echo $$ >@PID_FILE@
exec @PROGRAM@ gateway run --port @PORT@ --bind loopback --auth token --allow-unconfigured
