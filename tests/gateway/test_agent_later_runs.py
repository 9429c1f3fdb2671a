# SPDX-License-Identifier: Apache-2.0
"""What one run with OpenClaw leaves behind for the next, and what it must not."""

from __future__ import annotations

import json
import socket
import time
from pathlib import Path

from aiws import Aiws, Run, finish
from fake_openclaw import RELOAD, VALIDATE, Answer, FakeOpenClaw

BLOCK = "models.providers.*"
MODEL = f"{BLOCK}.models.*"
NEEDED = f"{BLOCK}.apiKey"


def config(user: Aiws) -> Path:
    return user.home / ".openclaw" / "openclaw.json"


def refused_note(user: Aiws) -> Path:
    return user.home / ".local/state/aiws/openclaw-refused.json"


def test_what_is_wrong_in_somebodys_own_block_is_not_learned(user: Aiws, openclaw: FakeOpenClaw) -> None:
    theirs = {"baseUrl": "https://nim.example/v1", "timeoutSeconds": "abc", "models": []}
    config(user).parent.mkdir()
    config(user).write_text(json.dumps({"models": {"providers": {"nvidia": theirs}}}))
    openclaw.refuse("models.providers.nvidia.timeoutSeconds", message="Invalid input: expected number")
    user.run("register", "--channel", "deepseek").assert_code(1)
    assert not refused_note(user).exists()


def crash_after_learning(user: Aiws, openclaw: FakeOpenClaw, *form: str) -> Run:
    openclaw.refuse(f"{BLOCK}.timeoutSeconds")
    openclaw.answer(VALIDATE, Answer(delay=0.5))
    process = user.start("register", "--no-verify", *form)
    while VALIDATE not in openclaw.commands:
        time.sleep(0.02)
    openclaw.answer(VALIDATE, Answer(signal=9))  # from the next start on
    return finish(process)


def test_no_answer_after_something_was_learned_is_no_refusal(user: Aiws, openclaw: FakeOpenClaw) -> None:
    run = crash_after_learning(user, openclaw)
    assert "gave no answer: it was killed by signal 9" in run.out
    assert "does not accept" not in run.out, run.out


def test_no_answer_after_something_was_learned_is_null_in_json(user: Aiws, openclaw: FakeOpenClaw) -> None:
    check = crash_after_learning(user, openclaw, "--json").json()["openclaw"]["check"]
    assert check["valid"] is None and check["issues"] == [], check


def test_a_token_that_was_not_read_again_is_announced_by_the_next_run(user: Aiws, openclaw: FakeOpenClaw) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        user = user.with_env(OPENCLAW_GATEWAY_PORT=str(server.getsockname()[1]))
        user.run("register", "--no-verify").assert_code(0)
        openclaw.answer(RELOAD, Answer.failure("denied"))
        user = user.with_env(AI_WORKSPACE_AUTH_TOKEN="sk-test-new-agent-token")
        user.run("register", "--no-verify").assert_code(3)
        openclaw.forget()
        run = user.run("register", "--no-verify")
        assert run.code == 3 and RELOAD in openclaw.commands, (openclaw.commands, run.out)


def test_what_aiws_wrote_for_an_older_version_is_not_left_to_the_user_to_mend(
    user: Aiws, openclaw: FakeOpenClaw
) -> None:
    user.run("register", "--no-verify").assert_code(0)
    openclaw.set_version("2026.9.7")
    openclaw.refuse(NEEDED, message="Invalid input")
    run = user.run("register", "--no-verify").assert_code(1)
    assert "Mend that" not in run.out, run.out
    openclaw.refuse(f"{BLOCK}.timeoutSeconds")
    run = user.run("register", "--no-verify").assert_code(1)
    assert "before aiws wrote" not in run.out, run.out  # aiws wrote that, too


def test_an_unknown_version_is_learned_from_or_not_asked_ten_times(user: Aiws, openclaw: FakeOpenClaw) -> None:
    (openclaw.folder / "package.json").unlink()  # and --version gives no answer either
    openclaw.refuse(f"{BLOCK}.timeoutSeconds")
    run = user.run("register", "--no-verify")
    assert openclaw.commands.count(VALIDATE) <= 2, (run.code, openclaw.commands)


def test_doctor_folds_equal_issues(user: Aiws, openclaw: FakeOpenClaw) -> None:
    user.run("register", "--no-verify").assert_code(0)
    openclaw.refuse(f"{MODEL}.maxTokens")
    run = user.run("doctor").assert_code(1)
    assert run.out.count("Unrecognized key") == 1 and "1 problem found." in run.out, run.out


def test_one_block_changed_by_hand_does_not_change_the_way_of_all(aiws: Aiws) -> None:
    aiws.run("register", "--no-verify").assert_code(0)
    content = json.loads(config(aiws).read_text())
    content["models"]["providers"]["nvidia"]["apiKey"] = "${AI_WORKSPACE_AUTH_TOKEN}"
    config(aiws).write_text(json.dumps(content))
    aiws.run("register", "--no-verify").assert_code(0)
    assert (aiws.home / ".ai_workspace_auth_token").exists()
    blocks = json.loads(config(aiws).read_text())["models"]["providers"]
    assert isinstance(blocks["deepseek"]["apiKey"], dict), blocks["deepseek"]["apiKey"]
