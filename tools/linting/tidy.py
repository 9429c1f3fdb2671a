# SPDX-License-Identifier: Apache-2.0
"""clang-tidy over the compilation database, in parallel. A file that passed is not looked at again until it, anything
of ours it includes, its command, the configuration or clang-tidy changes."""

import hashlib
import json
import os
import re
import shlex
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from linting.rules import INCLUDE
from linting.sources import ROOT

BUILD = ROOT / "build/dev"
PASSED = ROOT / "build/tidy-passed"
PROGRAM = ROOT / "build/venv-tools/bin/clang-tidy"
FINDING = re.compile(r"^/.*: (error|warning): ")


@dataclass
class Unit:
    path: Path
    command: str

    def include_folders(self) -> list[Path]:
        return [Path(word[2:]) for word in shlex.split(self.command) if word.startswith("-I")]


def units(files: list[Path]) -> tuple[list[Unit], list[str]]:
    """The .cpp files of these folders as they are compiled, and a complaint for each that is not."""
    commands = {entry["file"]: entry["command"] for entry in json.loads((BUILD / "compile_commands.json").read_text())}
    found, complaints = [], []
    for path in files:
        if path.suffix != ".cpp" or not path.as_posix().startswith(("lib/", "cli/", "tests/unit/", "tests/fuzz/")):
            continue
        command = commands.get(str(ROOT / path))
        if command is None:
            complaints.append(f"{path}:1: is compiled by no target; no CMakeLists.txt lists it")
        else:
            found.append(Unit(ROOT / path, command))
    return found, complaints


def own_files(unit: Unit) -> list[Path]:
    """The file and every file of ours that it includes, directly or not. System headers are not followed."""
    folders = unit.include_folders()
    seen: set[Path] = set()
    waiting = [unit.path]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        for line in path.read_text(encoding="utf-8").splitlines():
            if included := INCLUDE.match(line):
                candidates = (folder / included[1] for folder in [path.parent, *folders])
                waiting.extend([candidate for candidate in candidates if candidate.is_file()][:1])
    return sorted(seen)


def fingerprint(unit: Unit, settings: bytes) -> str:
    digest = hashlib.sha256(settings + unit.command.encode())
    for path in own_files(unit):
        digest.update(str(path).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def look_at(unit: Unit, settings: bytes) -> str:
    """What clang-tidy says about the file, "" for nothing."""
    passed = PASSED / fingerprint(unit, settings)
    if passed.exists():
        return ""
    run = subprocess.run([PROGRAM, "-p", BUILD, "--quiet", unit.path], capture_output=True, text=True, check=False)
    if run.returncode == 0:
        passed.touch()
        return ""
    return run.stdout if FINDING.search(run.stdout) else f"{unit.path}:\n{run.stdout}{run.stderr}"


def findings(output: str) -> list[str]:
    """The output in pieces, one for each finding with its notes and its excerpt."""
    pieces: list[str] = []
    for line in output.splitlines():
        if FINDING.match(line) or not pieces:
            pieces.append(line)
        else:
            pieces[-1] += "\n" + line
    return pieces


def run(files: list[Path]) -> list[str]:
    found, complaints = units(files)
    PASSED.mkdir(parents=True, exist_ok=True)
    configuration = [path for path in files if path.name == ".clang-tidy"]
    settings = b"".join([(ROOT / path).read_bytes() for path in [*configuration, Path("tools/requirements.txt")]])
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        outputs = pool.map(lambda unit: look_at(unit, settings), found)
    # A header's fault is found in every file that includes it.
    unique = dict.fromkeys(piece for output in outputs for piece in findings(output))
    return complaints + list(unique)
