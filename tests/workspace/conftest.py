# SPDX-License-Identifier: Apache-2.0
"""Whole workspaces: installed, used, broken, moved and taken away, each with an OpenClaw, a LiteLLM and a PostgreSQL.

    AIWS_BIN=build/dev/aiws AIWS_WORKSPACE_FAST=1 pytest tests/workspace -x

It wants root, who makes the users of the tests and takes them away. A file's tests are one story, told in order, on one
host; HOSTS at its head says as whom it is told. Where FROM_SOURCE stands there, install.sh builds the program and
brings the workspace up, unless AIWS_WORKSPACE_FAST is set; everywhere else it is AIWS_BIN.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from provider import Provider
from standing import Standing
from workspace_host import Host


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    ours = [item for item in items if item.path.parent == Path(__file__).parent]
    for item in ours:
        # the first run of all fetches half a gigabyte and may build the program
        item.add_marker(pytest.mark.timeout(3600))
    # the plain story first: where that fails, the others would only say the same
    items.sort(key=lambda item: item in ours and item.path.stem != "test_life")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "host" in metafunc.fixturenames:
        metafunc.parametrize("host", getattr(metafunc.module, "HOSTS", ["user"]), indirect=True, scope="module")


@pytest.fixture(scope="session")
def provider() -> Iterator[Provider]:
    with Provider() as provider:
        yield provider


@pytest.fixture(scope="module")
def host(request: pytest.FixtureRequest, provider: Provider) -> Iterator[Host]:
    """A user with all three keys, on whom the program is installed."""
    if os.geteuid() != 0:
        pytest.skip("only root can make the users of these tests")
    with Host(request.param, provider.environment()) as host:
        fast = os.environ.get("AIWS_WORKSPACE_FAST") == "1"
        host.install(from_source=getattr(request.module, "FROM_SOURCE", False) and not fast)
        yield host


@pytest.fixture(scope="module")
def standing(host: Host) -> Standing:
    """His workspace, which the tests bring up and down."""
    return Standing(host)


@pytest.fixture(scope="module")
def workspace(standing: Standing) -> Standing:
    """His workspace, brought up once for the module, with a row of his own in it."""
    standing.up()
    standing.add_own_row()
    return standing
