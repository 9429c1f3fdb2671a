# SPDX-License-Identifier: Apache-2.0
"""Folders that are filled once and used by every later run."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[2]


def cache_root() -> Path:
    """AIWS_TEST_CACHE, else build/cache of this checkout."""
    return Path(os.environ.get("AIWS_TEST_CACHE") or REPOSITORY / "build" / "cache")


def cached(name: str, inputs: Iterable[str | Path], fill: Callable[[Path], None]) -> Path:
    """The folder NAME-HASH, filled by `fill` when it is not there yet.

    The hash is over `inputs` (texts, and the bytes of files), so a changed requirement makes a new folder. The stamp is
    written last: a folder without one was interrupted and is filled from nothing. Runs at the same time take turns.
    """
    digest = hashlib.sha256(sys.version.encode())
    for item in inputs:
        digest.update(item.read_bytes() if isinstance(item, Path) else item.encode())
        digest.update(b"\0")
    folder = cache_root() / f"{name}-{digest.hexdigest()[:12]}"
    stamp = folder / ".complete"
    if stamp.exists():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with open(folder.with_suffix(".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if stamp.exists():
            return folder
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        print(f"installing {folder.name} into {folder.parent} (once)", file=sys.stderr, flush=True)
        fill(folder)
        stamp.touch()
    return folder


def run(command: list[str | Path], **options) -> None:
    """Runs a command of an installation; its output is shown only when it fails."""
    done = subprocess.run(
        [str(word) for word in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        **options,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}:\n{done.stdout[-4000:]}")


def uv(*words: str | Path) -> None:
    """uv as it was installed beside this Python."""
    run([sys.executable, "-m", "uv", *words])
