# SPDX-License-Identifier: Apache-2.0
"""Rows through the client: every operation that LiteLLM uses, every type of its schema in both directions."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from prisma import Prisma

BY = {"created_by": "tester", "updated_by": "tester"}
BEYOND_DOUBLES = 2**53 + 1  # the first integer that a JavaScript number cannot hold


async def test_what_is_created_is_found(client: Prisma, name: str) -> None:
    created = await client.litellm_budgettable.create(data={"budget_id": name, **BY, "max_budget": 1.5})
    found = await client.litellm_budgettable.find_unique(where={"budget_id": name})
    assert found == created
    assert (found.max_budget, found.soft_budget, found.allowed_models) == (1.5, None, [])


async def test_find_first_and_find_unique_say_none_where_nothing_is(client: Prisma, name: str) -> None:
    assert await client.litellm_budgettable.find_first(where={"budget_id": name}) is None
    assert await client.litellm_budgettable.find_unique(where={"budget_id": name}) is None


async def test_many_are_created_updated_counted_and_deleted_at_once(client: Prisma, name: str) -> None:
    table = client.litellm_budgettable
    rows = [{"budget_id": f"{name}-{i}", **BY, "budget_duration": name} for i in range(5)]
    assert await table.create_many(data=rows) == 5
    assert await table.create_many(data=rows, skip_duplicates=True) == 0
    assert await table.update_many(where={"budget_duration": name}, data={"max_budget": 2}) == 5
    assert await table.count(where={"budget_duration": name, "max_budget": 2}) == 5
    assert await table.delete_many(where={"budget_duration": name}) == 5
    assert await table.count(where={"budget_duration": name}) == 0


async def test_an_upsert_creates_and_then_updates(client: Prisma, name: str) -> None:
    data = {"create": {"budget_id": name, **BY, "max_budget": 1}, "update": {"max_budget": 2}}
    assert (await client.litellm_budgettable.upsert(where={"budget_id": name}, data=data)).max_budget == 1
    assert (await client.litellm_budgettable.upsert(where={"budget_id": name}, data=data)).max_budget == 2


async def test_an_upsert_by_a_key_of_several_columns(client: Prisma, name: str) -> None:
    key = {"user_id": name, "team_id": "t"}
    for spend in (0.5, 1.0):
        row = await client.litellm_teammembership.upsert(
            where={"user_id_team_id": key},
            data={"create": {**key, "spend": 0.5}, "update": {"spend": {"increment": 0.5}}},
        )
        assert row.spend == spend


async def test_numbers_are_incremented_in_the_database(client: Prisma, name: str) -> None:
    table = client.litellm_budgettable
    await table.create(data={"budget_id": name, **BY, "max_budget": 1.25, "tpm_limit": BEYOND_DOUBLES})
    row = await table.update(
        where={"budget_id": name}, data={"max_budget": {"increment": 0.5}, "tpm_limit": {"increment": 2}}
    )
    assert (row.max_budget, row.tpm_limit) == (1.75, BEYOND_DOUBLES + 2)


async def test_update_and_delete_of_a_missing_row_say_none(client: Prisma, name: str) -> None:
    assert await client.litellm_budgettable.update(where={"budget_id": name}, data={"max_budget": 1}) is None
    assert await client.litellm_budgettable.delete(where={"budget_id": name}) is None


@pytest.mark.parametrize("number", [0, -1, BEYOND_DOUBLES, -BEYOND_DOUBLES, 2**63 - 1, -(2**63)])
async def test_a_bigint_keeps_all_digits(client: Prisma, name: str, number: int) -> None:
    row = await client.litellm_budgettable.create(data={"budget_id": name, **BY, "tpm_limit": number})
    assert row.tpm_limit == number
    assert await client.litellm_budgettable.count(where={"budget_id": name, "tpm_limit": number}) == 1
    assert await client.litellm_budgettable.count(
        where={"budget_id": name, "tpm_limit": {"gt": number - (number > 0)}}
    ) == (1 if number > 0 else 0)


@pytest.mark.parametrize("number", [0.0, 5.0, 0.1, -1e-9, 1e300, 123456.789])
async def test_a_float_comes_back_as_it_was(client: Prisma, name: str, number: float) -> None:
    row = await client.litellm_budgettable.create(data={"budget_id": name, **BY, "max_budget": number})
    assert row.max_budget == number


async def test_times_are_kept_to_the_millisecond_in_utc(client: Prisma, name: str) -> None:
    when = datetime(2026, 3, 4, 5, 6, 7, 891000, tzinfo=UTC)
    await client.litellm_budgettable.create(data={"budget_id": name, **BY, "budget_reset_at": when})
    row = await client.litellm_budgettable.find_first(where={"budget_id": name, "budget_reset_at": {"lte": when}})
    assert row is not None
    assert row.budget_reset_at == when
    assert row.created_at.tzinfo is not None


@pytest.mark.parametrize(
    "value",
    [
        {},
        [],
        {"a": {"b": [1, 2.5, None, True, "x", {"c": []}]}},
        "text",
        'with "quotes", \\ and ünïcödé \U0001f600',
        "DbNull of the user's",
        5,
        2**53 + 1,
        False,
        {"$type": "BigInt", "value": "5"},
        {"path": "p", "mode": "m", "string_contains": ["x"]},
        {"created_by": "a column's name", "litellm_budget_table": {"models": []}},
    ],
)
async def test_json_comes_back_as_it_was(client: Prisma, name: str, value: Any) -> None:
    from prisma import Json

    await client.litellm_config.create(data={"param_name": name, "param_value": Json(value)})
    row = await client.litellm_config.find_unique(where={"param_name": name})
    assert row is not None
    assert row.param_value == value
    assert await client.query_raw('SELECT param_value v FROM "LiteLLM_Config" WHERE param_name = $1', name) == [
        {"v": value}
    ]


async def test_json_given_as_its_text_is_json(client: Prisma, name: str) -> None:
    await client.litellm_config.create(data={"param_name": name, "param_value": '{"a": [1, null]}'})
    row = await client.litellm_config.find_unique(where={"param_name": name})
    assert row is not None
    assert row.param_value == {"a": [1, None]}


async def test_a_json_field_can_be_without_value_or_hold_null(client: Prisma, name: str) -> None:
    from prisma import Json

    await client.litellm_config.create(data={"param_name": f"{name}-none"})
    await client.litellm_config.create(data={"param_name": f"{name}-null", "param_value": Json(None)})
    kinds = await client.query_raw(
        'SELECT jsonb_typeof(param_value) t FROM "LiteLLM_Config" WHERE param_name LIKE $1 ORDER BY param_name',
        f"{name}%",
    )
    assert [kind["t"] for kind in kinds] == [None, "null"]


@pytest.mark.parametrize("words", [[], ["a"], ["", " ", 'a"b', "c\\d", "e,f", "{g}", "NULL", "ünï"]])
async def test_a_list_of_strings_comes_back_as_it_was(client: Prisma, name: str, words: list[str]) -> None:
    table = client.litellm_budgettable
    assert (await table.create(data={"budget_id": name, **BY, "allowed_models": words})).allowed_models == words
    row = await table.update(where={"budget_id": name}, data={"allowed_models": {"push": ["last"]}})
    assert row.allowed_models == [*words, "last"]
    assert await table.count(where={"budget_id": name, "allowed_models": {"has": "last"}}) == 1


async def test_bytes_come_back_as_they_were(client: Prisma) -> None:
    from prisma import Base64

    data = Base64.encode(bytes(range(256)))
    row = await client.litellm_managedfilecontenttable.create(data={"content": data})
    found = await client.litellm_managedfilecontenttable.find_unique(where={"id": row.id})
    assert found is not None
    assert found.content.decode() == bytes(range(256))


async def test_an_enum_is_written_read_and_looked_for(client: Prisma, name: str) -> None:
    from prisma.enums import JobStatus

    table = client.litellm_cronjob
    row = await table.create(data={"pod_id": name, "ttl": datetime.now(UTC)})
    assert row.status == JobStatus.INACTIVE
    await table.update(where={"cronjob_id": row.cronjob_id}, data={"status": JobStatus.ACTIVE})
    assert await table.count(where={"pod_id": name, "status": JobStatus.ACTIVE}) == 1


async def test_a_number_of_the_database_is_the_key(client: Prisma) -> None:
    first, second = [await client.litellm_modeltable.create(data=BY) for _ in range(2)]
    assert second.id > first.id


async def test_text_of_every_kind_comes_back_as_it_was(client: Prisma, name: str) -> None:
    text = "line\nbreak\ttab 'single' \"double\" \\ $1 {} \U0001f600 ünï; DROP"
    row = await client.litellm_budgettable.create(data={"budget_id": name, **BY, "budget_duration": text})
    assert row.budget_duration == text
