# SPDX-License-Identifier: Apache-2.0
"""Transactions and batches: all of it or nothing, and no connection is ever lost to one."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from stack.postgres import PostgreSQL

if TYPE_CHECKING:
    from prisma import Prisma

    from .conftest import Connect

BY = {"created_by": "tester", "updated_by": "tester"}


def rows(client: Prisma, name: str):
    return client.litellm_budgettable.count(where={"budget_id": {"startswith": name}})


async def test_a_transaction_is_seen_by_others_when_it_is_committed(client: Prisma, name: str) -> None:
    async with client.tx() as transaction:
        await transaction.litellm_budgettable.create(data={"budget_id": name, **BY})
        assert (await rows(client, name), await rows(transaction, name)) == (0, 1)
    assert await rows(client, name) == 1


async def test_a_transaction_that_fails_leaves_nothing(client: Prisma, name: str) -> None:
    with pytest.raises(ZeroDivisionError):
        async with client.tx() as transaction:
            await transaction.litellm_budgettable.create(data={"budget_id": name, **BY})
            raise ZeroDivisionError
    assert await rows(client, name) == 0


async def test_an_error_of_a_statement_rolls_the_transaction_back(client: Prisma, name: str) -> None:
    from prisma.errors import UniqueViolationError

    with pytest.raises(UniqueViolationError):
        async with client.tx() as transaction:
            for _ in range(2):
                await transaction.litellm_budgettable.create(data={"budget_id": name, **BY})
    assert await rows(client, name) == 0


async def test_a_transaction_that_takes_too_long_is_rolled_back(client: Prisma, name: str) -> None:
    from prisma.errors import TransactionExpiredError

    manager = client.tx(timeout=timedelta(milliseconds=100))
    transaction = await manager.start()
    await transaction.litellm_budgettable.create(data={"budget_id": name, **BY})
    await asyncio.sleep(0.3)
    with pytest.raises(TransactionExpiredError):
        await transaction.litellm_budgettable.count()
    with pytest.raises(Exception, match="422"):  # as the native engine answers it
        await manager.commit()
    assert await rows(client, name) == 0


async def test_a_transaction_that_finds_no_connection_in_time_is_refused(
    connect: Connect, database: PostgreSQL, name: str
) -> None:
    from prisma.engine.errors import EngineRequestError

    async with connect(f"{database.url}?connection_limit=1") as client:
        async with client.tx(timeout=timedelta(seconds=30)):
            for _ in range(3):
                with pytest.raises(EngineRequestError, match=r"504.*P2028"):
                    await client.tx(max_wait=timedelta(milliseconds=50)).start()
        # those who gave up took no connection with them
        for _ in range(3):
            async with client.tx() as transaction:
                await transaction.litellm_budgettable.create(data={"budget_id": name, **BY})
                await transaction.litellm_budgettable.delete(where={"budget_id": name})


async def test_expired_transactions_give_their_connections_back(connect: Connect, database: PostgreSQL) -> None:
    async with connect(f"{database.url}?connection_limit=2") as client:
        for _ in range(4):
            await client.tx(timeout=timedelta(milliseconds=50)).start()
        assert await client.litellm_budgettable.count() >= 0
        gauges = {gauge.key: gauge.value for gauge in (await client.get_metrics()).gauges}
        assert gauges["prisma_pool_connections_open"] <= 2


async def test_the_next_one_waits_for_a_free_connection(connect: Connect, database: PostgreSQL, name: str) -> None:
    async with connect(f"{database.url}?connection_limit=2") as client:

        async def work(number: int) -> None:
            async with client.tx(max_wait=timedelta(seconds=30), timeout=timedelta(seconds=30)) as transaction:
                await transaction.litellm_budgettable.create(data={"budget_id": f"{name}-{number}", **BY})

        await asyncio.gather(*(work(number) for number in range(20)))
        assert await rows(client, name) == 20


async def test_a_batch_is_carried_out_whole(client: Prisma, name: str) -> None:
    async with client.batch_() as batch:
        for number in range(5):
            batch.litellm_budgettable.create(data={"budget_id": f"{name}-{number}", **BY})
        batch.litellm_budgettable.update(where={"budget_id": f"{name}-0"}, data={"max_budget": {"increment": 1}})
        batch.litellm_budgettable.upsert(
            where={"budget_id": f"{name}-5"}, data={"create": {"budget_id": f"{name}-5", **BY}, "update": {}}
        )
        batch.litellm_budgettable.update_many(where={"budget_id": {"startswith": name}}, data={"soft_budget": 2})
        batch.litellm_budgettable.delete_many(where={"budget_id": f"{name}-4"})
        batch.execute_raw(
            'UPDATE "LiteLLM_BudgetTable" SET budget_duration = $1 WHERE budget_id LIKE $2', "1d", f"{name}%"
        )
    assert (
        await client.litellm_budgettable.count(where={"budget_duration": "1d", "budget_id": {"startswith": name}}) == 5
    )


async def test_a_batch_that_fails_leaves_nothing(client: Prisma, name: str) -> None:
    from prisma.errors import UniqueViolationError

    with pytest.raises(UniqueViolationError):
        async with client.batch_() as batch:
            batch.litellm_budgettable.create(data={"budget_id": f"{name}-1", **BY})
            batch.litellm_budgettable.create(data={"budget_id": f"{name}-2", **BY})
            batch.litellm_budgettable.create(data={"budget_id": f"{name}-1", **BY})
    assert await rows(client, name) == 0


async def test_the_sqlstate_of_a_batch_that_fails_is_told(client: Prisma, name: str) -> None:
    from prisma.errors import DataError

    with pytest.raises(DataError, match=r'PostgresError \{ code: "22021"'):  # LiteLLM looks for this text
        async with client.batch_() as batch:
            batch.litellm_budgettable.create(data={"budget_id": f"{name}\0", **BY})


async def test_a_batch_in_a_transaction_belongs_to_it(client: Prisma, name: str) -> None:
    with pytest.raises(ZeroDivisionError):
        async with client.tx() as transaction:
            async with transaction.batch_() as batch:
                batch.litellm_budgettable.create(data={"budget_id": name, **BY})
            assert await rows(transaction, name) == 1
            raise ZeroDivisionError
    assert await rows(client, name) == 0


async def test_increments_at_the_same_time_are_all_counted(client: Prisma, name: str) -> None:
    await client.litellm_budgettable.create(data={"budget_id": name, **BY, "max_budget": 0})

    async def add() -> None:
        async with client.batch_() as batch:
            batch.litellm_budgettable.update(where={"budget_id": name}, data={"max_budget": {"increment": 1}})

    await asyncio.gather(*(add() for _ in range(50)))
    row = await client.litellm_budgettable.find_unique(where={"budget_id": name})
    assert row is not None
    assert row.max_budget == 50
