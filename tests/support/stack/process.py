# SPDX-License-Identifier: Apache-2.0
"""Child processes that never outlive their owner."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Service:
    """A server in a process group of its own, with its output in a log file.

    The kernel ends it when this process dies without cleaning up (setpriv --pdeathsig).
    """

    def __init__(
        self,
        command: list[str | Path],
        log: Path,
        *,
        env: dict[str, str],
        cwd: Path,
        stop_signal: signal.Signals = signal.SIGTERM,
        privileges: list[str] | None = None,
    ):
        self._stop_signal = stop_signal
        self.log = log
        guard = [shutil.which("setpriv") or "setpriv", "--pdeathsig", stop_signal.name, *(privileges or [])]
        with open(log, "ab") as out:
            self._process = subprocess.Popen(
                [*guard, *(str(word) for word in command)],
                stdout=out,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                env=env,
                cwd=cwd,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    def alive(self) -> bool:
        return self._process.poll() is None

    def wait_until(self, ready: Callable[[], bool], seconds: float, name: str) -> None:
        """Until `ready` says so; RuntimeError with the log's end when the service died or the time is over."""
        deadline = time.monotonic() + seconds
        while not ready():
            if not self.alive() or time.monotonic() > deadline:
                state = "is not ready" if self.alive() else f"ended with {self._process.returncode}"
                self.stop()
                raise RuntimeError(f"{name} {state}:\n{self.tail()}")
            time.sleep(0.1)

    def tail(self, size: int = 4000) -> str:
        return self.log.read_text(errors="replace")[-size:] if self.log.exists() else ""

    def stop(self, seconds: float = 15) -> None:
        """Asks it to end, then kills whatever of its group is left."""
        if self.alive():
            self._process.send_signal(self._stop_signal)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(seconds)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
