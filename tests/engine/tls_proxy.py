# SPDX-License-Identifier: Apache-2.0
"""TLS in front of a PostgreSQL that was built without: it answers the client's request for TLS and passes bytes on."""

from __future__ import annotations

import contextlib
import socket
import ssl
import subprocess
import threading
from pathlib import Path

TLS_REQUEST = bytes.fromhex("0000000804d2162f")


class TlsProxy:
    def __init__(self, target: int, folder: Path):
        """Listens on a free `port`, with a certificate of its own for 127.0.0.1, `certificate`."""
        self.certificate = folder / "certificate.pem"
        key = folder / "key.pem"
        command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        subject = ["-subj", "/CN=aiws-test", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"]
        files = ["-keyout", str(key), "-out", str(self.certificate)]
        subprocess.run([*command, *subject, *files], check=True, capture_output=True)
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(self.certificate, key)
        self._target = target
        self.encrypted = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> TlsProxy:
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        """Only clients that ask for TLS are served."""
        with contextlib.suppress(OSError), client, socket.create_connection(("127.0.0.1", self._target)) as server:
            if client.recv(8, socket.MSG_WAITALL) != TLS_REQUEST:
                return
            client.sendall(b"S")
            with self._context.wrap_socket(client, server_side=True) as inner:
                self.encrypted += 1
                self._relay(inner, server)

    def _relay(self, client: ssl.SSLSocket, server: socket.socket) -> None:
        """PostgreSQL's protocol is question and answer, so waiting in turns a little for each is enough."""
        client.settimeout(0.02)
        server.settimeout(0.02)
        while True:
            for source, sink in ((client, server), (server, client)):
                try:
                    data = source.recv(65536)
                except TimeoutError:
                    continue
                if not data:
                    return
                sink.sendall(data)
