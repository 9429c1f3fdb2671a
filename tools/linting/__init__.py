# SPDX-License-Identifier: Apache-2.0
"""Formats and lints the project: programs.py calls others' tools, rules.py holds our own, tidy.py runs clang-tidy."""
