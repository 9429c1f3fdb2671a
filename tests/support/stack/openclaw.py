# SPDX-License-Identifier: Apache-2.0
"""The real OpenClaw agent, from its npm package."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .cache import cached
from .node import Node

VERSION = "2026.9.6"


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

    def __init__(self, home: Path):
        self.home = home
        self._node = Node()
        inputs = [f"openclaw=={VERSION}", str(self._node.program)]
        self.folder = cached("openclaw", inputs, self._fill)
        self.program = self.folder / "node_modules" / "openclaw" / "openclaw.mjs"

    def _fill(self, folder: Path) -> None:
        (folder / "package.json").write_text('{"private": true}\n')
        self._node.npm(folder, "install", f"openclaw@{VERSION}")

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

    def run(self, *words: str, timeout: float = 120, **extra: str) -> Answer:
        """One command; `extra` are further environment variables."""
        done = subprocess.run(
            [str(self._node.program), str(self.program), *words],
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            env=self.environment(**extra),
            cwd=self.home,
            timeout=timeout,
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    def validate(self) -> Answer:
        """`config validate --json`: code 0 and {"valid": true}, or code 1 with its issues."""
        return self.run("config", "validate", "--json")

    def models(self) -> list[dict[str, Any]]:
        """The rows of `models list --json`: key ("nvidia/glm-5.2"), name and more."""
        answer = self.run("models", "list", "--json")
        assert answer.code == 0, answer
        return answer.json()["models"]

    def ask(self, reference: str) -> Answer:
        """One turn of a model through OpenClaw itself, without its gateway running."""
        return self.run("infer", "model", "run", "--local", "--model", reference, "--prompt", "ping", "--json")
