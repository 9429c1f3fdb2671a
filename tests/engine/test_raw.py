# SPDX-License-Identifier: Apache-2.0
"""SQL written by hand: parameters, every type of column, and what is counted."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from prisma import Prisma

COLUMNS = [
    ("1::int2", 1),
    ("2147483647::int4", 2147483647),
    ("9223372036854775807::int8", 2**63 - 1),
    ("1.25::float8", 1.25),
    ("0.5::float4", 0.5),
    ("12345.678::numeric", 12345.678),
    ("true", True),
    ("'it''s'::text", "it's"),
    ("'v'::varchar", "v"),
    ("'n'::name", "n"),
    ("NULL", None),
    ("'{\"a\": [1, null]}'::jsonb", {"a": [1, None]}),
    ("'[9007199254740993]'::json", [2**53 + 1]),
    ("'null'::jsonb", None),
    ("'2026-01-02'::date", "2026-01-02"),
    ("'03:04:05.678'::time", "03:04:05.678"),
    ("'2026-01-02 03:04:05.678'::timestamp", "2026-01-02T03:04:05.678+00:00"),
    ("'2026-01-02 03:04:05+05:30'::timestamptz", "2026-01-01T21:34:05+00:00"),
    ("'1999-12-31 23:59:59.5-02'::timestamptz", "2000-01-01T01:59:59.500+00:00"),
    ("'6b9df8ae-96e4-4a29-a1c6-35a9ea0ae2a9'::uuid", "6b9df8ae-96e4-4a29-a1c6-35a9ea0ae2a9"),
    ("'\\x00ff'::bytea", "AP8="),
    ("'ACTIVE'::\"JobStatus\"", "ACTIVE"),
    ("'1 day'::interval", "1 day"),
    ("ARRAY['a', NULL, 'b\"c']::text[]", ["a", None, 'b"c']),
    ("ARRAY[1, 2]::int4[]", [1, 2]),
    ("ARRAY[9007199254740993]::int8[]", [2**53 + 1]),
    ("ARRAY[1.5]::float8[]", [1.5]),
    ("ARRAY[true, false]", [True, False]),
    ("ARRAY['x']::name[]", ["x"]),
    ("count(*)", 1),
    ("sum(2::int8)", 2.0),
]


@pytest.mark.parametrize(("expression", "expected"), COLUMNS, ids=[case[0] for case in COLUMNS])
async def test_a_column_has_the_value_that_python_expects(client: Prisma, expression: str, expected: Any) -> None:
    assert await client.query_raw(f"SELECT {expression} AS value") == [{"value": expected}]


@pytest.mark.parametrize("zone", ["UTC", "Asia/Kolkata", "America/St_Johns", "Europe/Berlin"])
async def test_times_are_right_whatever_zone_and_style_the_server_has(client: Prisma, zone: str) -> None:
    async with client.tx() as transaction:
        await transaction.execute_raw(f"SET LOCAL TimeZone TO '{zone}'")
        rows = await transaction.query_raw("SELECT to_timestamp(1790000000.25) AS value")
    assert rows == [{"value": "2026-09-21T14:13:20.250+00:00"}]


PARAMETERS = [
    ("text", "a'b\"c$1"),
    ("int4", 5),
    ("int8", 2**53 + 1),
    ("float8", 1.5),
    ("bool", False),
    ("text", None),
    ("jsonb", {"a": [1]}),
    ("text[]", ["a", "b"]),
]


@pytest.mark.parametrize(("kind", "value"), PARAMETERS, ids=str)
async def test_a_parameter_arrives_as_it_was(client: Prisma, kind: str, value: Any) -> None:
    from prisma import Json

    given = Json(value) if kind == "jsonb" else value
    assert await client.query_raw(f"SELECT $1::{kind} AS value", given) == [{"value": value}]


async def test_a_time_and_a_decimal_are_parameters_too(client: Prisma) -> None:
    when = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    rows = await client.query_raw("SELECT $1::timestamptz AS t, $2::numeric AS n", when, Decimal("1.25"))
    assert rows == [{"t": "2026-01-02T03:04:05+00:00", "n": 1.25}]


async def test_parameters_are_found_in_lists(client: Prisma) -> None:
    rows = await client.query_raw(
        "SELECT n FROM generate_series(1, 5) n WHERE n = ANY($1::int[]) ORDER BY n", [2, 4, 9]
    )
    assert rows == [{"n": 2}, {"n": 4}]


async def test_what_a_statement_changed_is_counted(client: Prisma, name: str) -> None:
    insert = 'INSERT INTO "LiteLLM_Config" (param_name) SELECT $1 || n FROM generate_series(1, 3) n'
    assert await client.execute_raw(insert, name) == 3
    assert await client.execute_raw('DELETE FROM "LiteLLM_Config" WHERE param_name LIKE $1', f"{name}%") == 3
    assert await client.execute_raw('DELETE FROM "LiteLLM_Config" WHERE param_name LIKE $1', f"{name}%") == 0


async def test_query_first_is_the_first_row_or_none(client: Prisma) -> None:
    assert await client.query_first("SELECT n FROM generate_series(1, 3) n ORDER BY n") == {"n": 1}
    assert await client.query_first("SELECT 1 AS n WHERE false") is None


async def test_rows_become_models(client: Prisma, name: str) -> None:
    from prisma import Json
    from prisma.models import LiteLLM_Config

    await client.litellm_config.create(data={"param_name": name, "param_value": Json({"a": 1})})
    rows = await client.query_raw('SELECT * FROM "LiteLLM_Config" WHERE param_name = $1', name, model=LiteLLM_Config)
    assert [(row.param_name, row.param_value, row.reload_revision) for row in rows] == [(name, {"a": 1}, 0)]


async def test_a_json_document_that_looks_like_the_protocol_stays_as_it_is(client: Prisma) -> None:
    document = {"$type": "BigInt", "value": "5"}
    from prisma import Json

    assert await client.query_raw("SELECT $1::jsonb AS value", Json(document)) == [{"value": document}]


async def test_a_large_result_comes_whole(client: Prisma) -> None:
    rows = await client.query_raw("SELECT n, repeat('x', 100) AS t FROM generate_series(1, 20000) n")
    assert len(rows) == 20000
    assert rows[-1]["n"] == 20000
