# SPDX-License-Identifier: Apache-2.0
"""What tools/release made, and the systems that it has to run on."""

from __future__ import annotations

import platform
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from certificates import Authority
from release_archive import RELEASES, Archive, unpack
from rootfs import RootFs, why_not


@pytest.fixture(scope="session", params=RELEASES)
def archive(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """Each of the archives."""
    return unpack(request.param, tmp_path_factory.mktemp(request.param))


@pytest.fixture(scope="session")
def own_archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """The one for this machine."""
    return unpack(platform.machine(), tmp_path_factory.mktemp("own"))


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="session", params=["bullseye", "bookworm", "trixie"])
def untouched(request: pytest.FixtureRequest, own_archive: Archive) -> Iterator[RootFs]:
    """A Debian with the release's binary."""
    if reason := why_not():
        pytest.skip(reason)
    with tempfile.TemporaryDirectory(prefix=f"aiws-{request.param}-") as folder:
        debian = RootFs(request.param, Path(folder))
        shutil.copy(own_archive.binary, debian.folder / "usr" / "local" / "bin" / "aiws")
        yield debian


@pytest.fixture
def debian(untouched: RootFs) -> Iterator[RootFs]:
    """The same; what a test leaves in the users' homes is gone afterwards."""
    yield untouched
    for home in ("root", "srv"):
        subprocess.run(["find", untouched.folder / home, "-mindepth", "1", "-delete"], check=True)
