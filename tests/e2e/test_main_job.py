# SPDX-License-Identifier: Apache-2.0
"""Keys in, sixteen models on a real LiteLLM and in a real OpenClaw."""

from __future__ import annotations

import pytest
from aiws import Aiws
from matrix import ALIASES, CHANNELS, CREDENTIALS, UPSTREAM, deployment_id, of_channel
from provider import KEYS, Provider
from stack.gateway import Gateway
from stack.openclaw import OpenClaw


def test_register_makes_sixteen_aliases_that_answer(aiws: Aiws, gateway: Gateway, provider: Provider) -> None:
    run = aiws.run("register", "--json").assert_code(0).assert_silent_about([gateway.master_key, *KEYS.values()])
    assert {probe["alias"]: probe["verdict"] for probe in run.json()["probes"]} == dict.fromkeys(ALIASES, "answers")
    asked = {(call.channel, call.model, call.key) for call in provider.calls}
    assert asked == {(a.split("/")[0], UPSTREAM[a], KEYS[a.split("/")[0]]) for a in ALIASES}

    assert {row["model_name"]: row["model_info"]["id"] for row in gateway.admin.rows()} == {
        alias: deployment_id(alias) for alias in ALIASES
    }
    assert set(gateway.admin.credentials()) == set(CREDENTIALS)
    for alias in ALIASES:
        reply = gateway.admin.chat(alias)
        assert reply.status == 200, reply.text
        assert reply.headers["x-litellm-model-id"] == deployment_id(alias)


def test_a_second_run_reads_once_and_writes_nothing(aiws: Aiws, gateway: Gateway) -> None:
    aiws.run("register").assert_code(0)
    before = {path: path.stat().st_mtime_ns for path in aiws.home.rglob("openclaw.json*")}
    mark = gateway.mark()
    aiws.run("register").assert_code(0)
    assert gateway.writes(mark) == []
    admin_calls = [access.path.split("?")[0] for access in gateway.accesses(mark) if "/v1/chat" not in access.path]
    assert sorted(admin_calls) == ["/credentials", "/health/readiness", "/health/readiness/details", "/v2/model/info"]
    assert {path: path.stat().st_mtime_ns for path in aiws.home.rglob("openclaw.json*")} == before

    mark = gateway.mark()
    aiws.run("plan").assert_code(0)
    assert gateway.writes(mark) == []


def test_the_marks_survive_a_restart_of_the_gateway(aiws: Aiws, gateway: Gateway) -> None:
    aiws.run("register", "--no-verify").assert_code(0)
    gateway.restart()
    aiws.run("plan").assert_code(0)
    aiws.run("verify").assert_code(0)


def test_a_gateway_without_database_is_told_the_remedy(aiws: Aiws, stack) -> None:
    bare = stack.gateway(database=False)
    try:
        run = aiws.with_env(LITELLM_URL=bare.url).run("register").assert_code(78)
        assert "DATABASE_URL" in run.err
    finally:
        bare.stop()


def test_it_waits_for_a_gateway_that_is_still_starting(aiws: Aiws, stack) -> None:
    replica = stack.gateway(wait=False)
    try:
        aiws.with_env(LITELLM_URL=replica.url).run("register", "--wait", "110", timeout=115).assert_code(0)
        assert len(replica.admin.rows()) == len(ALIASES)
    finally:
        replica.stop()


def test_unregister_leaves_the_gateway_as_it_was(aiws: Aiws, gateway: Gateway) -> None:
    gateway.admin.add_row("team/model", "team-row", "openai/x", api_base="http://127.0.0.1:9/v1", api_key="team-key")
    before = gateway.admin.row("team-row")
    aiws.run("register", "--no-verify").assert_code(0)
    aiws.run("unregister", "--yes").assert_code(0)
    assert gateway.admin.rows() == [before]
    assert gateway.admin.credentials() == {}


def test_openclaw_accepts_the_file_and_lists_sixteen_models_under_three_providers(
    aiws: Aiws, openclaw: OpenClaw
) -> None:
    aiws.run("register", "--no-verify").assert_code(0)
    answer = openclaw.validate()
    assert answer.code == 0 and answer.json()["valid"] is True, answer
    rows = openclaw.models()
    # its references are "provider/model", and the model's id is the whole alias
    assert {row["key"] for row in rows} == set(ALIASES)
    for channel in CHANNELS:
        assert len([row for row in rows if row["key"].startswith(channel + "/")]) == len(of_channel(channel))


@pytest.mark.parametrize("reference", ["deepseek/deepseek-v4-flash", "nvidia/glm-5.2", "ollama/qwen3.5"])
def test_a_turn_through_openclaw_reaches_the_right_upstream_model(
    aiws: Aiws, openclaw: OpenClaw, provider: Provider, reference: str
) -> None:
    aiws.run("register", "--no-verify").assert_code(0)
    answer = openclaw.ask(reference)
    assert answer.code == 0 and answer.json()["ok"] is True, answer
    channel = reference.split("/")[0]
    assert [(call.channel, call.model, call.key) for call in provider.calls] == [
        (channel, UPSTREAM[reference], KEYS[channel])
    ]
