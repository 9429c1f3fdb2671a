# SPDX-License-Identifier: Apache-2.0
"""A threaded HTTP/1.1 server on a free port of 127.0.0.1, for the doubles of this folder."""

from __future__ import annotations

import json
import socket
import ssl
import struct
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Incoming:
    """A request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]  # lower-case names
    body: bytes

    @property
    def bearer(self) -> str:
        return self.headers.get("authorization", "").removeprefix("Bearer ")

    def json(self) -> Any:
        return json.loads(self.body or b"null")


class Handler(BaseHTTPRequestHandler):
    """Hands each request to the server's owner, which answers through send() or the stream itself."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Server

    def log_message(self, *_: object) -> None:
        pass

    def _take(self) -> None:
        size = int(self.headers.get("content-length") or 0)
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.owner.answer(self, Incoming(self.command, self.path, headers, self.rfile.read(size)))

    do_GET = do_POST = do_PATCH = do_DELETE = do_PUT = do_HEAD = do_CONNECT = _take

    def send(self, status: int, body: bytes | str | Any, headers: dict[str, str] | None = None) -> None:
        """A whole response; anything but bytes and text is sent as JSON."""
        kind = "text/plain" if isinstance(body, (bytes, str)) else "application/json"
        if not isinstance(body, (bytes, str)):
            body = json.dumps(body, separators=(",", ":"))
        data = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        for name, value in {"content-type": kind, "content-length": str(len(data)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def cut(self) -> None:
        """Ends the connection with a reset, without another byte."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    block_on_close = False

    def __init__(self, owner: Any, port: int = 0):
        super().__init__(("127.0.0.1", port), Handler)
        self.owner = owner

    def handle_error(self, *_: object) -> None:
        """A peer that went away is no news here."""


class LoopbackServer:
    """Base of a double: the subclass implements answer(handler, incoming). `closing` is set when it ends."""

    def __init__(self, port: int = 0, tls: ssl.SSLContext | None = None) -> None:
        self.closing = threading.Event()
        self._server = Server(self, port)
        self.port = self._server.server_address[1]
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"
        if tls:  # the handshake is left to the thread of the connection
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def answer(self, handler: Handler, incoming: Incoming) -> None:
        raise NotImplementedError

    def close(self) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self):
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
