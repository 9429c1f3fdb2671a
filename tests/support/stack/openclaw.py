# SPDX-License-Identifier: Apache-2.0
"""The real OpenClaw agent, from its npm package."""

from __future__ import annotations

import json
import shutil
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from .cache import cached
from .node import Node
from .process import Service, free_port

NEWEST = "2026.9.6"
OLDEST = "2026.5.20"  # that aiws was tried with
# its dependencies as they were: newer ones ask for packages that the registry does not have
OVERRIDES = {"2026.5.20": {"linkedom": "0.18.12"}}


@dataclass(frozen=True)
class Answer:
    """What a command of OpenClaw came to."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


class OpenClaw:
    """OpenClaw as the owner of one home folder runs it: nothing of this machine's environment reaches it."""

    def __init__(self, home: Path, version: str = NEWEST):
        self.home = home
        self.version = version
        self._node = Node()
        overrides = OVERRIDES.get(version, {})
        inputs = [f"openclaw=={version}", str(self._node.program), *([json.dumps(overrides)] if overrides else [])]
        self.folder = cached("openclaw", inputs, self._fill)
        self.program = self.folder / "node_modules" / "openclaw" / "openclaw.mjs"
        self.config = home / ".openclaw" / "openclaw.json"

    def _fill(self, folder: Path) -> None:
        package = {"private": True, "overrides": OVERRIDES.get(self.version, {})}
        (folder / "package.json").write_text(json.dumps(package) + "\n")
        self._node.npm(folder, "install", f"openclaw@{self.version}")

    def environment(self, **extra: str) -> dict[str, str]:
        # offline, it neither looks for plugins nor for a newer version of itself
        return {
            "PATH": f"{self._node.bin}:/usr/bin:/bin",
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "CI": "1",
            "NO_COLOR": "1",
            "npm_config_offline": "true",
            **extra,
        }

    def command(self, *words: str) -> list[str]:
        return [str(self._node.program), str(self.program), *words]

    def run(self, *words: str, timeout: float = 120, text: str = "", **extra: str) -> Answer:
        """One command; `text` is its standard input, `extra` are further environment variables."""
        done = subprocess.run(
            self.command(*words),
            capture_output=True,
            text=True,
            input=text,
            env=self.environment(**extra),
            cwd=self.home,
            timeout=timeout,
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    def launcher(self, folder: Path) -> Launcher:
        """An `openclaw` for PATH, in `folder`, which is made."""
        settings = f"PATH={self._node.bin}:$PATH CI=1 npm_config_offline=true"
        return Launcher(folder, f"{settings} exec {self._node.program} {self.program}", self.program.parent)

    def validate(self) -> Answer:
        """`config validate --json`: code 0 and {"valid": true}, or code 1 with its issues."""
        return self.run("config", "validate", "--json")

    def models(self) -> list[dict[str, Any]]:
        """The rows of `models list --json`: key ("nvidia/glm-5.2"), name and more."""
        answer = self.run("models", "list", "--json")
        assert answer.code == 0, answer
        return answer.json()["models"]

    def ask(self, reference: str, **extra: str) -> Answer:
        """One turn of a model through OpenClaw itself, without its gateway running."""
        words = ("infer", "model", "run", "--local", "--model", reference, "--prompt", "ping", "--json")
        return self.run(*words, **extra)

    def set(self, path: str, value: str) -> None:
        """`config set`: OpenClaw's own write, which formats the file anew and keeps a backup of it."""
        answer = self.run("config", "set", path, value)
        assert answer.code == 0, answer


class Launcher:
    """An `openclaw` for PATH that notes what it was started with, with the package's own package.json above it."""

    def __init__(self, folder: Path, command: str, package: Path):
        self._bin = folder / "bin"
        self._bin.mkdir(parents=True)
        self._log = folder / "starts"
        shutil.copy(package / "package.json", folder)
        script = self._bin / "openclaw"
        script.write_text(f'#!/bin/sh\necho "$*" >> {self._log}\n{command} "$@"\n')
        script.chmod(0o755)

    @property
    def path(self) -> str:
        """A PATH on which it is the first."""
        return f"{self._bin}:/usr/bin:/bin"

    def starts(self) -> list[str]:
        """The words of each start since the last call."""
        words = self._log.read_text().splitlines() if self._log.exists() else []
        self._log.unlink(missing_ok=True)
        return words


class AgentGateway:
    """OpenClaw's gateway process, which serves its page; it ends with its owner."""

    token = "aiws-test-page-token-1"

    def __init__(self, openclaw: OpenClaw, folder: Path, **extra: str):
        """Starts it and waits until it serves. The log goes into `folder`, `extra` are environment variables."""
        self.port = free_port()
        # loopback pairs by itself, and the page takes the token out of its address
        self.page = f"http://127.0.0.1:{self.port}/#token={self.token}"
        folder.mkdir(parents=True, exist_ok=True)
        self._service = Service(
            openclaw.command("gateway", "run", "--port", str(self.port), "--bind", "loopback", "--auth", "token"),
            folder / f"openclaw-{self.port}.log",
            env=openclaw.environment(OPENCLAW_GATEWAY_TOKEN=self.token, **extra),
            cwd=openclaw.home,
        )
        self._service.wait_until(self._ready, 120, "OpenClaw's gateway")

    @property
    def log(self) -> str:
        return self._service.log.read_text(errors="replace")

    def alive(self) -> bool:
        return self._service.alive()

    def close(self) -> None:
        self._service.stop()

    def __enter__(self) -> AgentGateway:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ready(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        with suppress(OSError, HTTPException):
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        return False
