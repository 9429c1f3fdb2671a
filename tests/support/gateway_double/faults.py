# SPDX-License-Identifier: Apache-2.0
"""What can go wrong with one request."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Fault:
    """How the double treats a request instead of answering it properly."""

    act: bool = False  # it is carried out all the same
    status: int | None = None  # this is answered …
    body: Any = ""
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0  # seconds before anything happens
    cut: bool = False  # … or the connection is reset …
    hang: bool = False  # … or nothing comes any more …
    endless: bool = False  # … or a body without an end

    @staticmethod
    def error(status: int = 500, *, act: bool = False, headers: dict[str, str] | None = None) -> Fault:
        """LiteLLM's shape of an error; with `act` it has saved before it failed."""
        message = "{'error': 'Failed to add model to db. Check your server logs for more details.'}"
        return Fault(
            act,
            status,
            {"error": {"message": message, "type": "auth_error", "param": "None", "code": str(status)}},
            headers or {},
        )

    @staticmethod
    def bad_gateway() -> Fault:
        """What a load balancer in front of it says."""
        return Fault(
            status=502, body="<html><body>502 Bad Gateway</body></html>", headers={"content-type": "text/html"}
        )

    @staticmethod
    def slow_down(seconds: int) -> Fault:
        return Fault.error(429, headers={"retry-after": str(seconds)})

    @staticmethod
    def redirect(target: str, status: int = 302) -> Fault:
        return Fault(status=status, headers={"location": target})

    @staticmethod
    def html() -> Fault:
        """Some other web server."""
        return Fault(status=200, body="<!doctype html><title>Welcome</title>", headers={"content-type": "text/html"})
