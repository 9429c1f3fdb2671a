#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Made by aiws; aiws up makes it anew. The workspace's OpenClaw, with the Node.js that it needs.
@AS_SERVICES_USER@
[ -r . ] && [ -x . ] || cd "$HOME" || exit
PATH=@NODE_FOLDER@:$PATH
OPENCLAW_GATEWAY_PORT=${OPENCLAW_GATEWAY_PORT:-@PORT@}
export PATH OPENCLAW_GATEWAY_PORT
# What it leaves behind goes with the workspace.
if [ -w @TEMPORARY@ ]; then
    TMPDIR=@TEMPORARY@
    XDG_CACHE_HOME=@CACHE@
    export TMPDIR XDG_CACHE_HOME
fi
exec @PROGRAM@ "$@"
