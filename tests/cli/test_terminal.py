# SPDX-License-Identifier: Apache-2.0
"""Colour and progress belong to terminals only."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import termios
import time

import pytest
from aiws import Aiws, binary
from gateway_double import GatewayDouble

ESCAPE = "\x1b["


def run_on_terminal(aiws: Aiws, *args: str) -> str:
    """Everything that a terminal of 100 columns is sent."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    process = subprocess.Popen([str(binary()), *args], env={"TERM": "xterm", **aiws.environment()}, cwd=aiws.home,
                               stdin=slave, stdout=slave, stderr=slave, start_new_session=True)  # fmt: skip
    os.close(slave)
    text = b""
    while True:
        try:
            block = os.read(master, 65536)
        except OSError:  # the other end is closed
            break
        if not block:
            break
        text += block
    os.close(master)
    process.wait(60)
    return text.decode(errors="replace")


def test_a_terminal_gets_colour(aiws: Aiws) -> None:
    assert ESCAPE in run_on_terminal(aiws, "plan")


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colour_where_it_is_not_wanted(aiws: Aiws, variables: dict[str, str]) -> None:
    assert ESCAPE not in run_on_terminal(aiws.with_env(**variables), "plan")


@pytest.mark.parametrize("command", [("plan",), ("models",), ("status",), ("register",), ("verify",)])
def test_a_pipe_gets_no_colour(aiws: Aiws, command: tuple[str, ...]) -> None:
    run = aiws.run(*command)
    assert ESCAPE not in run.out + run.err and "\r" not in run.out + run.err


def test_json_gets_no_colour_even_on_a_terminal(aiws: Aiws) -> None:
    assert ESCAPE not in run_on_terminal(aiws, "models", "--offline", "--json")


def test_progress_is_shown_for_long_work_and_wiped_away(aiws: Aiws, gateway: GatewayDouble) -> None:
    gateway.before = lambda request: time.sleep(0.8) if request.writes else None
    text = run_on_terminal(aiws, "register", "--no-openclaw")
    assert "\r" in text.replace("\r\n", "")
    quiet = run_on_terminal(aiws, "unregister", "--yes", "--quiet", "--no-openclaw")
    assert "\r" not in quiet.replace("\r\n", "")
