# SPDX-License-Identifier: Apache-2.0
"""`aiws doctor`: each thing that can be wrong, how much it weighs, and that looking never changes or tells anything."""

from __future__ import annotations

import json
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from aiws import Aiws, finish
from expect import nothing_was_written
from fake_openclaw import STATUS, VALIDATE, Answer, FakeOpenClaw
from gateway_double import ADMIN_TOKEN, USER_TOKEN, Fault, GatewayDouble
from provider import KEYS

STORED_KEY = "nvapi-test-stored-key-0123456789"
SECRETS = [ADMIN_TOKEN, USER_TOKEN, STORED_KEY, *KEYS.values()]
NO_KEYS = {"NVIDIA_API_KEY": None, "OLLAMA_API_KEY": None, "DEEPSEEK_API_KEY": None}


@pytest.fixture
def healthy(user: Aiws, gateway: GatewayDouble) -> Aiws:
    """The user after a first `aiws register`, that OpenClaw was not asked about."""
    user.run("register", "--no-verify", "--no-agent-check").assert_code(0)
    gateway.forget()
    return user


def examine(user: Aiws, *args: str) -> list[dict[str, Any]]:
    """The findings; the exit code is 1 only with a problem, and no secret is told."""
    answer = user.run("doctor", "--json", *args).assert_silent_about(SECRETS)
    findings: list[dict[str, Any]] = answer.json()["findings"]
    has_problem = any(finding["weight"] == "problem" for finding in findings)
    assert answer.code == answer.json()["exit"] == (1 if has_problem else 0)
    return findings


def of(findings: list[dict[str, Any]], subject: str, words: str = "") -> dict[str, Any]:
    """The one finding about the subject that has these words."""
    found = [finding for finding in findings if finding["subject"] == subject and words in finding["what"]]
    assert len(found) == 1, findings
    return found[0]


def in_use(findings: list[dict[str, Any]], subject: str) -> dict[str, Any]:
    """The one finding that says which credential the provider uses."""
    found = [finding for finding in findings if finding["subject"] == subject and finding["in_use"]]
    assert len(found) == 1, findings
    return found[0]


def uses_token(user: Aiws) -> str:
    """What is found of a block that is as aiws makes it."""
    return f'uses the gateway\'s token in {user.home}/.ai_workspace_auth_token (auth: "api-key")'


def config(user: Aiws) -> Path:
    return user.home / ".openclaw" / "openclaw.json"


def edit(user: Aiws, *path: str, value: Any) -> None:
    """Somebody sets a value in the file; None takes it out."""
    content = json.loads(config(user).read_text())
    parent = content
    for key in path[:-1]:
        parent = parent.setdefault(key, {})
    parent[path[-1]] = value
    if value is None:
        del parent[path[-1]]
    config(user).write_text(json.dumps(content))


def agent_folder(user: Aiws, agent: str = "main") -> Path:
    folder = user.home / ".openclaw/agents" / agent / "agent"
    folder.mkdir(parents=True)
    return folder


def store_profiles(user: Aiws, *providers: str, agent: str = "main") -> Path:
    profiles = {f"{name}:old": {"type": "api_key", "provider": name, "key": STORED_KEY} for name in providers}
    path = agent_folder(user, agent) / "auth-profiles.json"
    path.write_text(json.dumps({"version": 1, "profiles": profiles}))
    return path


# --- all is well ------------------------------------------------------------------------------------------------------


def test_where_all_is_well_everything_is_fine(healthy: Aiws) -> None:
    findings = examine(healthy)
    assert {finding["weight"] for finding in findings} == {"ok"}
    assert [(finding["subject"], finding["in_use"]) for finding in findings] == [
        ("keys", False), ("gateway", False), ("openclaw", False), ("deepseek", True), ("deepseek", False),
        ("nvidia", True), ("nvidia", False), ("ollama", True), ("ollama", False),
    ]  # fmt: skip


def test_it_says_the_same_as_text_and_changes_nothing(healthy: Aiws, gateway: GatewayDouble) -> None:
    store_profiles(healthy, "nvidia")
    edit(healthy, "models", "providers", "ollama", "apiKey", value=STORED_KEY)
    before = {path: path.read_bytes() for path in healthy.home.rglob("*") if path.is_file()}
    findings = examine(healthy)
    text = healthy.run("doctor").assert_code(1).assert_silent_about(SECRETS).out
    for finding, line in zip(findings, text.splitlines(), strict=False):
        assert line.split()[0] == finding["weight"]
        assert finding["subject"] in line and finding["what"] in line and finding["fix"] in line
    assert text.splitlines()[len(findings) :] == ["", "1 problem found."]
    assert {path: path.read_bytes() for path in healthy.home.rglob("*") if path.is_file()} == before
    nothing_was_written(gateway)


def test_it_asks_openclaw_two_things(healthy: Aiws, openclaw: FakeOpenClaw) -> None:
    healthy.run("doctor").assert_code(0)
    assert sorted(openclaw.commands) == [VALIDATE, STATUS]
    assert not any("KEY" in name or "TOKEN" in name for start in openclaw.starts for name in start.env)


def test_it_asks_openclaw_nothing_where_it_is_told_so(healthy: Aiws, openclaw: FakeOpenClaw) -> None:
    assert of(examine(healthy, "--no-agent-check"), "openclaw")["weight"] == "ok"
    assert openclaw.commands == []


# --- keys and the gateway ---------------------------------------------------------------------------------------------


def test_no_key_is_good_to_know(healthy: Aiws) -> None:
    finding = of(examine(healthy.with_env(**NO_KEYS)), "keys")
    assert finding["weight"] == "note" and "NVIDIA_API_KEY" in finding["what"] + finding["fix"]


def test_a_key_that_is_none_is_a_problem(healthy: Aiws) -> None:
    finding = of(examine(healthy.with_env(NVIDIA_API_KEY="nv test key")), "keys")
    assert finding["weight"] == "problem" and "NVIDIA_API_KEY" in finding["what"]


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"LITELLM_URL": "http://127.0.0.1:9"}, "could not be reached"),
        ({"LITELLM_TOKEN": "sk-wrong"}, ""),
        ({"LITELLM_TOKEN": USER_TOKEN}, ""),
    ],
    ids=["down", "wrong token", "user's token"],
)
def test_a_gateway_that_does_not_let_us_in_is_a_problem_and_the_rest_is_told(
    healthy: Aiws, variables: dict[str, str], words: str
) -> None:
    findings = examine(healthy.with_env(**variables))
    finding = of(findings, "gateway")
    assert finding["weight"] == "problem" and finding["fix"]
    assert in_use(findings, "nvidia")["weight"] == "ok"


def test_no_token_at_all_is_a_problem(healthy: Aiws) -> None:
    (healthy.home / ".ai_workspace_auth_token").unlink()
    assert of(examine(healthy.with_env(LITELLM_TOKEN=None)), "gateway")["weight"] == "problem"


def test_something_else_in_the_gateways_place_is_a_problem(healthy: Aiws, gateway: GatewayDouble) -> None:
    gateway.fault("*", "", Fault.html(), times=1000)
    assert of(examine(healthy), "gateway")["weight"] == "problem"


def test_a_gateway_without_our_models_is_good_to_know(user: Aiws) -> None:
    finding = of(examine(user), "gateway")
    assert finding["weight"] == "note" and "0 models of aiws" in finding["what"]


# --- openclaw itself --------------------------------------------------------------------------------------------------


def test_no_openclaw_is_good_to_know(aiws: Aiws) -> None:
    aiws.run("register", "--no-verify").assert_code(0)
    finding = of(examine(aiws), "openclaw")
    assert finding["weight"] == "note" and "not found on PATH" in finding["what"]


def test_an_old_openclaw_is_good_to_know(healthy: Aiws, openclaw: FakeOpenClaw) -> None:
    openclaw.set_version("2026.1.2")
    finding = of(examine(healthy), "openclaw")
    assert finding["weight"] == "note" and "2026.1.2 is older than" in finding["what"]


def test_nothing_registered_is_good_to_know(user: Aiws) -> None:
    for channel in KEYS:
        finding = of(examine(user, "--no-agent-check"), channel)
        assert finding["weight"] == "note" and "no such provider" in finding["what"]
        assert finding["fix"] == "run aiws register"
    bare = examine(user.with_env(**NO_KEYS), "--no-agent-check")
    assert of(bare, "nvidia")["fix"] == "run aiws register with NVIDIA_API_KEY set"


def test_what_openclaw_does_not_accept_is_a_problem(healthy: Aiws, openclaw: FakeOpenClaw) -> None:
    openclaw.refuse("models.providers.nvidia.timeoutSeconds")
    finding = of(examine(healthy), "openclaw", "does not accept")
    assert finding["weight"] == "problem"
    assert finding["what"].endswith('models.providers.nvidia: Unrecognized key: "timeoutSeconds"')
    assert (
        finding["where"] == str(config(healthy))
        and finding["fix"] == "mend it; what is aiws's own, aiws register leaves out"
    )


def test_what_openclaw_warns_of_is_good_to_know(healthy: Aiws, openclaw: FakeOpenClaw) -> None:
    warning = {"path": "plugins.entries.x", "message": "plugin not installed: x"}
    openclaw.answer(VALIDATE, Answer.of({"valid": True, "path": "", "warnings": [warning]}))
    finding = of(examine(healthy), "openclaw", "plugin not installed: x")
    assert finding["weight"] == "note"


@pytest.mark.parametrize("answer", [Answer(signal=signal.SIGSEGV), Answer(text="hi\n"), Answer(text="")], ids=str)
def test_an_openclaw_that_gives_no_answer_is_a_problem(healthy: Aiws, openclaw: FakeOpenClaw, answer: Answer) -> None:
    openclaw.answer(VALIDATE, answer)
    findings = examine(healthy)
    assert of(findings, "openclaw", "gave no answer")["weight"] == "problem"
    assert in_use(findings, "nvidia")["weight"] == "ok"


@pytest.mark.parametrize("form", [(), ("--no-agent-check",)], ids=["asked", "not asked"])
def test_a_file_that_register_cannot_edit_is_a_problem_with_its_place(healthy: Aiws, form: tuple[str, ...]) -> None:
    config(healthy).write_text('{"models": {"providers": 7}}')
    healthy.run("plan").assert_code(78)
    finding = of(examine(healthy, *form), "openclaw", "models.providers is not an object")
    assert finding["weight"] == "problem" and finding["where"].startswith(f"{config(healthy)}:1:")


@pytest.mark.parametrize("text", ["{", "[]", "no json at all"])
def test_a_file_that_cannot_be_read_is_a_problem_with_its_place(healthy: Aiws, text: str) -> None:
    config(healthy).write_text(text)
    findings = examine(healthy)
    assert any(f["weight"] == "problem" and "openclaw.json" in f["where"] for f in findings), findings


def test_stored_profiles_are_good_to_know_and_their_keys_are_not_told(healthy: Aiws, openclaw: FakeOpenClaw) -> None:
    openclaw.store_profiles("nvidia", f"nvidia:old={STORED_KEY}", "nvidia:new=nv...-2")
    openclaw.store_profiles("anthropic", "anthropic:mine=sk...-3")
    finding = of(examine(healthy), "nvidia", "stored profiles")
    assert finding["weight"] == "note" and "(nvidia:old, nvidia:new)" in finding["what"]


def test_it_can_be_interrupted(healthy: Aiws, openclaw: FakeOpenClaw) -> None:
    openclaw.answer(STATUS, Answer.hang())
    process = healthy.start("doctor")
    while STATUS not in openclaw.commands:
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    assert finish(process, timeout=10).code in (0, 130)


# --- which credential is used -----------------------------------------------------------------------------------------


def test_a_key_in_the_shell_is_not_used(healthy: Aiws) -> None:
    findings = examine(healthy)
    assert in_use(findings, "nvidia")["what"] == uses_token(healthy)
    finding = of(findings, "nvidia", "NVIDIA_API_KEY")
    assert finding["what"] == "NVIDIA_API_KEY is set (this shell) and not used, as it should be"
    assert finding["weight"] == "ok" and not finding["in_use"]
    assert of(examine(healthy.with_env(**NO_KEYS)), "nvidia")["what"] == uses_token(healthy)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".openclaw/.env", "# keys\nexport NVIDIA_API_KEY={}\n"),
        (".config/systemd/user/openclaw-gateway.service", "[Service]\nEnvironment=NVIDIA_API_KEY={}\n"),
        (".config/systemd/user/openclaw-gateway.service", '[Service]\nEnvironment="A=1" "NVIDIA_API_KEY={}"\n'),
        (".config/systemd/user/openclaw-gateway.service.d/keys.conf", "[Service]\nEnvironment=NVIDIA_API_KEY={}\n"),
        ("Library/LaunchAgents/ai.openclaw.gateway.plist", "<key>NVIDIA_API_KEY</key><string>{}</string>\n"),
    ],
)
def test_a_key_in_the_services_environment_is_named_with_its_place(healthy: Aiws, path: str, text: str) -> None:
    file = healthy.home / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text.format(STORED_KEY))
    findings = examine(healthy.with_env(**NO_KEYS))
    finding = of(findings, "nvidia", "NVIDIA_API_KEY")
    assert finding["what"] == f"NVIDIA_API_KEY is set ({file}) and not used, as it should be"
    assert finding["weight"] == in_use(findings, "nvidia")["weight"] == "ok"


def test_a_key_in_a_file_that_the_service_reads_is_named_with_its_place(healthy: Aiws) -> None:
    unit = healthy.home / ".config/systemd/user/openclaw-gateway.service"
    unit.parent.mkdir(parents=True)
    unit.write_text("[Service]\nEnvironmentFile=-%h/keys.env\n")
    (healthy.home / "keys.env").write_text(f"NVIDIA_API_KEY={STORED_KEY}\n")
    finding = of(examine(healthy), "nvidia", "NVIDIA_API_KEY")
    assert (
        finding["what"]
        == f"NVIDIA_API_KEY is set (this shell, {healthy.home / 'keys.env'}) and not used, as it should be"
    )


def test_a_block_that_does_not_say_which_key_it_takes_is_a_problem(healthy: Aiws) -> None:
    edit(healthy, "models", "providers", "nvidia", "auth", value=None)
    finding = of(examine(healthy), "nvidia")
    assert finding["weight"] == "problem" and finding["fix"] == "run aiws register" and finding["in_use"]
    assert finding["what"] == (
        'its block does not say auth: "api-key", so OpenClaw takes a stored profile for nvidia if there is one, '
        "then NVIDIA_API_KEY from this shell, then the gateway's token in "
        f"{healthy.home}/.ai_workspace_auth_token"
    )
    healthy.run("register", "--no-verify").assert_code(0)
    assert in_use(examine(healthy), "nvidia")["weight"] == "ok"


def test_a_stored_profile_in_the_keys_place_is_a_problem(healthy: Aiws) -> None:
    edit(healthy, "models", "providers", "nvidia", "apiKey", value="nvidia:manual")
    finding = of(examine(healthy), "nvidia", "stored profile nvidia:manual")
    assert finding["weight"] == "problem"


def test_a_literal_key_of_somebody_is_good_to_know(healthy: Aiws) -> None:
    edit(healthy, "models", "providers", "nvidia", value={
        "baseUrl": "https://nim.example/v1", "auth": "api-key", "apiKey": STORED_KEY, "models": []})  # fmt: skip
    finding = of(examine(healthy), "nvidia", "the key that stands in the configuration")
    assert finding["weight"] == "note" and "not of aiws's making" in finding["what"]


def test_an_order_of_profiles_is_good_to_know(healthy: Aiws) -> None:
    edit(healthy, "auth", "order", "nvidia", value=["nvidia:work", "nvidia:home", 7])
    finding = of(examine(healthy), "nvidia", "auth.order")
    assert finding["weight"] == "note" and "nvidia:work, nvidia:home" in finding["what"]


# --- what is left of other setups -------------------------------------------------------------------------------------


def test_an_older_store_of_profiles_is_a_problem(healthy: Aiws) -> None:
    path = store_profiles(healthy, "nvidia", "anthropic")
    finding = of(examine(healthy), "nvidia", "makes every turn of nvidia fail")
    assert finding["weight"] == "problem" and finding["where"] == str(path)
    assert "aiws openclaw migrate" in finding["fix"]


def test_an_older_store_for_several_is_one_problem(healthy: Aiws) -> None:
    store_profiles(healthy, "nvidia", "ollama")
    assert of(examine(healthy), "", "makes every turn of nvidia, ollama fail")["weight"] == "problem"


def test_an_older_store_that_cannot_be_read_is_a_problem(healthy: Aiws) -> None:
    (agent_folder(healthy) / "auth-profiles.json").write_text("{ no json")
    assert of(examine(healthy), "", "some providers")["weight"] == "problem"


@pytest.mark.parametrize("text", ["{}", '{"version": 1, "profiles": {}}'])
def test_an_empty_older_store_is_nothing(healthy: Aiws, text: str) -> None:
    (agent_folder(healthy) / "auth-profiles.json").write_text(text)
    assert {finding["weight"] for finding in examine(healthy)} == {"ok"}


def test_an_older_store_for_other_providers_is_nothing_to_us(healthy: Aiws) -> None:
    store_profiles(healthy, "anthropic")
    assert {finding["weight"] for finding in examine(healthy)} == {"ok"}


def test_an_older_store_of_an_older_version_is_its_store(healthy: Aiws, openclaw: FakeOpenClaw) -> None:
    store_profiles(healthy, "nvidia")
    openclaw.set_version("2026.5.20")
    assert not any(finding["weight"] == "problem" for finding in examine(healthy))


def test_models_of_an_older_setup_are_good_to_know(healthy: Aiws) -> None:
    path = agent_folder(healthy) / "models.json"
    rows = [{"id": "nvidia/glm-5.2"}, {"id": "z-ai/glm-4"}, {"id": "evil\x1b[2J"}]
    path.write_text(json.dumps({"providers": {"nvidia": {"models": rows, "apiKey": STORED_KEY}}}))
    finding = of(examine(healthy), "nvidia", "2 models of an older setup")
    assert finding["weight"] == "note" and finding["where"] == str(path)
    assert "\x1b" not in finding["what"]


@pytest.mark.parametrize(("mode", "weight"), [(0o644, "problem"), (0o600, "note")])
def test_a_key_in_a_copy_of_the_file_weighs_as_much_as_who_may_read_it(healthy: Aiws, mode: int, weight: str) -> None:
    copies = [
        config(healthy).with_name(f"openclaw.json.{name}")
        for name in ("bak", "bak.1", "clobbered.2026", "last-good", "before-aiws")
    ]
    for copy in copies:
        copy.write_text(json.dumps({"models": {"providers": {"nvidia": {"apiKey": STORED_KEY}}}}))
        copy.chmod(mode)
    found = [finding for finding in examine(healthy) if "holds keys in plain text" in finding["what"]]
    assert sorted(finding["where"] for finding in found) == sorted(map(str, copies))
    assert {(finding["subject"], finding["weight"]) for finding in found} == {("nvidia", weight)}


def test_a_copy_without_a_key_is_nothing(healthy: Aiws) -> None:
    reference = {"source": "file", "provider": "aiws", "id": "value"}
    for number, key in enumerate(("${NVIDIA_API_KEY}", reference, "nvidia:manual", "x", 7)):
        copy = config(healthy).with_name(f"openclaw.json.bak.{number}")
        copy.write_text(json.dumps({"models": {"providers": {"nvidia": {"apiKey": key}}}}))
        copy.chmod(0o644)
    assert {finding["weight"] for finding in examine(healthy)} == {"ok"}


def test_broken_files_of_others_are_passed_over(healthy: Aiws) -> None:
    folder = agent_folder(healthy)
    (folder / "models.json").write_text("[")
    config(healthy).with_name("openclaw.json.bak").write_text("{ half")
    (healthy.home / ".openclaw/.env").mkdir()
    (healthy.home / ".openclaw/agents/other").write_text("no folder")
    assert {finding["weight"] for finding in examine(healthy)} == {"ok"}
