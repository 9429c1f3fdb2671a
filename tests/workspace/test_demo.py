# SPDX-License-Identifier: Apache-2.0
"""A workspace without any key: the demo answers in the place of the providers until they are there."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from provider import Provider
from standing import OWN_ID, SERVICES, Standing
from workspace_host import Host


@pytest.fixture(scope="module")
def demo(host: Host, standing: Standing) -> Iterator[Standing]:
    """The workspace of somebody who has no key and wants to see it."""
    host.exports = {}
    standing.up("--demo")
    standing.add_own_row()
    yield standing


def test_all_sixteen_models_answer_and_say_that_they_are_the_demo(demo: Standing):
    demo.assert_healthy(*SERVICES, "demo")
    demo.assert_all_answer("aiws's demo")
    assert demo.outsiders() == []


def test_openclaw_answers_with_the_demo(demo: Standing, host: Host):
    words = ("infer", "model", "run", "--local", "--model", "ollama/glm-5.2", "--prompt", "ping", "--json")
    turn = json.loads(host.openclaw(*words).assert_code(0).out)
    assert turn["ok"] is True and "aiws's demo: glm-5.2 of ollama" in turn["outputs"][0]["text"]


def test_up_again_keeps_the_demo_and_changes_nothing(demo: Standing):
    pids, rows = demo.pids(), demo.registered()
    demo.up("--demo")
    assert (demo.pids(), demo.registered()) == (pids, rows)


def test_the_demo_is_taken_away_alone(demo: Standing, host: Host):
    host.aiws("unregister", "--demo", "--yes").assert_code(0)
    assert demo.registered() == {OWN_ID}
    demo.assert_healthy(*SERVICES)
    assert [command for command in host.processes() if "demo_provider" in command] == []


def test_real_keys_take_its_place(demo: Standing, host: Host, provider: Provider):
    host.exports = provider.environment()
    demo.up()
    demo.assert_healthy(*SERVICES)
    demo.assert_all_answer("pong")
