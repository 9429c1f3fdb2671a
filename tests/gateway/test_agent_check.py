# SPDX-License-Identifier: Apache-2.0
"""The installed OpenClaw proves what aiws wrote: what it is asked, when it is left alone, and when it fails."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path

import pytest
from aiws import Aiws, finish
from fake_openclaw import LIST, TURN, VALIDATE, Answer, FakeOpenClaw
from gateway_double import Fault, GatewayDouble
from matrix import ALIASES, CHANNELS

FIRST = {channel: next(alias for alias in ALIASES if alias.startswith(f"{channel}/")) for channel in CHANNELS}
ALL_QUESTIONS = sorted([VALIDATE, LIST, *(f"{TURN} {alias}" for alias in FIRST.values())])


def config(user: Aiws) -> Path:
    return user.home / ".openclaw" / "openclaw.json"


def change_by_hand(user: Aiws) -> bytes:
    """Somebody puts something of their own into the file; returns its bytes."""
    content = json.loads(config(user).read_text())
    content["logging"] = {"level": "info"}
    config(user).write_text(json.dumps(content, indent=2))
    return config(user).read_bytes()


def has_ended(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


# --- what it is asked -------------------------------------------------------------------------------------------------


def test_the_first_run_asks_everything(user: Aiws, openclaw: FakeOpenClaw) -> None:
    run = user.run("register").assert_code(0)
    assert sorted(openclaw.commands) == ALL_QUESTIONS
    assert openclaw.commands[0] == VALIDATE
    assert "accepts its configuration; lists all 16 models; answers with" in run.out
    assert all(alias in run.out.split("answers with")[-1] for alias in FIRST.values())


def test_each_question_has_the_words_that_openclaw_knows(user: Aiws, openclaw: FakeOpenClaw) -> None:
    user.run("register", "--channel", "nvidia").assert_code(0)
    assert sorted(start.args for start in openclaw.starts) == sorted(
        [
            ("config", "validate", "--json"),
            ("models", "list", "--json"),
            ("infer", "model", "run", "--local", "--model", FIRST["nvidia"], "--prompt", "ping", "--json"),
        ]
    )


def test_a_profile_goes_before_each_question(user: Aiws, openclaw: FakeOpenClaw) -> None:
    user.run("register", "--channel", "nvidia", "--openclaw-profile", "work").assert_code(0)
    assert {start.args[:2] for start in openclaw.starts} == {("--profile", "work")}
    assert len(openclaw.starts) == 3


def test_it_gets_neither_the_keys_nor_the_admin_token(user: Aiws, openclaw: FakeOpenClaw) -> None:
    user.with_env(LITELLM_MASTER_KEY="sk-test-master").run("register").assert_code(0)
    for start in openclaw.starts:
        assert start.env == {"HOME": str(user.home), "CI": "1", "NO_COLOR": "1", "OPENCLAW_GATEWAY_PORT": "1"}


def test_a_model_that_the_gateway_cannot_serve_is_not_asked_again(
    user: Aiws, openclaw: FakeOpenClaw, gateway: GatewayDouble
) -> None:
    gateway.fault("POST", "/v1/chat/completions", Fault.error(500), times=100, model=FIRST["nvidia"])
    user.run("register", "--channel", "nvidia").assert_code(3)
    assert [command for command in openclaw.commands if command.startswith(TURN)] == [f"{TURN} nvidia/deepseek-v4-pro"]


def test_a_provider_of_which_nothing_answers_is_not_asked(
    user: Aiws, openclaw: FakeOpenClaw, gateway: GatewayDouble
) -> None:
    gateway.fault("POST", "/v1/chat/completions", Fault.error(500), times=100)
    user.run("register", "--channel", "deepseek").assert_code(3)
    assert sorted(openclaw.commands) == [VALIDATE, LIST]


def test_without_verification_no_turn_is_asked(user: Aiws, openclaw: FakeOpenClaw) -> None:
    user.run("register", "--no-verify").assert_code(0)
    assert sorted(openclaw.commands) == [VALIDATE, LIST]


@pytest.mark.parametrize("option", ["--no-agent-check", "--no-openclaw", "--dry-run"])
def test_it_is_not_started_where_it_is_not_wanted(user: Aiws, openclaw: FakeOpenClaw, option: str) -> None:
    assert user.run("register", option).code in (0, 2)
    assert openclaw.commands == []


@pytest.mark.parametrize("command", ["plan", "status", "models"])
def test_commands_that_only_look_do_not_start_it(user: Aiws, openclaw: FakeOpenClaw, command: str) -> None:
    user.run(command)
    assert openclaw.commands == []


def test_the_version_is_read_without_a_start(user: Aiws, openclaw: FakeOpenClaw) -> None:
    openclaw.set_version("2026.1.2")
    run = user.run("register", "--no-agent-check").assert_code(0)
    assert "OpenClaw 2026.1.2 is older than" in run.out
    assert openclaw.commands == []


# --- when it is left alone --------------------------------------------------------------------------------------------


def test_what_was_proved_and_not_changed_is_not_asked_again(user: Aiws, openclaw: FakeOpenClaw) -> None:
    user.run("register").assert_code(0)
    openclaw.forget()
    user.run("register").assert_code(0)
    assert openclaw.commands == []


def test_what_only_somebody_else_changed_is_validated_once(user: Aiws, openclaw: FakeOpenClaw) -> None:
    user.run("register").assert_code(0)
    theirs = change_by_hand(user)
    openclaw.forget()
    user.run("register").assert_code(0)
    assert openclaw.commands == [VALIDATE]
    user.run("register").assert_code(0)
    assert openclaw.commands == [VALIDATE]
    assert config(user).read_bytes() == theirs


def test_what_somebody_else_broke_is_said_and_left_to_them(user: Aiws, openclaw: FakeOpenClaw) -> None:
    user.run("register").assert_code(0)
    theirs = change_by_hand(user)
    openclaw.refuse("logging.level", message="Invalid option")
    run = user.run("register").assert_code(1)
    assert "logging.level: Invalid option" in run.out
    assert config(user).read_bytes() == theirs


def test_another_version_is_asked_everything(user: Aiws, openclaw: FakeOpenClaw) -> None:
    user.run("register").assert_code(0)
    openclaw.set_version("2026.9.7")
    openclaw.forget()
    user.run("register").assert_code(0)
    assert sorted(openclaw.commands) == ALL_QUESTIONS


def test_an_openclaw_that_comes_later_is_asked(aiws: Aiws, user: Aiws, openclaw: FakeOpenClaw) -> None:
    aiws.run("register").assert_code(0)
    user.run("register").assert_code(0)
    assert sorted(openclaw.commands) == ALL_QUESTIONS


def test_without_verification_the_turns_are_left_to_the_next_run(user: Aiws, openclaw: FakeOpenClaw) -> None:
    user.run("register", "--no-verify").assert_code(0)
    openclaw.forget()
    user.run("register", "--no-verify").assert_code(0)
    assert openclaw.commands == []
    user.run("register").assert_code(0)
    assert sorted(openclaw.commands) == ALL_QUESTIONS
    openclaw.forget()
    user.run("register").assert_code(0)
    assert openclaw.commands == []


# --- when it fails ----------------------------------------------------------------------------------------------------

NODE_TOO_OLD = """openclaw: Node.js v22.19+ is required (current: v20.20.2).
If you use nvm, run:
  nvm install 22
  nvm use 22
  nvm alias default 22
"""
NO_ANSWER = {
    "killed": (Answer(signal=signal.SIGSEGV), "killed by signal 11"),
    "garbage": (Answer(text="Segmentation fault? No: hello!\n", code=0), "hello!"),
    "half an answer": (Answer(text='{"valid": tr', code=0), "gave no answer"),
    "another answer": (Answer.of({"version": 7}), "gave no answer"),
    "an empty answer": (Answer(text="", code=0), "it said nothing"),
    "only a complaint": (Answer(text="", err="Error: Cannot find module 'x'\n", code=1), ": Cannot find module 'x';"),
    "a Node that is too old": (
        Answer(text="", err=NODE_TOO_OLD, code=1),
        ": Node.js v22.19+ is required (current: v20",
    ),
}


@pytest.mark.parametrize("name", NO_ANSWER)
def test_an_openclaw_that_gives_no_answer_is_said_in_one_line_and_asked_again(
    user: Aiws, openclaw: FakeOpenClaw, name: str
) -> None:
    answer, words = NO_ANSWER[name]
    openclaw.answer(VALIDATE, answer)
    run = user.run("register", "--channel", "nvidia").assert_code(1)
    lines = [line for line in run.out.splitlines() if "gave no answer" in line]
    assert len(lines) == 1 and words in lines[0] and "--no-agent-check" in lines[0], run.out
    assert "6 models registered" in run.out
    written = config(user).read_bytes()
    assert b'"nvidia"' in written

    openclaw.answer(VALIDATE, None)
    openclaw.forget()
    user.run("register", "--channel", "nvidia").assert_code(0)
    assert sorted(openclaw.commands) == sorted([VALIDATE, LIST, f"{TURN} {FIRST['nvidia']}"])
    assert config(user).read_bytes() == written


def test_a_missing_interpreter_is_said(user: Aiws, openclaw: FakeOpenClaw) -> None:
    openclaw.replace_program("#!/nonexistent/node\n")
    run = user.run("register").assert_code(1)
    assert "OpenClaw 2026.9.6 gave no answer: No such file or directory" in run.out
    assert config(user).exists()


def test_a_list_that_does_not_come_is_said(user: Aiws, openclaw: FakeOpenClaw) -> None:
    openclaw.answer(LIST, Answer.failure("the model catalogue is locked"))
    run = user.run("register").assert_code(1)
    assert "the model catalogue is locked" in run.out


@pytest.mark.parametrize(
    "noise",
    [
        "[plugins] 3 loaded\n",
        "│ ◇  Doctor says hello\n\n",
        "\x1b[33mwarning\x1b[0m\n",
        '{"level": "warn", "msg": "plugin x is old"}\n',
    ],
)
def test_remarks_around_its_answers_do_not_matter(user: Aiws, openclaw: FakeOpenClaw, noise: str) -> None:
    for command in (VALIDATE, LIST, TURN):
        openclaw.answer(command, Answer(before=noise, err="(node:7) ExperimentalWarning: SQLite\n"))
    user.run("register").assert_code(0)


def test_hostile_text_does_not_reach_the_terminal(user: Aiws, openclaw: FakeOpenClaw) -> None:
    openclaw.answer(VALIDATE, Answer(text="\x1b[2Jgone\x07\u202e\n", code=1))
    run = user.run("register").assert_code(1)
    assert not {"\x1b", "\x07", "\u202e"} & set(run.out + run.err)


def test_a_model_that_is_not_listed_is_named_and_ends_with_3(user: Aiws, openclaw: FakeOpenClaw) -> None:
    openclaw.know_only(*(alias for alias in ALIASES if alias != "nvidia/glm-5.2"))
    run = user.run("register").assert_code(3)
    assert "does not list nvidia/glm-5.2;" in run.out
    assert "lists all" not in run.out
    openclaw.know_only(*ALIASES)
    assert "lists all 16 models" in user.run("register").assert_code(0).out


def test_a_turn_that_fails_is_told_with_its_reason_and_ends_with_3(user: Aiws, openclaw: FakeOpenClaw) -> None:
    alias = FIRST["nvidia"]
    openclaw.answer(f"{TURN} {alias}", Answer.failure("No text output returned for provider nvidia"))
    run = user.run("register").assert_code(3)
    lines = [line for line in run.out.splitlines() if "No text output" in line]
    assert len(lines) == 1 and lines[0].startswith(f"{alias}: "), run.out
    assert alias not in run.out.split("answers with ")[-1].splitlines()[0]
    openclaw.answer(f"{TURN} {alias}", None)
    assert "accepts" in user.run("register").assert_code(0).out


@pytest.mark.parametrize("fault", ["not listed", "no turn", "no list"])
def test_a_later_change_that_was_not_proved_is_asked_about_again(
    user: Aiws, openclaw: FakeOpenClaw, fault: str
) -> None:
    user.run("register", "--channel", "deepseek").assert_code(0)
    if fault == "not listed":
        openclaw.know_only(FIRST["deepseek"])
    elif fault == "no turn":
        openclaw.answer(TURN, Answer.failure("No text output returned for provider nvidia"))
    else:
        openclaw.answer(LIST, Answer(signal=signal.SIGKILL))
    both = ("register", "--channel", "deepseek", "--channel", "nvidia")
    code = 1 if fault == "no list" else 3
    for _ in range(2):
        openclaw.forget()
        user.run(*both).assert_code(code)
        assert sorted(openclaw.commands) == sorted(
            [VALIDATE, LIST, f"{TURN} {FIRST['deepseek']}", f"{TURN} {FIRST['nvidia']}"]
        )


def test_json_says_null_where_nothing_is_known(user: Aiws, openclaw: FakeOpenClaw) -> None:
    openclaw.answer(VALIDATE, Answer(signal=signal.SIGKILL))
    check = user.run("register", "--json").assert_code(1).json()["openclaw"]["check"]
    assert (check["valid"], check["listed"], check["issues"], check["unlisted"]) == (None, None, [], [])
    assert "it was killed by signal 9" in check["error"]


def test_an_answer_without_text_is_none(user: Aiws, openclaw: FakeOpenClaw) -> None:
    openclaw.answer(TURN, Answer.of({"ok": True, "outputs": [{"text": "", "mediaUrl": None}]}))
    run = user.run("register").assert_code(3)
    assert run.out.count("the answer was empty") == 3


# --- when it is interrupted -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("at", [VALIDATE, LIST, TURN])
def test_a_hanging_openclaw_can_be_interrupted(user: Aiws, openclaw: FakeOpenClaw, at: str) -> None:
    openclaw.answer(at, Answer.hang())
    process = user.start("register")
    while at not in " ".join(openclaw.commands):
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    run = finish(process, timeout=10)
    assert run.code == 130, run
    assert "interrupted" in run.out + run.err
    assert all(has_ended(start.pid) for start in openclaw.starts)
    assert b'"nvidia"' in config(user).read_bytes()

    openclaw.answer(at, None)
    openclaw.forget()
    user.run("register").assert_code(0)
    assert sorted(openclaw.commands) == ALL_QUESTIONS


def test_one_that_will_not_end_is_ended_with_what_it_started(user: Aiws, openclaw: FakeOpenClaw) -> None:
    pids = openclaw.folder / "pids"
    openclaw.replace_program(
        f'#!/bin/sh\ntrap "" TERM INT\nsleep 600 &\necho $$ $! >{pids}.new\nmv {pids}.new {pids}\nwait\n'
    )
    process = user.start("register")
    while not pids.exists():
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    run = finish(process, timeout=10)
    assert run.code == 130, run
    assert all(_is_gone(int(pid)) for pid in pids.read_text().split())


def _is_gone(pid: int) -> bool:
    """Ended, even if nobody has waited for it yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True
