# SPDX-License-Identifier: Apache-2.0
"""What a real OpenClaw leaves behind, as `aiws doctor` sees it and `aiws openclaw migrate` clears it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from aiws import Run
from provider import KEYS
from workspace import Workspace

NVIDIA = "nvidia/glm-5.2"
OLD, STALE, IN_FILE, IN_UNIT, IN_BACKUP = (
    f"nvidia-test-key-{name}" for name in ("old", "stale", "dotenv", "unit", "backup")
)
SECRETS = (*KEYS.values(), OLD, STALE, IN_FILE, IN_UNIT, IN_BACKUP)


@pytest.fixture
def healthy(workspace: Workspace) -> Workspace:
    """A workspace where all is well, with OpenClaw on aiws's PATH."""
    workspace, _ = workspace.install()
    workspace.aiws.run("register", "--no-verify", "--no-agent-check").assert_code(0)
    return workspace


def doctor(workspace: Workspace, code: int, *words: str) -> Run:
    run = workspace.aiws.run("doctor", *words).assert_code(code)
    return run.assert_silent_about([workspace.gateway.master_key, *SECRETS])


def problems(run: Run) -> list[str]:
    return [line for line in run.out.splitlines() if line.startswith("problem")]


def one_problem(workspace: Workspace) -> str:
    """The line of the only problem, which is found without starting OpenClaw."""
    (line,) = problems(doctor(workspace, 1, "--no-agent-check"))
    return line


def test_a_healthy_workspace_has_no_problem(healthy: Workspace) -> None:
    run = doctor(healthy, 0)
    assert "No problem found." in run.out and "16 models of aiws" in run.out
    token_file = healthy.openclaw.home / ".ai_workspace_auth_token"
    for channel in KEYS:
        assert f"{channel.ljust(9)}  uses the gateway's token in {token_file}" in run.out, run


def test_a_stored_profile_in_the_place_of_the_key_is_a_problem(healthy: Workspace) -> None:
    words = ("models", "auth", "paste-api-key", "--provider", "nvidia")
    pasted = healthy.openclaw.run(*words, text=f"{STALE}\n")
    assert pasted.code == 0, pasted
    run = doctor(healthy, 1)
    (problem,) = problems(run)
    assert "uses the stored profile nvidia:manual" in problem
    healthy.aiws.run("register", "--no-verify", "--no-agent-check").assert_code(0)
    assert problems(doctor(healthy, 0, "--no-agent-check")) == []


def test_keys_in_the_files_of_openclaws_service_are_named_and_not_used(healthy: Workspace) -> None:
    dotenv = healthy.config.parent / ".env"
    dotenv.write_text(f"NVIDIA_API_KEY={IN_FILE}\n")
    units = healthy.openclaw.home / ".config" / "systemd" / "user"
    drop_in = units / "openclaw-gateway.service.d" / "keys.conf"
    drop_in.parent.mkdir(parents=True)
    (units / "openclaw-gateway.service").write_text("[Service]\nExecStart=/bin/true\n")
    drop_in.write_text(f'[Service]\nEnvironment="NVIDIA_API_KEY={IN_UNIT}"\n')
    run = doctor(healthy, 0, "--no-agent-check")
    used, unused = [line for line in run.out.splitlines() if " nvidia " in line]
    assert ".ai_workspace_auth_token" in used
    assert unused.endswith(f"NVIDIA_API_KEY is set (this shell, {dotenv}, {drop_in}) and not used, as it should be")
    assert healthy.turn(NVIDIA) == [200]  # OpenClaw reads that .env: the gateway saw one call, with its own token


def test_migrate_clears_an_old_file_of_profiles_and_its_provider_answers_again(healthy: Workspace) -> None:
    old = healthy.config.parent / "agents" / "main" / "agent" / "auth-profiles.json"
    old.parent.mkdir(parents=True, exist_ok=True)
    profile = {"type": "api_key", "provider": "nvidia", "key": OLD}
    content = json.dumps({"version": 1, "profiles": {"nvidia:default": profile}})
    old.write_text(content)
    problem = one_problem(healthy)
    assert "makes every turn of nvidia fail" in problem and str(old) in problem and "aiws openclaw migrate" in problem

    assert str(old) in healthy.aiws.run("openclaw", "migrate", "--dry-run").assert_code(2).out
    assert old.read_text() == content
    healthy.aiws.run("openclaw", "migrate", "--yes").assert_code(0).assert_silent_about(SECRETS)
    assert not old.exists()
    assert Path(f"{old}.before-aiws").read_text() == content
    doctor(healthy, 0, "--no-agent-check")
    assert healthy.turn(NVIDIA) == [200]


def test_a_key_in_a_backup_that_others_may_read_is_a_problem(healthy: Workspace) -> None:
    backup = Path(f"{healthy.config}.bak")
    backup.write_text(json.dumps({"models": {"providers": {"nvidia": {"apiKey": IN_BACKUP}}}}))
    backup.chmod(0o644)
    problem = one_problem(healthy)
    assert str(backup) in problem and "others may read it" in problem
    backup.chmod(0o600)
    assert str(backup) in doctor(healthy, 0, "--no-agent-check").out
