# SPDX-License-Identifier: Apache-2.0
"""templates/demo_provider.py as a program: what it answers, and that nothing brings it down."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from matrix import ALIASES, UPSTREAM
from stack.process import free_port

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
SCRIPT = TEMPLATES / "demo_provider.py"
CHAT = "/nvidia/v1/chat/completions"
PING = [{"role": "system", "content": "Be short."}, {"role": "user", "content": "ping"}]


class Demo:
    """The running program."""

    def __init__(self) -> None:
        self.port = free_port()
        self.process = subprocess.Popen(
            [sys.executable, "-I", str(SCRIPT), "--port", str(self.port)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        deadline = time.monotonic() + 30
        while not self.listens():
            assert self.process.poll() is None and time.monotonic() < deadline, "the demo does not start"
            time.sleep(0.02)

    def listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def call(self, method: str, path: str, body: Any = None, key: str = "any", **headers: str) -> tuple[int, Any]:
        """One request; its status and the JSON of its answer."""
        data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            secret = {"authorization": f"Bearer {key}"} if key else {}
            connection.request(method, path, data, {**secret, **headers})
            reply = connection.getresponse()
            return reply.status, json.loads(reply.read())
        finally:
            connection.close()

    def chat(self, path: str = CHAT, **body: Any) -> dict[str, Any]:
        status, answer = self.call("POST", path, {"model": "z-ai/glm-5.2", "messages": PING, **body})
        assert status == 200, answer
        return answer

    def stream(self, version: bytes = b"HTTP/1.1", **body: Any) -> list[Any]:
        """The events of a stream, read by a client that knows nothing of OpenAI."""
        data = json.dumps({"model": "z-ai/glm-5.2", "messages": PING, "stream": True, **body}).encode()
        head = (
            b"POST %s %s\r\nhost: demo\r\nauthorization: Bearer any\r\nconnection: close\r\ncontent-length: %d\r\n\r\n"
        )
        raw = self.raw(head % (CHAT.encode(), version, len(data)) + data)
        head, _, text = raw.partition(b"\r\n\r\n")
        assert b"text/event-stream" in head
        return [line[6:] for line in text.decode().splitlines() if line.startswith("data: ")]

    def raw(self, data: bytes) -> bytes:
        """What comes back for these bytes until the connection ends."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as connection:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: connection.recv(65536), b""))

    def close(self) -> tuple[str, str]:
        self.process.kill()
        return self.process.communicate(timeout=30)


@pytest.fixture
def demo() -> Iterator[Demo]:
    running = Demo()
    try:
        yield running
        assert running.process.poll() is None, "the demo ended by itself"
    finally:
        running.close()


def text_of(answer: dict[str, Any]) -> str:
    return answer["choices"][0]["message"]["content"]


def test_a_completion_says_that_it_is_the_demo_which_model_was_asked_and_what_was_said(demo: Demo):
    answer = demo.chat()
    assert text_of(answer) == 'Hello from aiws\'s demo: z-ai/glm-5.2 of nvidia was asked, and you said "ping".'
    assert (answer["object"], answer["model"]) == ("chat.completion", "z-ai/glm-5.2")
    assert answer["choices"][0]["finish_reason"] == "stop"
    usage = answer["usage"]
    assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"]
    assert usage["completion_tokens"] == len(text_of(answer).split())


def test_all_sixteen_models_of_the_catalogue_answer_below_the_paths_of_the_real_providers(demo: Demo):
    for alias in ALIASES:
        channel = alias.split("/")[0]
        base = f"/{channel}" + ("" if channel == "deepseek" else "/v1")
        assert f"{UPSTREAM[alias]} of {channel} " in text_of(
            demo.chat(f"{base}/chat/completions", model=UPSTREAM[alias])
        )
        status, listed = demo.call("GET", f"{base}/models")
        assert status == 200
        wanted = {UPSTREAM[other] for other in ALIASES if other.startswith(f"{channel}/")}
        assert {row["id"] for row in listed["data"]} == wanted


def test_each_reply_has_an_id_of_its_own(demo: Demo):
    assert len({demo.chat()["id"] for _ in range(20)}) == 20


def test_max_tokens_cuts_the_answer_and_the_reason_says_so(demo: Demo):
    for name in ("max_tokens", "max_completion_tokens"):
        answer = demo.chat(**{name: 1})
        assert (text_of(answer), answer["choices"][0]["finish_reason"]) == ("Hello", "length")
        assert answer["usage"]["completion_tokens"] == 1
    assert demo.chat(max_tokens=4096)["choices"][0]["finish_reason"] == "stop"
    assert demo.chat(max_tokens=None)["choices"][0]["finish_reason"] == "stop"


@pytest.mark.parametrize("version", [b"HTTP/1.1", b"HTTP/1.0"])
def test_a_stream_has_the_same_words_in_chunks_and_the_usage_when_it_is_asked_for(demo: Demo, version: bytes):
    *chunks, done = demo.stream(version, stream_options={"include_usage": True})
    assert done == "[DONE]"
    *parts, usage = map(json.loads, chunks)
    assert (usage["choices"], usage["usage"]["completion_tokens"]) == ([], len(parts) - 2)
    deltas = [part["choices"][0]["delta"] for part in parts]
    assert deltas[0] == {"role": "assistant", "content": ""}
    assert "".join(delta.get("content", "") for delta in deltas) == text_of(demo.chat())
    assert parts[-1]["choices"][0]["finish_reason"] == "stop"
    assert len({part["id"] for part in (*parts, usage)}) == 1


def test_a_stream_without_that_option_ends_without_usage(demo: Demo):
    chunks = [json.loads(chunk) for chunk in demo.stream(max_tokens=2)[:-1]]
    assert not any("usage" in chunk for chunk in chunks)
    assert chunks[-1]["choices"][0]["finish_reason"] == "length"


def test_tools_parts_and_long_text_are_taken_as_agents_send_them(demo: Demo):
    parts = [{"type": "text", "text": "one\n two"}, {"type": "image_url", "image_url": {"url": "data:,"}}]
    messages = [
        {"role": "user", "content": "earlier"},
        {"role": "assistant", "content": None, "tool_calls": [{"id": "1", "type": "function"}]},
        {"role": "tool", "tool_call_id": "1", "content": "done"},
        {"role": "user", "content": parts},
    ]
    tools = [{"type": "function", "function": {"name": "look", "parameters": {"type": "object"}}}]
    assert text_of(demo.chat(messages=messages, tools=tools, tool_choice="auto")).endswith('you said "one two".')
    long = text_of(demo.chat(messages=[{"role": "user", "content": "word " * 100000}]))
    assert long.endswith('word…".') and len(long) < 400
    assert text_of(demo.chat(messages=PING[:1])).endswith("no user said anything.")


def test_what_an_agent_adds_to_the_users_words_is_not_repeated(demo: Demo):
    block = "<<<BEGIN_INTERNAL>>>\nnot said\n<<<END_INTERNAL>>>"
    messages = [
        {"role": "user", "content": f"{block}[Sat 2026-11-21 18:17 UTC] hello\nyou {block}\n\nRuntime: agent=main"},
        {"role": "user", "content": [{"type": "text", "text": block}]},
    ]
    assert text_of(demo.chat(messages=messages)).endswith('and you said "hello you".')
    unfinished = [{"role": "user", "content": "<<<BEGIN_" * 1_000_000}]
    assert text_of(demo.chat(messages=unfinished)).endswith("no user said anything.")


def test_a_call_without_a_key_is_refused_and_is_the_only_thing_that_is_logged(demo: Demo):
    demo.chat()
    for headers in ({}, {"authorization": "Basic x"}, {"authorization": "Bearer "}):
        status, answer = demo.call("POST", CHAT, {}, key="", **headers)
        assert (status, answer["error"]["type"]) == (401, "invalid_request_error")
    assert demo.call("GET", "/health", key="") == (200, {"status": "ok"})
    out, err = demo_ended(demo)
    assert (out, err.splitlines()) == ("", [f"demo: POST {CHAT} came without a key"] * 3)


def demo_ended(demo: Demo) -> tuple[str, str]:
    """Ends it as a supervisor does, and starts another one for the fixture."""
    demo.process.send_signal(signal.SIGTERM)
    output = demo.process.communicate(timeout=30)
    assert demo.process.returncode == 0
    demo.__init__()
    return output


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 200000,
        b"9" * 10000,
        b"[]",
        b'"text"',
        b'{"model":"m"}',
        b'{"model":"m","messages":[]}',
        b'{"model":"m","messages":["x"]}',
        b'{"model":"m","messages":{"role":"user"}}',
        b'{"model":7,"messages":[{"role":"user"}]}',
        b'{"messages":[{"role":"user"}]}',
        b'{"model":"m","max_tokens":0,"messages":[{}]}',
        b'{"model":"m","max_tokens":true,"messages":[{}]}',
        b'{"model":"m","max_tokens":1e999,"messages":[{}]}',
    ],
    ids=range(16),
)
def test_a_bad_body_is_answered_with_400_and_json(demo: Demo, body: bytes):
    status, answer = demo.call("POST", CHAT, body)
    assert (status, answer["error"]["type"]) == (400, "invalid_request_error")


def test_odd_but_valid_bodies_are_answered(demo: Demo):
    odd = [{"role": "user", "content": "\ud800 \x00 \x1b"}, {"role": 7}, {"role": "user", "content": {"a": 1}}]
    for stream_options in (None, [], "x", 7):
        assert demo.chat(messages=odd, stream_options=stream_options, model="\udfff")["choices"]


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"\x16\x03\x01\x02\x00\x01\r\n\r\n", 400),
        (b"GET /health HTTP/9.9\r\n\r\n", 505),
        (b"GET /" + b"a" * 70000 + b" HTTP/1.1\r\n\r\n", 414),
        (b"GET /health HTTP/1.1\r\n" + b"x: y\r\n" * 200 + b"\r\n", 431),
        (b"BREW /health HTTP/1.1\r\n\r\n", 501),
        (b"GET /../etc/passwd HTTP/1.1\r\n\r\n", 404),
        (b"PUT /nvidia/v1/models HTTP/1.1\r\nauthorization: Bearer x\r\n\r\n", 501),
        (b"POST /nvidia/v1/models HTTP/1.1\r\nauthorization: Bearer x\r\n\r\n", 405),
        (b"GET /nvidia/v1/chat/completions HTTP/1.1\r\nauthorization: Bearer x\r\n\r\n", 405),
        (b"POST /nvidia/v1/chat/completions HTTP/1.1\r\ncontent-length: -1\r\n\r\n", 400),
        (b"POST /nvidia/v1/chat/completions HTTP/1.1\r\ncontent-length: 99999999999\r\n\r\n", 413),
        (b"POST /nvidia/v1/chat/completions HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n", 411),
    ],
    ids=range(12),
)
def test_what_is_no_request_of_its_own_is_refused_in_json(demo: Demo, request_: bytes, status: int):
    head, _, body = demo.raw(request_).partition(b"\r\n\r\n")
    assert head.split()[1] == str(status).encode()
    assert json.loads(body)["error"]["message"]
    assert demo.call("GET", "/health")[0] == 200


def test_one_connection_takes_many_requests_even_after_a_refusal(demo: Demo):
    connection = HTTPConnection("127.0.0.1", demo.port, timeout=30)
    connection.connect()
    opened = connection.sock
    for stream in (False, True, False):
        for key in ("", "any"):
            body = json.dumps({"model": "m", "messages": PING, "stream": stream})
            connection.request("POST", CHAT, body, {"authorization": f"Bearer {key}"})
            reply = connection.getresponse()
            assert reply.read() and reply.status == (200 if key else 401)
            assert connection.sock is opened
    connection.close()


def test_a_request_that_never_ends_holds_up_nobody_and_not_the_end_either(demo: Demo):
    with socket.create_connection(("127.0.0.1", demo.port)) as idle:
        idle.sendall(b"POST /nvidia/v1/chat/completions HTTP/1.1\r\ncontent-length: 10\r\n\r\n{")
        assert demo.chat()
        demo_ended(demo)


def test_a_taken_port_is_one_line_and_wrong_usage_another(demo: Demo):
    done = run("--port", str(demo.port))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"demo: 127.0.0.1:{demo.port} cannot be listened on: Address already in use\n"
    for wrong in ("0", "65536", "x"):
        assert f"{wrong} is no port: 1 to 65535" in run("--port", wrong).stderr


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-I", str(SCRIPT), *words], capture_output=True, text=True, timeout=30)


def test_it_listens_on_loopback_only(demo: Demo):
    rows = Path("/proc/net/tcp").read_text().splitlines()[1:]
    listening = [row.split()[1] for row in rows if row.split()[3] == "0A"]
    assert [address for address in listening if address.endswith(f":{demo.port:04X}")] == [f"0100007F:{demo.port:04X}"]
