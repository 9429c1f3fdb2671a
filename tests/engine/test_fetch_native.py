# SPDX-License-Identifier: Apache-2.0
"""fetch-native.mjs: Prisma's native engine from a mirror on loopback, or one line why not; nothing half-written."""

from __future__ import annotations

import gzip
import hashlib
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from http_server import Handler, Incoming, LoopbackServer
from stack.gateway import Installation

VERSION = "393aa359c9ad4a4bb28630fb5613f9c281cde053"


def script(text: str) -> bytes:
    return f"#!/bin/sh\n{text}\n".encode()


GOOD = script(f"echo query-engine {VERSION}")


class Mirror(LoopbackServer):
    """Serves `engine` as every platform's engine, with the checksums of `checked` (its own, unless told otherwise)."""

    def __init__(self) -> None:
        self.engine = GOOD
        self.zipped = b""
        self.checked: bytes | None = None
        self.status = 200
        self.hang = False
        self.paths: list[str] = []
        super().__init__()

    def answer(self, handler: Handler, incoming: Incoming) -> None:
        self.paths.append(incoming.path)
        if self.hang:
            self.closing.wait()
            return
        zipped = self.zipped or gzip.compress(self.engine, mtime=0)
        if incoming.path.endswith(".gz"):
            body = zipped
        else:
            checked = self.checked or (zipped if incoming.path.endswith(".gz.sha256") else self.engine)
            body = hashlib.sha256(checked).hexdigest().encode() + b"  query-engine\n"
        handler.send(self.status, body if self.status == 200 else b"refused")


@pytest.fixture
def mirror() -> Iterator[Mirror]:
    with Mirror() as mirror:
        yield mirror


class Fetch:
    def __init__(self, installation: Installation, mirror: Mirror, home: Path):
        self.folder = home / "native"
        self._program = installation.engine.parent / "fetch-native.mjs"
        self._home = home
        self._env = {
            "PATH": installation.node.path(),
            "HOME": str(home),
            "TMPDIR": str(home),
            "PRISMA_ENGINES_MIRROR": mirror.url,
        }

    def run(self, seconds: int = 20, **env: str) -> subprocess.CompletedProcess[str]:
        command = [str(self._program), str(self.folder), str(seconds)]
        return subprocess.run(command, env={**self._env, **env}, capture_output=True, text=True, timeout=60)

    def refused(self, seconds: int = 20, **env: str) -> str:
        """The one line that says why; nothing is left behind."""
        done = self.run(seconds, **env)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1), done
        assert list(self._home.iterdir()) == []
        return done.stderr


@pytest.fixture
def fetch(installation: Installation, mirror: Mirror, home: Path) -> Fetch:
    return Fetch(installation, mirror, home)


def test_a_good_engine_is_proven_and_its_path_printed(fetch: Fetch, mirror: Mirror, home: Path) -> None:
    done = fetch.run()
    assert (done.returncode, done.stderr) == (0, "")
    path = Path(done.stdout.removesuffix("\n"))
    assert path.is_absolute()
    assert path.parent == fetch.folder
    assert path.read_bytes() == GOOD
    assert subprocess.run([path, "--version"], capture_output=True, text=True).stdout == f"query-engine {VERSION}\n"
    assert [entry.name for entry in home.iterdir()] == ["native"]
    assert {path.split("/")[2] for path in mirror.paths} == {VERSION}


def test_an_older_engine_is_replaced(fetch: Fetch, mirror: Mirror) -> None:
    assert fetch.run().returncode == 0
    mirror.engine = GOOD + b"# newer\n"
    done = fetch.run()
    assert Path(done.stdout.strip()).read_bytes() == mirror.engine


def test_a_checksum_that_is_wrong_is_refused(fetch: Fetch, mirror: Mirror) -> None:
    mirror.checked = b"something else"
    assert "checksum" in fetch.refused()


def test_an_engine_that_is_not_there_is_told_with_its_address(fetch: Fetch, mirror: Mirror) -> None:
    mirror.status = 404
    said = fetch.refused()
    assert "404" in said
    assert mirror.url in said


def test_what_does_not_run_is_refused(fetch: Fetch, mirror: Mirror) -> None:
    mirror.engine = b"\x7fELF, or rather garbage"
    said = fetch.refused()
    assert f"is not query-engine {VERSION}" in said
    assert "fetching" not in said


@pytest.mark.parametrize("text", ["echo query-engine 0123", "echo no such libssl >&2; exit 127", "exit 0"])
def test_another_engine_than_ours_is_refused(fetch: Fetch, mirror: Mirror, text: str) -> None:
    mirror.engine = script(text)
    assert f"is not query-engine {VERSION}" in fetch.refused()


def test_what_is_no_archive_is_refused(fetch: Fetch, mirror: Mirror) -> None:
    mirror.zipped = b"<html>please log in</html>"
    assert "not to be had" in fetch.refused()


def test_a_server_that_hangs_is_left_in_time(fetch: Fetch, mirror: Mirror) -> None:
    mirror.hang = True
    said = fetch.refused(seconds=1)
    assert "within 1 s" in said
    assert mirror.url in said


def test_an_engine_that_hangs_is_left_in_time(fetch: Fetch, mirror: Mirror) -> None:
    mirror.engine = script("exec sleep 60")
    assert "does not run" in fetch.refused(seconds=2)


def test_an_address_is_shown_without_its_credentials(fetch: Fetch, mirror: Mirror) -> None:
    address = mirror.url.replace("//", "//name:secret@") + "?token=secret"
    said = fetch.refused(PRISMA_ENGINES_MIRROR=address)
    assert "secret" not in said


def test_a_proxy_is_used(fetch: Fetch, mirror: Mirror) -> None:
    done = fetch.run(PRISMA_ENGINES_MIRROR="http://binaries.test", HTTP_PROXY=mirror.url)
    assert done.returncode == 0, done.stderr
    assert mirror.paths[0].startswith("http://binaries.test/all_commits/")


@pytest.mark.parametrize("words", [[], ["a", "b"], ["a", "0"], ["a", "1", "c"]])
def test_wrong_arguments_are_told(installation: Installation, words: list[str]) -> None:
    command = [installation.engine.parent / "fetch-native.mjs", *words]
    done = subprocess.run(command, env={"PATH": installation.node.path()}, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert "usage" in done.stderr
