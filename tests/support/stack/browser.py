# SPDX-License-Identifier: Apache-2.0
"""OpenClaw's page in Debian's Chromium, led by playwright-core from npm."""

from __future__ import annotations

import json
import shutil
import socket
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from .cache import HERE, cached
from .node import Node
from .process import Service, free_port

VERSION = "1.64.1"
PATIENCE = 180  # seconds; the page itself gives up earlier and says why


class ControlPage:
    """The page with the chat and the model picker; the browser ends with its owner."""

    def __init__(self, url: str, folder: Path):
        """Opens `url`; the browser's profile and log go into `folder`."""
        chromium = shutil.which("chromium")
        if chromium is None:
            raise RuntimeError("Chromium is not installed: apt-get install chromium fonts-dejavu-core")
        self._node = Node()
        inputs = [f"playwright-core=={VERSION}", str(self._node.program)]
        playwright = cached("playwright", inputs, self._fill) / "node_modules" / "playwright-core" / "index.js"
        self._port = free_port()
        folder.mkdir(parents=True, exist_ok=True)
        self._service = Service(
            [self._node.program, HERE / "control_page.mjs", playwright, chromium, str(self._port), folder],
            folder / "browser.log",
            env={"PATH": self._node.path(), "HOME": str(folder), "LANG": "C.UTF-8", "TMPDIR": str(folder)},
            cwd=folder,
        )
        try:
            self._service.wait_until(self._listens, 60, "Chromium")
            self._call("open", url)
        except BaseException:
            self.close()
            raise

    def _fill(self, folder: Path) -> None:
        (folder / "package.json").write_text('{"private": true}\n')
        self._node.npm(folder, "install", f"playwright-core@{VERSION}")

    def groups(self) -> dict[str, list[str]]:
        """What the picker offers: the groups as they are called there, each with its references "provider/model"."""
        return {group["label"]: group["models"] for group in self._call("groups")}

    def unfold(self, reference: str) -> None:
        """Shows the group of the picker that holds the model."""
        self._call("unfold", reference)

    def choose(self, reference: str) -> None:
        self._call("choose", reference)

    def send(self, text: str) -> str:
        """Sends a message; the answer as it stands in the page."""
        return self._call("send", text)

    def screenshot(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._call("screenshot", str(path))

    def close(self) -> None:
        self._service.stop()

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self._port)) == 0

    def _call(self, verb: str, *arguments: Any) -> Any:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        try:
            connection.request("POST", f"/{verb}", json.dumps(arguments))
            reply = connection.getresponse()
            value = json.loads(reply.read())
        finally:
            connection.close()
        assert reply.status == 200, f"{verb}{arguments}: {value}"
        return value
