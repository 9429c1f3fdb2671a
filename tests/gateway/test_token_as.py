# SPDX-License-Identifier: Apache-2.0
"""How OpenClaw is told its token: as a reference to a file, as a variable, or literally."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from aiws import Aiws
from expect import nothing_was_written
from fake_openclaw import FakeOpenClaw
from gateway_double import ADMIN_TOKEN, GatewayDouble

WAYS = ("file", "env", "literal")
KEYS_OF = {
    "file": {"source": "file", "provider": "aiws", "id": "value"},
    "env": "${AI_WORKSPACE_AUTH_TOKEN}",
    "literal": ADMIN_TOKEN,
}
NEW_TOKEN = "sk-test-new-agent-token"
THEIRS = b'{\n  // mine\n  "gateway": { "mode": "local", "port": 18789 }\n}\n'


def config(user: Aiws) -> Path:
    return user.home / ".openclaw" / "openclaw.json"


def token_file(user: Aiws) -> Path:
    return user.home / ".ai_workspace_auth_token"


def content_of(user: Aiws) -> dict[str, Any]:
    lines = config(user).read_text().splitlines()
    return json.loads("\n".join(line for line in lines if not line.lstrip().startswith("//")))


def keys_in(user: Aiws) -> list[Any]:
    return [block["apiKey"] for block in content_of(user)["models"]["providers"].values()]


def register(user: Aiws, way: str = "", code: int = 0) -> str:
    words = ("--token-as", way) if way else ()
    run = user.run("register", "--no-verify", *words).assert_code(code).assert_silent_about([ADMIN_TOKEN, NEW_TOKEN])
    return run.out


def write_theirs(user: Aiws, mode: int = 0o644) -> None:
    config(user).parent.mkdir()
    config(user).write_bytes(THEIRS)
    config(user).chmod(mode)


@pytest.mark.parametrize("way", WAYS)
def test_each_way_writes_its_key_and_is_content_with_it(aiws: Aiws, way: str) -> None:
    register(aiws, way)
    assert keys_in(aiws) == [KEYS_OF[way]] * 3
    assert token_file(aiws).exists() == (way == "file")
    assert ("secrets" in content_of(aiws)) == (way == "file")
    assert (ADMIN_TOKEN in config(aiws).read_text()) == (way == "literal")
    before = config(aiws).read_bytes()
    assert "openclaw.json unchanged" in register(aiws, way)
    aiws.run("plan", "--token-as", way).assert_code(0)
    assert config(aiws).read_bytes() == before


@pytest.mark.parametrize("way", WAYS)
def test_config_json_says_it_for_every_command(aiws: Aiws, way: str) -> None:
    path = aiws.home / ".config/aiws/config.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"token_as": way}))
    register(aiws)
    assert keys_in(aiws) == [KEYS_OF[way]] * 3
    aiws.run("plan").assert_code(0)
    register(aiws, "env")  # the option beats the file
    assert keys_in(aiws) == [KEYS_OF["env"]] * 3


@pytest.mark.parametrize("way", WAYS)
def test_it_stays_as_it_is_where_nothing_is_said(aiws: Aiws, way: str) -> None:
    register(aiws, way)
    before = config(aiws).read_bytes()
    for command in ("plan", "status"):
        aiws.run(command).assert_code(0)
    assert "openclaw.json unchanged" in register(aiws)
    assert config(aiws).read_bytes() == before
    user = aiws.with_env(AI_WORKSPACE_AUTH_TOKEN=NEW_TOKEN)
    register(user)
    assert keys_in(user) == [{**KEYS_OF, "literal": NEW_TOKEN}[way]] * 3
    aiws.run("unregister", "--yes").assert_code(0)
    register(aiws)
    assert keys_in(aiws) == [KEYS_OF["file"]] * 3


@pytest.mark.parametrize("way", WAYS)
def test_verify_finds_it_as_it_should_be(user: Aiws, openclaw: FakeOpenClaw, way: str) -> None:
    register(user, way)
    run = user.run("verify", "--agent", "deepseek").assert_code(0)
    assert "OpenClaw 2026.9.6 accepts its configuration; lists all 16 models" in run.out


def test_a_key_of_somebodys_in_a_block_does_not_make_the_others_literal(aiws: Aiws) -> None:
    register(aiws)
    content = content_of(aiws)
    content["models"]["providers"]["deepseek"]["apiKey"] = "sk-test-somebodys"
    config(aiws).write_text(json.dumps(content))
    register(aiws)
    assert keys_in(aiws) == [KEYS_OF["file"]] * 3


@pytest.mark.parametrize("word", ["", "FILE", "secret", "literal "])
def test_a_way_that_is_none_is_refused_with_its_place(aiws: Aiws, gateway: GatewayDouble, word: str) -> None:
    if word:
        run = aiws.run("register", "--token-as", word).assert_code(64)
        assert "--token-as" in run.err and "file, env or literal" in run.err
    path = aiws.home / ".config/aiws/config.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"token_as": word}))
    run = aiws.run("register").assert_code(78)
    assert "token_as" in run.err and "config.json" in run.err
    nothing_was_written(gateway)


@pytest.mark.parametrize(("first", "second"), list(itertools.combinations(WAYS, 2)))
def test_switching_and_back_leaves_nothing_of_the_other_way(aiws: Aiws, first: str, second: str) -> None:
    write_theirs(aiws)
    register(aiws, first)
    before = content_of(aiws)
    for way in (second, first):
        register(aiws, way)
        assert keys_in(aiws) == [KEYS_OF[way]] * 3
        assert ("secrets" in content_of(aiws)) == (way == "file")
        assert (ADMIN_TOKEN in config(aiws).read_text()) == (way == "literal")
    assert content_of(aiws) == before


@pytest.mark.parametrize("ways", [*((way,) for way in WAYS), WAYS, WAYS[::-1]], ids=",".join)
def test_unregister_gives_the_file_back_afterwards(aiws: Aiws, ways: tuple[str, ...]) -> None:
    write_theirs(aiws)
    for way in ways:
        register(aiws, way)
    aiws.run("unregister", "--yes").assert_code(0)
    assert config(aiws).read_bytes() == THEIRS
    assert not token_file(aiws).exists()


@pytest.mark.parametrize("there", [True, False], ids=["somebody's file", "a new file"])
def test_a_literal_token_makes_the_file_private(aiws: Aiws, there: bool) -> None:
    if there:
        write_theirs(aiws, 0o644)
    register(aiws, "literal")
    assert config(aiws).stat().st_mode & 0o777 == 0o600


def test_the_other_ways_leave_its_mode_alone(aiws: Aiws) -> None:
    write_theirs(aiws, 0o640)
    register(aiws, "file")
    register(aiws, "env")
    assert config(aiws).stat().st_mode & 0o777 == 0o640


def test_a_new_literal_token_is_one_change_of_each_block(aiws: Aiws, gateway: GatewayDouble) -> None:
    register(aiws, "literal")
    gateway.forget()
    user = aiws.with_env(AI_WORKSPACE_AUTH_TOKEN=NEW_TOKEN)
    plan = user.run("plan", "--token-as", "literal", "--json").assert_code(2).assert_silent_about([NEW_TOKEN])
    changed = [step for step in plan.json()["steps"] if step["action"] != "keep"]
    assert [(step["kind"], step["action"]) for step in changed] == [("provider", "update")] * 3
    assert all(step["fields"] == [{"field": "token", "secret": True}] for step in changed)
    register(user, "literal")
    assert keys_in(user) == [NEW_TOKEN] * 3
    user.run("plan", "--token-as", "literal").assert_code(0)
    nothing_was_written(gateway)


def test_a_literal_token_that_somebody_changed_is_put_back(aiws: Aiws) -> None:
    register(aiws, "literal")
    config(aiws).write_text(config(aiws).read_text().replace(ADMIN_TOKEN, "sk-test-somebodys"))
    run = aiws.run("plan", "--token-as", "literal").assert_code(2).assert_silent_about([ADMIN_TOKEN])
    run.assert_silent_about(["sk-test-somebodys"])
    register(aiws, "literal")
    assert keys_in(aiws) == [ADMIN_TOKEN] * 3


COMMANDS = [
    ("plan", "--token-as", "literal"),
    ("plan",),
    ("status",),
    ("models",),
    ("doctor",),
    ("openclaw", "print"),
    ("openclaw", "print", "--token-as", "literal"),
    ("verify", "--agent"),
    ("unregister", "--dry-run"),
]


@pytest.mark.parametrize("registered", [True, False], ids=["registered", "not yet"])
def test_no_command_prints_a_literal_token(aiws: Aiws, registered: bool) -> None:
    user = aiws.with_env(AI_WORKSPACE_AUTH_TOKEN=NEW_TOKEN)
    if registered:
        register(aiws, "literal")
    for command, form in itertools.product(COMMANDS, ((), ("--json",))):
        user.run(*command, *form).assert_silent_about([ADMIN_TOKEN, NEW_TOKEN])


def test_no_receipt_or_note_holds_a_literal_token(aiws: Aiws) -> None:
    register(aiws, "literal")
    for path in (aiws.home / ".local/state/aiws").rglob("*"):
        assert not path.is_file() or ADMIN_TOKEN.encode() not in path.read_bytes(), path
