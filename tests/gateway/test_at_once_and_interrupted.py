# SPDX-License-Identifier: Apache-2.0
"""Two runs at the same time, and runs that are stopped."""

from __future__ import annotations

import signal
import threading
import time
from pathlib import Path

import pytest
from aiws import Aiws, finish
from expect import all_is_registered, each_alias_stands_once, nothing_was_written
from gateway_double import Fault, GatewayDouble

REGISTER = ("register", "--no-verify", "--no-openclaw")


def slow_writes(gateway: GatewayDouble) -> None:
    gateway.before = lambda request: time.sleep(0.05) if request.writes else None


def test_two_runs_of_one_user_take_turns(aiws: Aiws, gateway: GatewayDouble) -> None:
    slow_writes(gateway)
    processes = [aiws.start("register", "--no-verify") for _ in range(2)]
    runs = [finish(process) for process in processes]
    assert [run.code for run in runs] == [0, 0], runs
    all_is_registered(gateway)
    assert len(gateway.writes) == 19


def test_two_runs_of_two_users_make_nothing_twice(aiws: Aiws, gateway: GatewayDouble, tmp_path: Path) -> None:
    slow_writes(gateway)
    other_home = tmp_path / "other"
    other_home.mkdir()
    processes = [user.start(*REGISTER) for user in (aiws, Aiws(other_home, aiws.env))]
    runs = [finish(process) for process in processes]
    assert [run.code for run in runs] == [0, 0], runs
    all_is_registered(gateway)


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("after", [1, 5, 12])
def test_an_interrupted_run_says_so_and_the_next_completes_it(
    aiws: Aiws, gateway: GatewayDouble, after: int, stop: signal.Signals
) -> None:
    reached = threading.Event()

    def hold(request) -> None:
        if request.writes and len(gateway.writes) > after:
            reached.set()
            gateway.closing.wait(0.2)

    gateway.before = hold
    process = aiws.start(*REGISTER)
    assert reached.wait(20)
    process.send_signal(stop)
    run = finish(process)
    assert run.code == 130, run
    assert "interrupted" in run.out + run.err
    gateway.before = lambda request: None
    time.sleep(0.3)  # what was under way arrives
    aiws.run(*REGISTER).assert_code(0)
    all_is_registered(gateway)
    gateway.forget()
    aiws.run(*REGISTER).assert_code(0)
    nothing_was_written(gateway)


def test_a_run_that_is_killed_is_completed_by_the_next(aiws: Aiws, gateway: GatewayDouble) -> None:
    reached = threading.Event()

    def hold(request) -> None:
        if len(gateway.writes) > 6:
            reached.set()
            gateway.closing.wait(0.2)

    gateway.before = hold
    process = aiws.start(*REGISTER)
    assert reached.wait(20)
    process.kill()
    finish(process)
    gateway.before = lambda request: None
    time.sleep(0.3)
    aiws.run(*REGISTER).assert_code(0)
    each_alias_stands_once(gateway)


@pytest.mark.parametrize("path", ["/health/readiness", "/v2/model/info"])
def test_a_hanging_gateway_can_be_interrupted(aiws: Aiws, gateway: GatewayDouble, path: str) -> None:
    asked = threading.Event()
    gateway.before = lambda request: asked.set() if path in request.path else None
    gateway.fault("GET", path, Fault(hang=True), times=100)
    process = aiws.start(*REGISTER)
    assert asked.wait(20)
    process.send_signal(signal.SIGINT)
    assert finish(process, timeout=10).code == 130
    nothing_was_written(gateway)


def test_waiting_for_a_gateway_can_be_interrupted(aiws: Aiws, gateway: GatewayDouble) -> None:
    asked = threading.Event()
    gateway.before = lambda request: asked.set()
    gateway.fault("GET", "/health/readiness", Fault.error(503), times=10_000)
    process = aiws.start(*REGISTER, "--wait", "600")
    assert asked.wait(20)
    process.send_signal(signal.SIGINT)
    assert finish(process, timeout=10).code == 130
