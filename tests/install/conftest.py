# SPDX-License-Identifier: Apache-2.0
"""A machine made of stand-ins for each test, and a server with a release for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from installer import Machine, ReleaseServer, archive


@pytest.fixture(scope="session", autouse=True)
def _the_binary_exists() -> None:
    """No binary is needed here."""


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.fixture
def releases() -> Iterator[ReleaseServer]:
    with ReleaseServer() as server:
        server.publish(archive())
        yield server
