# SPDX-License-Identifier: Apache-2.0
"""The archives that tools/release made."""

from __future__ import annotations

import os
import tarfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiws import REPOSITORY

# The machines whose archives are tested; AIWS_RELEASES names fewer.
RELEASES = os.environ.get("AIWS_RELEASES", "x86_64 aarch64").split()
DIST = REPOSITORY / "build" / "dist"


@dataclass(frozen=True)
class Archive:
    """One archive, unpacked into `folder`'s parent."""

    path: Path
    folder: Path

    @property
    def arch(self) -> str:
        return self.path.name.removesuffix(".tar.gz").rsplit("-", 1)[1]

    @property
    def version(self) -> str:
        return self.path.name.removeprefix("aiws-").rsplit("-linux-", 1)[0]

    @property
    def binary(self) -> Path:
        return self.folder / "bin" / "aiws"

    def beside(self, ending: str) -> Path:
        """A file of the same name with another ending."""
        return self.path.with_name(self.path.name.removesuffix(".tar.gz") + ending)


def unpack(arch: str, folder: Path) -> Archive:
    """The newest archive for that machine."""
    found = sorted(DIST.glob(f"aiws-*-linux-{arch}.tar.gz"), key=lambda path: path.stat().st_mtime)
    if not found:
        pytest.fail(f"there is no archive for {arch} in {DIST}: run tools/release --target {arch}")
    with tarfile.open(found[-1]) as tar:
        tar.extractall(folder, filter="data")
    return Archive(found[-1], folder / found[-1].name.removesuffix(".tar.gz"))
