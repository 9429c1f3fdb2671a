# SPDX-License-Identifier: Apache-2.0
"""Root file systems of Debian, made once with debootstrap, in which programs run by chroot."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from aiws import Run
from stack.cache import cached, run

# Releases that are no longer supported move to the archive.
MIRRORS = ("http://deb.debian.org/debian", "http://archive.debian.org/debian")
PACKAGES = ("ca-certificates",)


def why_not() -> str:
    """Why there can be none here; "" when there can."""
    if os.geteuid() != 0:
        return "chroot needs root"
    if not shutil.which("debootstrap"):
        return "debootstrap is not installed"
    return ""


def _make(suite: str, packages: Iterable[str], folder: Path) -> None:
    tree = folder / "tree"
    problems = []
    for mirror in MIRRORS:
        try:
            run(["debootstrap", "--variant=minbase", f"--include={','.join(packages)}", suite, tree, mirror])
            break
        except RuntimeError as problem:
            problems.append(str(problem))
            shutil.rmtree(tree, ignore_errors=True)
    else:
        raise RuntimeError("\n".join(problems))
    for rubbish in ("var/cache/apt/archives", "var/lib/apt/lists", "usr/share/doc", "usr/share/locale"):
        shutil.rmtree(tree / rubbish, ignore_errors=True)
    run(["tar", "-C", tree, "-cf", folder / "rootfs.tar", "."])
    shutil.rmtree(tree)


class RootFs:
    """One Debian in a folder, with the packages that it cannot do without and these; it shares the network and nothing
    else."""

    def __init__(self, suite: str, folder: Path, packages: Iterable[str] = ()) -> None:
        self.suite = suite
        self.folder = folder
        wanted = (*PACKAGES, *packages)
        kept = cached(f"rootfs-{suite}", [*wanted, *MIRRORS], lambda target: _make(suite, wanted, target))
        run(["tar", "-C", folder, "-xf", kept / "rootfs.tar"])

    def run(self, *command: str, user: int = 0, **environment: str) -> Run:
        """A program that knows no other variable but PATH; HOME is only what `environment` says."""
        done = subprocess.run(
            ["chroot", f"--userspec={user}:{user}", str(self.folder), *command],
            env={"PATH": "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=120,
        )
        return Run(command, done.returncode, done.stdout.decode(), done.stderr.decode())

    def write(self, path: str, text: str, user: int = 0) -> None:
        """A private file of that user's, with the folder that it is in."""
        file = self.folder / path.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        file.chmod(0o600)
        for made in (file, file.parent):
            os.chown(made, user, user)
