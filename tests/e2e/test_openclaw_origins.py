# SPDX-License-Identifier: Apache-2.0
"""Configurations that are there already, as onboarding and an older setup write them."""

from __future__ import annotations

import json

from matrix import ALIASES, CHANNELS
from workspace import Workspace

NVIDIA = "nvidia/glm-5.2"


def test_what_onboarding_for_litellm_wrote_stays_and_comes_back(workspace: Workspace) -> None:
    answer = workspace.openclaw.run(
        *("onboard", "--non-interactive", "--accept-risk", "--mode", "local", "--auth-choice", "litellm-api-key"),
        *("--litellm-api-key", "litellm-test-key-1", "--gateway-auth", "token", "--gateway-token", "page-test-token-1"),
        *("--no-install-daemon", "--skip-skills", "--skip-channels", "--skip-health", "--skip-ui", "--json"),
    )
    assert answer.code == 0, answer
    original = workspace.config.read_bytes()
    before = json.loads(original)
    workspace.register()
    after = workspace.read()
    providers = after["models"]["providers"]
    assert {name for name in providers if name not in before["models"]["providers"]} == set(CHANNELS)
    for name in CHANNELS:
        del providers[name]
    del after["secrets"], after["plugins"]["entries"]["deepseek"]
    assert after == before
    assert {row["key"] for row in workspace.openclaw.models()} >= set(ALIASES)
    assert workspace.turn(NVIDIA) == [200]
    workspace.unregister()
    assert workspace.config.read_bytes() == original


def test_the_file_of_an_older_role_is_taken_over_and_comes_back(workspace: Workspace) -> None:
    models = [{"id": "glm-5.2", "name": "glm-5.2"}, {"id": "kimi-k2.7-code", "name": "kimi-k2.7-code"}]
    block = {
        "baseUrl": f"{workspace.gateway.url}/v1",
        "auth": "token",
        "apiKey": workspace.gateway.master_key,
        "api": "openai-completions",
        "models": models,
    }
    original = workspace.write({"models": {"providers": {"nvidia": block}}})
    run = workspace.register()
    assert workspace.gateway.master_key not in run.out + run.err
    assert {row["key"] for row in workspace.openclaw.models()} == set(ALIASES)
    assert workspace.turn(NVIDIA) == [200]
    workspace.unregister()
    assert workspace.config.read_bytes() == original
