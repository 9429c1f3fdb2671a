# SPDX-License-Identifier: Apache-2.0
"""What a user is told whose workspace cannot be, or is not there; nothing is written meanwhile."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiws import Aiws, Run
from gateway_double import GatewayDouble

FORMATS = {"text": (), "json": ("--json",)}
both_formats = pytest.mark.parametrize("form", FORMATS)

# every command that wants a workspace
COMMANDS = {
    "down": ("down",),
    "logs": ("logs",),
    "backup": ("backup", "file.tar.gz"),
    "uninstall": ("uninstall", "--yes"),
    "uninstall-dry-run": ("uninstall", "--dry-run"),
    "upgrade": ("upgrade",),
    "unregister-demo": ("unregister", "--demo", "--yes"),
}

BRINGING_UP = {"up": ("up",), "dry-run": ("up", "--dry-run"), "restore": ("restore", "file.tar.gz")}

PASSWORD = "database-test-password"

# name -> options of `up --dry-run`
OPTIONS = {
    "database-other-scheme": ("--database", f"mysql://me:{PASSWORD}@db.example/litellm"),
    "database-without-name": ("--database", f"postgresql://me:{PASSWORD}@db.example"),
    "database-without-host": ("--database", f"postgresql://me:{PASSWORD}@/litellm"),
    "database-without-user": ("--database", "postgresql://db.example/litellm"),
    "database-bad-port": ("--database", f"postgresql://me:{PASSWORD}@db.example:54x2/litellm"),
    "database-port-too-high": ("--database", f"postgresql://me:{PASSWORD}@db.example:99999/litellm"),
    "gateway-without-scheme": ("--gateway", "gateway.example:4000"),
    "gateway-with-password": ("--gateway", f"http://me:{PASSWORD}@gateway.example"),
    "gateway-rubbish": ("--gateway", "rubbish"),
}

# name -> environment of `up --dry-run`
VARIABLES = {
    "supervisor": {"AIWS_SUPERVISOR": "x"},
    "engine": {"AIWS_DB_ENGINE": "x"},
    "requirements-missing": {"AIWS_REQUIREMENTS": "/nonexistent/my.lock"},
    "database-url": {"AIWS_DATABASE_URL": f"rubbish-{PASSWORD}"},
}

# name -> the text of the lock that AIWS_REQUIREMENTS names
LOCKS = {
    "no-hash": "litellm==1.90.0 \\\n    --hash=sha256:aa\naiohttp==3.14.5\n",
    "malicious": "litellm[proxy]==1.82.7 \\\n    --hash=sha256:aa\n",
    "empty": "# nothing\n",
}

# name -> a command line
USAGE = {
    "up-port-no-number": ("up", "--dry-run", "--port", "soon"),
    "up-port-too-high": ("up", "--dry-run", "--port", "65536"),
    "up-database-and-gateway": ("up", "--dry-run", "--database", "x", "--gateway", "y"),
    "up-openclaw-and-without": ("up", "--dry-run", "--openclaw", "x", "--without-openclaw"),
    "unregister-demo-with-names": ("unregister", "--demo", "nvidia"),
    "backup-without-file": ("backup",),
    "restore-without-file": ("restore",),
    "bundle-without-file": ("bundle",),
    "logs-lines-no-number": ("logs", "-n", "many"),
    "logs-follow-json": ("logs", "-f", "--json"),
}


@pytest.fixture
def alone(aiws: Aiws) -> Aiws:
    """Somebody whose workspace would be run by supervisord, on any machine."""
    return aiws.with_env(AIWS_SUPERVISOR="supervisord")


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which somebody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def refused(run: Run, user: Aiws) -> Run:
    """The run was a matter of configuration, said no password, and made no workspace."""
    run.assert_code(78).assert_silent_about([PASSWORD])
    assert not user.workspace.parent.exists()
    return run


def damage(aiws: Aiws, text: str) -> Path:
    record = aiws.workspace / "workspace.json"
    record.parent.mkdir(parents=True)
    record.write_text(text)
    return record


@both_formats
@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_without_a_workspace(alone: Aiws, approved, name: str, form: str) -> None:
    run = alone.run(*COMMANDS[name], *FORMATS[form])
    if name.startswith("uninstall"):
        run.assert_code(0)  # what is to be gone is gone
        assert not alone.workspace.parent.exists()
    else:
        refused(run, alone)
    approved(f"bad-workspace/none-{name}.{form}", run)


@both_formats
def test_status_without_workspace_and_gateway(alone: Aiws, approved, form: str) -> None:
    user = alone.with_env(LITELLM_URL=None, LITELLM_TOKEN=None)
    approved(f"bad-workspace/none-status.{form}", refused(user.run("status", *FORMATS[form]), user))


@both_formats
@pytest.mark.parametrize("name", [*COMMANDS, "status", "up", "restore"])
def test_a_command_with_a_damaged_record(alone: Aiws, approved, name: str, form: str) -> None:
    record = damage(alone, '{"ports": {"gateway": 4000}')
    words = {**COMMANDS, "status": ("status",), "up": ("up",), "restore": ("restore", "file.tar.gz")}[name]
    run = alone.run(*words, *FORMATS[form]).assert_code(78)
    approved(f"bad-workspace/damaged-{name}.{form}", run)
    assert record.read_text() == '{"ports": {"gateway": 4000}'
    assert [entry.name for entry in record.parent.iterdir()] == ["workspace.json"]


@pytest.mark.parametrize("text", ["", "[]", "rubbish", "\0\1"])
def test_whatever_the_damage_it_is_told_in_one_line(alone: Aiws, text: str) -> None:
    record = damage(alone, text)
    run = alone.run("down").assert_code(78)
    assert run.out == ""
    assert str(record) in run.err
    assert len(run.err.splitlines()) == 1


@pytest.mark.parametrize("name", BRINGING_UP)
def test_a_folder_with_other_things_in_it(alone: Aiws, approved, name: str) -> None:
    (alone.home / "letters").mkdir()
    run = alone.with_env(AIWS_HOME=str(alone.home)).run(*BRINGING_UP[name]).assert_code(78)
    approved(f"bad-workspace/other-things-{name}.text", run)
    assert [entry.name for entry in alone.home.iterdir()] == ["letters"]


@both_formats
@pytest.mark.parametrize("name", OPTIONS)
def test_an_option_that_is_wrong(alone: Aiws, approved, name: str, form: str) -> None:
    run = alone.run("up", "--dry-run", *OPTIONS[name], *FORMATS[form])
    told = Run(("up", "--dry-run", OPTIONS[name][0], "…", *FORMATS[form]), run.code, run.out, run.err)
    approved(f"bad-workspace/{name}.{form}", refused(told, alone))


@both_formats
@pytest.mark.parametrize("name", VARIABLES)
def test_a_variable_that_is_wrong(alone: Aiws, approved, name: str, form: str) -> None:
    run = alone.with_env(**VARIABLES[name]).run("up", "--dry-run", *FORMATS[form])
    approved(f"bad-workspace/{name}.{form}", refused(run, alone))


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_that_is_wrong(alone: Aiws, approved, name: str) -> None:
    lock = alone.home / "my.lock"
    lock.write_text(LOCKS[name])
    user = alone.with_env(AIWS_REQUIREMENTS=str(lock))
    runs = [refused(user.run(*words), user) for words in (("up", "--dry-run"), ("bundle", "bundle.tar"))]
    approved(f"bad-workspace/lock-{name}", runs)
    assert [entry.name for entry in alone.home.iterdir()] == ["my.lock"]


@both_formats
@pytest.mark.parametrize("option", ["--port", "--openclaw-port"])
def test_a_port_that_is_taken(alone: Aiws, approved, taken: int, option: str, form: str) -> None:
    run = refused(alone.run("up", "--dry-run", option, str(taken), *FORMATS[form]), alone)
    told = Run(("up", "--dry-run", option, "PORT", *FORMATS[form]), run.code, run.out, run.err)
    approved(f"bad-workspace/taken{option}.{form}", told)


@both_formats
def test_a_weak_token_for_the_network(alone: Aiws, approved, form: str) -> None:
    user = alone.with_env(AI_WORKSPACE_AUTH_TOKEN="sk-weak-test-token")
    run = refused(user.run("up", "--dry-run", "--listen", "0.0.0.0", *FORMATS[form]), user)
    approved(f"bad-workspace/weak-token.{form}", run.assert_silent_about(["sk-weak-test-token"]))


@pytest.mark.parametrize(
    ("name", "form"),
    [(name, form) for name in USAGE for form in FORMATS if form == "json" or "--json" not in USAGE[name]],
)
def test_a_command_line_that_is_wrong(alone: Aiws, approved, name: str, form: str) -> None:
    words = USAGE[name] if "--json" in USAGE[name] else (*USAGE[name], *FORMATS[form])
    approved(f"bad-workspace/usage-{name}.{form}", alone.run(*words).assert_code(64))


@both_formats
def test_a_backup_that_is_none(alone: Aiws, approved, form: str) -> None:
    (alone.home / "garbage.tar.gz").write_bytes(b"rubbish\n" * 1000)
    names = ("garbage.tar.gz", "missing.tar.gz", ".")
    runs = [refused(alone.run("restore", name, "--yes", *FORMATS[form]), alone) for name in names]
    approved(f"bad-workspace/restore.{form}", runs)


@both_formats
def test_a_service_that_there_is_not(alone: Aiws, approved, form: str) -> None:
    damage(alone, "{}")
    approved(f"bad-workspace/logs-unknown.{form}", alone.run("logs", "litelm", *FORMATS[form]).assert_code(64))


def test_the_demo_is_not_taken_from_a_gateway_without_a_workspace(alone: Aiws, gateway: GatewayDouble) -> None:
    alone.run("register", "--no-verify", "--no-openclaw").assert_code(0)
    before = alone.run("models", "--json").json()
    alone.run("unregister", "--demo", "--yes").assert_code(78)
    assert alone.run("models", "--json").json() == before
