# SPDX-License-Identifier: Apache-2.0
"""What is on this machine: files, processes and listening sockets, for comparing before with after."""

from __future__ import annotations

import fnmatch
import hashlib
import os
import re
import signal
import socket
import stat
import struct
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

# What other programs change while a test runs, each with its reason.
EXCEPTIONS = {
    "/etc/*-": "the copies of passwd and the like that useradd and userdel keep",
    "/etc/.pwd.lock": "the lock of useradd and userdel",
    "/tmp/pytest-of-*": "the test's own",
    "/tmp/aiws-stack-*": "the test's own",
    "/tmp/bash*": "whoever runs the tests",
}
# All users put things into /tmp: of those only what has our programs' names or our user's is looked at.
OURS = re.compile(r"aiws|openclaw|litellm|prisma|supervisor|node-compile-cache|jiti|uv-|npm-")


@dataclass(frozen=True)
class Entry:
    """A file as ls would show it, without its times."""

    kind: str
    mode: str
    owner: int
    size: int  # 0 for a folder
    target: str  # of a link
    digest: str  # of a file, where it was asked for


def listing(whole: Iterable[Path], tops: Iterable[Path] = (), *, digests: bool = False) -> dict[str, Entry]:
    """The folders `whole` with all below them, and of `tops` what is directly in them."""
    found: dict[str, Entry] = {}
    for root in whole:
        for folder, folders, files in os.walk(root):
            for name in (".", *folders, *files):
                _note(found, Path(folder) / name, digests)
    for top in tops:
        for path in top.iterdir() if top.is_dir() else ():
            _note(found, path, digests)
    return found


def _note(found: dict[str, Entry], path: Path, digests: bool) -> None:
    if any(fnmatch.fnmatch(str(path), pattern) for pattern in EXCEPTIONS):
        return
    try:
        state = path.lstat()
        is_file = stat.S_ISREG(state.st_mode)
        found[str(path)] = Entry(
            stat.filemode(state.st_mode)[0],
            oct(stat.S_IMODE(state.st_mode)),
            state.st_uid,
            0 if stat.S_ISDIR(state.st_mode) else state.st_size,
            str(path.readlink()) if stat.S_ISLNK(state.st_mode) else "",
            hashlib.sha256(path.read_bytes()).hexdigest() if digests and is_file else "",
        )
    except FileNotFoundError:
        pass  # it went while we looked


def differences(before: dict[str, Entry], after: dict[str, Entry], owner: int | None = None) -> list[str]:
    """What came, went and changed, a line each. Of /tmp only what is ours by its name or that `owner` has."""
    lines = []
    for path in sorted({*before, *after}):
        old, new = before.get(path), after.get(path)
        foreign = path.startswith("/tmp/") and not OURS.search(path) and (new or old).owner != (owner or -1)
        if old != new and not foreign:
            lines.append(f"{'+' if old is None else '-' if new is None else '~'} {path} {new or old}")
    return lines


@dataclass(frozen=True)
class Process:
    pid: int
    uid: int
    command: str


def processes() -> list[Process]:
    """All that run on this machine; a zombie is none."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes()
            uid = re.search(r"^Uid:\s+(\d+)", (folder / "status").read_text(), re.MULTILINE)
        except OSError:
            continue  # it ended while we looked
        if words and uid:
            found.append(Process(int(folder.name), int(uid[1]), words.replace(b"\0", b" ").decode(errors="replace")))
    return found


def kill_all(uid: int) -> None:
    """Ends every process of a user that is the test's own."""
    assert uid >= 100, "not a user that a test made"
    deadline = time.monotonic() + 30
    while left := [process.pid for process in processes() if process.uid == uid]:
        assert time.monotonic() < deadline, f"processes {left} of user {uid} do not end"
        for pid in left:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        time.sleep(0.1)


@dataclass(frozen=True)
class Listener:
    address: str
    port: int
    uid: int


def listeners() -> list[Listener]:
    """The TCP sockets that are listened on, by whom."""
    found = []
    for name, family in (("tcp", socket.AF_INET), ("tcp6", socket.AF_INET6)):
        for row in Path("/proc/net", name).read_text().splitlines()[1:]:
            fields = row.split()
            if fields[3] == "0A":
                address, port = fields[1].split(":")
                words = struct.pack(f"={len(address) // 8}I", *(int(word, 16) for word in re.findall(".{8}", address)))
                found.append(Listener(socket.inet_ntop(family, words), int(port, 16), int(fields[7])))
    return found


def wait_until(ready: Callable[[], bool], seconds: float, what: str) -> None:
    """Until `ready` says so; AssertionError that names `what` when the time is over."""
    deadline = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < deadline, f"{what}: not within {seconds} seconds"
        time.sleep(0.2)
