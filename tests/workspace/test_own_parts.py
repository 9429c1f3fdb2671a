# SPDX-License-Identifier: Apache-2.0
"""Workspaces in which a part is the user's own: his database, his gateway, his OpenClaw, none, or another address."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

import pytest
from machine import listeners
from matrix import ALIASES, deployment_id
from stack.gateway import Stack
from stack.openclaw import OpenClaw
from stack.process import free_port
from standing import Standing
from workspace_host import Host

# each of these means something in a URL
PASSWORD = "p@ss/w:rd%41#?&1"
WEAK = ("changeme", "a" * 64, "sk-1234567890")


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    with Stack() as stack:
        yield stack


@pytest.fixture
def fresh(host: Host, standing: Standing) -> Iterator[Standing]:
    """A user without a workspace, and none left after the test."""
    assert not host.folder.exists()
    yield standing
    host.aiws("uninstall", "--purge", "--yes").assert_code(0)
    assert host.processes() == []


def own_database(stack: Stack) -> str:
    """An empty database that asks for a password; its URL."""
    database = stack.database
    database.execute(f"CREATE ROLE own LOGIN PASSWORD '{PASSWORD}'")
    database.execute("CREATE DATABASE own OWNER own")
    rules = stack.folder / "pgdata" / "pg_hba.conf"
    rules.write_text("host all own 127.0.0.1/32 scram-sha-256\n" + rules.read_text())
    database.execute("SELECT pg_reload_conf()")
    return f"postgresql://own:{quote(PASSWORD, safe='')}@127.0.0.1:{database.port}/own"


def test_a_database_of_ones_own_is_used_whatever_characters_its_password_has(host: Host, fresh: Standing, stack: Stack):
    url = own_database(stack)
    run = fresh.up("--database", url)
    run.assert_silent_about([PASSWORD, quote(PASSWORD, safe="")])
    fresh.assert_healthy("litellm", "openclaw")
    fresh.assert_all_answer()
    assert not (host.folder / "data" / "postgres").exists()
    fresh.up()  # it is remembered
    fresh.assert_healthy("litellm", "openclaw")
    tables = 'SELECT count(*) FROM "LiteLLM_ProxyModelTable"'
    assert stack.database.execute(tables) == "0", "the rows are in the other database of that server"


def test_a_database_that_refuses_is_told_without_its_password(host: Host, fresh: Standing, stack: Stack):
    for url in (
        f"postgresql://own:wrong-test-password-1@127.0.0.1:{stack.database.port}/own",
        "postgresql://own:wrong-test-password-1@127.0.0.1:1/own",
    ):
        run = host.aiws("up", "--database", url).assert_silent_about(["wrong-test-password-1"])
        assert run.code in (1, 69, 77, 78) and "127.0.0.1" in run.err
        assert host.processes() == []


def test_a_gateway_of_ones_own_gets_the_models_and_no_other_is_started(
    host: Host, fresh: Standing, stack: Stack, tmp_path: Path
):
    written = '{\n  "logging": { "level": "info" } // mine\n}\n'
    (tmp_path / "openclaw.json").write_text(written)
    host.give(tmp_path, ".openclaw")
    gateway = stack.gateway()
    fresh.up("--gateway", gateway.url, LITELLM_MASTER_KEY=gateway.master_key)
    assert set(fresh.services()) == {"openclaw"}
    assert fresh.is_healthy()
    rows = {row["model_info"]["id"] for row in gateway.admin.rows()}
    assert rows == set(map(deployment_id, ALIASES))
    assert list((host.folder / "data").glob("postgres")) == []
    mark = gateway.mark()
    fresh.assert_openclaw_answers()
    assert any(access.path.endswith("/chat/completions") for access in gateway.accesses(mark))
    assert_given_back_although_it_cannot_be_read(host, fresh.openclaw_file, written)


def assert_given_back_although_it_cannot_be_read(host: Host, file: Path, written: str) -> None:
    held = file.read_text()
    file.write_text("rubbish")
    run = host.aiws("uninstall", "--purge", "--yes").assert_code(0)
    assert "which cannot be read" in run.out and "aiws openclaw undo" in run.out
    assert file.read_text() == "rubbish" and not host.folder.exists()
    file.write_text(held)
    host.aiws("openclaw", "undo", "--yes").assert_code(0)
    assert file.read_text() == written
    shutil.rmtree(file.parent)  # the next test's user has none


def test_without_openclaw_there_is_no_trace_of_it(host: Host, fresh: Standing):
    fresh.up("--without-openclaw")
    fresh.assert_healthy("postgres", "litellm")
    fresh.assert_all_answer()
    assert not fresh.openclaw_file.parent.exists()
    assert list((host.folder / "programs").glob("openclaw-*")) == []
    assert host.openclaw("--version").code == 127


def test_an_openclaw_of_ones_own_is_used_and_no_other_installed(host: Host, fresh: Standing):
    folder = host.home / "own-openclaw"
    launcher = OpenClaw(host.home).launcher(folder)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o777)
    fresh.up("--openclaw", str(folder / "bin" / "openclaw"))
    assert set(fresh.services()) >= {"postgres", "litellm"} and fresh.is_healthy()
    fresh.assert_all_answer()
    assert list((host.folder / "programs").glob("openclaw-*")) == []
    assert launcher.starts(), "it was asked"


def test_an_openclaw_that_does_not_run_is_refused_each_time_and_not_kept_in_mind(host: Host, fresh: Standing):
    for _ in range(2):
        run = host.aiws("up", "--openclaw", "/bin/false", "--offline", "/etc/hostname").assert_code(78)
        assert "this OpenClaw does not run" in run.err and "/bin/false" in run.err
    plan = host.aiws("up", "--dry-run").assert_code(0)
    assert "OpenClaw on 127.0.0.1" in plan.out and "/bin/false" not in plan.out


def test_an_openclaw_on_path_that_does_not_run_is_taken_once_it_does(host: Host, fresh: Standing):
    program = host.prefix / "bin" / "openclaw"
    program.symlink_to("/bin/false")
    for _ in range(2):
        run = host.aiws("up", "--offline", "/etc/hostname").assert_code(78)
        assert "this OpenClaw does not run" in run.err and str(program) in run.err
    program.unlink()
    program.symlink_to("/bin/true")
    run = host.aiws("up", "--offline", "/etc/hostname").assert_code(78)
    assert "/etc/hostname" in run.err and f"OpenClaw: your own, {program}" in host.aiws("up", "--dry-run").out
    program.unlink()


def test_taken_ports_are_passed_over_once_and_the_choice_is_kept(fresh: Standing):
    with ExitStack() as taken:
        for port in (4000, 4001, 18789):
            if not any(listener.port == port for listener in listeners()):
                taken.enter_context(socket.create_server(("127.0.0.1", port)))
        fresh.up("--no-register")
        fresh.assert_healthy()
        addresses = {name: service["address"] for name, service in fresh.services().items()}
        assert not any(address.endswith((":4000", ":4001", ":18789")) for address in addresses.values())
    fresh.host.aiws("down").assert_code(0)
    fresh.up("--no-register")
    assert {name: service["address"] for name, service in fresh.services().items()} == addresses


@pytest.mark.parametrize("token", WEAK)
def test_a_weak_token_does_not_guard_a_gateway_that_others_reach(host: Host, fresh: Standing, token: str):
    run = host.aiws("up", "--listen", "0.0.0.0", AI_WORKSPACE_AUTH_TOKEN=token)
    assert run.code in (64, 78) and "AI_WORKSPACE_AUTH_TOKEN" in run.err
    run.assert_silent_about([token])
    assert host.processes() == []


def test_listening_for_others_is_warned_about_and_opens_the_gateway_alone(host: Host, fresh: Standing):
    port, page = free_port(), free_port()
    run = fresh.up("--listen", "0.0.0.0", "--port", str(port), "--openclaw-port", str(page), "--no-register")
    assert "0.0.0.0" in run.err
    fresh.assert_healthy()
    open_ports = {at.port for at in listeners() if at.uid == host.uid and at.address not in ("127.0.0.1", "::1")}
    assert open_ports == {port}
    assert any(at.port == page and at.address == "127.0.0.1" for at in listeners())


@pytest.mark.parametrize(
    "words",
    [
        ("--database", "mysql://x:secret-test-1@127.0.0.1/x"),
        ("--database", "postgresql://x", "--gateway", "http://127.0.0.1:1"),
        ("--gateway", "ftp://127.0.0.1"),
        ("--openclaw", "/nowhere/openclaw"),
        ("--openclaw", "/bin/true", "--without-openclaw"),
        ("--port", "0"),
        ("--port", "70000"),
        ("--listen", "not an address"),
        ("--offline", "/nowhere/bundle.tar"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_meant_is_refused_before_anything_is_made(host: Host, words: tuple[str, ...]):
    before = host.files()
    run = host.aiws("up", *words).assert_silent_about(["secret-test-1"])
    assert run.code in (64, 78) and any(word in run.err for word in words if ":secret" not in word)
    assert host.processes() == []
    assert host.files().keys() - before.keys() == set()
