# SPDX-License-Identifier: Apache-2.0
"""The real things that the tests talk to, from package registries alone.

node.py      Node.js out of a Python wheel
postgres.py  a PostgreSQL server
gateway.py   a LiteLLM proxy on top of it
openclaw.py  the OpenClaw agent and its gateway
browser.py   its page in Chromium, which control_page.mjs leads
cache.py     what is installed once and used by every run
process.py   child processes that never outlive their owner
"""
