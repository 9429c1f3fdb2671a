# SPDX-License-Identifier: Apache-2.0
"""What the commands print that have an installed OpenClaw prove something, as text and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from aiws import Aiws
from fake_openclaw import OFFERED, TURN, VALIDATE, Answer, FakeOpenClaw
from gateway_double import GatewayDouble

FORMATS = {"text": (), "json": ("--json",)}
both_formats = pytest.mark.parametrize("form", FORMATS)
only_deepseek = ("register", "--channel", "deepseek")
STORED_KEY = "nvapi-test-stored-key-0123456789"


@pytest.fixture
def proved(user: Aiws) -> Aiws:
    user.run("register").assert_code(0)
    return user


def store_profiles(user: Aiws, agent: str, text: str) -> None:
    path = user.home / f".openclaw/agents/{agent}/agent/auth-profiles.json"
    path.parent.mkdir(parents=True)
    path.write_text(text)


def a_profile(provider: str) -> str:
    return json.dumps({"profiles": {f"{provider}:old": {"provider": provider, "key": STORED_KEY}}})


def write_theirs(user: Aiws) -> Path:
    path = user.home / ".openclaw/openclaw.json"
    path.parent.mkdir()
    path.write_text('{\n  "gateway": { "mode": "local" },\n  "logging": { "level": "info" }\n}\n')
    return path


# --- register ---------------------------------------------------------------------------------------------------------


@both_formats
def test_register_that_is_accepted(user: Aiws, approved, form: str) -> None:
    approved(f"register/agent-accepts.{form}", user.run(*only_deepseek, *FORMATS[form]))


def test_register_again_without_a_start(proved: Aiws, approved) -> None:
    approved("register/agent-not-asked.text", proved.run("register", "--no-verify"))


def test_register_where_a_key_is_not_known(user: Aiws, openclaw: FakeOpenClaw, approved) -> None:
    openclaw.refuse("models.providers.*.timeoutSeconds", "models.providers.*.models.*.compat.thinkingFormat")
    approved("register/agent-learns.text", [user.run("register", "--no-verify") for _ in range(2)])


@both_formats
def test_register_that_is_refused(user: Aiws, openclaw: FakeOpenClaw, approved, form: str) -> None:
    write_theirs(user)
    openclaw.refuse("models.providers.deepseek.apiKey", message="Invalid input")
    approved(f"register/agent-refuses.{form}", user.run(*only_deepseek, "--no-verify", *FORMATS[form]))


def test_register_that_was_refused_before(user: Aiws, openclaw: FakeOpenClaw, approved) -> None:
    write_theirs(user)
    openclaw.refuse("logging.level", message="Invalid option")
    approved("register/agent-refused-before.text", user.run(*only_deepseek, "--no-verify"))


@both_formats
def test_register_without_an_answer(user: Aiws, openclaw: FakeOpenClaw, approved, form: str) -> None:
    openclaw.answer(VALIDATE, Answer(text="", err="Error: Cannot find module 'x'\n", code=1))
    approved(f"register/agent-no-answer.{form}", user.run(*only_deepseek, "--no-verify", *FORMATS[form]))


@both_formats
def test_register_when_openclaw_lists_or_answers_too_little(
    user: Aiws, openclaw: FakeOpenClaw, approved, form: str
) -> None:
    openclaw.know_only("deepseek/deepseek-v4-flash")
    openclaw.answer(TURN, Answer.failure("No text output returned for provider deepseek"))
    approved(f"register/agent-too-little.{form}", user.run(*only_deepseek, *FORMATS[form]))


# --- verify -----------------------------------------------------------------------------------------------------------


@both_formats
def test_verify_with_openclaw(proved: Aiws, approved, form: str) -> None:
    approved(f"verify/agent.{form}", proved.run("verify", "deepseek", "--agent", *FORMATS[form]))


@both_formats
def test_verify_with_openclaw_when_something_is_wrong(
    proved: Aiws, openclaw: FakeOpenClaw, gateway: GatewayDouble, approved, form: str
) -> None:
    openclaw.know_only("deepseek/deepseek-v4-flash", "nvidia/glm-5.2")
    openclaw.answer(f"{TURN} nvidia/glm-5.2", Answer.failure("No text output returned for provider nvidia"))
    openclaw.answer(OFFERED, Answer.failure("gateway closed (1008): unauthorized: token missing"))
    user = proved.with_env(OPENCLAW_GATEWAY_PORT=str(gateway.port))  # something listens there
    approved(f"verify/agent-wrong.{form}", user.run("verify", "nvidia/glm-5.2", "--agent", *FORMATS[form]))


@both_formats
def test_verify_without_openclaw(aiws: Aiws, approved, form: str) -> None:
    aiws.run(*only_deepseek, "--no-verify").assert_code(0)
    approved(f"verify/agent-not-installed.{form}", aiws.run("verify", "--agent", *FORMATS[form]))


# --- doctor -----------------------------------------------------------------------------------------------------------


@both_formats
def test_doctor_when_all_is_well(proved: Aiws, approved, form: str) -> None:
    approved(f"doctor/healthy.{form}", proved.run("doctor", *FORMATS[form]))


@both_formats
def test_doctor_before_anything_is_done(aiws: Aiws, approved, form: str) -> None:
    approved(f"doctor/nothing.{form}", aiws.run("doctor", *FORMATS[form]))


@both_formats
def test_doctor_with_problems(proved: Aiws, openclaw: FakeOpenClaw, approved, form: str) -> None:
    config = proved.home / ".openclaw/openclaw.json"
    content = json.loads(config.read_text())
    content["auth"] = {"order": {"ollama": ["ollama:work"]}}
    del content["models"]["providers"]["deepseek"]["auth"]
    config.write_text(json.dumps(content))
    copy = config.with_name("openclaw.json.bak")
    copy.write_text(json.dumps({"models": {"providers": {"nvidia": {"apiKey": STORED_KEY}}}}))
    copy.chmod(0o644)
    store_profiles(proved, "main", a_profile("nvidia"))
    ghosts = [{"id": "z-ai/glm-4"}]
    (proved.home / ".openclaw/agents/main/agent/models.json").write_text(
        json.dumps({"providers": {"nvidia": {"models": ghosts}}})
    )
    (proved.home / ".openclaw/.env").write_text(f"OLLAMA_API_KEY={STORED_KEY}\n")
    openclaw.store_profiles("ollama", f"ollama:work={STORED_KEY}")
    openclaw.refuse("models.providers.nvidia.timeoutSeconds")
    user = proved.with_env(LITELLM_TOKEN="sk-wrong-test-token", DEEPSEEK_API_KEY=None)
    run = user.run("doctor", *FORMATS[form]).assert_silent_about([STORED_KEY, "sk-wrong-test-token"])
    approved(f"doctor/problems.{form}", run)


# --- openclaw migrate -------------------------------------------------------------------------------------------------


def test_migrate_where_nothing_is_in_the_way(user: Aiws, approved) -> None:
    approved("openclaw/migrate-nothing", user.run("openclaw", "migrate"))


@both_formats
def test_migrate(user: Aiws, approved, form: str) -> None:
    store_profiles(user, "main", a_profile("nvidia"))
    store_profiles(user, "office", "{ half")
    runs = [user.run("openclaw", "migrate", *args, *FORMATS[form]) for args in (("--dry-run",), (), ("--yes",))]
    approved(f"openclaw/migrate.{form}", runs)


# --- openclaw undo ----------------------------------------------------------------------------------------------------


@both_formats
def test_undo(user: Aiws, approved, form: str) -> None:
    user.run("register", "--channel", "nvidia", "--no-verify", "--no-agent-check").assert_code(0)
    words = (("--dry-run",), (), ("--yes",), ("--yes",))
    approved(f"openclaw/undo.{form}", [user.run("openclaw", "undo", *args, *FORMATS[form]) for args in words])
