# SPDX-License-Identifier: Apache-2.0
"""The gateway double of tests/gateway answers as the real LiteLLM does."""

from __future__ import annotations

from typing import Any

from gateway_double import ADMIN_TOKEN, GatewayDouble
from provider import Provider
from stack.admin import Admin
from stack.gateway import Gateway

CREDENTIAL = {"credential_name": "c", "credential_values": {"api_key": "nv-test-key-1"}, "credential_info": {"x": 1}}
# told by the real one or in another type, and never read by aiws
UNREAD = {"created_at", "updated_at", "param"}


def calls(base: str) -> list[tuple[str, str, Any]]:
    # LiteLLM remembers the limits of every upstream model that it ever had: these two are nobody else's
    params = {"model": "openai/double/one", "litellm_credential_name": "c", "api_base": base}
    row = {"model_name": "double/one", "litellm_params": params, "model_info": {"id": "double-one", "mode": "chat"}}
    patch = {"litellm_params": {"model": "openai/double/two"}, "model_info": {"id": "double-one", "aiws": {"a": 1}}}
    ask = {"model": "double/one", "messages": [{"role": "user", "content": "ping"}], "max_tokens": 1}
    return [
        ("GET", "/health/readiness", None),
        ("GET", "/credentials", None),
        ("POST", "/credentials", CREDENTIAL),
        ("POST", "/credentials", CREDENTIAL),
        ("GET", "/credentials", None),
        ("GET", "/credentials/by_name/c", None),
        ("GET", "/credentials/by_name/none", None),
        ("PATCH", "/credentials/c", {**CREDENTIAL, "credential_info": {"y": 2}}),
        ("PATCH", "/credentials/none", {**CREDENTIAL, "credential_name": "none"}),
        ("POST", "/model/new", row),
        ("POST", "/model/new", row),
        ("GET", "/v2/model/info?page=1&size=500", None),
        ("GET", "/v2/model/info?page=3&size=500", None),
        ("GET", "/v2/model/info?modelId=double-one", None),
        ("GET", "/v2/model/info?modelId=none", None),
        ("PATCH", "/model/double-one/update", patch),
        ("PATCH", "/model/none/update", patch),
        ("PATCH", "/model/double%2Fone/update", patch),
        ("GET", "/v2/model/info?modelId=double-one", None),
        ("POST", "/v1/chat/completions", ask),
        ("POST", "/v1/chat/completions", {**ask, "model": "double/none"}),
        ("POST", "/model/delete", {"id": "double-one"}),
        ("POST", "/model/delete", {"id": "double-one"}),
        ("DELETE", "/credentials/c", None),
        ("DELETE", "/credentials/c", None),
        ("GET", "/nothing/here", None),
    ]


def shape(value: Any) -> Any:
    """The JSON with each leaf's type in its place; null fits everything and is left out."""
    if isinstance(value, dict):
        return {key: shape(part) for key, part in value.items() if part is not None and key not in UNREAD}
    if isinstance(value, list):
        return [shape(part) for part in value[:1]]
    return type(value).__name__


def replay(admin: Admin, base: str) -> list[tuple[str, int, Any]]:
    answers = [(f"{method} {path}", admin.call(method, path, body)) for method, path, body in calls(base)]
    return [(title, reply.status, reply.json()) for title, reply in answers]


def test_the_double_answers_like_the_real_one(gateway: Gateway, provider: Provider) -> None:
    provider.keys["nvidia"] = "nv-test-key-1"
    real = replay(gateway.admin, provider.base("nvidia"))
    with GatewayDouble() as double:
        fake = replay(Admin(double.url, ADMIN_TOKEN), provider.base("nvidia"))
    for (title, status, body), (_, fake_status, fake_body) in zip(real, fake, strict=True):
        assert fake_status == status, (title, body, fake_body)
        if "chat" not in title:  # only status and headers of a call are read
            assert shape(fake_body) == shape(body), title


def test_the_double_shows_a_row_as_the_real_one_does(gateway: Gateway, provider: Provider) -> None:
    row = ("nvidia/x", "double-x", "openai/z-ai/x")
    gateway.admin.add_row(*row, litellm_credential_name="c")
    with GatewayDouble() as double:
        fake = Admin(double.url, ADMIN_TOKEN)
        fake.add_row(*row, litellm_credential_name="c")
        assert fake.rows() == gateway.admin.rows()
