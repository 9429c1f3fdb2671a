#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Made by aiws; aiws up makes it anew. In place of Prisma's command line, which LiteLLM would fetch from the net at every
# start, to compare the database with its schema: aiws up has done the migrations, so there is no difference to tell.
exit 0
