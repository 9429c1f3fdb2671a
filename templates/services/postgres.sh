#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Made by aiws; aiws up makes it anew. PostgreSQL in the foreground, for the supervisor.
echo $$ >@PID_FILE@
exec @PROGRAM@ -D @DATA@ -p @PORT@ -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200
