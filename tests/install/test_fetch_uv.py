# SPDX-License-Identifier: Apache-2.0
"""templates/fetch_uv.py against package indexes on loopback, which serve a wheel of the test's own."""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from http_server import Handler, Incoming, LoopbackServer

REPOSITORY = Path(__file__).resolve().parents[2]
SCRIPT = REPOSITORY / "templates" / "fetch_uv.py"
PROGRAM = "#!/bin/sh\necho uv 0.13.9 of the test\n"
# The script with the test's own pin, and without its pauses.
DRIVER = """
import sys
sys.path.insert(0, sys.argv.pop(1))
import fetch_uv
digest = sys.argv.pop(1)
fetch_uv.SHA256 = dict.fromkeys(fetch_uv.SHA256, digest)
fetch_uv.PAUSES = (0, 0, 0, 0)
sys.exit(fetch_uv.main(sys.argv[1:]))
"""


def load():
    spec = importlib.util.spec_from_file_location("fetch_uv", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def wheel(program: str = PROGRAM) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr("uv-0.13.9.data/scripts/uv", program)
    return memory.getvalue()


NAME = load().wheel_of_this_system()[0]
GOOD = wheel()
DIGEST = hashlib.sha256(GOOD).hexdigest()


class Index(LoopbackServer):
    """An index whose paths answer as a test says; `seen` has what was asked for and with what authorization."""

    def __init__(self) -> None:
        self.paths: dict[str, Callable[[Handler], None]] = {}
        self.seen: list[tuple[str, str]] = []
        super().__init__()
        self.html("/simple/uv/", f"../../files/{NAME}#sha256=0")
        self.body(f"/files/{NAME}", GOOD)

    def answer(self, handler: Handler, incoming: Incoming) -> None:
        self.seen.append((incoming.path, incoming.headers.get("authorization", "")))
        self.paths.get(incoming.path, lambda other: other.send(404, "no"))(handler)

    def body(self, path: str, data: bytes, **headers: str) -> None:
        self.paths[path] = lambda handler: handler.send(200, data, headers)

    def html(self, path: str, *links: str, head: str = "") -> None:
        page = f"<!DOCTYPE html><head>{head}</head><a href='other-1.0.tar.gz'>other</a>"
        page += "".join(f'<a href="{link}" data-requires-python="&gt;=3.8">x</a><br/>' for link in links)
        self.paths[path] = lambda handler: handler.send(200, page, {"content-type": "text/html; charset=utf-8"})

    def redirect(self, path: str, target: str) -> None:
        self.paths[path] = lambda handler: handler.send(302, "", {"location": target})

    def fails_first(self, path: str, times: int, failure: Callable[[Handler], None]) -> None:
        then, left = self.paths[path], [times]

        def answer(handler: Handler) -> None:
            left[0] -= 1
            (failure if left[0] >= 0 else then)(handler)

        self.paths[path] = answer


@pytest.fixture
def index() -> Iterator[Index]:
    with Index() as server:
        yield server


@pytest.fixture
def target(home: Path) -> Path:
    return home / "programs" / "uv" / "uv"


def fetch(target: Path, *, digest: str = DIGEST, **environment: str) -> subprocess.CompletedProcess[str]:
    home = target.parents[2]
    # no configuration of this machine's pip: a home of its own, and a file that has none unless a test says one
    clean = {"PATH": "/usr/bin:/bin", "HOME": str(home), "NO_PROXY": "*", "PIP_CONFIG_FILE": os.devnull}
    command = [sys.executable, "-c", DRIVER, str(SCRIPT.parent), digest, str(target)]
    env = {**clean, "PYTHONDONTWRITEBYTECODE": "1", **environment}
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=120, cwd=home)


def fetched(target: Path, **environment: str) -> None:
    """It was fetched without a word, and nothing lies beside it."""
    done = fetch(target, **environment)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert target.read_text() == PROGRAM
    assert target.stat().st_mode & 0o777 == 0o755
    assert list(target.parent.iterdir()) == [target]


def failure(target: Path, **options: str) -> str:
    """Its one line, without what every line begins with; nothing was written."""
    done = fetch(target, **options)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1), done.stderr
    assert not target.exists() and not list(target.parent.glob("*"))
    return done.stderr.removeprefix("uv 0.13.9: ").strip()


def test_the_program_is_taken_out_of_the_wheel_that_a_page_of_links_has(index: Index, target: Path):
    fetched(target, UV_DEFAULT_INDEX=f"{index.url}/simple/")


def test_a_page_in_json_is_understood(index: Index, target: Path):
    page = json.dumps({"files": [{"filename": NAME, "url": f"../../files/{NAME}"}]}).encode()
    index.body("/simple/uv/", page, **{"content-type": "application/vnd.pypi.simple.v1+json"})
    fetched(target, UV_DEFAULT_INDEX=f"{index.url}/simple")


def test_links_are_relative_to_the_base_that_a_page_names_or_to_where_it_was_redirected(index: Index, target: Path):
    index.html("/elsewhere/uv/", NAME, head=f'<base href="{index.url}/files/">')
    index.redirect("/simple/uv/", "/elsewhere/uv/")
    fetched(target, UV_DEFAULT_INDEX=f"{index.url}/simple")
    target.unlink()
    index.html("/elsewhere/uv/", f"{NAME}?a=b#sha256=0")
    index.body(f"/elsewhere/uv/{NAME}?a=b", GOOD)
    fetched(target, UV_DEFAULT_INDEX=f"{index.url}/simple")


@pytest.mark.parametrize("variable", ["UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL"])
def test_the_index_is_that_of_uv_and_pip(index: Index, target: Path, variable: str):
    fetched(target, **{variable: f"{index.url}/simple"})


def test_a_variable_of_uv_beats_pips_and_its_name_is_put_aside(index: Index, target: Path):
    fetched(target, UV_DEFAULT_INDEX=f"own={index.url}/simple", PIP_INDEX_URL="http://127.0.0.1:1/simple")


@pytest.mark.parametrize("place", ["PIP_CONFIG_FILE", ".config/pip/pip.conf", ".pip/pip.conf"])
def test_the_index_of_pips_configuration_is_used(index: Index, target: Path, place: str):
    file = target.parents[2] / (place if place.startswith(".") else "own.conf")
    file.parent.mkdir(parents=True, exist_ok=True)
    secret = index.url.replace("//", "//me:p%40ss@")
    file.write_text(f"[global]\nindex-url = {secret}/simple\n[install]\nx = %(y)s\n")
    fetched(target, PIP_CONFIG_FILE="" if place.startswith(".") else str(file))
    assert index.seen[0][1] == "Basic " + base64.b64encode(b"me:p@ss").decode()


def test_credentials_go_to_the_index_and_to_nobody_else(index: Index, target: Path):
    with Index() as other:
        index.html("/simple/uv/", f"{other.url}/away/{NAME}")
        index.redirect(f"/files/{NAME}", f"{other.url}/files/{NAME}")
        other.redirect(f"/away/{NAME}", f"{index.url}/files/{NAME}")
        fetched(target, UV_DEFAULT_INDEX=index.url.replace("//", "//me:secret-1@") + "/simple")
        assert all(authorization for _, authorization in index.seen) and len(index.seen) == 2
        assert [authorization for _, authorization in other.seen] == ["", ""]


def test_credentials_are_never_printed(index: Index, target: Path):
    for rest in ("/nowhere", "/simple"):
        index.paths.pop(f"/files/{NAME}", None)
        line = failure(target, UV_DEFAULT_INDEX=index.url.replace("//", "//me:secret-1@") + rest)
        assert line == f"{index.url}{rest} answers 404"
    line = failure(target, UV_DEFAULT_INDEX="http://me:sec/ret-1@127.0.0.1/simple")
    assert line == "UV_DEFAULT_INDEX is no package index: it must be a URL of http or https"


def test_another_wheel_than_the_pinned_one_is_refused(index: Index, target: Path):
    index.body(f"/files/{NAME}", wheel("#!/bin/sh\necho uv 0.13.9 of somebody else\n"))
    line = failure(target, UV_DEFAULT_INDEX=f"{index.url}/simple")
    assert line.startswith(f"{NAME} of {index.url}/simple is not the one that is pinned: its sha256 is ")
    assert len(index.seen) == 2


def test_an_index_without_the_wheel_is_told_apart_from_one_that_is_none(index: Index, target: Path):
    index.html("/simple/uv/", f"evil{NAME}", f"file:///files/{NAME}", f"http://[bad/{NAME}", "uv-0.0.5.tar.gz")
    assert failure(target, UV_DEFAULT_INDEX=f"{index.url}/simple") == f"{index.url}/simple does not have {NAME}"
    index.body("/simple/uv/", b"{", **{"content-type": "application/json"})
    line = failure(target, UV_DEFAULT_INDEX=f"{index.url}/simple")
    assert line == f"{index.url}/simple/uv/ is no list of packages"


def cut(handler: Handler) -> None:
    handler.cut()


def unavailable(handler: Handler) -> None:
    handler.send(503, "busy")


def short(handler: Handler) -> None:
    handler.send(200, GOOD[:50], {"content-length": str(len(GOOD))})
    handler.close_connection = True


@pytest.mark.parametrize("broken", [cut, unavailable, short])
@pytest.mark.parametrize("path", ["/simple/uv/", f"/files/{NAME}"])
def test_what_fails_four_times_is_fetched_at_the_fifth(index: Index, target: Path, path: str, broken):
    index.fails_first(path, 4, broken)
    fetched(target, UV_DEFAULT_INDEX=f"{index.url}/simple")


def test_what_fails_five_times_is_given_up(index: Index, target: Path):
    index.fails_first("/simple/uv/", 5, unavailable)
    line = failure(target, UV_DEFAULT_INDEX=f"{index.url}/simple")
    assert line == f"{index.url}/simple answers 503 (tried 5 times)"
    index.close()
    line = failure(target, UV_DEFAULT_INDEX=f"{index.url}/simple")
    assert line == f"{index.url}/simple cannot be reached: [Errno 111] Connection refused (tried 5 times)"


def test_pauses_grow():
    pauses = load().PAUSES
    assert len(pauses) == 4 and list(pauses) == sorted(set(pauses))


def test_a_program_of_that_version_is_left_alone_and_any_other_replaced(index: Index, target: Path):
    target.parent.mkdir(parents=True)
    target.write_text(PROGRAM + "# mine\n")
    target.chmod(0o755)
    done = fetch(target, UV_DEFAULT_INDEX=f"{index.url}/simple")
    assert (done.returncode, index.seen, target.read_text()) == (0, [], PROGRAM + "# mine\n")
    target.write_text("#!/bin/sh\necho uv 0.1.0\n")
    fetched(target, UV_DEFAULT_INDEX=f"{index.url}/simple")


def test_a_program_that_does_not_run_here_is_not_kept(index: Index, target: Path):
    other = wheel("#!/nonexistent\n")
    index.body(f"/files/{NAME}", other)
    line = failure(target, digest=hashlib.sha256(other).hexdigest(), UV_DEFAULT_INDEX=f"{index.url}/simple")
    assert line == f"it was fetched but does not run in {target.parent}"


def test_a_place_that_cannot_be_written_is_one_line(index: Index, home: Path):
    (home / "file").write_text("")
    done = fetch(home / "file" / "uv" / "uv", UV_DEFAULT_INDEX=f"{index.url}/simple")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "cannot be written: [Errno 20] Not a directory" in done.stderr


def test_certificates_that_cannot_be_read_are_named(index: Index, target: Path):
    line = failure(target, UV_DEFAULT_INDEX=f"{index.url}/simple", PIP_CERT="/nowhere.pem")
    assert line.startswith("the trusted certificates /nowhere.pem cannot be read: ")


def test_the_pins_are_whole_and_of_the_version_that_the_tests_use():
    module = load()
    assert module.TAGS.keys() == module.SHA256.keys()
    assert len(set(module.SHA256.values())) == len(module.TAGS) == 6
    assert all(re.fullmatch("[0-9a-f]{64}", digest) for digest in module.SHA256.values())
    assert f"uv=={module.VERSION}\n" in (REPOSITORY / "tests/support/requirements.txt").read_text()


@pytest.mark.parametrize(
    ("system", "machine", "libc", "tag"),
    [
        ("Linux", "x86_64", "glibc", "manylinux_2_17_x86_64.manylinux2014_x86_64"),
        ("Linux", "x86_64", "", "musllinux_1_1_x86_64"),
        ("Linux", "aarch64", "glibc", "manylinux_2_28_aarch64"),
        ("Linux", "aarch64", "", "manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64"),
        ("Darwin", "arm64", "", "macosx_11_0_arm64"),
        ("Linux", "riscv64", "glibc", None),
        ("Windows", "AMD64", "", None),
    ],
)
def test_each_system_has_its_wheel_and_any_other_is_refused(monkeypatch, system, machine, libc, tag):
    module = load()
    monkeypatch.setattr(module.platform, "system", lambda: system)
    monkeypatch.setattr(module.platform, "machine", lambda: machine)
    monkeypatch.setattr(module.platform, "libc_ver", lambda: (libc, ""))
    if tag:
        assert module.wheel_of_this_system()[0] == f"uv-0.13.9-py3-none-{tag}.whl"
    else:
        with pytest.raises(module.Failure, match=f"none for {system} on {machine}"):
            module.wheel_of_this_system()
