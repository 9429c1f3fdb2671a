# SPDX-License-Identifier: Apache-2.0
"""A Debian with systemd that was booted on this machine, as a container with no network but its own loopback."""

from __future__ import annotations

import secrets
import subprocess
from pathlib import Path

from aiws import Run
from machine import wait_until
from rootfs import RootFs
from rootfs import why_not as why_no_rootfs
from stack.process import Service

PACKAGES = (
    *("systemd-sysv", "systemd-container", "dbus", "dbus-user-session", "libpam-systemd"),
    *("python3", "procps", "libcurl4", "libfmt9"),
)
# What all users of that machine have on PATH.
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
VARIABLES = (f"PATH={PATH}", "LC_ALL=C.UTF-8", "CI=1", "NO_COLOR=1")
# A mount namespace in which /sys/fs/cgroup is version 2's, as systemd wants it.
CONTROL_GROUPS = "mount -t tmpfs tmpfs /run && umount -R /sys/fs/cgroup; mount -t cgroup2 cgroup2 /sys/fs/cgroup && "


def why_not() -> str:
    """Why no machine can be booted here; "" when one can."""
    if reason := why_no_rootfs():
        return reason
    done = _with_control_groups(":")
    return "" if done.returncode == 0 else f"no control groups for systemd: {done.stderr.strip()}"


class BootedMachine:
    """It runs from start() to stop(), which are a reboot when one follows the other."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "root"
        self.root.mkdir()
        RootFs("bookworm", self.root, PACKAGES)
        (self.root / "etc" / "hosts").write_text("127.0.0.1 localhost\n")
        self._log = folder / "console.log"
        self._group = f"aiws-test-{secrets.token_hex(4)}"
        self._machine: Service | None = None

    def start(self) -> None:
        # nspawn by the machine's own loader and libraries: this one needs to have neither
        (loader,) = self.root.glob("usr/lib/*-linux-gnu/ld-linux-*.so.*")
        libraries = f"{loader.parent}:{loader.parent / 'systemd'}"
        nspawn = [loader, "--library-path", libraries, self.root / "usr" / "bin" / "systemd-nspawn"]
        options = ("--boot", "--register=no", "--keep-unit", "--private-network", "--console=pipe")
        names = (f"--directory={self.root}", f"--machine={self._group}")
        enter = f'{CONTROL_GROUPS}mkdir /sys/fs/cgroup/{self._group} && echo $$ >"$_/cgroup.procs" && exec "$@"'
        self._machine = Service(
            ["unshare", "--mount", "sh", "-c", enter, "sh", *nspawn, *options, *names],
            self._log,
            env={"PATH": PATH, "SYSTEMD_NSPAWN_UNIFIED_HIERARCHY": "1"},
            cwd=self.root,
        )
        self._machine.wait_until(self._is_running, 120, "the machine")

    def _is_running(self) -> bool:
        done = self.run("systemctl", "is-system-running") if self._init() else None
        return done is not None and done.out.strip() in ("running", "degraded")

    def _init(self) -> int | None:
        """The process that is the first one in there."""
        if not self._machine or not self._machine.alive():
            return None
        children = Path(f"/proc/{self._machine.pid}/task/{self._machine.pid}/children").read_text().split()
        return next((int(pid) for pid in children if _number_inside(pid) == 1), None)

    def run(self, *words: str, timeout: float = 600) -> Run:
        """A command of root's."""
        init = self._init()
        assert init, "the machine does not run"
        enter = ["nsenter", "-t", str(init), "-m", "-u", "-i", "-n", "-p", "-C", "-r", "-w"]
        own = ["env", "-i", "HOME=/root", "USER=root", *VARIABLES]
        done = subprocess.run(
            [*enter, *own, *words], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=timeout
        )
        return Run(words, done.returncode, done.stdout, done.stderr)

    def run_as(self, user: str, *words: str, timeout: float = 600) -> Run:
        """A command in a session of that user's, which ends with it."""
        if user == "root":
            return self.run(*words, timeout=timeout)
        session = ["systemd-run", "--quiet", "--pipe", "--wait", "--collect", f"--uid={user}", "-p", "PAMName=login"]
        return self.run(*session, *(f"--setenv={variable}" for variable in VARIABLES), *words, timeout=timeout)

    def stop(self) -> None:
        """Shuts it down as a machine is, by systemd."""
        if self._machine:
            self._machine.stop(90)
            self._machine = None
        remove = f"find /sys/fs/cgroup/{self._group} -depth -type d -exec rmdir {{}} +"
        wait_until(lambda: _with_control_groups(remove).returncode == 0, 30, "the machine's control group is empty")

    def __enter__(self) -> BootedMachine:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def _with_control_groups(script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["unshare", "--mount", "sh", "-c", CONTROL_GROUPS + script], capture_output=True, text=True)


def _number_inside(pid: str) -> int:
    """Its process id in the innermost namespace."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("NSpid:"):
            return int(line.split()[-1])
    return 0
