# SPDX-License-Identifier: Apache-2.0
"""Which key OpenClaw sends where others than the gateway's token are about: the gateway's, or it is told."""

from __future__ import annotations

import json

from matrix import ALIASES, CHANNELS
from workspace import Workspace

NVIDIA = "nvidia/glm-5.2"
GHOST = {"baseUrl": "http://127.0.0.1:9/v1", "apiKey": "nvidia-test-key-old", "api": "openai-completions"}


def test_keys_in_the_environment_of_openclaw_do_not_go_out(workspace: Workspace) -> None:
    hostile = {f"{channel.upper()}_API_KEY": f"{channel}-test-key-hostile" for channel in CHANNELS}
    hostile |= {"OPENAI_API_KEY": "openai-test-key-hostile", "LITELLM_API_KEY": "litellm-test-key-hostile"}
    workspace.register()
    assert workspace.turn(NVIDIA, **hostile) == [200]

    config = workspace.read()
    del config["models"]["providers"]["nvidia"]["auth"]
    workspace.write(config)
    assert workspace.turn(NVIDIA, **hostile)[0] == 401, "without `auth` they do, which is what the block guards against"


def test_a_stored_profile_that_replaced_the_key_is_drift_and_repaired(workspace: Workspace) -> None:
    workspace.register()
    pasted = workspace.openclaw.run(
        "models", "auth", "paste-api-key", "--provider", "nvidia", text="nvidia-test-key-stale\n"
    )
    assert pasted.code == 0, pasted
    assert workspace.read()["models"]["providers"]["nvidia"]["apiKey"] == "nvidia:manual"
    plan = workspace.aiws.run("plan").assert_code(2)
    assert "nvidia:manual" in plan.out
    workspace.register()
    workspace.aiws.run("plan").assert_code(0)
    assert workspace.turn(NVIDIA) == [200]


def test_an_old_file_of_profiles_that_blocks_the_turns_of_its_provider_is_told_and_kept(workspace: Workspace) -> None:
    old = workspace.config.parent / "agents" / "main" / "agent" / "auth-profiles.json"
    old.parent.mkdir(parents=True)
    key = {"type": "api_key", "provider": "nvidia", "key": "nvidia-test-key-old"}
    content = json.dumps({"version": 1, "profiles": {"nvidia:default": key}})
    old.write_text(content)
    run = workspace.register().assert_silent_about(["nvidia-test-key-old"])
    assert f"problem: nvidia: the older store of profiles makes every turn of nvidia fail ({old})" in run.out, run
    assert old.read_text() == content
    answer = workspace.openclaw.ask(NVIDIA)
    assert answer.code != 0 and "AUTH_PROFILE_MIGRATION_REQUIRED" in answer.err, answer
    assert workspace.provider.calls == []
    assert workspace.turn("ollama/glm-5.2") == [200]


def test_models_of_an_older_openclaw_are_ghosts_beside_ours_and_told(workspace: Workspace) -> None:
    old = workspace.config.parent / "agents" / "main" / "agent" / "models.json"
    old.parent.mkdir(parents=True)
    models = [{"id": "old/ghost", "name": "ghost"}]
    content = json.dumps({"providers": {"nvidia": {**GHOST, "models": models}}})
    old.write_text(content)
    run = workspace.register()
    assert "old/ghost" in run.out and str(old) in run.out, run
    assert {row["key"] for row in workspace.openclaw.models()} == {*ALIASES, "nvidia/old/ghost"}
    assert old.read_text() == content
