# SPDX-License-Identifier: Apache-2.0
"""Releases and bundles with a stand-in for aiws, and a server that hands them out, or fails to."""

from __future__ import annotations

import gzip
import hashlib
import io
import tarfile
from dataclasses import dataclass, field

from http_server import Handler, Incoming, LoopbackServer

VERSION = "0.1.0"
NAME = f"aiws-{VERSION}-linux-x86_64"

# Writes down how it was called, and answers as it is told.
AIWS = """#!/bin/sh
case "$1" in
--version) echo "aiws VERSION (abc1234)" ;;
completion) echo "# completion for $2" ;;
*)
    {
        printf aiws
        for word; do printf ' %s' "$word"; done
        echo "${AIWS_DATABASE_URL:+ (database $AIWS_DATABASE_URL)}"
    } >>"$FAKE_LOG"
    [ -t 0 ] || cat # if it could read the rest of a piped script, it would print it
    echo "this is aiws $1"
    [ -z "${FAKE_AIWS_HANGS:-}" ] || exec sleep 60
    exit "${FAKE_AIWS_CODE:-0}"
    ;;
esac
"""


def fake_aiws(version: str = VERSION) -> bytes:
    return AIWS.replace("VERSION", version).encode()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def tar(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as made:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size, member.mode = len(data), 0o755
            made.addfile(member, io.BytesIO(data))
    return buffer.getvalue()


def archive(name: str = NAME, aiws: bytes | None = None) -> bytes:
    """A release, large enough to be cut in two."""
    program = fake_aiws() if aiws is None else aiws
    filler = b"".join(hashlib.sha256(b"%d" % number).digest() for number in range(4096))
    return gzip.compress(tar({f"{name}/bin/aiws": program, f"{name}/LICENSE": filler}), mtime=0)


def bundle(files: dict[str, bytes], manifest: dict[str, bytes] | None = None) -> bytes:
    """A bundle whose manifest is that of its files, or of others."""
    listed = files if manifest is None else manifest
    sums = "".join(f"{sha256(data)}  {name}\n" for name, data in listed.items())
    return tar({"manifest.sha256": sums.encode(), **files})


@dataclass
class ReleaseServer(LoopbackServer):
    """Files by their path. A fault is what happens at the next request for one: a status, or "cut" halfway."""

    files: dict[str, bytes] = field(default_factory=dict)
    faults: dict[str, list[int | str]] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    resumes: bool = True

    def __post_init__(self) -> None:
        super().__init__()

    def publish(self, data: bytes, name: str = NAME, sum_of: bytes | None = None) -> None:
        """An archive, and beside it its sum, or that of something else."""
        file = f"{name}.tar.gz"
        self.files[f"/{file}"] = data
        self.files[f"/{file}.sha256"] = f"{sha256(data if sum_of is None else sum_of)}  {file}\n".encode()

    def answer(self, handler: Handler, incoming: Incoming) -> None:
        wanted = incoming.headers.get("range", "")
        self.requests.append(f"{incoming.path} {wanted}".strip())
        faults = self.faults.get(incoming.path, [])
        fault = faults.pop(0) if faults else None
        data = self.files.get(incoming.path)
        if isinstance(fault, int) or data is None:
            handler.send(fault if isinstance(fault, int) else 404, "no such luck")
            return
        start = int(wanted.removeprefix("bytes=").split("-")[0]) if wanted and self.resumes else 0
        if start and start >= len(data):
            handler.send(416, b"", {"content-range": f"bytes */{len(data)}"})
            return
        self.send(handler, data, start, cut=fault == "cut")

    def send(self, handler: Handler, data: bytes, start: int, cut: bool) -> None:
        handler.send_response(206 if start else 200)
        if start:
            handler.send_header("content-range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        handler.send_header("content-length", str(len(data) - start))
        handler.end_headers()
        handler.wfile.write(data[start : start + (len(data) - start) // 2] if cut else data[start:])
        handler.close_connection = handler.close_connection or cut
