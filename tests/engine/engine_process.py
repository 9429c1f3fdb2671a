# SPDX-License-Identifier: Apache-2.0
"""The engine as a program of its own, without the client: its options, output, exit code and HTTP."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import tempfile
import time
from typing import Any

from stack.gateway import Installation
from stack.process import free_port

SECONDS = 30


class EngineProcess:
    def __init__(self, installation: Installation, url: str, *options: str, launcher: tuple[str, ...] = ()):
        """Starts it as prisma-client-py does, on a free port; `launcher` is put before the command."""
        self.port = free_port()
        schema = installation.site / "litellm" / "proxy" / "schema.prisma"
        env = {
            "PATH": installation.node.path(),
            "PRISMA_DML_PATH": str(schema),
            "DATABASE_URL": url,
            "HOME": os.devnull,
        }
        self._output = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the process)
        command = [*launcher, str(installation.engine), "-p", str(self.port), *options]
        self.process = subprocess.Popen(
            command, env=env, stdin=subprocess.DEVNULL, stdout=self._output, stderr=subprocess.STDOUT
        )

    def __enter__(self) -> EngineProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        self._output.close()

    def output(self) -> str:
        size = os.fstat(self._output.fileno()).st_size
        return os.pread(self._output.fileno(), size, 0).decode()

    def failure(self) -> dict[str, Any]:
        """The error that a start which failed prints as the last line."""
        assert self.process.wait(SECONDS) == 1, self.output()
        return json.loads(self.output().strip().splitlines()[-1])

    def request(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        try:
            data = body if body is None or isinstance(body, str) else json.dumps(body)
            connection.request(method, path, data, headers)
            reply = connection.getresponse()
            return reply.status, reply.read().decode()
        finally:
            connection.close()

    def query(self, text: str) -> dict[str, Any]:
        return json.loads(self.request("POST", "/", {"query": text, "variables": {}})[1])

    def listens(self) -> bool:
        try:
            return self.request("GET", "/status") == (200, '{"status":"ok"}')
        except OSError:
            return False

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + SECONDS
        while not self.listens():
            assert self.process.poll() is None, self.output()
            assert time.monotonic() < deadline, self.output()
            time.sleep(0.05)

    def wait_until_gone(self) -> None:
        """Until nobody listens any more, whoever its parent is by now."""
        deadline = time.monotonic() + SECONDS
        while self.listens():
            assert time.monotonic() < deadline, "the engine is still there"
            time.sleep(0.05)
