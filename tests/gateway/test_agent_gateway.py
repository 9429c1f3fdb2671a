# SPDX-License-Identifier: Apache-2.0
"""OpenClaw's own gateway runs while its configuration changes: it is asked whether it has taken the change up."""

from __future__ import annotations

import json
import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiws import Aiws, finish
from fake_openclaw import LIST, OFFERED, RELOAD, TURN, Answer, FakeOpenClaw
from machine import wait_until

REGISTER = ("register", "--channel", "nvidia")
REFUSAL = Answer.failure("gateway closed (1008): unauthorized: token missing")
NEW_TOKEN = "sk-test-new-agent-token"


@pytest.fixture
def port() -> Iterator[int]:
    """Something listens there, as OpenClaw's gateway would."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def running(user: Aiws, port: int) -> Aiws:
    """A user whose configuration names that port."""
    folder = user.home / ".openclaw"
    folder.mkdir()
    (folder / "openclaw.json").write_text(json.dumps({"gateway": {"mode": "local", "port": port}}))
    return user.with_env(OPENCLAW_GATEWAY_PORT=None)


def lock(user: Aiws, **content: object) -> Path:
    folder = user.home / f".openclaw/tmp/openclaw-{os.getuid()}"
    folder.mkdir(parents=True)
    path = folder / "gateway.1f2e3d4c.lock"
    path.write_text(json.dumps(content))
    return path


def test_one_that_offers_everything_is_said_to(running: Aiws, openclaw: FakeOpenClaw, port: int) -> None:
    run = running.run(*REGISTER).assert_code(0)
    assert f"OpenClaw 2026.9.6's running gateway (port {port}) offers them already\n" in run.out
    asked = [start for start in openclaw.starts if start.command.startswith(OFFERED)]
    assert [start.args for start in asked] == [("gateway", "call", "models.list", "--json")]
    assert asked[0].env["OPENCLAW_GATEWAY_PORT"] == str(port)
    openclaw.forget()
    running.run(*REGISTER).assert_code(0)
    assert openclaw.commands == []


@pytest.mark.parametrize("command", [LIST, OFFERED])
@pytest.mark.parametrize(
    "reason", ["Gateway not reachable at ws://127.0.0.1:1 (ECONNREFUSED).", "gateway closed (1012): service restart"]
)
def test_one_that_restarts_itself_for_the_change_is_waited_for(
    running: Aiws, openclaw: FakeOpenClaw, port: int, command: str, reason: str
) -> None:
    openclaw.answer(command, Answer.failure(reason))
    process = running.start(*REGISTER)
    wait_until(lambda: command in openclaw.commands, 30, "it is asked")
    time.sleep(0.2)  # that answer is the bad one
    openclaw.answer(command, None)
    run = finish(process).assert_code(0)
    assert f"OpenClaw 2026.9.6's running gateway (port {port}) offers them already\n" in run.out
    assert "could not be asked" not in run.out


def test_where_none_runs_none_is_asked(user: Aiws, openclaw: FakeOpenClaw) -> None:
    run = user.run(*REGISTER).assert_code(0)
    assert not any(command.startswith(OFFERED) for command in openclaw.commands)
    assert "running gateway" not in run.out


def test_the_variable_beats_the_configuration(running: Aiws, openclaw: FakeOpenClaw, port: int) -> None:
    run = running.with_env(OPENCLAW_GATEWAY_PORT="1").run(*REGISTER).assert_code(0)
    assert "running gateway" not in run.out
    run = running.with_env(OPENCLAW_GATEWAY_PORT=str(port)).run("verify", "nvidia", "--agent").assert_code(0)
    assert f"(port {port})" in run.out


def test_its_lock_file_names_the_port(user: Aiws, openclaw: FakeOpenClaw, port: int) -> None:
    lock(user, pid=1, configPath=str(user.home / ".openclaw/openclaw.json"), port=port)
    run = user.run(*REGISTER).assert_code(0)
    assert f"OpenClaw 2026.9.6's running gateway (port {port}) offers them already\n" in run.out


def test_lock_files_that_say_nothing_about_it_are_ignored(user: Aiws, openclaw: FakeOpenClaw, port: int) -> None:
    ours = str(user.home / ".openclaw/openclaw.json")
    path = lock(user, configPath="/home/other/.openclaw/openclaw.json", port=port)
    for number, other in enumerate((None, "18789", 1, -1, 10**12)):
        content = {"pid": 1, "configPath": ours, "port": other}
        path.with_name(f"gateway.{number}.lock").write_text(json.dumps(content))
    for number, text in enumerate(("", "{", "[]", "{}", "\x00")):
        path.with_name(f"gateway.a{number}.lock").write_text(text)
    path.with_name("other.lock").write_text(json.dumps({"configPath": ours, "port": port}))
    run = user.run(*REGISTER).assert_code(0)
    assert "running gateway" not in run.out


def test_one_that_takes_its_time_is_waited_for(running: Aiws, openclaw: FakeOpenClaw) -> None:
    openclaw.answer(OFFERED, Answer.of({"models": []}))
    process = running.start(*REGISTER)
    while not any(command.startswith(OFFERED) for command in openclaw.commands):
        assert process.poll() is None
        time.sleep(0.02)
    openclaw.answer(OFFERED, None)
    run = finish(process)
    assert run.code == 0, run
    assert "offers them already" in run.out


def test_one_that_does_not_take_it_up_ends_with_3(running: Aiws, openclaw: FakeOpenClaw, port: int) -> None:
    openclaw.answer(OFFERED, Answer.of({"models": []}))
    begin = time.monotonic()
    run = running.run(*REGISTER).assert_code(3)
    assert 10 < time.monotonic() - begin < 20
    assert 2 < len([command for command in openclaw.commands if command.startswith(OFFERED)]) <= 21  # with pauses
    assert (
        f"OpenClaw 2026.9.6's running gateway (port {port}) has not taken the change up; "
        "restart it with `openclaw gateway restart`\n"
    ) in run.out
    assert "offers them already" not in run.out


@pytest.mark.parametrize("answer", [REFUSAL, Answer(text="", code=1, err="boom\n"), Answer(signal=signal.SIGKILL)])
def test_one_that_cannot_be_asked_is_only_noted(running: Aiws, openclaw: FakeOpenClaw, answer: Answer) -> None:
    openclaw.answer(OFFERED, answer)
    run = running.run(*REGISTER).assert_code(0)
    lines = [line for line in run.out.splitlines() if "could not be asked" in line]
    assert len(lines) == 1 and lines[0].startswith("note: ")


def test_a_list_that_only_the_running_one_could_give_is_no_failure(running: Aiws, openclaw: FakeOpenClaw) -> None:
    openclaw.answer(LIST, REFUSAL)
    run = running.run(*REGISTER).assert_code(0)
    assert "could not be asked" in run.out and "token missing" in run.out
    assert "lists all" not in run.out


def test_waiting_for_it_can_be_interrupted(running: Aiws, openclaw: FakeOpenClaw) -> None:
    openclaw.answer(OFFERED, Answer.hang())
    process = running.start(*REGISTER)
    while not any(command.startswith(OFFERED) for command in openclaw.commands):
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    assert finish(process, timeout=10).code == 130


def test_a_new_token_is_read_again(running: Aiws, openclaw: FakeOpenClaw, port: int) -> None:
    running.run(*REGISTER).assert_code(0)
    assert not any(command.startswith(RELOAD) for command in openclaw.commands)
    openclaw.forget()
    user = running.with_env(AI_WORKSPACE_AUTH_TOKEN=NEW_TOKEN)
    user.run(*REGISTER).assert_code(0).assert_silent_about([NEW_TOKEN])
    reload = openclaw.starts[-1]
    assert reload.args == ("secrets", "reload", "--json")
    assert reload.env["OPENCLAW_GATEWAY_PORT"] == str(port)
    openclaw.forget()
    user.run(*REGISTER).assert_code(0)
    assert openclaw.commands == []


def test_a_token_that_is_not_read_again_is_said_and_ends_with_3(running: Aiws, openclaw: FakeOpenClaw) -> None:
    running.run(*REGISTER).assert_code(0)
    openclaw.answer(RELOAD, Answer.failure("secrets.reload: permission denied"))
    user = running.with_env(AI_WORKSPACE_AUTH_TOKEN=NEW_TOKEN)
    run = user.run(*REGISTER).assert_code(3).assert_silent_about([NEW_TOKEN])
    assert "may still use the older token (secrets.reload: permission denied); run `openclaw secrets reload`" in run.out


def test_a_new_token_is_spoken_of_where_the_gateway_cannot_be_asked(
    running: Aiws, openclaw: FakeOpenClaw, port: int
) -> None:
    running.run(*REGISTER).assert_code(0)
    openclaw.answer(OFFERED, REFUSAL)
    user = running.with_env(AI_WORKSPACE_AUTH_TOKEN=NEW_TOKEN)
    run = user.run(*REGISTER).assert_code(0).assert_silent_about([NEW_TOKEN])
    assert (
        f"note: OpenClaw 2026.9.6's running gateway (port {port}) could not be asked whether it has taken the change "
        "and the new token up (gateway closed (1008): unauthorized: token missing); "
        "with OPENCLAW_GATEWAY_TOKEN set aiws can ask it, else restart it\n"
    ) in run.out


@pytest.mark.parametrize("answers", [True, False])
def test_json_says_how_the_gateway_and_the_token_are(
    running: Aiws, openclaw: FakeOpenClaw, port: int, answers: bool
) -> None:
    running.run(*REGISTER).assert_code(0)
    openclaw.answer(RELOAD if answers else OFFERED, REFUSAL)
    user = running.with_env(AI_WORKSPACE_AUTH_TOKEN=NEW_TOKEN)
    answer = user.run(*REGISTER, "--json").assert_code(3 if answers else 0).json()
    reason = "gateway closed (1008): unauthorized: token missing"
    assert answer["openclaw"]["check"]["gateway"] == {
        "state": "taken up" if answers else "unknown",
        "port": port,
        "detail": "" if answers else reason,
        "token_detail": reason,
    }


def test_a_new_token_without_a_running_gateway_needs_no_reload(user: Aiws, openclaw: FakeOpenClaw) -> None:
    user.run(*REGISTER).assert_code(0)
    user.with_env(AI_WORKSPACE_AUTH_TOKEN=NEW_TOKEN).run(*REGISTER).assert_code(0)
    assert not any(command.startswith(RELOAD) for command in openclaw.commands)
    assert sum(command.startswith(TURN) for command in openclaw.commands) == 2
