# SPDX-License-Identifier: Apache-2.0
"""A real LiteLLM with a real PostgreSQL, the three providers on loopback, and the binary.

The gateway is one for the whole session; each test finds it without any row or credential.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from aiws import Aiws
from provider import Provider
from stack.gateway import Gateway, Stack
from stack.openclaw import OpenClaw


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


@pytest.fixture
def aiws(home: Path, gateway: Gateway, provider: Provider) -> Aiws:
    """The binary with all three keys and base URLs of the providers on loopback."""
    return Aiws(home, {"LITELLM_URL": gateway.url, "LITELLM_TOKEN": gateway.master_key, **provider.environment()})


@pytest.fixture
def openclaw(home: Path) -> OpenClaw:
    return OpenClaw(home)
