# SPDX-License-Identifier: Apache-2.0
"""The newest OpenClaw and the oldest that aiws was tried with, for a user who allows only some models."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from matrix import ALIASES, CHANNELS
from stack.openclaw import NEWEST, OLDEST, OpenClaw
from workspace import Workspace

MINE = "openai/gpt-5.4"
# where each version keeps the list of allowed models, and a list with one in it
ALLOW = {NEWEST: ("modelPolicy", {"allow": [MINE]}), OLDEST: ("models", {MINE: {}})}


@pytest.fixture(params=[NEWEST, OLDEST])
def openclaw(request: pytest.FixtureRequest, home: Path) -> OpenClaw:
    return OpenClaw(home, request.param)


@pytest.fixture
def restricted(workspace: Workspace) -> bytes:
    """The bytes of a file that allows one model and no other."""
    key, value = ALLOW[workspace.openclaw.version]
    return workspace.write({"gateway": {"mode": "local"}, "agents": {"defaults": {key: value}}})


def allowed(config: dict[str, Any], version: str) -> list[str]:
    key, _ = ALLOW[version]
    value = config["agents"]["defaults"][key]
    return list(value["allow"] if key == "modelPolicy" else value)


def test_a_registration_is_proven_allowed_and_taken_back(workspace: Workspace, restricted: bytes) -> None:
    workspace, _ = workspace.install()
    version = workspace.openclaw.version
    outcome = workspace.aiws.run("register", "--json").assert_code(0).json()
    assert outcome["openclaw"]["version"] == version
    assert outcome["plan"]["notes"] == []
    check = outcome["openclaw"]["check"]
    assert (check["valid"], check["listed"], check["unlisted"]) == (True, 16, [])
    assert [(turn["model"].split("/")[0], turn["answers"]) for turn in check["turns"]] == [
        (channel, True) for channel in CHANNELS
    ]
    assert allowed(workspace.read(), version) == [MINE, *ALIASES]
    workspace.unregister()
    assert workspace.config.read_bytes() == restricted
