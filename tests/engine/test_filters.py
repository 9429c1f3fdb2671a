# SPDX-License-Identifier: Apache-2.0
"""where, order, include and groups, as LiteLLM's admin calls ask."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from prisma import Prisma

BY = {"created_by": "tester", "updated_by": "tester"}


@pytest.fixture
def teams(client: Prisma, runner: Any, name: str) -> str:
    """Four teams a to d, whose alias starts with the name that is returned."""
    from prisma import Json

    rows = [
        {
            "team_id": f"{name}-{letter}",
            "team_alias": f"{name} Team {letter.upper()}",
            "spend": spend,
            "models": models,
            "tpm_limit": limit,
            "metadata": Json({"owner": {"name": letter}, "tags": ["x", letter], "level": level}),
        }
        for level, (letter, spend, models, limit) in enumerate(
            [("a", 1.0, ["m1"], 10), ("b", 2.0, ["m1", "m2"], None), ("c", 3.0, [], 30), ("d", 3.0, ["m3"], 40)]
        )
    ]
    runner.run(client.litellm_teamtable.create_many(data=rows))
    return name


WHERE = [
    ({"spend": 1.0}, "a"),
    ({"spend": {"gte": 2, "lt": 3}}, "b"),
    ({"spend": {"not": 3.0}}, "ab"),
    ({"spend": {"in": [1.0, 2.0]}}, "ab"),
    ({"spend": {"not_in": [1.0, 2.0]}}, "cd"),
    ({"team_alias": {"contains": "team b", "mode": "insensitive"}}, "b"),
    ({"team_alias": {"contains": "team b"}}, ""),
    ({"team_alias": {"endswith": "Team C"}}, "c"),
    ({"OR": [{"spend": 1.0}, {"spend": 2.0}]}, "ab"),
    ({"AND": [{"spend": 3.0}, {"models": {"is_empty": True}}]}, "c"),
    ({"NOT": [{"spend": 3.0}]}, "ab"),
    ({"NOT": [{"OR": [{"spend": 1.0}, {"models": {"has": "m3"}}]}]}, "bc"),
    ({"tpm_limit": None}, "b"),
    ({"tpm_limit": {"not": None}}, "acd"),
    ({"models": {"has_every": ["m1", "m2"]}}, "b"),
    ({"models": {"has_some": ["m2", "m3"]}}, "bd"),
    ({"metadata": {"path": ["owner", "name"], "string_contains": "c"}}, "c"),
    ({"metadata": {"path": ["owner", "name"], "string_starts_with": "d"}}, "d"),
    ({"metadata": {"path": ["owner", "name"], "equals": "JSON:a"}}, "a"),
    ({"metadata": {"path": ["level"], "equals": "JSON:1"}}, "b"),
    ({"metadata": {"path": ["level"], "gte": "JSON:2"}}, "cd"),
    ({"metadata": {"path": ["tags"], "array_contains": "JSON:list"}}, "d"),
    ({"metadata": {"path": ["tags", "1"], "not": "JSON:b"}}, "acd"),
    ({"OR": [{"metadata": {"path": ["level"], "equals": "JSON:0"}}, {"team_alias": {"endswith": "B"}}]}, "ab"),
    ({"router_settings": {"equals": "JsonNull"}}, ""),
]


def with_json(value: Any, letter: str = "") -> Any:
    """Puts the client's Json where the table above says so."""
    from prisma import Json

    if isinstance(value, dict):
        return {key: with_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [with_json(inner) for inner in value]
    if isinstance(value, str) and value.startswith("JSON:"):
        text = value.removeprefix("JSON:")
        return Json(["d"] if text == "list" else int(text) if text.isdigit() else text)
    return value


def letters(rows: Iterable[Any]) -> str:
    return "".join(row.team_id[-1] for row in rows)


@pytest.mark.parametrize(("where", "expected"), WHERE, ids=[str(case[0]) for case in WHERE])
async def test_a_filter_finds_what_it_says(client: Prisma, teams: str, where: dict[str, Any], expected: str) -> None:
    rows = await client.litellm_teamtable.find_many(
        where={"AND": [{"team_id": {"startswith": teams}}, with_json(where)]}, order={"team_id": "asc"}
    )
    assert letters(rows) == expected


async def test_rows_come_in_the_order_and_the_pages_asked_for(client: Prisma, teams: str) -> None:
    where = {"team_id": {"startswith": teams}}
    order = [{"spend": "desc"}, {"team_id": "asc"}]
    assert letters(await client.litellm_teamtable.find_many(where=where, order=order)) == "cdba"
    assert letters(await client.litellm_teamtable.find_many(where=where, order=order, skip=1, take=2)) == "db"
    after = {"team_id": f"{teams}-d"}
    assert letters(await client.litellm_teamtable.find_many(where=where, order=order, cursor=after, skip=1)) == "ba"
    first = await client.litellm_teamtable.find_first(where=where, order={"spend": "asc"})
    assert first is not None
    assert first.team_id == f"{teams}-a"


async def test_distinct_rows(client: Prisma, teams: str) -> None:
    rows = await client.litellm_teamtable.find_many(
        where={"team_id": {"startswith": teams}}, distinct=["spend"], order={"team_id": "asc"}
    )
    assert letters(rows) == "abc"


async def test_groups_with_sums_counts_and_conditions(client: Prisma, teams: str) -> None:
    groups = await client.litellm_teamtable.group_by(
        by=["spend"],
        where={"team_id": {"startswith": teams}},
        count={"_all": True, "tpm_limit": True},
        sum={"tpm_limit": True, "spend": True},
        max={"team_alias": True},
        avg={"spend": True},
        order={"spend": "asc"},
        having={"spend": {"gt": 1.0}},
    )
    assert [group["_count"] for group in groups] == [{"_all": 1, "tpm_limit": 0}, {"_all": 2, "tpm_limit": 2}]
    assert [group["_sum"]["tpm_limit"] for group in groups] == [None, 70]
    assert groups[1]["_sum"]["spend"] == 6.0
    assert groups[1]["_avg"]["spend"] == 3.0
    assert groups[1]["_max"]["team_alias"] == f"{teams} Team D"


async def test_a_sum_of_bigints_keeps_all_digits(client: Prisma, name: str) -> None:
    rows = [{"budget_id": f"{name}-{i}", **BY, "budget_duration": name, "tpm_limit": 2**53 + 1} for i in range(2)]
    await client.litellm_budgettable.create_many(data=rows)
    groups = await client.litellm_budgettable.group_by(
        by=["budget_duration"], where={"budget_duration": name}, sum={"tpm_limit": True}
    )
    assert groups[0]["_sum"]["tpm_limit"] == 2**54 + 2


@pytest.fixture
def organization(client: Prisma, runner: Any, teams: str) -> str:
    """An organization with a budget, and the four teams in it."""
    from prisma import Json

    data = {
        "organization_id": teams,
        "organization_alias": teams,
        "metadata": Json({"kind": "org"}),
        **BY,
        "litellm_budget_table": {"create": {"budget_id": teams, **BY, "model_max_budget": Json({"m1": 5})}},
        "teams": {"connect": [{"team_id": f"{teams}-{letter}"} for letter in "abcd"]},
    }
    runner.run(client.litellm_organizationtable.create(data=data))
    return teams


async def test_rows_come_with_those_that_belong_to_them(client: Prisma, organization: str) -> None:
    from prisma import Json

    row = await client.litellm_organizationtable.find_unique(
        where={"organization_id": organization},
        include={
            "litellm_budget_table": True,
            "teams": {
                "where": {"metadata": {"path": ["level"], "gte": Json(1)}},
                "order_by": {"team_id": "desc"},
                "take": 2,
                "include": {"litellm_organization_table": True},
            },
        },
    )
    assert row is not None
    assert row.litellm_budget_table.model_max_budget == {"m1": 5}
    assert letters(row.teams) == "dc"
    assert row.teams[0].litellm_organization_table.metadata == {"kind": "org"}


async def test_rows_are_found_by_those_that_belong_to_them(client: Prisma, organization: str) -> None:
    from prisma import Json

    find = client.litellm_organizationtable.find_many
    some = {"teams": {"some": {"team_id": {"startswith": organization}, "spend": 2.0}}}
    assert [row.organization_id for row in await find(where=some)] == [organization]
    budget = {
        "litellm_budget_table": {"is": {"model_max_budget": {"equals": Json({"m1": 5})}, "budget_id": organization}}
    }
    assert [row.organization_id for row in await find(where=budget)] == [organization]


async def test_what_belongs_to_a_row_is_changed_with_it(client: Prisma, organization: str) -> None:
    from prisma import Json

    row = await client.litellm_organizationtable.update(
        where={"organization_id": organization},
        data={
            "spend": {"increment": 1.0},
            "teams": {"disconnect": [{"team_id": f"{organization}-a"}]},
            "litellm_budget_table": {"update": {"model_max_budget": Json({"m1": 6})}},
        },
        include={"teams": True, "litellm_budget_table": True},
    )
    assert row is not None
    assert sorted(letters(row.teams)) == ["b", "c", "d"]
    assert (row.spend, row.litellm_budget_table.model_max_budget) == (1.0, {"m1": 6})
