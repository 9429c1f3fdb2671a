# SPDX-License-Identifier: Apache-2.0
"""Providers that refuse, delay, rate-limit or retire: the right verdict, and exit code 3."""

from __future__ import annotations

import pytest
from aiws import Aiws, Run
from matrix import ALIASES, UPSTREAM
from provider import Behaviour, Provider, Refuse
from stack.gateway import Gateway

# alias -> how its provider behaves, the verdict, a word of what the user is told
CASES = {
    "nvidia/deepseek-v4-flash": (Refuse.gone("2026-10-01"), "model-gone", "2026-10-01"),
    "nvidia/glm-5.2": (Refuse.unknown(), "unknown-model", "404"),
    "nvidia/minimax-m3": (Refuse.rate(30), "rate-limited", "30"),
    "nvidia/qwen3.5": (Behaviour(hang=True), "timed-out", ""),
    "nvidia/kimi-k2.7-code": (Refuse.down(503), "upstream-down", "503"),
    "ollama/glm-5.2": (Refuse.plan(), "plan-lacks-model", "subscription"),
    "ollama/qwen3.5": (Behaviour(cut=True), "upstream-down", ""),
    "ollama/minimax-m3": (Refuse.down(500), "upstream-down", ""),
    "deepseek/deepseek-v4-pro": (Refuse.key(), "key-refused", "DEEPSEEK_API_KEY"),
    "deepseek/deepseek-chat": (Behaviour(min_tokens=16), "answers", ""),
    "deepseek/deepseek-reasoner": (Behaviour(min_tokens=64), "answers", ""),
}


def verdicts(run: Run) -> dict[str, str]:
    return {probe["alias"]: probe["verdict"] for probe in run.json()["probes"]}


@pytest.fixture(autouse=True)
def _registered(aiws: Aiws) -> None:
    aiws.run("register", "--no-verify", "--no-openclaw").assert_code(0)


def test_each_failure_gets_its_own_verdict(aiws: Aiws, provider: Provider) -> None:
    for alias, (behaviour, _, _) in CASES.items():
        provider.behave(behaviour, channel=alias.split("/")[0], model=UPSTREAM[alias])
    run = aiws.run("verify", "--json", "--timeout", "8").assert_code(3)
    expected = {alias: CASES[alias][1] if alias in CASES else "answers" for alias in ALIASES}
    assert verdicts(run) == expected
    told = {probe["alias"]: f"{probe}" for probe in run.json()["probes"]}
    for alias, (_, _, word) in CASES.items():
        assert word in told[alias], told[alias]


def test_a_refused_key_fails_every_model_of_its_channel_and_no_other(aiws: Aiws, provider: Provider) -> None:
    provider.keys["ollama"] = "ollama-test-key-2"
    run = aiws.run("verify", "--json").assert_code(3)
    assert verdicts(run) == {a: "key-refused" if a.startswith("ollama/") else "answers" for a in ALIASES}
    # a probe right after the repair waits out the cooldown that the refusals left
    repaired = aiws.with_env(OLLAMA_API_KEY="ollama-test-key-2").run("register", "--no-openclaw", "--json")
    assert set(verdicts(repaired).values()) == {"answers"}, verdicts(repaired)
    repaired.assert_code(0)


def test_register_itself_ends_with_3_when_an_alias_does_not_answer(aiws: Aiws, provider: Provider) -> None:
    provider.behave(Refuse.gone("2026-10-01"), channel="nvidia", model="z-ai/glm-5.2")
    run = aiws.run("register", "--no-openclaw").assert_code(3)
    assert "nvidia/glm-5.2" in run.out + run.err and "2026-10-01" in run.out + run.err


def test_a_slow_provider_answers_in_time(aiws: Aiws, provider: Provider) -> None:
    provider.behave(Behaviour(delay=2), channel="deepseek")
    aiws.run("verify", "deepseek", "--timeout", "30").assert_code(0)


def test_an_answer_from_another_deployment_is_no_pass(aiws: Aiws, gateway: Gateway, provider: Provider) -> None:
    base, key = provider.base("nvidia"), provider.keys["nvidia"]
    gateway.admin.delete_row("aiws-nvidia-glm-5.2")
    gateway.admin.add_row("nvidia/glm-5.2", "somebodys-row", "openai/other/model", api_base=base, api_key=key)
    assert gateway.admin.chat("nvidia/glm-5.2").status == 200
    run = aiws.run("verify", "--json")
    assert verdicts(run).get("nvidia/glm-5.2") != "answers"


def test_a_gateway_that_refuses_the_token_ends_with_77(aiws: Aiws) -> None:
    aiws.with_env(LITELLM_TOKEN="sk-aiws-wrong-token").run("verify").assert_code(77)


def test_only_the_named_aliases_are_asked(aiws: Aiws, provider: Provider) -> None:
    provider.calls.clear()
    run = aiws.run("verify", "nvidia/glm-5.2", "ollama/qwen3.5", "--json").assert_code(0)
    assert set(verdicts(run)) == {"nvidia/glm-5.2", "ollama/qwen3.5"}
    assert len(provider.calls) == 2
