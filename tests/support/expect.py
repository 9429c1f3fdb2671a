# SPDX-License-Identifier: Apache-2.0
"""What tests of several suites assert about a gateway double."""

from __future__ import annotations

from gateway_double import GatewayDouble
from matrix import ALIASES, CREDENTIALS, deployment_id


def each_alias_stands_once(gateway: GatewayDouble) -> None:
    """Sixteen aliases, each with exactly our one deployment."""
    assert {alias: gateway.ids_under(alias) for alias in ALIASES} == {
        alias: [deployment_id(alias)] for alias in ALIASES
    }


def all_is_registered(gateway: GatewayDouble) -> None:
    each_alias_stands_once(gateway)
    assert set(CREDENTIALS) <= set(gateway.store.credentials)


def nothing_was_written(gateway: GatewayDouble) -> None:
    assert [f"{request.method} {request.path}" for request in gateway.writes] == []


def written(gateway: GatewayDouble) -> list[str]:
    """The writes that arrived, as "POST /model/new aiws-nvidia-glm-5.2"."""
    return [_describe(request.method, request.path, request.body) for request in gateway.writes]


def _describe(method: str, path: str, body: object) -> str:
    fields = body if isinstance(body, dict) else {}
    name = fields.get("id") or (fields.get("model_info") or {}).get("id") or fields.get("credential_name") or ""
    return f"{method} {path} {name}".rstrip() if name not in path.split("/") else f"{method} {path}"
