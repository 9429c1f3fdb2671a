#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fetches the program `uv` out of its wheel, where there is no pip.

    python fetch_uv.py DEST

The package index is that of uv and pip: UV_DEFAULT_INDEX, UV_INDEX_URL, PIP_INDEX_URL, pip's configuration files, else
pypi.org. Nothing is printed when DEST holds the program; one line on stderr and exit code 1 when it could not be had.
Standard library only, Python 3.10 or newer.
"""

from __future__ import annotations

import base64
import configparser
import contextlib
import hashlib
import html.parser
import http.client
import io
import json
import os
import platform
import re
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit, urlunsplit

VERSION = "0.13.9"
# The wheel for each system and its sha256. A wheel for musl holds a static program.
TAGS = {
    ("Linux", "x86_64", "glibc"): "manylinux_2_17_x86_64.manylinux2014_x86_64",
    ("Linux", "x86_64", "musl"): "musllinux_1_1_x86_64",
    ("Linux", "aarch64", "glibc"): "manylinux_2_28_aarch64",
    ("Linux", "aarch64", "musl"): "manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64",
    ("Darwin", "x86_64", ""): "macosx_10_12_x86_64",
    ("Darwin", "arm64", ""): "macosx_11_0_arm64",
}
SHA256 = {
    ("Linux", "x86_64", "glibc"): "d7f459fe4fd247d830351c75686d3996ace3c6f3f728eb0e85a30b7ada0cef19",
    ("Linux", "x86_64", "musl"): "2c45530751517d6c3bbc69a19473f6effe47cce047bede01ffd8af7ea7b36b25",
    ("Linux", "aarch64", "glibc"): "ecb6028d79dc96fbeafffe5c8af62a7099487ebc05a701e76714eebcffd06375",
    ("Linux", "aarch64", "musl"): "5435c5ce14a56431208ca0996416d310f1598e8c2c8ba707688985a16bb82dbe",
    ("Darwin", "x86_64", ""): "c16ed11e013557536b3e60065f1b912f6407bd6518e041b961e23ef9e6b4fbf5",
    ("Darwin", "arm64", ""): "66c512266d633bef48384a1f53003f41f2a8e7b36fe6e7fbfd3e0fd52d96fa63",
}
PAUSES = (0.5, 1.0, 2.0, 4.0)  # seconds before each further try
TIMEOUT = 60  # seconds without a byte
MOST_BYTES = 256 * 1024 * 1024  # of an answer: the wheel has 25 million
PYPI = "https://pypi.org/simple"
JSON_PAGE = "application/vnd.pypi.simple.v1+json"
ACCEPT = f"{JSON_PAGE}, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1"


class Failure(Exception):
    """What could not be done, in words for the user, never with a password in them."""


class Passing(Failure):
    """A failure that may be gone at the next try."""


# --- settings ---------------------------------------------------------------------------------------------------------


def wheel_of_this_system() -> tuple[str, str]:
    """The name of the wheel and its sha256."""
    system, machine = platform.system(), platform.machine()
    library = "" if system != "Linux" else "glibc" if platform.libc_ver()[0] == "glibc" else "musl"
    key = (system, machine, library)
    if key not in TAGS:
        raise Failure(f"none for {system} on {machine}, only for Linux and macOS on x86_64 and arm64")
    return f"uv-{VERSION}-py3-none-{TAGS[key]}.whl", SHA256[key]


def pip_setting(name: str) -> str:
    """The value in the [global] section of pip's configuration files; the user's own file comes first."""
    home = Path(os.path.expanduser("~"))
    config = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    own = os.environ.get("PIP_CONFIG_FILE", "")
    if own == os.devnull:
        return ""
    for path in (own, config / "pip/pip.conf", home / ".pip/pip.conf", "/etc/pip.conf"):
        parser = configparser.RawConfigParser()  # a URL may hold a percent sign
        with contextlib.suppress(configparser.Error, OSError, UnicodeError):
            parser.read(path or [], encoding="utf-8")
        value = parser.get("global", name, fallback="").strip()
        if value:
            return value
    return ""


def index_address() -> str:
    """The index's URL, with user and password where it has them, and without a slash at its end."""
    for source in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL"):
        value = os.environ.get(source, "").strip()
        if value:
            break
    else:
        source, value = "index-url in pip's configuration", pip_setting("index-url") or PYPI
    value = re.sub(r"^[\w.-]+=(?=https?:)", "", value)  # uv lets an index have a name: NAME=URL
    with contextlib.suppress(ValueError):
        parts = urlsplit(value)
        if parts.scheme in ("http", "https") and parts.hostname and (parts.port or 1) > 0:
            return value.rstrip("/")
    raise Failure(f"{source} is no package index: it must be a URL of http or https")


def tls_context() -> ssl.SSLContext:
    """Trusts what pip or OpenSSL are told to trust, else the system's certificates."""
    trusted = os.environ.get("PIP_CERT") or os.environ.get("SSL_CERT_FILE") or pip_setting("cert")
    if not trusted:
        return ssl.create_default_context()
    try:
        folder = os.path.isdir(trusted)
        return ssl.create_default_context(cafile=None if folder else trusted, capath=trusted if folder else None)
    except (OSError, ValueError) as error:
        raise Failure(f"the trusted certificates {trusted} cannot be read: {error}") from None


# --- HTTP -------------------------------------------------------------------------------------------------------------


def origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)


class Credentials(urllib.request.BaseHandler):
    """Sends the index's user and password to the index alone, wherever pages link or redirect to."""

    def __init__(self, index: str):
        parts = urlsplit(index)
        pair = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}"
        self._header = "" if pair == ":" else "Basic " + base64.b64encode(pair.encode()).decode()
        self._origin = origin(index)

    def http_request(self, request: urllib.request.Request) -> urllib.request.Request:
        if self._header and origin(request.full_url) == self._origin:
            request.add_unredirected_header("Authorization", self._header)
        return request

    https_request = http_request


def without_user(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


class Index:
    """A package index, as PEP 503 and PEP 691 describe it."""

    def __init__(self, address: str):
        self.url = without_user(address)
        tls = urllib.request.HTTPSHandler(context=tls_context())
        self._opener = urllib.request.build_opener(tls, Credentials(address))

    def find(self, wheel: str) -> str:
        """The URL of that wheel."""
        page, kind, body = self.read(f"{self.url}/uv/")
        base, found = links(body.decode("utf-8", "replace"), page, kind)
        for link in found:
            with contextlib.suppress(ValueError):
                address = urldefrag(urljoin(base, link)).url
                parts = urlsplit(address)
                if parts.scheme in ("http", "https") and unquote(parts.path).endswith(f"/{wheel}"):
                    return without_user(address)
        raise Failure(f"{self.url} does not have {wheel}")

    def read(self, url: str) -> tuple[str, str, bytes]:
        """What is there: where it came from in the end, its media type, its body."""
        request = urllib.request.Request(url, headers={"Accept": ACCEPT, "User-Agent": "aiws"})
        try:
            with self._opener.open(request, timeout=TIMEOUT) as response:
                body = response.read(MOST_BYTES + 1)
                expected = response.headers.get("content-length") or "0"
                if len(body) > MOST_BYTES:
                    raise Failure(f"{self.url} answers with more than {MOST_BYTES} bytes")
                if expected.isdecimal() and len(body) < int(expected):
                    raise Passing(f"{self.url} broke off after {len(body)} of {expected} bytes")
                return response.geturl(), response.headers.get_content_type(), body
        except urllib.error.HTTPError as error:
            kind = Passing if error.code >= 500 or error.code in (408, 425, 429) else Failure
            raise kind(f"{self.url} answers {error.code}") from None
        except urllib.error.URLError as error:
            if isinstance(error.reason, ssl.SSLCertVerificationError):
                raise Failure(f"{self.url} is not trusted: {error.reason.verify_message}") from None
            raise Passing(f"{self.url} cannot be reached: {error.reason}") from None
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise Passing(f"{self.url} broke off: {type(error).__name__}") from None


class Anchors(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.base = ""
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        target = dict(attributes).get("href")
        if target and tag == "a":
            self.found.append(target)
        elif target and tag == "base" and not self.base:
            self.base = target


def links(text: str, page: str, kind: str) -> tuple[str, list[str]]:
    """The links to all files on a page of the index, and what they are relative to."""
    if kind not in (JSON_PAGE, "application/json"):
        anchors = Anchors()
        anchors.feed(text)
        return urljoin(page, anchors.base), anchors.found
    try:
        return page, [str(entry["url"]) for entry in json.loads(text)["files"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Failure(f"{without_user(page)} is no list of packages") from None


# --- the program ------------------------------------------------------------------------------------------------------


def holds_version(program: str | Path) -> bool:
    try:
        done = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=60, errors="replace")
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0 and done.stdout.split()[:2] == ["uv", VERSION]


def fetch(wheel: str, digest: str) -> bytes:
    """The wheel, checked; tried again where that may help."""
    index = Index(index_address())
    for pause in (*PAUSES, None):
        try:
            body = index.read(index.find(wheel))[2]
            break
        except Passing as failure:
            if pause is None:
                raise Failure(f"{failure} (tried {len(PAUSES) + 1} times)") from None
            time.sleep(pause)
    found = hashlib.sha256(body).hexdigest()
    if found != digest:
        raise Failure(f"{wheel} of {index.url} is not the one that is pinned: its sha256 is {found}, not {digest}")
    return body


def unpack(wheel: bytes, target: Path) -> None:
    """The program out of the wheel, in its place all at once."""
    program = zipfile.ZipFile(io.BytesIO(wheel)).read(f"uv-{VERSION}.data/scripts/uv")
    handle, temporary = tempfile.mkstemp(prefix=".uv-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(program)
            out.flush()
            os.fchmod(out.fileno(), 0o755)
            os.fsync(out.fileno())
        if not holds_version(temporary):
            raise Failure(f"it was fetched but does not run in {target.parent}")
        os.replace(temporary, target)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)


def main(words: list[str]) -> int:
    if len(words) != 1 or (words[0].startswith("-") and words[0] != "--index"):
        print("usage: fetch_uv.py DEST | --index", file=sys.stderr)
        return 64
    target = Path(words[0])
    try:
        if words[0] == "--index":
            print(index_address())
            return 0
        if holds_version(target.absolute()):
            return 0
        target.parent.mkdir(parents=True, exist_ok=True)
        unpack(fetch(*wheel_of_this_system()), target)
    except Failure as failure:
        print(f"uv {VERSION}: {failure}", file=sys.stderr)
        return 1
    except (OSError, zipfile.BadZipFile, KeyError) as error:
        print(f"uv {VERSION}: {target} cannot be written: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
