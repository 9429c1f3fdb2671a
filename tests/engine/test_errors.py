# SPDX-License-Identifier: Apache-2.0
"""What goes wrong is the exception that the native engine would make the client raise."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from prisma import Prisma

BY = {"created_by": "tester", "updated_by": "tester"}

ORGANIZATION = {"organization_alias": "o", "models": [], **BY}
# what is done, the exception, Prisma's code, a word of the message
FAILURES: dict[str, tuple[Callable[[Any, str], Awaitable[Any]], str, str | None, str]] = {
    "a key that is taken": (
        lambda db, name: db.litellm_budgettable.create_many(data=[{"budget_id": name, **BY}] * 2),
        "UniqueViolationError",
        "P2002",
        "budget_id",
    ),
    "a row that belongs to none": (
        lambda db, name: db.litellm_organizationtable.create(data={**ORGANIZATION, "budget_id": name}),
        "ForeignKeyViolationError",
        "P2003",
        "LiteLLM_OrganizationTable_budget_id_fkey",
    ),
    "a row that must be there": (
        lambda db, name: db.litellm_budgettable.find_unique_or_raise(where={"budget_id": name}),
        "RecordNotFoundError",
        "P2025",
        "not found",
    ),
    "a connection to nothing": (
        lambda db, name: db.litellm_budgettable.create(
            data={"budget_id": name, **BY, "keys": {"connect": [{"token": name}]}}
        ),
        "DataError",
        "P2018",
        "not found",
    ),
    "a value that is required": (
        lambda db, name: db.litellm_budgettable.create(data={"budget_id": name}),
        "MissingRequiredValueError",
        "P2009",
        "created_by",
    ),
    "a field that does not exist": (
        lambda db, name: db.litellm_budgettable.find_many(where={"colour": name}),
        "FieldNotFoundError",
        "P2009",
        "colour",
    ),
    "a value of the wrong type": (
        lambda db, name: db.litellm_budgettable.find_many(where={"max_budget": name}),
        "FieldNotFoundError",
        "P2009",
        "max_budget",
    ),
    "a number that is too large": (
        lambda db, name: db.litellm_budgettable.find_many(where={"tpm_limit": 2**63}),
        "DataError",
        "P2033",
        "64 bit",
    ),
    "a character that PostgreSQL refuses": (
        lambda db, name: db.litellm_budgettable.create(data={"budget_id": f"{name}\0", **BY}),
        "DataError",
        None,
        "0x00",
    ),
    "SQL that is none": (lambda db, name: db.query_raw("SELEC 1"), "RawQueryError", "P2010", "syntax error"),
    "SQL on a table that does not exist": (
        lambda db, name: db.execute_raw(f'DELETE FROM "{name}"'),
        "RawQueryError",
        "P2010",
        "does not exist",
    ),
    "SQL that fails": (lambda db, name: db.query_raw("SELECT 1 / 0"), "RawQueryError", "P2010", "division by zero"),
    "two statements in one": (
        lambda db, name: db.query_raw("SELECT 1; SELECT 2"),
        "RawQueryError",
        "P2010",
        "multiple commands",
    ),
}


@pytest.mark.parametrize("what", FAILURES)
async def test_a_failure_is_the_right_exception(client: Prisma, name: str, what: str) -> None:
    from prisma import errors

    work, exception, code, word = FAILURES[what]
    with pytest.raises(errors.DataError) as caught:
        await work(client, name)
    assert (type(caught.value).__name__, caught.value.code) == (exception, code)
    assert word in str(caught.value)


async def test_the_details_of_an_error_are_there(client: Prisma, name: str) -> None:
    from prisma import errors

    with pytest.raises(errors.RawQueryError) as raw:
        await client.query_raw("SELECT 1 / 0")
    assert raw.value.meta["code"] == "22012"
    await client.litellm_budgettable.create(data={"budget_id": name, **BY})
    with pytest.raises(errors.UniqueViolationError) as unique:
        await client.litellm_budgettable.create(data={"budget_id": name, **BY})
    assert unique.value.meta["target"] == ["budget_id"]


async def test_a_table_or_column_that_is_missing_is_told(client: Prisma) -> None:
    from prisma import errors

    with pytest.raises(errors.TableNotFoundError) as table:
        async with client.tx() as transaction:
            await transaction.execute_raw('ALTER TABLE "LiteLLM_CronJob" RENAME TO "Elsewhere"')
            await transaction.litellm_cronjob.find_many()
    assert table.value.table == "public.LiteLLM_CronJob"
    with pytest.raises(errors.DataError, match="pod_id") as column:
        async with client.tx() as transaction:
            await transaction.execute_raw('ALTER TABLE "LiteLLM_CronJob" DROP COLUMN pod_id')
            await transaction.litellm_cronjob.find_many()
    assert column.value.code == "P2022"
    assert await client.litellm_cronjob.count() >= 0


async def test_errors_leave_the_connections_open(client: Prisma, name: str) -> None:
    from prisma import errors

    before = {counter.key: counter.value for counter in (await client.get_metrics()).counters}
    for _ in range(20):
        with pytest.raises(errors.RawQueryError):
            await client.query_raw("SELECT 1 / 0")
    after = {counter.key: counter.value for counter in (await client.get_metrics()).counters}
    closed = "prisma_pool_connections_closed_total"
    assert after[closed] == before[closed]
    assert after["prisma_client_queries_total"] - before["prisma_client_queries_total"] == 20
