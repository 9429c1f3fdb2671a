# SPDX-License-Identifier: Apache-2.0
"""The engine of templates/engine behind prisma-client-py, as LiteLLM uses it, on a real PostgreSQL.

Tests are coroutines: all of a session run in one event loop, to which its client belongs.
"""

from __future__ import annotations

import asyncio
import inspect
import os
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from stack.gateway import Installation, Stack
from stack.postgres import PostgreSQL

if TYPE_CHECKING:
    from prisma import Prisma

SECONDS = 60  # for one test

Connect = Callable[..., AbstractAsyncContextManager["Prisma"]]


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    with Stack() as stack:
        yield stack


@pytest.fixture(scope="session")
def installation(stack: Stack) -> Iterator[Installation]:
    """LiteLLM's packages can be imported, and its client finds the engine."""
    here = stack.installation
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "path", [*sys.path, str(here.site)])
        for name, value in {**here.prisma_environment(), "PATH": here.node.path(here.bin)}.items():
            patch.setenv(name, value)
        for name in ("DATABASE_URL", *(name for name in os.environ if name.startswith("PG"))):
            patch.delenv(name, raising=False)
        yield here


@pytest.fixture(scope="session")
def database(stack: Stack) -> PostgreSQL:
    return stack.database


@pytest.fixture(scope="session")
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@asynccontextmanager
async def connected(url: str, **options: object) -> AsyncIterator[Prisma]:
    """A client with an engine of its own, on this database."""
    from prisma import Prisma

    client = Prisma(use_dotenv=False, datasource={"url": url}, **options)
    await client.connect()
    try:
        yield client
    finally:
        await client.disconnect()


@pytest.fixture
def connect(installation: Installation) -> Connect:
    return connected


@pytest.fixture(scope="session")
def client(installation: Installation, database: PostgreSQL, runner: asyncio.Runner) -> Iterator[Prisma]:
    """The session's client; each test uses rows of its own."""
    context = connected(database.url)
    yield runner.run(context.__aenter__())
    runner.run(context.__aexit__(None, None, None))


@pytest.fixture
def name() -> str:
    """A name that no other row has."""
    return uuid4().hex


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Runs a test that is a coroutine in the session's event loop."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    runner = pyfuncitem._request.getfixturevalue("runner")
    wanted = {argument: pyfuncitem.funcargs[argument] for argument in pyfuncitem._fixtureinfo.argnames}
    runner.run(asyncio.wait_for(pyfuncitem.obj(**wanted), SECONDS))
    return True
