# SPDX-License-Identifier: Apache-2.0
"""A plain client of LiteLLM's admin API, for what a test prepares and checks behind aiws's back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    text: str

    def json(self) -> Any:
        return json.loads(self.text)


class Admin:
    def __init__(self, url: str, token: str):
        self._address = urlsplit(url)
        self._token = token

    def call(self, method: str, path: str, body: Any = None, *, token: str | None = None) -> Reply:
        """One request, whatever its status; OSError when nobody answers."""
        connection = HTTPConnection(self._address.hostname, self._address.port, timeout=60)
        try:
            headers = {"Authorization": f"Bearer {token or self._token}", "Content-Type": "application/json"}
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            reply = connection.getresponse()
            return Reply(
                reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read().decode()
            )
        finally:
            connection.close()

    def expect(self, method: str, path: str, body: Any = None) -> Any:
        """The reply's JSON; AssertionError when the status is not 200."""
        reply = self.call(method, path, body)
        assert reply.status == 200, f"{method} {path}: {reply.status} {reply.text[:500]}"
        return reply.json()

    def readiness(self) -> dict[str, Any]:
        return self.call("GET", "/health/readiness").json()

    def rows(self) -> list[dict[str, Any]]:
        return self.expect("GET", "/v2/model/info?page=1&size=1000")["data"]

    def row(self, deployment_id: str) -> dict[str, Any]:
        """The one row with that id; KeyError when there is none."""
        return {row["model_info"]["id"]: row for row in self.rows()}[deployment_id]

    def add_row(self, alias: str, deployment_id: str, model: str, **params: Any) -> None:
        body = {"model_name": alias, "litellm_params": {"model": model, **params}, "model_info": {"id": deployment_id}}
        self.expect("POST", "/model/new", body)

    def delete_row(self, deployment_id: str) -> None:
        self.expect("POST", "/model/delete", {"id": deployment_id})

    def credentials(self) -> dict[str, dict[str, Any]]:
        return {entry["credential_name"]: entry for entry in self.expect("GET", "/credentials")["credentials"]}

    def chat(self, alias: str, *, token: str | None = None) -> Reply:
        body = {
            "model": alias,
            "messages": [{"role": "user", "content": "ping"}],
            "max_tokens": 8,
            "num_retries": 0,
            "disable_fallbacks": True,
        }
        return self.call("POST", "/v1/chat/completions", body, token=token)

    def clear(self) -> None:
        """Takes every deployment of the database and every credential away."""
        for row in self.rows():
            if row["model_info"]["db_model"]:
                self.delete_row(row["model_info"]["id"])
        for name in self.credentials():
            self.expect("DELETE", f"/credentials/{name}")
