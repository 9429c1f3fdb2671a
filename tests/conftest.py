# SPDX-License-Identifier: Apache-2.0
"""What every suite needs: the binary, a home folder of the test's own, and a gateway."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiws import Aiws, binary
from fake_openclaw import FakeOpenClaw
from gateway_double import GatewayDouble
from settings import for_double


def pytest_configure() -> None:
    # What is ignored here, as behind nohup or &, would be ignored by all that the tests start and stop.
    usual = {signal.SIGHUP: signal.SIG_DFL, signal.SIGQUIT: signal.SIG_DFL, signal.SIGINT: signal.default_int_handler}
    for number, handler in usual.items():
        if signal.getsignal(number) == signal.SIG_IGN:
            signal.signal(number, handler)


@pytest.fixture(scope="session", autouse=True)
def _the_binary_exists() -> None:
    if not binary().exists():
        pytest.exit(f"{binary()} does not exist: build it, or set AIWS_BIN", returncode=2)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def gateway() -> Iterator[GatewayDouble]:
    """A gateway double; tests/e2e has a real one in its place."""
    with GatewayDouble() as double:
        yield double


@pytest.fixture
def aiws(home: Path, gateway: GatewayDouble) -> Aiws:
    """The binary with that gateway, its token and all three keys."""
    return Aiws(home, for_double(gateway.url))


@pytest.fixture
def openclaw(tmp_path: Path) -> FakeOpenClaw:
    """An installed OpenClaw that misbehaves on demand; tests/e2e has the real one in its place."""
    return FakeOpenClaw(tmp_path / "openclaw")


@pytest.fixture
def user(aiws: Aiws, openclaw: FakeOpenClaw) -> Aiws:
    """aiws with that OpenClaw on PATH, whose own gateway does not run."""
    return aiws.with_env(PATH=openclaw.path, OPENCLAW_GATEWAY_PORT="1")
