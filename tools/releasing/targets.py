# SPDX-License-Identifier: Apache-2.0
"""What is released, and where its pieces stand."""

import platform
import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEPENDENCIES = ROOT / "build" / "release-deps"
DIST = ROOT / "build" / "dist"


@dataclass(frozen=True)
class Target:
    """One machine that a release is for."""

    arch: str  # as `uname -m` says it
    openssl: str  # what OpenSSL's Configure calls it

    @property
    def zig(self) -> str:
        return f"{self.arch}-linux-musl"

    @property
    def folder(self) -> Path:
        """The compiler's programs, and under prefix/ the libraries that are linked in."""
        return DEPENDENCIES / self.arch

    @property
    def programs(self) -> Path:
        return self.folder / "bin"

    @property
    def prefix(self) -> Path:
        return self.folder / "prefix"

    @property
    def toolchain(self) -> Path:
        return ROOT / "cmake" / "toolchains" / f"zig-{self.arch}.cmake"

    @property
    def build(self) -> Path:
        return ROOT / "build" / f"release-{self.arch}"

    @property
    def binary(self) -> Path:
        return self.build / "aiws"

    def runs_here(self) -> bool:
        return platform.machine() == self.arch


TARGETS = {
    "x86_64": Target("x86_64", "linux-x86_64"),
    "aarch64": Target("aarch64", "linux-aarch64"),
}


def version() -> str:
    """The project's version, which CMakeLists.txt has."""
    found = re.search(r"^project\(aiws VERSION (\S+)", (ROOT / "CMakeLists.txt").read_text(), re.MULTILINE)
    if not found:
        raise SystemExit("tools/release: CMakeLists.txt has no line project(aiws VERSION …)")
    return found[1]
