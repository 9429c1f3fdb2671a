# SPDX-License-Identifier: Apache-2.0
"""The double's HTTP side: routes, tokens, the record of what arrived, and the faults that a test scripts."""

from __future__ import annotations

import contextlib
import itertools
import json
import re
import ssl
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from http_server import Handler, Incoming, LoopbackServer

from .faults import Fault
from .store import Json, Refusal, Row, Store

VERSION = "1.106.2"
ADMIN_TOKEN = "sk-double-admin"
USER_TOKEN = "sk-double-user"  # a virtual key that may call models, not administer


@dataclass(frozen=True)
class Recorded:
    """One request that arrived."""

    method: str
    path: str
    token: str
    body: Any

    @property
    def writes(self) -> bool:
        return self.method != "GET" and not self.path.startswith("/v1/")


@dataclass
class _Rule:
    method: str
    path: re.Pattern[str]
    fault: Fault
    left: float
    skip: int
    model: str

    def applies_to(self, request: Recorded) -> bool:
        asks_for = request.body.get("model") if isinstance(request.body, dict) else None
        is_place = self.method in ("*", request.method) and bool(self.path.search(request.path))
        return is_place and self.model in ("", asks_for)


class GatewayDouble(LoopbackServer):
    """One misbehaving gateway on a free port."""

    def __init__(self, port: int = 0, tls: ssl.SSLContext | None = None) -> None:
        self.store = Store()
        self.database = True
        self.credentials_endpoint = True
        self.endless_pages = False  # every page says that there is one more
        self.requests: list[Recorded] = []
        self.most_at_once = 0
        self.before: Callable[[Recorded], None] = lambda _: None  # called before a request is looked at
        self._rules: list[_Rule] = []
        self._lock = threading.RLock()
        self._under_way = 0
        self._turns = itertools.count()
        super().__init__(port, tls)

    # --- for the test -------------------------------------------------------------------------------------------------

    def fault(self, method: str, path: str, fault: Fault, *, times: float = 1, skip: int = 0, model: str = "") -> None:
        """The next `times` requests whose path matches the regular expression, after `skip` of them, end like that.

        With `model` only those that ask for it.
        """
        self._rules.append(_Rule(method, re.compile(path), fault, times, skip, model))

    def add_row(
        self, alias: str, deployment_id: str, *, fixed: bool = False, info: Json | None = None, **params: Any
    ) -> None:
        params.setdefault("model", "openai/somebody/else")
        self.store.rows[deployment_id] = Row(alias, params, {"id": deployment_id, **(info or {})}, fixed)

    def add_foreign_rows(self, count: int) -> None:
        for number in range(count):
            self.add_row(
                f"team/model-{number}",
                str(uuid.uuid5(uuid.NAMESPACE_OID, str(number))),
                api_base="https://models.example/v1",
            )

    @property
    def writes(self) -> list[Recorded]:
        return [request for request in self.requests if request.writes]

    def ids_under(self, alias: str) -> list[str]:
        return [row.id for row in self.store.under(alias)]

    def forget(self) -> None:
        """Empties the record of requests."""
        self.requests.clear()

    # --- for the client -----------------------------------------------------------------------------------------------

    def answer(self, handler: Handler, incoming: Incoming) -> None:
        request = Recorded(incoming.method, incoming.path, incoming.bearer, _json_or_text(incoming))
        with self._lock:
            self.requests.append(request)
            self._under_way += 1
            self.most_at_once = max(self.most_at_once, self._under_way)
            fault = self._take_fault(request)
        try:
            self.before(request)
            with contextlib.suppress(OSError):
                self._misbehave(handler, request, fault) if fault else self._behave(handler, request)
        finally:
            with self._lock:
                self._under_way -= 1

    def _take_fault(self, request: Recorded) -> Fault | None:
        for rule in self._rules:
            if rule.applies_to(request) and rule.left > 0:
                if rule.skip > 0:
                    rule.skip -= 1
                    continue
                rule.left -= 1
                return rule.fault
        return None

    def _misbehave(self, handler: Handler, request: Recorded, fault: Fault) -> None:
        self.closing.wait(fault.delay)
        reply = self._reply(request) if fault.act else None
        if fault.cut:
            return handler.cut()
        if fault.hang:
            self.closing.wait()
            return handler.cut()
        if fault.endless:
            return self._send_endless(handler)
        if fault.status is not None:
            return handler.send(fault.status, fault.body, fault.headers)
        return handler.send(*(reply or self._reply(request)))

    def _behave(self, handler: Handler, request: Recorded) -> None:
        handler.send(*self._reply(request))

    def _send_endless(self, handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("content-type", "application/json")
        handler.send_header("transfer-encoding", "chunked")
        handler.end_headers()
        block = b"[" * 65536
        while not self.closing.is_set():
            handler.wfile.write(b"%x\r\n%b\r\n" % (len(block), block))

    def _reply(self, request: Recorded) -> tuple[int, Json, dict[str, str]]:
        """Status, JSON and headers of a proper answer; a write is carried out under the lock, as LiteLLM does."""
        try:
            with self._lock:
                return self._route(request)
        except Refusal as refusal:
            return refusal.status, refusal.body, {}

    def _route(self, request: Recorded) -> tuple[int, Json, dict[str, str]]:
        url = urlsplit(request.path)
        if url.path == "/health/readiness":
            return 200, {"status": "healthy", "db": "connected" if self.database else "Not connected"}, {}
        self._check_token(request, url.path)
        if url.path == "/health/readiness/details":
            state = "connected" if self.database else "Not connected"
            return 200, {"status": "healthy", "db": state, "cache": None, "litellm_version": VERSION}, {}
        if url.path in ("/v1/chat/completions", "/chat/completions", "/v1/embeddings"):
            return self._call(request)
        return 200, self._administer(request.method, unquote(url.path), parse_qs(url.query), request.body), {}

    def _check_token(self, request: Recorded, path: str) -> None:
        if not request.token:
            raise Refusal.of(401, "Authentication Error, No api key passed in.", "auth_error")
        if request.token == USER_TOKEN and not path.startswith("/v1/"):
            detail = (
                "Virtual key is not allowed to call this route. Only allowed to call routes: ['llm_api_routes']. "
                f"Tried to call route: {path}"
            )
            raise Refusal(403, {"detail": detail})
        if request.token not in (ADMIN_TOKEN, USER_TOKEN):
            raise Refusal.of(
                401,
                "Authentication Error, Invalid proxy server token passed. Received API Key = sk-..., "
                "Key Hash (Token) =0f0f. Unable to find token in cache or `LiteLLM_VerificationTokenTable`",
                "token_not_found_in_db",
            )

    def _administer(self, method: str, path: str, query: dict[str, list[str]], body: Json) -> Json:
        store = self.store
        if method != "GET" and not self.database:
            raise Refusal.of(
                500,
                "{'error': \"No DB Connected. Here's how to do it - https://docs.litellm.ai/docs/proxy/virtual_keys\"}",
                "auth_error",
            )
        match method, path.split("/")[1:]:
            case "GET", ["v2", "model", "info"]:
                number, size = (int(query.get(name, [default])[0]) for name, default in (("page", "1"), ("size", "50")))
                page = store.page(number, size, query.get("modelId", [None])[0])
                return (
                    page | {"total_pages": number + 1, "total_count": number * size + 1} if self.endless_pages else page
                )
            case "POST", ["model", "new"]:
                return store.add_row(body)
            case "POST", ["model", "delete"]:
                return store.delete_row(body["id"])
            case "PATCH", ["model", deployment_id, "update"]:
                return store.patch_row(deployment_id, body)
            case _, ["credentials", *rest] if self.credentials_endpoint:
                return self._credentials(method, rest, body)
        raise Refusal(404, {"detail": "Not Found"})

    def _credentials(self, method: str, rest: list[str], body: Json) -> Json:
        store = self.store
        match method, rest:
            case "GET", []:
                return {
                    "success": True,
                    "credentials": [store.show_credential(name) for name in sorted(store.credentials)],
                }
            case "GET", ["by_name", name]:
                return store.show_credential(name)
            case "POST", []:
                return store.add_credential(body)
            case "PATCH", [name]:
                return store.patch_credential(name, body)
            case "DELETE", [name]:
                return store.delete_credential(name)
        raise Refusal(404, {"detail": "Not Found"})

    def _call(self, request: Recorded) -> tuple[int, Json, dict[str, str]]:
        alias = request.body["model"]
        rows = list(self.store.under(alias))
        if not rows:
            raise Refusal.of(
                400,
                f"/chat/completions: Invalid model name passed in model={alias}. Call `/v1/models` to "
                "view available models for your key.",
                "invalid_request_error",
            )
        row = rows[next(self._turns) % len(rows)]
        if not self.store.key_of(row):
            raise Refusal.of(
                500, "litellm.InternalServerError: InternalServerError: OpenAIException - Connection error."
            )
        headers = {
            "x-litellm-model-id": row.id,
            "x-litellm-model-group": alias,
            "x-litellm-version": VERSION,
            "llm_provider-content-type": "application/json",
            "x-litellm-attempted-fallbacks": "0",
        }
        message = {"role": "assistant", "content": "pong"}
        return (
            200,
            {
                "id": f"chatcmpl-{uuid.uuid4()}",
                "object": "chat.completion",
                "created": 1,
                "model": alias,
                "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
                "usage": {"prompt_tokens": 3, "completion_tokens": 1, "total_tokens": 4},
            },
            headers,
        )


def _json_or_text(incoming: Incoming) -> Any:
    try:
        return json.loads(incoming.body or b"null")
    except ValueError:
        return incoming.body.decode(errors="replace")
