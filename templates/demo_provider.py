#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The demo's model provider: answers on 127.0.0.1 in the place of DeepSeek, NVIDIA and Ollama.

    python demo_provider.py --port 4002

POST /deepseek/chat/completions, /nvidia/v1/chat/completions, /ollama/v1/chat/completions: OpenAI's chat completions,
as a stream or whole. GET /CHANNEL/…/models and GET /health. Any key will do, but there must be one.
Standard library only, Python 3.10 or newer.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import signal
import socketserver
import sys
import time
import uuid
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ADDRESS = "127.0.0.1"
MOST_BYTES = 32 * 1024 * 1024  # a million tokens of text are about four
QUOTED = 120  # characters of what the user said
IDLE_SECONDS = 300  # longer than any client keeps a connection that it does not use

# What is listed; any other model answers too, so that a catalogue of one's own can be tried.
MODELS = {
    "deepseek": ("deepseek-v4-flash", "deepseek-v4-pro", "deepseek-chat", "deepseek-reasoner"),
    "nvidia": (
        "deepseek-ai/deepseek-v4-flash",
        "deepseek-ai/deepseek-v4-pro",
        "z-ai/glm-5.2",
        "minimaxai/minimax-m3",
        "qwen/qwen3.5-397b-a17b",
        "moonshotai/kimi-k2.7-code",
    ),
    "ollama": ("deepseek-v4-flash", "deepseek-v4-pro", "glm-5.2", "minimax-m3", "qwen3.5", "kimi-k2.7-code"),
}
ROUTE = re.compile(rf"/({'|'.join(MODELS)})(?:/v1)?/(chat/completions|models)")


class Refused(Exception):
    """A request that is answered with an error, in OpenAI's shape."""

    def __init__(self, status: int, message: str, code: str | None = None, *, close: bool = False):
        super().__init__(message)
        self.status = status
        self.close = close  # what is left of the request cannot be read, so the connection ends
        kind = "server_error" if status >= 500 else "invalid_request_error"
        self.body = {"error": {"message": message, "type": kind, "param": None, "code": code}}


# --- what is said -----------------------------------------------------------------------------------------------------


def text_of(content: object) -> str:
    """The text of a message, which is a string or a list of parts."""
    if isinstance(content, list):
        parts = (part.get("text") for part in content if isinstance(part, dict))
        content = " ".join(part for part in parts if isinstance(part, str))
    return content if isinstance(content, str) else ""


def spoken(text: str) -> str:
    """What a person said in it: without the blocks, the time and the further paragraphs that an agent adds."""
    text, kept = text[:20_000], ""
    while text:
        before, _, rest = text.partition("<<<BEGIN_")
        kept += before
        text = rest.partition("<<<END_")[2].partition(">>>")[2]
    kept = re.sub(r"^\[[^\]]*\d:\d\d[^\]]*\]", "", kept.strip())
    return " ".join(kept.strip().partition("\n\n")[0].split())


def shortened(text: str) -> str:
    return text if len(text) <= QUOTED else text[: QUOTED - 1].rstrip() + "…"


class Question:
    """A chat completion that was asked for; Refused when it is none."""

    def __init__(self, channel: str, body: object):
        if not isinstance(body, dict):
            raise Refused(400, "The body must be a JSON object.")
        messages = body.get("messages")
        if not isinstance(messages, list) or not messages or not all(isinstance(entry, dict) for entry in messages):
            raise Refused(400, "'messages' must be a list of at least one object.")
        if not isinstance(body.get("model"), str) or not body["model"]:
            raise Refused(400, "'model' must be the name of a model.")
        self.channel = channel
        self.model: str = body["model"]
        self.stream = body.get("stream") is True
        options = body.get("stream_options")
        self.with_usage = isinstance(options, dict) and options.get("include_usage") is True
        self.limit = _limit(body)
        users = (spoken(text_of(entry.get("content"))) for entry in reversed(messages) if entry.get("role") == "user")
        self.said = next(filter(None, users), "")
        # four characters a token, as everybody reckons
        self.prompt_tokens = 1 + sum(len(text_of(entry.get("content"))) for entry in messages) // 4


def _limit(body: dict[str, object]) -> int | None:
    for name in ("max_completion_tokens", "max_tokens"):
        value = body.get(name)
        if value is None:
            continue
        if type(value) is not int or value < 1:
            raise Refused(400, f"'{name}' must be an integer of at least 1.", "integer_below_min_value")
        return value
    return None


class Answer:
    """The demo's one sentence, a word a token, as long as it may be."""

    def __init__(self, question: Question):
        said = f'you said "{shortened(question.said)}"' if question.said else "no user said anything"
        sentence = f"Hello from aiws's demo: {shortened(question.model)} of {question.channel} was asked, and {said}."
        words = sentence.split(" ")
        kept = words[: question.limit]
        self.pieces = [word + " " for word in kept[:-1]] + kept[-1:]
        self.reason = "stop" if len(kept) == len(words) else "length"
        self.usage = {
            "prompt_tokens": question.prompt_tokens,
            "completion_tokens": len(kept),
            "total_tokens": question.prompt_tokens + len(kept),
        }
        self._question = question
        self._head = {"id": f"chatcmpl-{uuid.uuid4()}", "created": int(time.time()), "model": question.model}

    def whole(self) -> dict[str, object]:
        message = {"role": "assistant", "content": "".join(self.pieces)}
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": self.reason}
        return {**self._head, "object": "chat.completion", "choices": [choice], "usage": self.usage}

    def chunks(self) -> list[dict[str, object]]:
        """The role, the words, the end, and the usage where it was asked for."""
        head = {**self._head, "object": "chat.completion.chunk"}
        deltas: list[dict[str, str]] = [{"role": "assistant", "content": ""}]
        deltas += [{"content": piece} for piece in self.pieces]
        chunks = [{**head, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]} for delta in deltas]
        chunks.append({**head, "choices": [{"index": 0, "delta": {}, "finish_reason": self.reason}]})
        if self._question.with_usage:
            chunks.append({**head, "choices": [], "usage": self.usage})
        return chunks


def listing(channel: str) -> dict[str, object]:
    rows = [{"id": name, "object": "model", "created": 0, "owned_by": channel} for name in MODELS[channel]]
    return {"object": "list", "data": rows}


# --- HTTP -------------------------------------------------------------------------------------------------------------


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "aiws-demo"
    disable_nagle_algorithm = True
    timeout = IDLE_SECONDS

    def log_message(self, *_: object) -> None:
        """No access log."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What http.server itself refuses: a request line, a header or a method that it does not know."""
        self.request_version = "HTTP/1.0"  # a status line even where the request had no version to go by
        self._refuse(Refused(code, message or HTTPStatus(code).phrase, close=True))

    def _take(self) -> None:
        try:
            self._route(self._body())
        except Refused as refused:
            self._refuse(refused)

    do_GET = do_POST = _take

    def _body(self) -> bytes:
        if self.headers.get("transfer-encoding"):
            raise Refused(411, "The request must say its content-length.", close=True)
        size = self.headers.get("content-length", "0").strip()
        if not re.fullmatch("[0-9]{1,18}", size):
            raise Refused(400, "The content-length must be a number.", close=True)
        if int(size) > MOST_BYTES:
            raise Refused(413, f"The request has more than {MOST_BYTES} bytes.", close=True)
        return self.rfile.read(int(size))

    def _route(self, body: bytes) -> None:
        path = self.path.split("?")[0]
        if path == "/health" and self.command == "GET":
            return self._send(200, {"status": "ok"})
        match = ROUTE.fullmatch(path)
        if not match:
            raise Refused(404, "The demo has no such address.")
        self._expect_key(path)
        if match[2] == "models" and self.command == "GET":
            return self._send(200, listing(match[1]))
        if match[2] == "models" or self.command != "POST":
            raise Refused(405, "The demo does not take this method here.")
        return self._complete(Question(match[1], _parsed(body)))

    def _expect_key(self, path: str) -> None:
        scheme, _, key = self.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not key.strip():
            print(f"demo: {self.command} {path} came without a key", file=sys.stderr, flush=True)
            raise Refused(401, "You didn't provide an API key. Send it as Authorization: Bearer KEY.")

    def _complete(self, question: Question) -> None:
        answer = Answer(question)
        if not question.stream:
            return self._send(200, answer.whole())
        events = [json.dumps(chunk, separators=(",", ":")) for chunk in answer.chunks()]
        return self._stream([*events, "[DONE]"])

    def _send(self, status: int, body: object) -> None:
        data = json.dumps(body, separators=(",", ":")).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        if self.close_connection:
            self.send_header("connection", "close")
        self.end_headers()
        self.wfile.write(data)

    def _stream(self, events: list[str]) -> None:
        """Server-sent events, each sent by itself."""
        chunked = self.request_version != "HTTP/1.0"
        self.close_connection = self.close_connection or not chunked
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("cache-control", "no-cache")
        self.send_header(*(("transfer-encoding", "chunked") if chunked else ("connection", "close")))
        self.end_headers()
        for event in events:
            data = f"data: {event}\n\n".encode()
            self.wfile.write(b"%x\r\n%b\r\n" % (len(data), data) if chunked else data)
        if chunked:
            self.wfile.write(b"0\r\n\r\n")

    def _refuse(self, refused: Refused) -> None:
        self.close_connection = self.close_connection or refused.close
        with contextlib.suppress(OSError):
            self._send(refused.status, refused.body)


def _parsed(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise Refused(400, "The body is not JSON.") from None


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def server_bind(self) -> None:
        # not HTTPServer's, which asks the resolver for this machine's name
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]

    def handle_error(self, *_: object) -> None:
        """A peer that went away is no news; anything else is one line."""
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):
            print(f"demo: {type(error).__name__}: {error}", file=sys.stderr, flush=True)


# ----------------------------------------------------------------------------------------------------------------------


def port_number(text: str) -> int:
    if not re.fullmatch("[0-9]{1,5}", text) or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text} is no port: 1 to 65535")
    return int(text)


def main() -> int:
    parser = argparse.ArgumentParser(description="Answers on 127.0.0.1 like the three model providers.")
    parser.add_argument("--port", type=port_number, required=True)
    port = parser.parse_args().port
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: os._exit(0))  # nothing is kept, so nothing needs an orderly end
    try:
        server = Server((ADDRESS, port), Handler)
    except OSError as error:
        print(f"demo: {ADDRESS}:{port} cannot be listened on: {os.strerror(error.errno or 0)}", file=sys.stderr)
        return 1
    server.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main())
