# SPDX-License-Identifier: Apache-2.0
"""Runs the aiws binary as the owner of one home folder and workspace, with nothing of this machine's environment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]


def binary() -> Path:
    """AIWS_BIN, else the development build's."""
    return Path(os.environ.get("AIWS_BIN") or REPOSITORY / "build" / "dev" / "aiws").resolve()


def is_sanitized() -> bool:
    """True for a build with the address sanitizer, which takes several times the memory."""
    return b"__asan_init" in binary().read_bytes()


@dataclass(frozen=True)
class Run:
    """What a run came to."""

    args: tuple[str, ...]
    code: int
    out: str
    err: str
    max_rss: int = 0  # bytes

    def json(self) -> Any:
        return json.loads(self.out)

    def assert_code(self, code: int) -> Run:
        assert self.code == code, f"exit {self.code}, not {code}, of {' '.join(self.args)}\n{self.out}\n{self.err}"
        return self

    def assert_silent_about(self, secrets: Iterable[str]) -> Run:
        """None of the secrets, nor the bulk of one, was printed."""
        for secret in secrets:
            assert secret not in self.out + self.err, f"{' '.join(self.args)} printed a secret"
        return self


class Aiws:
    """The binary in one home folder; `env` is all that it sees besides PATH, HOME, AIWS_HOME and the locale."""

    def __init__(self, home: Path, env: dict[str, str] | None = None):
        self.home = home
        self.env = dict(env or {})

    def with_env(self, **changes: str | None) -> Aiws:
        """The same home with other variables; None takes one away."""
        merged = {**self.env, **changes}
        return Aiws(self.home, {name: value for name, value in merged.items() if value is not None})

    def environment(self) -> dict[str, str]:
        sanitizers = {name: value for name, value in os.environ.items() if name in ("ASAN_OPTIONS", "UBSAN_OPTIONS")}
        own = {"PATH": "/usr/bin:/bin", "HOME": str(self.home), "LC_ALL": "C.UTF-8", "AIWS_HOME": str(self.workspace)}
        return {**own, **sanitizers, **self.env}

    @property
    def workspace(self) -> Path:
        """Where its workspace would be: below its home, also for root, so that nobody sees this machine's."""
        return self.home / ".local" / "share" / "aiws"

    def start(self, *args: str, **options: Any) -> subprocess.Popen[bytes]:
        """A run that goes on by itself."""
        settings = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL, "cwd": self.home}
        return subprocess.Popen([str(binary()), *args], env=self.environment(), **{**settings, **options})

    def run(self, *args: str, timeout: float = 120, **options: Any) -> Run:
        """A run to its end; subprocess.TimeoutExpired when it takes too long."""
        process = self.start(*args, **options)
        return finish(process, args, timeout)

    def measure(self, *args: str) -> Run:
        """A run to its end that also tells how much memory it took at most."""
        return _measure([str(binary()), *args], self.environment(), self.home)


def finish(process: subprocess.Popen[bytes], args: tuple[str, ...] = (), timeout: float = 120) -> Run:
    """Waits for a run that start() began."""
    try:
        out, err = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise
    return Run(args, process.returncode, (out or b"").decode(errors="replace"), (err or b"").decode(errors="replace"))


# A process starts with the memory of the one that it was forked from, and ru_maxrss remembers that: this one is small.
_MEASURE = """
import os, sys
child = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(child, 0)
os.write(int(sys.argv[1]), b"%d" % usage.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def _measure(command: list[str], env: dict[str, str], cwd: Path) -> Run:
    """Runs the command below a small Python, which tells the most memory that it took (above its own 9 MB)."""
    reader, writer = os.pipe()
    outer = [sys.executable, "-I", "-S", "-c", _MEASURE, str(writer), *command]
    done = subprocess.run(
        outer, env=env, cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, pass_fds=[writer], timeout=120
    )
    os.close(writer)
    with os.fdopen(reader) as report:
        kilobytes = int(report.read() or 0)
    out, err = (text.decode(errors="replace") for text in (done.stdout, done.stderr))
    return Run(tuple(command[1:]), done.returncode, out, err, max_rss=kilobytes * 1024)
