# SPDX-License-Identifier: Apache-2.0
"""A backup brings a workspace back: over what it became since, and on a machine that has none."""

from __future__ import annotations

from pathlib import Path

import pytest
from standing import OWN_ID, Standing, open_files
from workspace_host import Host

LATER_ID = "later-row-1"


@pytest.fixture(scope="module")
def backup(host: Host, workspace: Standing) -> Path:
    """A backup of a workspace with its sixteen models and a row of somebody's own."""
    file = host.home / "workspace.backup"
    host.aiws("backup", str(file)).assert_code(0).assert_silent_about(workspace.all_secrets())
    return file


def test_a_backup_is_its_owners_alone_and_leaves_everything_running(workspace: Standing, backup: Path, host: Host):
    assert open_files(backup) == [] and backup.stat().st_uid == host.uid
    assert backup.stat().st_size > 0
    workspace.assert_healthy()


def test_a_backup_does_not_overwrite_another_file(workspace: Standing, backup: Path, host: Host):
    other = host.home / "precious"
    other.write_text("mine")
    run = host.aiws("backup", str(other))
    assert run.code != 0 and len(run.err.splitlines()) == 1 and str(other) in run.err
    assert other.read_text() == "mine"
    other.unlink()


def test_restoring_brings_back_what_was_and_takes_away_what_came_since(workspace: Standing, backup: Path, host: Host):
    before = workspace.registered()
    workspace.admin.delete_row(OWN_ID)
    workspace.admin.add_row("later/model", LATER_ID, "openai/later", api_base="http://127.0.0.1:1/v1", api_key="x")
    host.aiws("restore", str(backup), "--yes").assert_code(0)
    workspace.assert_healthy()
    after = workspace.registered()
    assert after == before and OWN_ID in after and LATER_ID not in after
    workspace.assert_all_answer()
    workspace.assert_openclaw_answers()


def test_a_file_that_is_no_backup_is_refused_and_changes_nothing(workspace: Standing, backup: Path, host: Host):
    pids, rows = workspace.pids(), workspace.registered()
    half = host.home / "half"
    half.write_bytes(backup.read_bytes()[: backup.stat().st_size // 2])
    for broken in (half, host.home / "missing", Path("/dev/null")):
        run = host.aiws("restore", str(broken), "--yes")
        assert run.code in (1, 78) and str(broken) in run.err
    assert (workspace.pids(), workspace.registered()) == (pids, rows)
    half.unlink()


def test_a_backup_makes_the_same_workspace_on_another_machine(workspace: Standing, backup: Path, host: Host):
    rows, key, salt = workspace.registered(), workspace.secret("master-key"), workspace.secret("salt-key")
    token = workspace.token_file.read_text()
    host.aiws("uninstall", "--purge", "--yes").assert_code(0)
    assert not host.folder.exists() and backup.exists()
    # with no provider key: what is registered comes from the backup
    keys, host.exports = host.exports, {}
    try:
        host.aiws("restore", str(backup), "--yes", timeout=1800).assert_code(0)
        workspace.assert_healthy()
        assert (workspace.secret("master-key"), workspace.secret("salt-key")) == (key, salt)
        assert workspace.token_file.read_text() == token
        assert workspace.registered() == rows
        workspace.assert_all_answer()
        workspace.assert_openclaw_answers()
    finally:
        host.exports = keys


def test_after_that_nothing_is_left_either(workspace: Standing, backup: Path, host: Host):
    host.aiws("uninstall", "--purge", "--yes").assert_code(0)
    backup.unlink()
    host.remove_program()
    host.assert_unchanged()
