# SPDX-License-Identifier: Apache-2.0
"""Other people's rows and credentials stay as they are, unless the user says otherwise."""

from __future__ import annotations

import copy

import pytest
from aiws import Aiws
from expect import all_is_registered, each_alias_stands_once, nothing_was_written, written
from gateway_double import GatewayDouble
from matrix import ALIASES, of_channel

REGISTER = ("register", "--no-verify", "--no-openclaw")
ALIAS = "nvidia/glm-5.2"


def test_a_foreign_row_under_our_alias_is_left_alone_and_said(aiws: Aiws, gateway: GatewayDouble) -> None:
    gateway.add_row(ALIAS, "somebodys-row", api_base="https://models.example/v1")
    before = copy.deepcopy(gateway.store.rows["somebodys-row"])
    run = aiws.run(*REGISTER).assert_code(1)
    assert gateway.store.rows["somebodys-row"] == before
    assert gateway.ids_under(ALIAS) == ["somebodys-row"]
    assert ALIAS in run.out + run.err and "--take-over" in run.out + run.err
    assert len(gateway.store.rows) == len(ALIASES)


def test_take_over_replaces_a_foreign_row(aiws: Aiws, gateway: GatewayDouble) -> None:
    gateway.add_row(ALIAS, "somebodys-row")
    aiws.run(*REGISTER, "--take-over").assert_code(0)
    all_is_registered(gateway)


@pytest.mark.parametrize("options", [(), ("--take-over",)])
def test_a_row_of_the_gateways_own_file_cannot_be_replaced(
    aiws: Aiws, gateway: GatewayDouble, options: tuple[str, ...]
) -> None:
    gateway.add_row(ALIAS, "0123456789abcdef", fixed=True)
    run = aiws.run(*REGISTER, *options).assert_code(1)
    assert gateway.ids_under(ALIAS) == ["0123456789abcdef"]
    assert "config.yaml" in run.out + run.err
    assert not [line for line in written(gateway) if "0123456789abcdef" in line]


def test_what_the_older_script_left_is_replaced(aiws: Aiws, gateway: GatewayDouble) -> None:
    for alias in ALIASES:
        gateway.add_row(alias, alias, model="openai/old", api_key="nvidia-test-key-1")
    aiws.run(*REGISTER).assert_code(0)
    all_is_registered(gateway)


def test_an_older_row_beside_ours_goes(aiws: Aiws, registered: GatewayDouble) -> None:
    registered.add_row(ALIAS, ALIAS)
    aiws.run(*REGISTER).assert_code(0)
    assert written(registered) == [f"POST /model/delete {ALIAS}"]
    each_alias_stands_once(registered)


def test_everything_else_on_the_gateway_stays_byte_for_byte(aiws: Aiws, gateway: GatewayDouble) -> None:
    gateway.add_row("gpt-4o", "team-row", model="openai/gpt-4o", api_key="team-test-key-1")
    gateway.add_row("nvidia/other-model", "another", model="openai/x")
    gateway.store.add_credential({"credential_name": "team", "credential_values": {"api_key": "team-test-key-2"}})
    before = copy.deepcopy((dict(gateway.store.rows), gateway.store.credentials["team"]))
    aiws.run(*REGISTER).assert_code(0)
    aiws.run("unregister", "--yes", "--no-openclaw").assert_code(0)
    assert (gateway.store.rows, gateway.store.credentials["team"]) == before
    assert set(gateway.store.credentials) == {"team"}


def test_unregister_takes_away_one_channel(aiws: Aiws, registered: GatewayDouble) -> None:
    aiws.run("unregister", "nvidia", "--yes", "--no-openclaw").assert_code(0)
    assert {row.alias for row in registered.store.rows.values()} == {*of_channel("deepseek"), *of_channel("ollama")}
    assert set(registered.store.credentials) == {"aiws-deepseek", "aiws-ollama"}


def test_unregister_takes_away_one_alias_and_keeps_the_credential_that_others_use(
    aiws: Aiws, registered: GatewayDouble
) -> None:
    aiws.run("unregister", ALIAS, "--yes", "--no-openclaw").assert_code(0)
    assert written(registered) == ["POST /model/delete aiws-nvidia-glm-5.2"]


def test_unregister_needs_no_provider_key(aiws: Aiws, registered: GatewayDouble) -> None:
    bare = aiws.with_env(NVIDIA_API_KEY=None, OLLAMA_API_KEY=None, DEEPSEEK_API_KEY=None)
    bare.run("unregister", "--yes", "--no-openclaw").assert_code(0)
    assert registered.store.rows == {} and registered.store.credentials == {}


def test_unregister_without_yes_and_without_a_terminal_changes_nothing(aiws: Aiws, registered: GatewayDouble) -> None:
    run = aiws.run("unregister", "--no-openclaw")
    assert run.code != 0 and "--yes" in run.err
    nothing_was_written(registered)


def test_a_second_unregister_has_nothing_to_do(aiws: Aiws, registered: GatewayDouble) -> None:
    aiws.run("unregister", "--yes", "--no-openclaw").assert_code(0)
    registered.forget()
    aiws.run("unregister", "--yes", "--no-openclaw").assert_code(0)
    nothing_was_written(registered)


def test_a_channel_whose_key_is_gone_stays_until_prune_says_otherwise(aiws: Aiws, registered: GatewayDouble) -> None:
    without = aiws.with_env(NVIDIA_API_KEY=None)
    without.run(*REGISTER).assert_code(0)
    nothing_was_written(registered)
    without.run(*REGISTER, "--prune").assert_code(0)
    assert {row.alias for row in registered.store.rows.values()} == {*of_channel("deepseek"), *of_channel("ollama")}
    assert set(registered.store.credentials) == {"aiws-deepseek", "aiws-ollama"}
