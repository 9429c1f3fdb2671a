# SPDX-License-Identifier: Apache-2.0
"""One user's aiws and OpenClaw in front of a real gateway, and a user whom file modes bind."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path

from aiws import Aiws, Run
from matrix import UPSTREAM
from provider import KEYS, Provider
from stack.gateway import Gateway
from stack.openclaw import AgentGateway, Launcher, OpenClaw

REGISTER = ("register", "--no-verify")


@dataclass(frozen=True)
class Workspace:
    """One user's aiws and OpenClaw in front of the gateway."""

    aiws: Aiws
    openclaw: OpenClaw
    gateway: Gateway
    provider: Provider

    def install(self) -> tuple[Workspace, Launcher]:
        """The same workspace where OpenClaw is on aiws's PATH."""
        launcher = self.openclaw.launcher(self.openclaw.home.parent / "launcher")
        return replace(self, aiws=self.aiws.with_env(PATH=launcher.path)), launcher

    @property
    def config(self) -> Path:
        return self.openclaw.config

    def write(self, content: str | bytes | dict) -> bytes:
        """Makes the user's file; returns its bytes."""
        text = json.dumps(content, indent=2) if isinstance(content, dict) else content
        data = text.encode() if isinstance(text, str) else text
        self.config.parent.mkdir(exist_ok=True)
        self.config.write_bytes(data)
        return data

    def read(self) -> dict:
        return json.loads(self.config.read_text())

    def register(self) -> Run:
        return self.aiws.run(*REGISTER).assert_code(0)

    def unregister(self) -> None:
        self.aiws.run("unregister", "--yes").assert_code(0)

    def turn(self, reference: str, **environment: str) -> list[int]:
        """Asks through OpenClaw; what the gateway answered to each of its calls. The provider saw ours or nothing."""
        self.provider.calls.clear()
        mark = self.gateway.mark()
        self.openclaw.ask(reference, **environment)
        channel = reference.split("/")[0]
        asked = {(call.channel, call.model, call.key) for call in self.provider.calls}
        assert asked <= {(channel, UPSTREAM[reference], KEYS[channel])}
        return [access.status for access in self.gateway.accesses(mark) if access.path.endswith("/chat/completions")]

    def clobbered(self) -> list[Path]:
        """The files that OpenClaw put aside to restore its backup."""
        return list(self.config.parent.glob("*.clobbered.*"))

    def run_agent(self) -> None:
        """`agent exec`, whatever comes of it: like OpenClaw's gateway it looks at the backup first."""
        self.openclaw.run("agent", "exec", "ping", "--cwd", str(self.openclaw.home), "--json")

    def run_gateway(self) -> None:
        """Starts OpenClaw's gateway and ends it."""
        with AgentGateway(self.openclaw, self.openclaw.home.parent):
            pass


class Unprivileged(Aiws):
    """aiws as nobody where the tests run as root."""

    def __init__(self, home: Path, env: dict[str, str], program: Path):
        super().__init__(home, env)
        self._program = program

    def start(self, *args: str, **options) -> subprocess.Popen[bytes]:
        privileges = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"] if os.geteuid() == 0 else []
        return subprocess.Popen(
            [*privileges, str(self._program), *args],
            env=self.environment(),
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            **options,
        )
