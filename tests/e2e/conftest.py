# SPDX-License-Identifier: Apache-2.0
"""A real LiteLLM with a real PostgreSQL, the three providers on loopback, and the binary.

The gateway is one for the whole session; a test finds it without any row or credential, or where it asks for a
`workspace`, with those that the tests of its module left.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from aiws import Aiws
from provider import Provider
from stack.gateway import Gateway, Stack
from stack.openclaw import OpenClaw
from workspace import Workspace


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    with Stack() as stack:
        yield stack


@pytest.fixture(scope="session")
def _running(stack: Stack) -> Gateway:
    return stack.gateway()


@pytest.fixture(scope="session")
def _providers() -> Iterator[Provider]:
    with Provider() as provider:
        yield provider


@pytest.fixture
def provider(_providers: Provider) -> Provider:
    _providers.reset()
    return _providers


@pytest.fixture
def gateway(_running: Gateway) -> Gateway:
    _running.admin.clear()
    return _running


def of_user(home: Path, gateway: Gateway, provider: Provider) -> Aiws:
    """The binary with all three keys and base URLs of the providers on loopback."""
    return Aiws(home, {"LITELLM_URL": gateway.url, "LITELLM_TOKEN": gateway.master_key, **provider.environment()})


@pytest.fixture
def aiws(home: Path, gateway: Gateway, provider: Provider) -> Aiws:
    return of_user(home, gateway, provider)


@pytest.fixture
def openclaw(home: Path) -> OpenClaw:
    return OpenClaw(home)


@pytest.fixture(scope="module")
def _emptied(_running: Gateway) -> Gateway:
    _running.admin.clear()
    return _running


@pytest.fixture
def workspace(home: Path, openclaw: OpenClaw, _emptied: Gateway, provider: Provider) -> Workspace:
    """A home folder, and with it an OpenClaw, of the test's own; OpenClaw is not on PATH yet."""
    return Workspace(of_user(home, _emptied, provider), openclaw, _emptied, provider)
