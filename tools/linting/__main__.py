# SPDX-License-Identifier: Apache-2.0
"""The command line of tools/lint."""

import argparse
import os
import sys
import time
from collections.abc import Callable

from linting import programs, tidy
from linting.rules import broken_rules
from linting.sources import ROOT, all_files


def run_step(name: str, step: Callable[[], list[str]]) -> bool:
    """Runs one step, says how it went and how long it took; true when there was nothing to complain about."""
    started = time.monotonic()
    complaints = step()
    took = time.monotonic() - started
    for complaint in complaints:
        print(complaint.rstrip())
    print(f"lint: {name}: {'FAILED' if complaints else 'ok'} ({took:.1f} s)", flush=True)
    return not complaints


def main() -> int:
    parser = argparse.ArgumentParser(prog="tools/lint", description="Formats and lints everything that is ours.")
    parser.add_argument("--check", action="store_true", help="change nothing and fail where something would change")
    parser.add_argument("--quick", action="store_true", help="leave out what compiles: clang-tidy, headers alone")
    options = parser.parse_args()
    os.chdir(ROOT)
    files = all_files()
    steps: list[tuple[str, Callable[[], list[str]]]] = [
        ("clang-format", lambda: programs.clang_format(files, options.check)),
        ("ruff", lambda: programs.ruff(files, options.check)),
        ("shellcheck", lambda: programs.shellcheck(files)),
        ("our own rules", lambda: broken_rules(ROOT, files)),
    ]
    if not options.quick:
        steps += [
            ("build", lambda: programs.build("all")),
            ("every header alone", lambda: programs.build("header_check")),
            ("clang-tidy", lambda: tidy.run(files)),
        ]
    results = [run_step(name, step) for name, step in steps]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
