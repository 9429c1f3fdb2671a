# SPDX-License-Identifier: Apache-2.0
"""aiws, OpenClaw and the user write the same file at the same moment, and nothing is lost."""

from __future__ import annotations

import threading
import time

import pytest
from aiws import finish
from matrix import ALIASES, CHANNELS
from provider import Behaviour
from stack.openclaw import Answer
from workspace import REGISTER, Workspace

NVIDIA = "nvidia/glm-5.2"


@pytest.mark.parametrize("moment", ["the gateway is written to", "the models are asked"])
def test_a_file_that_its_owner_changes_while_aiws_works_gets_both_changes(workspace: Workspace, moment: str) -> None:
    workspace.write({"logging": {"level": "info"}})
    workspace.gateway.admin.clear()
    workspace.provider.behave(Behaviour(delay=1))
    mark = workspace.gateway.mark()
    process = workspace.aiws.start("register")
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if workspace.provider.calls if moment == "the models are asked" else workspace.gateway.writes(mark):
            break
        time.sleep(0.01)
    workspace.write({"logging": {"level": "debug"}, "ui": {"seamColor": "#445566"}})
    finish(process).assert_code(0)
    config = workspace.read()
    assert (config["logging"], config["ui"]) == ({"level": "debug"}, {"seamColor": "#445566"})
    assert set(config["models"]["providers"]) == set(CHANNELS)


def test_openclaw_and_aiws_writing_at_the_same_time_lose_nothing(workspace: Workspace) -> None:
    workspace.write({"gateway": {"mode": "local"}})
    workspace.register()
    values = {"logging.level": "warn", "ui.seamColor": "#445566"}
    answers: list[Answer] = []

    def write_with_openclaw() -> None:
        for path, value in values.items():
            for _ in range(6):  # it refuses to write over what it has not read
                answers.append(workspace.openclaw.run("config", "set", path, value))
                if answers[-1].code == 0:
                    break

    writer = threading.Thread(target=write_with_openclaw)
    writer.start()
    runs = []
    for alias in ALIASES[:4]:  # each run has something to change: the default model
        runs.append(workspace.aiws.run(*REGISTER, "--primary", alias))
        time.sleep(0.5)
    writer.join()
    assert all(answer.code == 0 or "changed since last load" in answer.err for answer in answers), answers
    assert {run.code for run in runs} <= {0, 1}, runs
    workspace.aiws.run(*REGISTER, "--primary", NVIDIA).assert_code(0)
    config = workspace.read()
    assert config["logging"] == {"level": "warn"}
    assert config["ui"] == {"seamColor": "#445566"}
    assert set(config["models"]["providers"]) == set(CHANNELS)
    assert config["agents"]["defaults"]["model"]["primary"] == NVIDIA
