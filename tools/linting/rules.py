# SPDX-License-Identifier: Apache-2.0
"""The project's own rules, each a function that yields "file:line: what is wrong"."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from linting.sources import CPP, is_source

# A folder of lib/ may include only itself and those before it.
FOLDERS = ["base", "system", "http", "json", "catalog", "workspace", "litellm", "openclaw", "stack"]
MOST_LINES = 500
LONGER = {"install.sh": 800}  # it is piped into a shell, where it can source no other file
SPDX = "SPDX-License-Identifier: Apache-2.0"
INCLUDE = re.compile(r'\s*#\s*include\s*"([^"]+)"')


def arrows(path: Path, lines: list[str]) -> Iterator[str]:
    if path.suffix not in CPP or path.parts[0] != "lib":
        return
    folder = path.parts[1]
    if folder not in FOLDERS:
        yield f"{path}:1: lib/{folder} has no place in the order of folders (tools/linting/rules.py)"
        return
    allowed = FOLDERS[: FOLDERS.index(folder) + 1]
    for number, line in enumerate(lines, 1):
        included = INCLUDE.match(line)
        if included and included[1].split("/")[0] not in allowed:
            yield f'{path}:{number}: lib/{folder} may not include "{included[1]}": only {", ".join(allowed)}'


def licence(path: Path, lines: list[str]) -> Iterator[str]:
    if not any(SPDX in line for line in lines[:2]):
        yield f"{path}:1: the first line, or the one after #!, must say {SPDX}"


def size(path: Path, lines: list[str]) -> Iterator[str]:
    most = LONGER.get(path.as_posix(), MOST_LINES)
    if len(lines) > most:
        yield f"{path}:{most}: {len(lines)} lines; beyond {most} a file wants splitting"


def pragma_once(path: Path, lines: list[str]) -> Iterator[str]:
    if path.suffix == ".hpp" and "#pragma once" not in lines:
        yield f"{path}:1: a header wants #pragma once"


RULES: list[Callable[[Path, list[str]], Iterator[str]]] = [arrows, licence, size, pragma_once]


def broken_rules(root: Path, files: list[Path]) -> list[str]:
    found: list[str] = []
    for path in files:
        if not is_source(path, root):
            continue
        lines = (root / path).read_text(encoding="utf-8").splitlines()
        for rule in RULES:
            found.extend(rule(path, lines))
    return found
