# SPDX-License-Identifier: Apache-2.0
"""OpenClaw does not accept what aiws wrote: what it does not know is learned, the rest is put back."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from aiws import Aiws, finish
from expect import all_is_registered
from fake_openclaw import LIST, VALIDATE, Answer, FakeOpenClaw
from gateway_double import ADMIN_TOKEN, GatewayDouble

BLOCK = "models.providers.*"
MODEL = f"{BLOCK}.models.*"
NEEDED = f"{BLOCK}.apiKey"
REFUSED = "OpenClaw 2026.9.6 did not accept what aiws wrote: "
THEIRS = b'{\n  // mine\n  "gateway": { "mode": "local", "port": 18789 },\n  "logging": { "level": "info" }\n}\n'


def config(user: Aiws) -> Path:
    return user.home / ".openclaw" / "openclaw.json"


def state_of(user: Aiws) -> dict[str, Any]:
    folder = user.home / ".local/state/aiws"
    return json.loads((folder / "openclaw-refused.json").read_text())


def write_theirs(user: Aiws, content: bytes = THEIRS) -> None:
    config(user).parent.mkdir()
    config(user).write_bytes(content)


def providers(user: Aiws) -> dict[str, Any]:
    text = "\n".join(line for line in config(user).read_text().splitlines() if not line.lstrip().startswith("//"))
    return json.loads(text)["models"]["providers"]


def files_of(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


# --- what it does not know --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "learned"),
    [
        (f"{BLOCK}.timeoutSeconds", "timeoutSeconds"),
        (f"{MODEL}.compat.thinkingFormat", "models.compat.thinkingFormat"),
        (f"{MODEL}.contextWindow", "models.contextWindow"),
        ("models.providers.ollama.injectNumCtxForOpenAICompat", "injectNumCtxForOpenAICompat"),
        (f"{MODEL}.reasoning", "models.reasoning"),
    ],
)
def test_a_key_that_it_does_not_know_is_learned_and_left_out(
    user: Aiws, openclaw: FakeOpenClaw, place: str, learned: str
) -> None:
    openclaw.refuse(place)
    run = user.run("register").assert_code(0)
    assert f"note: OpenClaw 2026.9.6 does not take {learned} as aiws would write it: it is left out\n" in run.out
    assert state_of(user) == {"2026.9.6": [learned]}
    assert f'"{place.rsplit(".", 1)[-1]}"' not in json.dumps(providers(user))
    assert openclaw.commands.count(VALIDATE) == 2


def test_a_plugin_that_it_does_not_have_is_not_switched_off(user: Aiws, openclaw: FakeOpenClaw) -> None:
    openclaw.refuse("plugins.entries.deepseek", message="plugin not found: deepseek")
    user.run("register").assert_code(0)
    assert "plugins" not in json.loads(config(user).read_text())


def test_what_was_learned_is_neither_written_nor_learned_again(user: Aiws, openclaw: FakeOpenClaw) -> None:
    openclaw.refuse(f"{BLOCK}.timeoutSeconds")
    user.run("register").assert_code(0)
    written = config(user).read_bytes()
    openclaw.forget()
    run = user.run("register").assert_code(0)
    assert "openclaw.json unchanged" in run.out
    assert "note: OpenClaw 2026.9.6 does not take timeoutSeconds as aiws would write it: it is left out\n" in run.out
    assert openclaw.commands == []
    assert config(user).read_bytes() == written
    user.run("plan").assert_code(0)


def test_another_version_is_not_held_to_it(user: Aiws, openclaw: FakeOpenClaw) -> None:
    openclaw.refuse(f"{BLOCK}.timeoutSeconds")
    user.run("register").assert_code(0)
    openclaw.accept_all()
    openclaw.set_version("2026.9.7")
    run = user.run("register").assert_code(0)
    assert "it is left out" not in run.out
    assert all("timeoutSeconds" in block for block in providers(user).values())


def test_a_value_that_it_does_not_take_is_left_out_too(user: Aiws, openclaw: FakeOpenClaw) -> None:
    openclaw.refuse(f"{BLOCK}.timeoutSeconds", message="Too big: expected number to be <=120")
    user.run("register").assert_code(0)
    assert not any("timeoutSeconds" in block for block in providers(user).values())


def test_several_keys_at_once_are_learned_at_once(user: Aiws, openclaw: FakeOpenClaw) -> None:
    openclaw.refuse(f"{BLOCK}.timeoutSeconds", f"{MODEL}.compat.thinkingFormat", f"{MODEL}.maxTokens")
    user.run("register").assert_code(0)
    assert openclaw.commands.count(VALIDATE) == 2
    assert len(state_of(user)["2026.9.6"]) == 3


def test_several_keys_one_after_the_other_are_learned_in_one_run(user: Aiws, openclaw: FakeOpenClaw) -> None:
    optional = ("compat.thinkingFormat", "compat", "contextWindow", "cost", "input", "maxTokens", "reasoning")
    places = [f"{BLOCK}.timeoutSeconds", "plugins.entries.deepseek", *(f"{MODEL}.{key}" for key in optional)]
    openclaw.refuse(*places, one_by_one=True)
    user.run("register", "--no-verify").assert_code(0)
    assert openclaw.commands.count(VALIDATE) == 10
    assert len(state_of(user)["2026.9.6"]) == 9


def test_what_is_learned_leaves_somebodys_file_as_it_was_afterwards(user: Aiws, openclaw: FakeOpenClaw) -> None:
    write_theirs(user)
    openclaw.refuse(f"{BLOCK}.timeoutSeconds")
    user.run("register").assert_code(0)
    assert config(user).with_name("openclaw.json.before-aiws").read_bytes() == THEIRS
    user.run("unregister", "--yes").assert_code(0)
    assert config(user).read_bytes() == THEIRS


@pytest.mark.parametrize("part", ["cost", "compat"])
def test_a_whole_part_of_a_model_is_learned_like_a_key(user: Aiws, openclaw: FakeOpenClaw, part: str) -> None:
    openclaw.refuse(f"{MODEL}.{part}")
    user.run("register").assert_code(0)
    assert state_of(user) == {"2026.9.6": [f"models.{part}"]}
    assert not any(part in model for block in providers(user).values() for model in block["models"])
    user.run("plan").assert_code(0)


def test_what_was_written_without_being_asked_about_is_learned_from_by_the_next_run(
    user: Aiws, openclaw: FakeOpenClaw
) -> None:
    openclaw.refuse(f"{BLOCK}.timeoutSeconds")
    user.run("register", "--no-verify", "--no-agent-check").assert_code(0)
    user.run("register", "--no-verify").assert_code(0)
    assert not any("timeoutSeconds" in block for block in providers(user).values())
    assert openclaw.commands == [VALIDATE, VALIDATE, LIST]
    assert state_of(user) == {"2026.9.6": ["timeoutSeconds"]}


def test_what_it_gave_no_answer_about_is_learned_from_by_the_next_run(user: Aiws, openclaw: FakeOpenClaw) -> None:
    openclaw.refuse(f"{BLOCK}.timeoutSeconds")
    openclaw.answer(VALIDATE, Answer(signal=9))
    user.run("register", "--no-verify").assert_code(1)
    openclaw.answer(VALIDATE, None)
    user.run("register", "--no-verify").assert_code(0)
    assert not any("timeoutSeconds" in block for block in providers(user).values())


def test_an_older_version_that_comes_later_is_learned_from(user: Aiws, openclaw: FakeOpenClaw) -> None:
    user.run("register", "--no-verify").assert_code(0)
    openclaw.set_version("2026.9.5")
    openclaw.refuse(f"{BLOCK}.timeoutSeconds")
    user.run("register", "--no-verify").assert_code(0)
    assert state_of(user) == {"2026.9.5": ["timeoutSeconds"]}
    assert not any("timeoutSeconds" in block for block in providers(user).values())


# --- what is put back -------------------------------------------------------------------------------------------------


def test_a_refusal_of_what_is_needed_leaves_the_file_as_it_was(
    user: Aiws, openclaw: FakeOpenClaw, gateway: GatewayDouble
) -> None:
    write_theirs(user)
    openclaw.refuse("models.providers.nvidia.apiKey", message="Invalid input")
    run = user.run("register").assert_code(1).assert_silent_about([ADMIN_TOKEN])
    assert (
        f"OpenClaw: {config(user)} put back as it was\n{REFUSED}models.providers.nvidia.apiKey: Invalid input\n"
        "Nothing of yours was changed; this needs another version of OpenClaw or of aiws.\n" in run.out
    )
    assert "before aiws wrote" not in run.out and "Mend that" not in run.out
    assert files_of(config(user).parent) == ["openclaw.json"]
    assert config(user).read_bytes() == THEIRS
    assert not [name for name in files_of(user.home / ".local/state/aiws") if "openclaw" in name or "token" in name]
    assert not (user.home / ".ai_workspace_auth_token").exists()
    all_is_registered(gateway)


def test_the_same_as_json(user: Aiws, openclaw: FakeOpenClaw) -> None:
    write_theirs(user)
    openclaw.refuse("models.providers.nvidia.apiKey", message="Invalid input")
    answer = user.run("register", "--json").assert_code(1).json()
    assert answer["exit"] == 1
    assert answer["openclaw"]["written"] is False and answer["openclaw"]["current"] is False
    assert answer["openclaw"]["check"]["valid"] is False
    assert answer["openclaw"]["check"]["put_back"] is True and answer["openclaw"]["check"]["invalid_before"] is False
    assert answer["openclaw"]["check"]["listed"] is None and answer["openclaw"]["credentials"] == []
    assert answer["openclaw"]["check"]["issues"] == [
        {"path": "models.providers.nvidia.apiKey", "message": "Invalid input"}
    ]


def test_a_file_that_aiws_made_is_gone_again(user: Aiws, openclaw: FakeOpenClaw) -> None:
    openclaw.refuse(NEEDED, message="Invalid input")
    run = user.run("register").assert_code(1)
    assert run.out.endswith(
        f"{REFUSED}models.providers.deepseek.apiKey: Invalid input (and 2 more like it)\n"
        "Nothing of yours was changed; this needs another version of OpenClaw or of aiws.\n"
    )
    assert openclaw.commands == [VALIDATE]  # there is no file before to ask about
    assert not config(user).exists()
    assert not (user.home / ".ai_workspace_auth_token").exists()
    assert [name for name in files_of(user.home) if "openclaw" in name or "token" in name] == []


def test_a_token_file_that_aiws_made_is_gone_again_after_something_was_learned(
    user: Aiws, openclaw: FakeOpenClaw
) -> None:
    openclaw.refuse(f"{BLOCK}.timeoutSeconds", one_by_one=True)
    openclaw.refuse(NEEDED, message="Invalid input")
    user.run("register", "--no-verify").assert_code(1)
    assert not config(user).exists()
    assert not (user.home / ".ai_workspace_auth_token").exists()


def test_a_version_that_does_not_know_auth_is_not_written_for(user: Aiws, openclaw: FakeOpenClaw) -> None:
    write_theirs(user)
    openclaw.refuse(f"{BLOCK}.auth")
    run = user.run("register", "--no-verify").assert_code(1)
    assert f'{REFUSED}models.providers.deepseek: Unrecognized key: "auth" (and 2 more like it)\n' in run.out
    assert config(user).read_bytes() == THEIRS
    assert not (user.home / ".local/state/aiws/openclaw-refused.json").exists()


def test_a_change_of_what_stands_there_is_put_back(user: Aiws, openclaw: FakeOpenClaw) -> None:
    write_theirs(user)
    user.run("register").assert_code(0)
    before = config(user).read_bytes()
    openclaw.refuse("agents.defaults.model.primary", message="Unknown model")
    openclaw.forget()
    user.run("register", "--primary", "nvidia/glm-5.2").assert_code(1)
    assert config(user).read_bytes() == before
    assert (user.home / ".ai_workspace_auth_token").read_text() == ADMIN_TOKEN
    openclaw.accept_all()
    user.run("unregister", "--yes").assert_code(0)
    assert config(user).read_bytes() == THEIRS


def test_what_was_put_back_is_written_once_it_is_accepted(user: Aiws, openclaw: FakeOpenClaw) -> None:
    write_theirs(user)
    openclaw.refuse(NEEDED, message="Invalid input")
    user.run("register").assert_code(1)
    openclaw.accept_all()
    user.run("register").assert_code(0)
    assert set(providers(user)) == {"deepseek", "nvidia", "ollama"}
    user.run("unregister", "--yes").assert_code(0)
    assert config(user).read_bytes() == THEIRS


def test_a_file_that_was_refused_before_too_is_said_to_be(user: Aiws, openclaw: FakeOpenClaw) -> None:
    write_theirs(user)
    openclaw.refuse("logging.level", message="Invalid option")
    run = user.run("register").assert_code(1)
    assert (
        f"OpenClaw: {config(user)} put back as it was\n"
        f"OpenClaw 2026.9.6 does not accept {config(user)}: logging.level: Invalid option\n"
        "It did not accept it before aiws wrote either. Mend that, or look at `openclaw doctor`, and run aiws again.\n"
    ) in run.out
    assert config(user).read_bytes() == THEIRS
    assert openclaw.commands == [VALIDATE, VALIDATE]
    check = user.run("register", "--json").assert_code(1).json()["openclaw"]["check"]
    assert (check["put_back"], check["invalid_before"], check["valid"]) == (True, True, False)


def test_what_is_put_back_keeps_its_mode(user: Aiws, openclaw: FakeOpenClaw) -> None:
    write_theirs(user)
    config(user).chmod(0o640)
    openclaw.refuse(NEEDED, message="Invalid input")
    user.run("register").assert_code(1)
    assert config(user).stat().st_mode & 0o777 == 0o640


def test_a_link_is_still_one_when_it_is_put_back(user: Aiws, openclaw: FakeOpenClaw) -> None:
    real = user.home / "dotfiles.json"
    real.write_bytes(THEIRS)
    config(user).parent.mkdir()
    config(user).symlink_to(real)
    openclaw.refuse(NEEDED, message="Invalid input")
    user.run("register").assert_code(1)
    assert config(user).is_symlink() and real.read_bytes() == THEIRS


def test_hostile_issues_do_not_reach_the_terminal(user: Aiws, openclaw: FakeOpenClaw) -> None:
    openclaw.refuse(NEEDED, message="\x1b[2Jgone\x07\nand more")
    run = user.run("register").assert_code(1)
    assert not {"\x1b", "\x07"} & set(run.out + run.err)
    assert "and more" not in run.out.splitlines()


# --- with somebody else at the same file ------------------------------------------------------------------------------


@pytest.mark.parametrize("place", [f"{BLOCK}.timeoutSeconds", NEEDED], ids=["learned", "put back"])
def test_what_somebody_wrote_during_the_validation_survives(user: Aiws, openclaw: FakeOpenClaw, place: str) -> None:
    write_theirs(user)
    openclaw.refuse(place, message="Invalid input")
    openclaw.answer(VALIDATE, Answer(look_first=True, delay=1))
    process = user.start("register")
    while VALIDATE not in openclaw.commands:
        assert process.poll() is None
        time.sleep(0.02)
    time.sleep(0.2)
    newer = config(user).read_bytes().replace(b'"info"', b'"debug"')
    config(user).write_bytes(newer)
    run = finish(process)
    assert run.code == 1, run
    assert config(user).read_bytes() == newer
    assert "Invalid input (and 2 more like it)\nwhat OpenClaw does not accept could not be put back" in run.out
    assert "it was changed by something else meanwhile; run aiws register again\n" in run.out


def test_what_somebody_wrote_during_a_good_validation_is_validated_next_time(
    user: Aiws, openclaw: FakeOpenClaw
) -> None:
    write_theirs(user)
    openclaw.answer(VALIDATE, Answer(look_first=True, delay=1))
    process = user.start("register")
    while VALIDATE not in openclaw.commands:
        assert process.poll() is None
        time.sleep(0.02)
    newer = config(user).read_bytes().replace(b'"info"', b'"debug"')
    config(user).write_bytes(newer)
    assert finish(process).code == 0
    openclaw.answer(VALIDATE, None)
    openclaw.forget()
    user.run("register").assert_code(0)
    assert openclaw.commands == [VALIDATE]
    assert config(user).read_bytes() == newer
