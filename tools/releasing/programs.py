# SPDX-License-Identifier: Apache-2.0
"""Running other programs, with their output in a log."""

import os
import shutil
import subprocess
from pathlib import Path

# What a person set for builds for this machine would end up in a release.
_NOT_OURS = ("CFLAGS", "CXXFLAGS", "CPPFLAGS", "LDFLAGS", "MAKEFLAGS", "CMAKE_PREFIX_PATH", "CMAKE_BUILD_TYPE")


def jobs() -> str:
    """How many compilers at once: one a processor."""
    return str(len(os.sched_getaffinity(0)))


def need(program: str, package: str) -> str:
    """The first on PATH that runs; ends with what to install when there is none. rustup's cargo, for one, does not run
    for somebody in whose home it has no toolchain."""
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        found = shutil.which(program, path=folder)
        if found and _runs(found):
            return found
    raise SystemExit(f"tools/release: there is no {program} that runs; on Debian: apt-get install {package}")


def _runs(program: str) -> bool:
    asked = subprocess.run([program, "--version"], stdin=subprocess.DEVNULL, capture_output=True)
    return asked.returncode == 0


def run(command: list[str | Path], log: Path, cwd: Path | None = None, **environment: str) -> None:
    """Runs it to its end; when it fails, shows the end of the log and ends too."""
    log.parent.mkdir(parents=True, exist_ok=True)
    inherited = {name: value for name, value in os.environ.items() if name not in _NOT_OURS}
    with log.open("ab") as out:
        done = subprocess.run(
            command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env={**inherited, **environment}
        )
    if done.returncode != 0:
        print(*log.read_text(errors="replace").splitlines()[-25:], sep="\n")
        raise SystemExit(f"tools/release: {Path(command[0]).name} failed; all that it said is in {log}")


def output(*command: str | Path, cwd: Path | None = None) -> str:
    """What it prints; ends when it fails."""
    done = subprocess.run(command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise SystemExit(f"tools/release: {' '.join(map(str, command))} failed with exit code {done.returncode}")
    return done.stdout


def write_if_changed(path: Path, text: str, mode: int = 0o644) -> None:
    """Leaves a file that is right alone, so that nothing is built again because of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text() != text:
        path.write_text(text)
    path.chmod(mode)
