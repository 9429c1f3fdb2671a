# SPDX-License-Identifier: Apache-2.0
"""From an older LiteLLM to the one that is shipped, and what happens to an upgrade that does not work."""

from __future__ import annotations

from pathlib import Path

import locks
import pytest
from standing import OWN_ID, Standing, open_files
from workspace_host import Host


@pytest.fixture(scope="module")
def older(host: Host, standing: Standing) -> Standing:
    """A workspace as an older aiws made it."""
    lock = host.give(locks.older_lock(), "older.lock")
    standing.up(AIWS_REQUIREMENTS=str(lock))
    standing.add_own_row()
    return standing


def dumps(host: Host) -> set[Path]:
    return {path for path in (host.folder / "backups").glob("*") if path.stat().st_size > 0}


def programs(host: Host) -> set[str]:
    return {path.name for path in (host.folder / "programs").iterdir()}


def assert_is_the_older_one(standing: Standing) -> None:
    assert standing.version("litellm") == locks.OLDER
    standing.assert_healthy()
    assert OWN_ID in standing.registered()
    standing.assert_all_answer()


def test_an_older_version_runs(older: Standing):
    assert_is_the_older_one(older)


def test_up_alone_upgrades_nothing(older: Standing):
    pids = older.pids()
    older.up()
    assert older.pids() == pids
    assert_is_the_older_one(older)


@pytest.mark.parametrize("lock", ["truncated_lock", "lock_without_prisma", "lock_with_ancient_fastapi"])
def test_an_upgrade_that_does_not_work_is_taken_back_and_says_so(host: Host, older: Standing, lock: str):
    before = programs(host)
    file = host.home / "broken.lock"
    file.write_text(getattr(locks, lock)())
    run = host.aiws("upgrade", timeout=1800, AIWS_REQUIREMENTS=str(file)).assert_code(1)
    run.assert_silent_about(older.all_secrets())
    assert locks.OLDER in run.err, "it says which version runs on"
    assert programs(host) == before
    assert_is_the_older_one(older)


def test_an_upgrade_brings_the_shipped_version_keeps_the_data_and_a_dump_of_it(host: Host, older: Standing):
    before = dumps(host)
    rows, key = older.registered(), older.secret("master-key")
    host.aiws("upgrade", timeout=1800).assert_code(0)
    assert older.version("litellm") == locks.shipped_version()
    older.assert_healthy()
    assert (older.registered(), older.secret("master-key")) == (rows, key)
    older.assert_all_answer()
    older.assert_openclaw_answers()
    made = dumps(host) - before
    assert made and [path for dump in made for path in open_files(dump)] == []


def test_a_second_upgrade_has_nothing_to_do(host: Host, older: Standing):
    pids, before = older.pids(), dumps(host)
    host.aiws("upgrade", timeout=1800).assert_code(0)
    assert (older.pids(), dumps(host)) == (pids, before)
