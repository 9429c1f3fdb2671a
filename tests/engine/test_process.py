# SPDX-License-Identifier: Apache-2.0
"""The engine as a process: options, HTTP, how it ends and what does not end it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest
from stack.gateway import Installation
from stack.postgres import PostgreSQL

from .engine_process import EngineProcess

FIND = "query { result: findManyLiteLLM_Config { param_name } }"
RAW = 'mutation { result: queryRaw(query: "SELECT 1 AS one", parameters: "[]") }'


@pytest.fixture(scope="module")
def engine(installation: Installation, database: PostgreSQL) -> Iterator[EngineProcess]:
    with EngineProcess(installation, database.url, "--enable-metrics", "--enable-raw-queries") as engine:
        engine.wait_until_ready()
        yield engine


def run(installation: Installation, *options: str) -> subprocess.CompletedProcess[str]:
    command = [installation.engine, *options]
    env = {"PATH": installation.node.path()}
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=30)


def test_its_version_is_the_one_that_the_client_expects(installation: Installation) -> None:
    from prisma import config

    for option in ("--version", "-V"):
        done = run(installation, option)
        assert (done.returncode, done.stdout) == (0, f"query-engine {config.expected_engine_version}\n")


@pytest.mark.parametrize(
    ("options", "word"),
    [(["--colour"], "--colour"), (["-p", "many"], "--port"), ([], "PRISMA_DML_PATH")],
)
def test_wrong_options_are_one_line(installation: Installation, options: list[str], word: str) -> None:
    done = run(installation, *options)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert word in done.stderr


def test_a_port_that_is_taken_is_told(installation: Installation, database: PostgreSQL, engine: EngineProcess) -> None:
    with EngineProcess(installation, database.url, "-p", str(engine.port)) as second:
        assert second.process.wait(30) == 1
        assert "EADDRINUSE" in second.output()


def test_a_schema_that_is_missing_is_told(installation: Installation, database: PostgreSQL) -> None:
    with EngineProcess(installation, database.url, "--datamodel-path", "/nowhere/schema.prisma") as engine:
        assert engine.process.wait(30) == 1
        assert "/nowhere/schema.prisma" in engine.output()


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/status", None, 200),
        ("GET", "/elsewhere", None, 404),
        ("GET", "/", None, 404),
        ("POST", "/", "no JSON", 400),
        ("POST", "/transaction/start", "no JSON", 400),
        ("POST", "/transaction/cb7a9d3e-7e3f-4b7a-9c8e-3f0c6c4f8d11/commit", None, 404),
        ("POST", "/transaction/cb7a9d3e-7e3f-4b7a-9c8e-3f0c6c4f8d11/rollback", None, 404),
        ("POST", "/transaction/cb7a9d3e-7e3f-4b7a-9c8e-3f0c6c4f8d11/elsewhere", None, 400),
        ("GET", "/metrics?format=json", None, 200),
        ("GET", "/metrics?format=prometheus", None, 200),
    ],
)
def test_an_address_has_its_status(engine: EngineProcess, method: str, path: str, body: str, status: int) -> None:
    assert engine.request(method, path, body)[0] == status


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("query {", "GraphQL"),
        ("query { result: findManyNobody { id } }", "findManyNobody"),
        ("query { a: findManyLiteLLM_Config { param_name } b: findManyLiteLLM_Config { param_name } }", "exactly one"),
        ("query($x: Int) { result: findManyLiteLLM_Config(take: $x) { param_name } }", "Variables"),
        ("query { result: findManyLiteLLM_Config { ...all } }", "Fragments"),
        ("query { result: findManyLiteLLM_Config { a: param_name } }", "alias"),
    ],
)
def test_a_query_that_is_none_is_told(engine: EngineProcess, query: str, word: str) -> None:
    [error] = engine.query(query)["errors"]
    assert word in error["user_facing_error"]["message"]
    assert error["user_facing_error"]["error_code"] == "P2009"


def test_a_transaction_over_http_sees_its_own_rows(engine: EngineProcess) -> None:
    insert = 'mutation { createOneLiteLLM_Config(data: {param_name: "over-http"}) { param_name } }'
    look = 'query { result: findUniqueLiteLLM_Config(where: {param_name: "over-http"}) { param_name } }'
    status, started = engine.request("POST", "/transaction/start", {"max_wait": 2000, "timeout": 5000})
    transaction = json.loads(started)["id"]
    inside = {"X-transaction-id": transaction}
    assert status == 200
    assert engine.request("POST", "/", {"query": insert}, **inside)[1] == (
        '{"data":{"createOneLiteLLM_Config":{"param_name":"over-http"}}}'
    )
    assert engine.query(look) == {"data": {"result": None}}
    assert engine.request("POST", f"/transaction/{transaction}/rollback")[0] == 200
    assert engine.query(look) == {"data": {"result": None}}


def test_a_batch_without_transaction_keeps_what_worked(engine: EngineProcess) -> None:
    queries = [RAW, 'mutation { result: queryRaw(query: "SELEC", parameters: "[]") }', RAW]
    body = {"batch": [{"query": query} for query in queries], "transaction": False}
    result = json.loads(engine.request("POST", "/", body)[1])["batchResult"]
    assert ["data" in part for part in result] == [True, False, True]


def test_raw_queries_and_metrics_are_to_be_enabled(installation: Installation, database: PostgreSQL) -> None:
    with EngineProcess(installation, database.url) as engine:
        engine.wait_until_ready()
        assert "--enable-raw-queries" in engine.query(RAW)["errors"][0]["error"]
        assert engine.request("GET", "/metrics")[0] == 404


def test_queries_are_logged_when_asked_for(installation: Installation, database: PostgreSQL) -> None:
    with EngineProcess(installation, database.url, "--log-queries") as engine:
        engine.wait_until_ready()
        engine.query(FIND)
        assert any("LiteLLM_Config" in json.loads(line)["query"] for line in engine.output().splitlines())


def test_a_panic_fails_one_request_and_ends_nothing(installation: Installation, database: PostgreSQL) -> None:
    with EngineProcess(installation, database.url, "--enable-raw-queries") as engine:
        engine.wait_until_ready()
        for _ in range(3):
            status, body = engine.request("POST", "/transaction/this-is-no-id/commit")
            assert (status, json.loads(body)["is_panic"]) == (500, True)
            assert engine.query(RAW)["data"]["result"]["rows"] == [[1]]
        assert engine.process.poll() is None


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it(installation: Installation, database: PostgreSQL, number: signal.Signals) -> None:
    with EngineProcess(installation, database.url) as engine:
        engine.wait_until_ready()
        engine.process.send_signal(number)
        assert engine.process.wait(30) == 0


def test_it_ends_with_a_parent_that_was_killed(installation: Installation, database: PostgreSQL) -> None:
    parent = "import subprocess, sys; subprocess.run(sys.argv[1:])"
    with EngineProcess(installation, database.url, launcher=(sys.executable, "-c", parent)) as engine:
        engine.wait_until_ready()
        engine.process.kill()
        engine.process.wait()
        engine.wait_until_gone()
