# SPDX-License-Identifier: Apache-2.0
"""How the database is reached: its URL, its limits, and what happens when it goes away."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from stack.gateway import Installation, Stack
from stack.postgres import PostgreSQL
from stack.process import free_port

from .conftest import Connect
from .engine_process import EngineProcess
from .tls_proxy import TlsProxy

PASSWORD = "p@ss:w/o?r#d %41ü&=+'\""
ENCODED = "p%40ss%3Aw%2Fo%3Fr%23d%20%2541%C3%BC%26%3D%2B%27%22"


@pytest.fixture(scope="module")
def server(installation: Installation, stack: Stack) -> Iterator[PostgreSQL]:
    """A server of this module's own, where the user `guarded` needs a password."""
    data = stack.folder / "guarded"
    server = PostgreSQL(installation.pg_bin, data, stack.folder, installation.template)
    try:
        server.execute(f"CREATE ROLE guarded LOGIN SUPERUSER PASSWORD '{PASSWORD.replace(chr(39), chr(39) * 2)}'")
        rules = data / "pg_hba.conf"
        rules.write_text(f"host all guarded 127.0.0.1/32 scram-sha-256\n{rules.read_text()}")
        server.execute("SELECT pg_reload_conf()")
        yield server
    finally:
        server.stop()


def address(server: PostgreSQL, user: str = "litellm", database: str = "litellm", query: str = "") -> str:
    return f"postgresql://{user}@127.0.0.1:{server.port}/{database}{query}"


async def answers(connect: Connect, url: str) -> list[dict[str, Any]]:
    async with connect(url) as client:
        return await client.query_raw("SELECT current_user::text AS name")


async def test_a_password_may_have_any_character(connect: Connect, server: PostgreSQL) -> None:
    assert await answers(connect, address(server, f"guarded:{ENCODED}")) == [{"name": "guarded"}]


REFUSED = [
    ("guarded:wrong", "litellm", "", "P1000", "guarded"),
    ("guarded", "litellm", "", "P1000", "guarded"),
    ("litellm", "nowhere", "", "P1003", "nowhere"),
    ("nobody_here", "litellm", "", "P1010", "nobody_here"),
    ("litellm", "litellm", "?sslmode=require", "P1011", "TLS"),
    ("litellm", "litellm", "?connection_limit=many", "P1013", "connection_limit"),
    ("litellm", "litellm", "?sslcert=/nowhere/ca.pem", "P1013", "sslcert"),
]


@pytest.mark.parametrize(("user", "database", "query", "code", "word"), REFUSED)
def test_what_the_database_refuses_ends_the_engine_with_prismas_error(
    installation: Installation, server: PostgreSQL, user: str, database: str, query: str, code: str, word: str
) -> None:
    with EngineProcess(installation, address(server, user, database, query)) as engine:
        error = engine.failure()
    assert (error["error_code"], error["is_panic"]) == (code, False)
    assert word in error["message"]
    assert "wrong" not in error["message"]


@pytest.mark.parametrize(
    "query", ["", "?sslmode=require", "?sslaccept=strict&sslcert=CA", "?sslmode=verify-full&sslrootcert=CA"]
)
def test_tls_is_used_where_the_server_has_it(
    installation: Installation, server: PostgreSQL, tmp_path: Path, query: str
) -> None:
    with TlsProxy(server.port, tmp_path) as proxy:
        url = f"postgresql://litellm@127.0.0.1:{proxy.port}/litellm{query.replace('CA', str(proxy.certificate))}"
        with EngineProcess(installation, url) as engine:
            engine.wait_until_ready()
        assert proxy.encrypted >= 1


@pytest.mark.parametrize("query", ["?sslaccept=strict", "?sslmode=verify-ca", "?sslmode=verify-full"])
def test_a_certificate_that_nobody_vouches_for_is_refused_where_it_is_checked(
    installation: Installation, server: PostgreSQL, tmp_path: Path, query: str
) -> None:
    with (
        TlsProxy(server.port, tmp_path) as proxy,
        EngineProcess(installation, f"postgresql://litellm@127.0.0.1:{proxy.port}/litellm{query}") as engine,
    ):
        error = engine.failure()
    assert (error["error_code"], "certificate" in error["message"]) == ("P1011", True)


def test_a_server_that_is_not_there_is_unreachable(installation: Installation) -> None:
    port = free_port()
    with EngineProcess(installation, f"postgresql://u:secret@127.0.0.1:{port}/db?connect_timeout=1") as engine:
        error = engine.failure()
    assert error["error_code"] == "P1001"
    assert f"127.0.0.1:{port}" in error["message"]
    assert "secret" not in json.dumps(error)


@pytest.mark.parametrize("url", ["mysql://u@h/d", "not a url", "postgresql://u:p#w@h:5432/d"])
def test_an_address_that_is_none_is_told_without_it(installation: Installation, url: str) -> None:
    with EngineProcess(installation, url) as engine:
        error = engine.failure()
    assert error["error_code"] == "P1013"
    assert url not in error["message"]


def test_a_missing_address_is_told_with_its_variable(installation: Installation) -> None:
    with EngineProcess(installation, "") as engine:
        error = engine.failure()
    assert (error["error_code"], "DATABASE_URL" in error["message"]) == ("P1012", True)


async def test_the_engine_waits_for_a_server_that_is_still_starting(
    installation: Installation, server: PostgreSQL
) -> None:
    server.stop()
    try:
        with EngineProcess(installation, address(server)) as engine:
            await asyncio.sleep(0.5)
            server.start()
            engine.wait_until_ready()
    finally:
        if not server.running():
            server.start()


async def test_another_schema_is_searched(connect: Connect, server: PostgreSQL) -> None:
    server.execute('CREATE SCHEMA "my other" CREATE TABLE "LiteLLM_Config" (param_name text, n int)')
    async with connect(address(server, query="?schema=my%20other")) as client:
        assert await client.query_raw('SELECT n FROM "LiteLLM_Config"') == []
        row = await client.query_first("SELECT current_schema()::text AS name")
        assert row == {"name": "my other"}


async def test_options_of_the_session_and_its_name_are_passed_on(connect: Connect, server: PostgreSQL) -> None:
    url = address(server, query="?application_name=aiws-test&options=-c%20statement_timeout%3D12345")
    async with connect(url) as client:
        row = await client.query_first(
            "SELECT current_setting('application_name') AS a, current_setting('statement_timeout') AS s"
        )
    assert row == {"a": "aiws-test", "s": "12345ms"}


async def test_dates_are_read_whatever_style_the_server_has(connect: Connect, server: PostgreSQL) -> None:
    async with connect(address(server, query="?options=-c%20DateStyle%3DGerman")) as client:
        row = await client.query_first("SELECT '2026-01-02 03:04:05'::timestamp AS value")
    assert row == {"value": "2026-01-02T03:04:05+00:00"}


async def test_no_more_connections_are_opened_than_the_limit(connect: Connect, server: PostgreSQL) -> None:
    async with connect(address(server, query="?connection_limit=3&application_name=three")) as client:
        sleep = "SELECT 1 AS one, pg_sleep(0.1)::text AS t"
        slept = asyncio.gather(*(client.query_raw(sleep) for _ in range(12)))
        await asyncio.sleep(0.2)
        count = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'three'"
        assert 1 <= int(server.execute(count)) <= 3
        assert len(await slept) == 12


async def test_who_waits_too_long_for_a_connection_is_told(connect: Connect, server: PostgreSQL) -> None:
    from prisma.errors import DataError

    async with connect(address(server, query="?connection_limit=1&pool_timeout=1")) as client:
        slow = asyncio.create_task(client.query_raw("SELECT pg_sleep(2)::text AS t"))
        await asyncio.sleep(0.2)
        with pytest.raises(DataError, match="connection pool") as caught:
            await client.litellm_config.count()
        assert (caught.value.code, caught.value.meta) == ("P2024", {"timeout": 1, "connection_limit": 1})
        assert await slow == [{"t": ""}]
        assert await client.litellm_config.count() >= 0


async def test_200_requests_at_once_are_all_answered(connect: Connect, server: PostgreSQL) -> None:
    async with connect(address(server, query="?connection_limit=10&pool_timeout=60"), http={"timeout": 60}) as client:
        wanted = [client.query_raw("SELECT $1::int AS n", number) for number in range(200)]
        wanted += [client.litellm_config.count() for _ in range(50)]
        replies = await asyncio.gather(*wanted)
    assert replies[:200] == [[{"n": number}] for number in range(200)]


async def test_queries_work_again_after_the_server_was_restarted(connect: Connect, server: PostgreSQL) -> None:
    from prisma.errors import DataError

    async with connect(address(server, query="?connection_limit=4")) as client:
        await asyncio.gather(*(client.litellm_config.count() for _ in range(8)))
        slow = asyncio.create_task(client.query_raw("SELECT pg_sleep(30)::text AS t"))
        transaction = await client.tx().start()
        await transaction.litellm_config.count()
        server.stop()
        with pytest.raises(DataError, match="Server has closed the connection") as closed:
            await slow
        with pytest.raises(DataError, match="Can't reach database server") as unreachable:
            await client.litellm_config.count()
        with pytest.raises(DataError):
            await transaction.litellm_config.count()
        server.start()
        assert (closed.value.code, unreachable.value.code) == ("P1017", "P1001")
        assert unreachable.value.meta == {"database_host": "127.0.0.1", "database_port": server.port}
        assert min(await asyncio.gather(*(client.litellm_config.count() for _ in range(8)))) >= 0
        async with client.tx() as again:
            assert await again.litellm_config.count() >= 0
        gauges = {gauge.key: gauge.value for gauge in (await client.get_metrics()).gauges}
        assert gauges["prisma_pool_connections_busy"] == 0


async def test_a_connection_that_an_administrator_ended_is_replaced(connect: Connect, server: PostgreSQL) -> None:
    end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'ended'"
    async with connect(address(server, query="?connection_limit=2&application_name=ended")) as client:
        for _ in range(3):
            assert await client.litellm_config.count() >= 0
            server.execute(end)
            await asyncio.sleep(0.1)
        assert await client.litellm_config.count() >= 0


def test_the_engine_is_silent_about_all_that(stack: Stack, tmp_path: Path, installation: Installation) -> None:
    """A server that ends idle connections is no failure of ours: nothing about it is printed."""
    with EngineProcess(installation, stack.database.url + "?application_name=quiet") as engine:
        engine.wait_until_ready()
        stack.database.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'quiet'"
        )
        assert engine.query("query { result: findManyLiteLLM_Config { param_name } }")["data"]["result"] is not None
        assert engine.output() == ""
