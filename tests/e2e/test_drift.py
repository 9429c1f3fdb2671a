# SPDX-License-Identifier: Apache-2.0
"""What changed is put right by the next run on the real gateway, and no other row is touched."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from aiws import Aiws, finish
from matrix import ALIASES, of_channel
from provider import KEYS, Provider
from stack.gateway import Gateway

REGISTER = ("register", "--no-verify", "--no-openclaw")


@pytest.fixture(autouse=True)
def _registered(aiws: Aiws) -> None:
    aiws.run(*REGISTER).assert_code(0)


@contextmanager
def only_these_writes(gateway: Gateway, *expected: tuple[str, str]) -> Iterator[None]:
    """The gateway's own log holds exactly these writes, and no row has a new time stamp unless it is one of them."""
    mark = gateway.mark()
    yield
    assert [(access.method, access.path) for access in gateway.writes(mark)] == list(expected)
    assert all(access.status == 200 for access in gateway.writes(mark))


def times(gateway: Gateway) -> dict[str, str]:
    """When each row was last written, by the database itself."""
    lines = gateway.database.execute('select model_id, updated_at from "LiteLLM_ProxyModelTable"').splitlines()
    return dict(line.split("|") for line in lines)


def test_a_new_key_is_one_patch_and_every_row_uses_it(aiws: Aiws, gateway: Gateway, provider: Provider) -> None:
    before = times(gateway)
    provider.keys["nvidia"] = "nvidia-test-key-2"
    with only_these_writes(gateway, ("PATCH", "/credentials/aiws-nvidia")):
        aiws.with_env(NVIDIA_API_KEY="nvidia-test-key-2").run(*REGISTER).assert_code(0)
    assert times(gateway) == before
    provider.calls.clear()
    for alias in of_channel("nvidia"):
        assert gateway.admin.chat(alias).status == 200
    assert {call.key for call in provider.calls} == {"nvidia-test-key-2"}


def test_a_new_base_url_is_one_patch_and_every_row_uses_it(aiws: Aiws, gateway: Gateway, provider: Provider) -> None:
    before = times(gateway)
    with Provider() as other, only_these_writes(gateway, ("PATCH", "/credentials/aiws-ollama")):
        aiws.with_env(OLLAMA_API_BASE=other.base("ollama")).run(*REGISTER).assert_code(0)
        for alias in of_channel("ollama"):
            assert gateway.admin.chat(alias).status == 200
        assert len(other.calls) == 6
    assert times(gateway) == before


def test_a_removed_row_is_made_again(aiws: Aiws, gateway: Gateway) -> None:
    before = times(gateway)
    gateway.admin.delete_row("aiws-ollama-qwen3.5")
    with only_these_writes(gateway, ("POST", "/model/new")):
        aiws.run(*REGISTER).assert_code(0)
    after = times(gateway)
    assert after.pop("aiws-ollama-qwen3.5") != before.pop("aiws-ollama-qwen3.5")
    assert after == before
    assert gateway.admin.chat("ollama/qwen3.5").status == 200


def test_a_row_that_somebody_changed_is_put_right(aiws: Aiws, gateway: Gateway) -> None:
    before = times(gateway)
    body = {"litellm_params": {"model": "openai/z-ai/glm-4"}, "model_info": {"id": "aiws-nvidia-glm-5.2"}}
    gateway.admin.expect("PATCH", "/model/aiws-nvidia-glm-5.2/update", body)
    aiws.run("plan", "--no-openclaw").assert_code(2)
    aiws.run(*REGISTER).assert_code(0)
    assert gateway.admin.row("aiws-nvidia-glm-5.2")["litellm_params"]["model"] == "openai/z-ai/glm-5.2"
    after = times(gateway)
    del before["aiws-nvidia-glm-5.2"], after["aiws-nvidia-glm-5.2"]
    assert after == before
    aiws.run("plan", "--no-openclaw").assert_code(0)


def test_a_base_url_that_somebody_put_into_a_row_is_taken_out(aiws: Aiws, gateway: Gateway, provider: Provider) -> None:
    body = {"litellm_params": {"api_base": "http://127.0.0.1:9/v1"}}
    gateway.admin.expect("PATCH", "/model/aiws-nvidia-glm-5.2/update", body)
    aiws.run(*REGISTER).assert_code(0)
    assert "api_base" not in gateway.admin.row("aiws-nvidia-glm-5.2")["litellm_params"]
    assert gateway.admin.chat("nvidia/glm-5.2").status == 200
    aiws.run("plan", "--no-openclaw").assert_code(0)


def test_a_removed_credential_is_made_again(aiws: Aiws, gateway: Gateway) -> None:
    gateway.admin.expect("DELETE", "/credentials/aiws-deepseek")
    with only_these_writes(gateway, ("POST", "/credentials")):
        aiws.run(*REGISTER).assert_code(0)
    assert gateway.admin.chat("deepseek/deepseek-v4-pro").status == 200


def test_rows_of_the_older_script_are_replaced_and_none_is_left_beside_ours(aiws: Aiws, gateway: Gateway) -> None:
    gateway.admin.clear()
    for alias in ALIASES[:5]:
        gateway.admin.add_row(alias, alias, "openai/old", api_key=KEYS["nvidia"], api_base="http://127.0.0.1:9/v1")
    aiws.run(*REGISTER).assert_code(0)
    assert sorted(row["model_name"] for row in gateway.admin.rows()) == sorted(ALIASES)
    assert all(row["model_info"]["id"].startswith("aiws-") for row in gateway.admin.rows())


def test_two_users_at_once_make_nothing_twice(aiws: Aiws, gateway: Gateway, tmp_path) -> None:
    gateway.admin.clear()
    other = tmp_path / "other"
    other.mkdir()
    runs = [finish(process) for process in [user.start(*REGISTER) for user in (aiws, Aiws(other, aiws.env))]]
    assert [run.code for run in runs] == [0, 0], runs
    assert sorted(row["model_name"] for row in gateway.admin.rows()) == sorted(ALIASES)
    mark = gateway.mark()
    aiws.run(*REGISTER).assert_code(0)
    assert gateway.writes(mark) == []
