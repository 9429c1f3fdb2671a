# SPDX-License-Identifier: Apache-2.0
"""A network namespace that has loopback and no way out."""

from __future__ import annotations

import subprocess
from pathlib import Path


class Namespace:
    """It lasts until close(); `within` is the command that goes before each that should run in it."""

    def __init__(self) -> None:
        # the shell tells that loopback is up, then waits for the end of its standard input
        script = "ip link set lo up && echo up && read -r _"
        self._keeper = subprocess.Popen(
            ["unshare", "-n", "sh", "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._keeper.stdout.readline() == "up\n", "no network namespace could be made"
        self.within = ["nsenter", f"--net=/proc/{self._keeper.pid}/ns/net"]

    def routes(self) -> str:
        """The routing table: a headline and nothing."""
        return subprocess.run(
            [*self.within, "cat", "/proc/net/route"], check=True, capture_output=True, text=True
        ).stdout

    def has(self, pid: int) -> bool:
        return Path(f"/proc/{pid}/ns/net").readlink() == Path(f"/proc/{self._keeper.pid}/ns/net").readlink()

    def close(self) -> None:
        self._keeper.communicate("\n", timeout=30)

    def __enter__(self) -> Namespace:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
