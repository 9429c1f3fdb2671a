#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Made by aiws; aiws up makes it anew. The demo provider in the foreground, for the supervisor.
echo $$ >@PID_FILE@
exec @PYTHON@ @PROGRAM@ --port @PORT@
