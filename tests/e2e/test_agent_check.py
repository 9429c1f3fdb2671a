# SPDX-License-Identifier: Apache-2.0
"""OpenClaw itself proves what aiws wrote: it accepts the file, lists the models, and answers through them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from aiws import Run
from matrix import UPSTREAM, of_channel
from provider import KEYS, Refuse
from stack.openclaw import NEWEST, AgentGateway, Launcher
from workspace import Workspace

NVIDIA = "nvidia/glm-5.2"
ASKED = ["deepseek/deepseek-v4-flash", "nvidia/deepseek-v4-flash", "ollama/deepseek-v4-flash"]
VALIDATE, LIST = "config validate --json", "models list --json"
ONE = ("--channel", "nvidia")  # one turn, where one is enough


def check(run: Run) -> dict[str, Any]:
    return run.json()["openclaw"]["check"]


def answered(run: Run) -> list[str]:
    return [turn["model"] for turn in check(run)["turns"] if turn["answers"]]


def infer(reference: str) -> str:
    return f"infer model run --local --model {reference} --prompt ping --json"


def served_by_openclaw(workspace: Workspace) -> set[tuple[str, str, str]]:
    """What the providers saw of OpenClaw, which streams where aiws does not."""
    return {(call.channel, call.model, call.key) for call in workspace.provider.calls if call.stream}


def expected(*references: str) -> set[tuple[str, str, str]]:
    return {(name.split("/")[0], UPSTREAM[name], KEYS[name.split("/")[0]]) for name in references}


@pytest.fixture
def installed(workspace: Workspace) -> tuple[Workspace, Launcher]:
    return workspace.install()


def test_openclaw_proves_a_registration_once_and_verify_does_it_again(installed: tuple[Workspace, Launcher]) -> None:
    workspace, launcher = installed
    secrets = [workspace.gateway.master_key, *KEYS.values()]
    run = workspace.aiws.run("register", "--json").assert_code(0).assert_silent_about(secrets)
    assert run.json()["openclaw"]["version"] == NEWEST
    assert check(run)["valid"] is True
    assert (check(run)["listed"], check(run)["unlisted"]) == (16, [])
    assert answered(run) == ASKED
    assert check(run)["gateway"] == {"state": "not running", "port": 0, "detail": "", "token_detail": ""}
    assert served_by_openclaw(workspace) == expected(*ASKED)
    assert sorted(launcher.starts()) == sorted([VALIDATE, LIST, *map(infer, ASKED)])

    again = workspace.aiws.run("register", "--json").assert_code(0)
    assert launcher.starts() == []
    assert check(again) is None

    workspace.provider.calls.clear()
    verified = workspace.aiws.run("verify", NVIDIA, "--agent", "--json").assert_code(0).assert_silent_about(secrets)
    assert (check(verified)["valid"], check(verified)["listed"], answered(verified)) == (True, 16, [NVIDIA])
    assert served_by_openclaw(workspace) == expected(NVIDIA)
    assert sorted(launcher.starts()) == sorted([VALIDATE, LIST, infer(NVIDIA)])


def test_a_model_that_answers_at_the_gateway_but_not_through_openclaw_ends_with_3(
    installed: tuple[Workspace, Launcher],
) -> None:
    workspace, _ = installed
    workspace.provider.behave(Refuse.stream(), channel="nvidia", stream=True)
    run = workspace.aiws.run("register", *ONE).assert_code(3)
    assert "6 of 6 answer" in run.out
    line = next(line for line in run.out.splitlines() if line.startswith(f"{of_channel('nvidia')[0]}: "))
    assert f"it does not answer through OpenClaw {NEWEST}" in line
    assert "Streaming is not supported for this model" in line
    assert "lists all" in run.out


def test_without_openclaw_the_registration_is_done_and_it_is_said(workspace: Workspace) -> None:
    run = workspace.aiws.run("register", *ONE).assert_code(0)
    assert f"{workspace.config} written (OpenClaw itself was not found on PATH; it will look there)" in run.out
    verified = workspace.aiws.run("verify", NVIDIA, "--agent").assert_code(0)
    assert "OpenClaw was not found on PATH: it was not asked" in verified.out


def settings(token: str | None) -> dict[str, Any]:
    auth = {"auth": {"mode": "token", "token": token}} if token else {}
    return {"gateway": {"mode": "local", **auth}}


def virtual_key(workspace: Workspace) -> str:
    return workspace.gateway.admin.expect("POST", "/key/generate", {})["key"]


def ask_gateway(workspace: Workspace, agent: AgentGateway) -> dict[str, Any]:
    """One turn of OpenClaw's running gateway."""
    words = ("infer", "model", "run", "--gateway", "--model", NVIDIA, "--prompt", "ping", "--json")
    answer = workspace.openclaw.run(*words, OPENCLAW_GATEWAY_PORT=str(agent.port))
    assert answer.code == 0, answer
    return answer.json()


def test_a_running_gateway_takes_up_the_change_and_later_a_new_token(installed: tuple[Workspace, Launcher]) -> None:
    workspace, launcher = installed
    workspace.write(settings(AgentGateway.token))
    first, second = virtual_key(workspace), virtual_key(workspace)
    with AgentGateway(workspace.openclaw, workspace.openclaw.home.parent) as agent:
        user = workspace.aiws.with_env(AI_WORKSPACE_AUTH_TOKEN=first)
        run = user.run("register", "--no-verify", *ONE, "--json").assert_code(0).assert_silent_about([first])
        taken_up = {"state": "taken up", "port": agent.port, "detail": "", "token_detail": ""}
        assert check(run)["gateway"] == taken_up
        assert "secrets reload --json" not in launcher.starts()

        workspace.gateway.admin.expect("POST", "/key/delete", {"keys": [first]})
        user = workspace.aiws.with_env(AI_WORKSPACE_AUTH_TOKEN=second)
        run = user.run("register", "--no-verify", *ONE, "--json").assert_code(0).assert_silent_about([first, second])
        assert check(run)["gateway"]["state"] == "taken up"
        assert launcher.starts()[-1] == "secrets reload --json"
        mark = workspace.gateway.mark()
        assert ask_gateway(workspace, agent)["outputs"][0]["text"] == "pong"
        statuses = [access.status for access in workspace.gateway.accesses(mark) if "chat/completions" in access.path]
        assert statuses == [200]
        assert agent.alive()
    workspace.gateway.admin.expect("POST", "/key/delete", {"keys": [second]})


def test_a_running_gateway_that_does_not_let_aiws_in_is_no_failure(installed: tuple[Workspace, Launcher]) -> None:
    workspace, _ = installed
    workspace.write(settings(None))  # its token stands only in its own environment
    with AgentGateway(workspace.openclaw, workspace.openclaw.home.parent) as agent:
        run = workspace.aiws.run("register", "--no-verify", *ONE, "--json").assert_code(0)
        why = "gateway models.list requires credentials before opening a websocket"
        unknown = {"state": "unknown", "port": agent.port, "detail": why, "token_detail": ""}
        assert check(run)["gateway"] == unknown


@pytest.mark.parametrize("way", ["literal", "env"])
def test_a_token_that_is_handed_over_in_another_way_answers(installed: tuple[Workspace, Launcher], way: str) -> None:
    workspace, _ = installed
    workspace.write(settings(None))
    workspace.config.chmod(0o644)
    token = virtual_key(workspace)
    user = workspace.aiws.with_env(AI_WORKSPACE_AUTH_TOKEN=token)
    run = user.run("register", *ONE, "--token-as", way, "--json").assert_code(0).assert_silent_about([token])
    assert answered(run) == [of_channel("nvidia")[0]]
    assert served_by_openclaw(workspace) == expected(of_channel("nvidia")[0])
    key = workspace.read()["models"]["providers"]["nvidia"]["apiKey"]
    if way == "literal":
        assert key == token
        assert workspace.config.stat().st_mode & 0o777 == 0o600
    else:
        assert token not in json.dumps(workspace.read()) and "AI_WORKSPACE_AUTH_TOKEN" in key
    assert not (workspace.openclaw.home / ".ai_workspace_auth_token").exists()
    workspace.gateway.admin.expect("POST", "/key/delete", {"keys": [token]})
