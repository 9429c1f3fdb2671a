# SPDX-License-Identifier: Apache-2.0
"""`aiws verify --agent`: the installed OpenClaw answers with what is registered, whenever it is asked to."""

from __future__ import annotations

import json
import signal
import time

import pytest
from aiws import Aiws, finish
from fake_openclaw import LIST, TURN, VALIDATE, Answer, FakeOpenClaw
from gateway_double import Fault, GatewayDouble

VERIFY = ("verify", "--agent")


@pytest.fixture
def proved(user: Aiws, openclaw: FakeOpenClaw) -> Aiws:
    """The user after a first `aiws register`, with an empty record."""
    user.run("register").assert_code(0)
    openclaw.forget()
    return user


def test_it_asks_even_what_was_proved(proved: Aiws, openclaw: FakeOpenClaw) -> None:
    run = proved.run(*VERIFY).assert_code(0)
    assert len(openclaw.commands) == 5
    assert "lists all 16 models" in run.out


def test_without_the_option_it_does_not(proved: Aiws, openclaw: FakeOpenClaw) -> None:
    proved.run("verify").assert_code(0)
    assert openclaw.commands == []


def test_only_what_is_named_is_asked(proved: Aiws, openclaw: FakeOpenClaw) -> None:
    proved.run(*VERIFY, "nvidia/glm-5.2").assert_code(0)
    assert sorted(openclaw.commands) == [VALIDATE, f"{TURN} nvidia/glm-5.2", LIST]


def test_its_json_says_everything(proved: Aiws, openclaw: FakeOpenClaw) -> None:
    openclaw.answer(f"{TURN} nvidia/glm-5.2", Answer.failure("No text output returned"))
    openclaw.know_only("nvidia/glm-5.2", "nvidia/qwen3.5")
    answer = proved.run(*VERIFY, "nvidia/glm-5.2", "--json").assert_code(3).json()
    check = answer["openclaw"].pop("check")
    assert answer["openclaw"] == {
        "file": str(proved.home / ".openclaw/openclaw.json"),
        "installed": True,
        "version": "2026.9.6",
    }
    assert (check["valid"], check["issues"], check["error"]) == (True, [], None)
    assert check["listed"] == 2 and len(check["unlisted"]) == 14
    assert check["turns"] == [
        {
            "model": "nvidia/glm-5.2",
            "answers": False,
            "detail": "it does not answer through OpenClaw 2026.9.6: No text output returned",
        }
    ]
    assert (check["put_back"], check["invalid_before"]) == (False, False)
    assert check["gateway"] == {"state": "not running", "port": 0, "detail": "", "token_detail": ""}
    assert answer["exit"] == 3


def test_what_it_does_not_accept_ends_with_1_and_stays(proved: Aiws, openclaw: FakeOpenClaw) -> None:
    path = proved.home / ".openclaw/openclaw.json"
    before = path.read_bytes()
    openclaw.refuse("models.providers.*.timeoutSeconds")
    run = proved.run(*VERIFY).assert_code(1)
    assert (
        f'OpenClaw 2026.9.6 does not accept {path}: models.providers.deepseek: Unrecognized key: "timeoutSeconds" '
        "(and 2 more like it)\naiws register leaves out what it can do without, "
        "and aiws unregister takes out what aiws wrote.\n"
    ) in run.out
    assert openclaw.commands == [VALIDATE]
    assert path.read_bytes() == before


def test_a_configuration_that_is_not_as_it_should_be_is_not_asked_about(proved: Aiws, openclaw: FakeOpenClaw) -> None:
    path = proved.home / ".openclaw/openclaw.json"
    content = json.loads(path.read_text())
    content["models"]["providers"]["nvidia"]["timeoutSeconds"] = 7
    path.write_text(json.dumps(content))
    run = proved.run(*VERIFY).assert_code(1)
    assert "not as aiws would make it" in run.out and "aiws register puts it right" in run.out
    assert openclaw.commands == []


@pytest.mark.parametrize(
    "answer", [Answer(signal=signal.SIGABRT), Answer(text="hello\n"), Answer(text="", code=0)], ids=str
)
def test_one_that_gives_no_answer_ends_with_1(proved: Aiws, openclaw: FakeOpenClaw, answer: Answer) -> None:
    openclaw.answer(VALIDATE, answer)
    run = proved.run(*VERIFY).assert_code(1)
    assert run.out.count("gave no answer") == 1


def test_a_gateway_that_does_not_answer_ends_with_3_all_the_same(
    proved: Aiws, openclaw: FakeOpenClaw, gateway: GatewayDouble
) -> None:
    gateway.fault("POST", "/v1/chat/completions", Fault.error(500), times=100)
    run = proved.run(*VERIFY).assert_code(3)
    assert sorted(openclaw.commands) == [VALIDATE, LIST]
    assert "accepts its configuration; lists all 16 models" in run.out


def test_it_can_be_interrupted(proved: Aiws, openclaw: FakeOpenClaw) -> None:
    openclaw.answer(TURN, Answer.hang())
    process = proved.start(*VERIFY)
    while not any(command.startswith(TURN) for command in openclaw.commands):
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    assert finish(process, timeout=10).code == 130


def test_where_openclaw_is_not_installed_it_says_so(aiws: Aiws) -> None:
    aiws.run("register").assert_code(0)
    run = aiws.run(*VERIFY).assert_code(0)
    assert "OpenClaw was not found on PATH: it was not asked" in run.out
    answer = aiws.run(*VERIFY, "--json").assert_code(0).json()
    assert answer["openclaw"]["installed"] is False and answer["openclaw"]["check"] is None


def test_no_secret_is_printed(proved: Aiws, openclaw: FakeOpenClaw, gateway: GatewayDouble) -> None:
    for form in ((), ("--json",)):
        run = proved.run(*VERIFY, *form)
        run.assert_silent_about([value for name, value in proved.env.items() if name.endswith(("_KEY", "_TOKEN"))])
