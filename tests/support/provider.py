# SPDX-License-Identifier: Apache-2.0
"""The three model providers as one server on loopback.

    with Provider() as provider:
        provider.base("nvidia")                       # what NVIDIA_API_BASE is set to
        provider.behave(Refuse.gone("2026-10-01"), channel="nvidia", model="z-ai/glm-5.2")
        provider.calls                                # what arrived: channel, model, key, …

Each reply has an id of its own: LiteLLM uses it as the key of its spend row.
"""

from __future__ import annotations

import contextlib
import json
import re
import threading
import uuid
from dataclasses import dataclass, field
from typing import Any

from http_server import Handler, Incoming, LoopbackServer

CHANNELS = ("deepseek", "nvidia", "ollama")
KEYS = {channel: f"{channel}-test-key-1" for channel in CHANNELS}


@dataclass(frozen=True)
class Call:
    """One request that arrived."""

    channel: str
    path: str
    model: str
    key: str
    max_tokens: int | None
    stream: bool


@dataclass(frozen=True)
class Behaviour:
    """How to answer. Without a status the answer is good; the rest still applies to it."""

    status: int | None = None
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0  # seconds before the answer begins
    min_tokens: int = 1  # a smaller max_tokens is refused, as OpenAI's reasoning models do
    cut: bool = False  # the connection is reset in the middle of the answer
    hang: bool = False  # the answer never comes
    times: int | None = None  # it applies this many times, None: always


class Refuse:
    """How the real ones say no."""

    @staticmethod
    def key() -> Behaviour:
        return Behaviour(
            401, _openai("Authentication Fails, Your api key: ****ey-x is invalid", "authentication_error")
        )

    @staticmethod
    def plan() -> Behaviour:
        return Behaviour(
            403, {"error": "this model requires a subscription, upgrade for access: https://ollama.com/upgrade"}
        )

    @staticmethod
    def gone(date: str = "2026-10-01") -> Behaviour:
        detail = f"The model has reached its end of life on {date}T00:00:00Z and is no longer available."
        return Behaviour(410, {"type": "about:blank", "title": "Gone", "status": 410, "detail": detail})

    @staticmethod
    def unknown() -> Behaviour:
        return Behaviour(404, "404 page not found\n")

    @staticmethod
    def rate(seconds: int | None = 30) -> Behaviour:
        headers = {} if seconds is None else {"Retry-After": str(seconds)}
        return Behaviour(429, _openai("Too Many Requests", "rate_limit_exceeded"), headers)

    @staticmethod
    def stream() -> Behaviour:
        """What a server says that has no server-sent events."""
        return Behaviour(400, _openai("Streaming is not supported for this model", "invalid_request_error"))

    @staticmethod
    def down(status: int = 503) -> Behaviour:
        return Behaviour(status, _openai("The server is overloaded, please try again later", "server_error"))


class Provider(LoopbackServer):
    """All three channels behind one port, each under a base path of its own."""

    def __init__(self, keys: dict[str, str] | None = None, delay: float = 0, port: int = 0):
        self.keys = dict(keys or KEYS)
        self.delay = delay  # of every good answer, in seconds
        self.calls: list[Call] = []
        self._rules: list[tuple[str | None, str | None, str | None, bool | None, Behaviour, list[int]]] = []
        self._lock = threading.Lock()
        super().__init__(port)

    def base(self, channel: str) -> str:
        """The base URL of a channel, in the shape of the real one."""
        return f"{self.url}/{channel}" + ("" if channel == "deepseek" else "/v1")

    def environment(self) -> dict[str, str]:
        """The variables that make aiws use this provider with the right keys."""
        keys = {f"{channel.upper()}_API_KEY": key for channel, key in self.keys.items()}
        return keys | {f"{channel.upper()}_API_BASE": self.base(channel) for channel in self.keys}

    def behave(
        self,
        behaviour: Behaviour,
        *,
        channel: str | None = None,
        model: str | None = None,
        key: str | None = None,
        stream: bool | None = None,
    ) -> None:
        """From now on, for what matches; the rule given last wins. `model` is the upstream's own id."""
        with self._lock:
            self._rules.insert(0, (channel, model, key, stream, behaviour, [0]))

    def reset(self) -> None:
        """Forgets the rules and the calls, and expects the first keys again."""
        with self._lock:
            self._rules.clear()
            self.calls.clear()
            self.keys = dict(KEYS)

    def answered_models(self) -> set[tuple[str, str]]:
        return {(call.channel, call.model) for call in self.calls}

    def answer(self, handler: Handler, incoming: Incoming) -> None:
        match = re.fullmatch(r"/(\w+)(?:/v1)?/(chat/completions|embeddings|models)", incoming.path.split("?")[0])
        if not match or match[1] not in self.keys:
            handler.send(404, "404 page not found\n")
        elif match[2] == "models":
            handler.send(200, {"object": "list", "data": []})
        else:
            self._answer_call(handler, match[1], match[2], incoming)

    def _answer_call(self, handler: Handler, channel: str, verb: str, incoming: Incoming) -> None:
        body = incoming.json()
        limit = body.get("max_tokens", body.get("max_completion_tokens"))
        call = Call(channel, incoming.path, body["model"], incoming.bearer, limit, bool(body.get("stream")))
        behaviour = self._take(call)
        if behaviour.hang:
            self.closing.wait()
            handler.cut()
            return
        self.closing.wait(behaviour.delay or self.delay)
        with contextlib.suppress(OSError):
            self._reply(handler, call, behaviour, verb)

    def _take(self, call: Call) -> Behaviour:
        """Records the call and finds the rule for it."""
        with self._lock:
            self.calls.append(call)
            for channel, model, key, stream, behaviour, used in self._rules:
                wanted = (channel, model, key, stream)
                asked = (call.channel, call.model, call.key, call.stream)
                if all(want in (None, value) for want, value in zip(wanted, asked, strict=True)) and (
                    behaviour.times is None or used[0] < behaviour.times
                ):
                    used[0] += 1
                    return behaviour
            return Behaviour() if call.key == self.keys[call.channel] else Refuse.key()

    def _reply(self, handler: Handler, call: Call, behaviour: Behaviour, verb: str) -> None:
        if behaviour.status is not None:
            return handler.send(behaviour.status, behaviour.body, behaviour.headers)
        if call.max_tokens is not None and call.max_tokens < behaviour.min_tokens:
            text = (
                f"Invalid 'max_tokens': integer below minimum value. Expected a value >= {behaviour.min_tokens}, "
                f"but got {call.max_tokens} instead."
            )
            return handler.send(400, _openai(text, "invalid_request_error"))
        if verb == "embeddings":
            return handler.send(200, _embedding(call.model))
        if behaviour.cut:
            return _cut_in_the_middle(handler, call.model)
        if call.stream:
            return _stream(handler, call.model)
        return handler.send(200, _completion(call.model))


def _openai(message: str, kind: str) -> dict[str, Any]:
    return {"error": {"message": message, "type": kind, "param": None, "code": kind}}


_USAGE = {"prompt_tokens": 3, "completion_tokens": 1, "total_tokens": 4}


def _completion(model: str) -> dict[str, Any]:
    message = {"role": "assistant", "content": "pong"}
    return {
        "id": f"chatcmpl-{uuid.uuid4()}",
        "object": "chat.completion",
        "created": 1,
        "model": model,
        "usage": _USAGE,
        "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
    }


def _embedding(model: str) -> dict[str, Any]:
    return {
        "id": f"embd-{uuid.uuid4()}",
        "object": "list",
        "model": model,
        "usage": {"prompt_tokens": 1, "total_tokens": 1},
        "data": [{"object": "embedding", "index": 0, "embedding": [0.0, 1.0]}],
    }


def _stream(handler: Handler, model: str) -> None:
    """Server-sent events: the role, the text, the end, and the usage in a chunk of its own."""
    base = {"id": f"chatcmpl-{uuid.uuid4()}", "object": "chat.completion.chunk", "created": 1, "model": model}

    def choice(delta: dict[str, str], reason: str | None = None) -> dict[str, Any]:
        return {**base, "choices": [{"index": 0, "delta": delta, "finish_reason": reason}]}

    chunks = [
        choice({"role": "assistant", "content": ""}),
        choice({"content": "pong"}),
        choice({}, "stop"),
        {**base, "choices": [], "usage": _USAGE},
    ]
    text = "".join(f"data: {json.dumps(chunk)}\n\n" for chunk in chunks) + "data: [DONE]\n\n"
    handler.send(200, text, {"content-type": "text/event-stream"})


def _cut_in_the_middle(handler: Handler, model: str) -> None:
    data = json.dumps(_completion(model)).encode()
    handler.send_response(200)
    handler.send_header("content-type", "application/json")
    handler.send_header("content-length", str(len(data)))
    handler.end_headers()
    handler.wfile.write(data[: len(data) // 2])
    handler.wfile.flush()
    handler.cut()
