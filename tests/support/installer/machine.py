# SPDX-License-Identifier: Apache-2.0
"""A machine for install.sh: a home folder of its own, and on PATH only programs that the test put there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).resolve().parents[3] / "install.sh"
MARK = "# added by aiws install.sh"
Done = subprocess.CompletedProcess[str]

# What any Linux has. curl and wget, apt-get and sudo are put there by the tests that want them.
SYSTEM = """
    sh bash dash cat cp mv rm mkdir rmdir ln readlink mktemp chmod dirname sed grep tail head sort tr ls env true
    tar gzip sha256sum getconf
"""
STAND_INS = {
    "uname": 'case "$1" in -m) echo "${FAKE_MACHINE:-x86_64}" ;; *) echo "${FAKE_SYSTEM:-Linux}" ;; esac',
    "id": 'echo "${FAKE_USER:-1000}"',
    "sleep": 'echo "sleep $1" >>"$FAKE_LOG"; exec SLEEP 0.05',
    "python3": 'exec PYTHON "$@"',
    "dpkg-query": 'for name in ${FAKE_MISSING:-}; do [ "$name" != "$3" ] || exit 1; done\nprintf installed',
    "cmake": """case "$*" in
--version) echo "cmake version ${FAKE_CMAKE_VERSION:-3.25.1}" ;;
*--build*) [ -z "${FAKE_BUILD_FAILS:-}" ] || { echo "error: no such luck"; exit 1; }
    mkdir -p build/release && cp fake-aiws build/release/aiws ;;
esac""",
}
COMPILER = 'cat >/dev/null\necho "__clang_major__ ${FAKE_GCC:-12}"'
APT = """echo "apt-get $*" >>"$FAKE_LOG"
[ -z "${FAKE_APT_FAILS:-}" ] || { echo "E: no network"; exit 100; }"""


def executable(path: Path, text: str) -> None:
    """A shell script, whose first line is written here."""
    path.unlink(missing_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def failure(done: Done) -> str:
    """The one line that says what is wrong."""
    assert done.returncode != 0, done.stdout
    return done.stderr.splitlines()[-1]


class Machine:
    """A home, the programs on PATH, and install.sh: in a folder of its own, or (checkout()) beside the sources."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "home"
        self.programs = folder / "programs"
        self.temporary = folder / "tmp"
        self.log = folder / "log"
        for made in (self.home, self.programs, self.temporary):
            made.mkdir()
        self.checkout_folder = folder / "check out"
        self.script = folder / "install.sh"
        shutil.copy(SCRIPT, self.script)
        self.add(*SYSTEM.split())
        real = {"SLEEP": str(shutil.which("sleep")), "PYTHON": sys.executable}
        for name, text in STAND_INS.items():
            executable(self.programs / name, re.sub(r"\b(SLEEP|PYTHON)\b", lambda found: real[found[0]], text))

    def add(self, *names: str) -> Machine:
        """Puts real programs of this system on PATH."""
        for name in names:
            program = shutil.which(name)
            assert program, f"{name} is not installed here; ./test.sh installs it"
            (self.programs / name).symlink_to(program)
        return self

    def without(self, *names: str) -> Machine:
        for name in names:
            (self.programs / name).unlink()
        return self

    def checkout(self) -> Path:
        """Puts the script into a checkout whose build makes a stand-in, on a machine that can build."""
        folder = self.checkout_folder
        (folder / "tools").mkdir(parents=True)
        self.script = Path(shutil.copy(SCRIPT, folder))
        shutil.copy(SCRIPT.parent / "tools/build_from_source.sh", folder / "tools")
        (folder / "CMakePresets.json").write_text("{}")
        for name in ("ninja", "git", "c++", "g++", "clang++"):
            executable(self.programs / name, COMPILER)
        executable(self.programs / "apt-get", APT)
        return folder

    def environment(self, **more: str) -> dict[str, str]:
        own = {"PATH": str(self.programs), "HOME": str(self.home), "TMPDIR": str(self.temporary)}
        return {**own, "FAKE_LOG": str(self.log), "LC_ALL": "C.UTF-8", **more}

    def start(self, *command: str, environment: dict[str, str], **options: Any) -> subprocess.Popen[str]:
        settings = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        # A session of its own: no terminal that install.sh could ask at, and a group that a test may interrupt.
        settings |= {"cwd": self.home, "start_new_session": True, **options}
        return subprocess.Popen(command, env=environment, **settings)

    def install(self, *arguments: str, **environment: str) -> Done:
        process = self.start("/bin/sh", str(self.script), *arguments, environment=self.environment(**environment))
        out, err = process.communicate(timeout=120)
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)

    def pipe(self, script: bytes, *arguments: str, shell: tuple[str, ...] = ("/bin/sh",), **environment: str) -> Done:
        """The script on stdin, as `curl … | sh -s -- ARGUMENTS` has it."""
        done = subprocess.run(
            [*shell, "-s", "--", *arguments],
            input=script,
            env=self.environment(**environment),
            cwd=self.home,
            capture_output=True,
            start_new_session=True,
            timeout=120,
        )
        return subprocess.CompletedProcess(arguments, done.returncode, done.stdout.decode(), done.stderr.decode())

    def files(self) -> dict[str, str]:
        """All files of the home folder."""
        found = (path for path in self.home.rglob("*") if path.is_file())
        return {str(path.relative_to(self.home)): path.read_text() for path in found}

    def left_behind(self) -> list[str]:
        """What is in the folder for temporary files."""
        return os.listdir(self.temporary)

    def logged(self) -> list[str]:
        return self.log.read_text().splitlines() if self.log.exists() else []
