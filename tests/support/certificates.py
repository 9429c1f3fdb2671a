# SPDX-License-Identifier: Apache-2.0
"""A certificate authority of a test's own, and a server's certificate by it."""

from __future__ import annotations

import ssl
import subprocess
from pathlib import Path

_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")


def _openssl(*words: str | Path) -> None:
    subprocess.run(["openssl", *words], check=True, capture_output=True, stdin=subprocess.DEVNULL, timeout=60)


class Authority:
    """`certificate` is the authority's, `server` a context with a certificate of it for 127.0.0.1 and localhost."""

    def __init__(self, folder: Path) -> None:
        self.certificate = folder / "authority.crt"
        key, asked, server = (folder / name for name in ("authority.key", "server.csr", "server.crt"))
        _openssl(
            *("req", "-x509", *_KEY, "-keyout", key, "-out", self.certificate, "-days", "2"),
            *("-subj", "/CN=aiws test authority", "-addext", "basicConstraints=critical,CA:TRUE"),
        )
        _openssl("req", *_KEY, "-keyout", folder / "server.key", "-out", asked, "-subj", "/CN=localhost")
        names = folder / "names"
        names.write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
        _openssl(
            *("x509", "-req", "-in", asked, "-CA", self.certificate, "-CAkey", key, "-CAcreateserial"),
            *("-out", server, "-days", "2", "-extfile", names),
        )
        self.server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.server.load_cert_chain(server, folder / "server.key")
