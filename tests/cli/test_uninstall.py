# SPDX-License-Identifier: Apache-2.0
"""What uninstall takes back, from a workspace that was brought up with a gateway of the user's own and is stopped."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from aiws import Aiws, Run, finish
from gateway_double import GatewayDouble
from machine import wait_until

FORMATS = {"text": (), "json": ("--json",)}


@pytest.fixture
def owner(user: Aiws, gateway: GatewayDouble) -> Aiws:
    """Somebody whose OpenClaw has the models of such a workspace; root's is that of the services' user."""
    owner = user.with_env(HOME=str(agents_home(user)))
    owner.workspace.mkdir(parents=True)
    owner.run("register", "--no-verify").assert_code(0)
    (owner.workspace / "secrets").mkdir()
    (owner.workspace / "programs").mkdir()
    record = {"own_gateway": gateway.url, "agent_service": False, "supervisor": "supervisord", "made": []}
    (owner.workspace / "workspace.json").write_text(json.dumps(record))
    return owner


def agents_home(user: Aiws) -> Path:
    return user.workspace if os.geteuid() == 0 else user.home


def openclaw_files(user: Aiws) -> list[Path]:
    paths = (agents_home(user) / name for name in (".openclaw/openclaw.json", ".ai_workspace_auth_token"))
    return [path for path in paths if path.exists()]


def as_anybody(run: Run, user: Aiws) -> Run:
    """The run as it is for root and for a user."""
    return replace(run, out=run.out.replace(str(agents_home(user) / ".openclaw"), "OPENCLAW"))


@pytest.mark.parametrize("form", FORMATS)
def test_uninstall_gives_openclaws_files_back_and_keeps_the_keys(owner: Aiws, approved, form: str) -> None:
    assert len(openclaw_files(owner)) == 2
    run = owner.run("uninstall", "--yes", *FORMATS[form]).assert_code(0)
    approved(f"uninstall/keeps.{form}", as_anybody(run, owner))
    assert openclaw_files(owner) == []
    assert not (owner.workspace / "programs").exists()
    assert (owner.workspace / "secrets").is_dir()


def test_purge_leaves_no_folder(owner: Aiws) -> None:
    run = owner.run("uninstall", "--purge", "--yes").assert_code(0)
    assert f"  {owner.workspace}  (" in run.out and "Nothing of the workspace is left." in run.out
    assert openclaw_files(owner) == []
    assert not owner.workspace.exists()


def test_a_dry_run_takes_nothing_away(owner: Aiws, approved) -> None:
    approved("uninstall/dry-run.text", as_anybody(owner.run("uninstall", "--dry-run").assert_code(0), owner))
    assert len(openclaw_files(owner)) == 2
    assert (owner.workspace / "programs").exists()


def test_a_configuration_that_cannot_be_read_stays_and_is_told(owner: Aiws, approved) -> None:
    path = agents_home(owner) / ".openclaw/openclaw.json"
    path.write_text("rubbish")
    run = owner.run("uninstall", "--yes").assert_code(0)
    approved("uninstall/openclaw-rubbish.text", as_anybody(run, owner))
    assert path.read_text() == "rubbish"
    assert not (owner.workspace / "programs").exists()


@pytest.mark.parametrize("command", ["down", "uninstall"])
def test_a_workspace_that_goes_while_a_command_waits_for_its_turn(owner: Aiws, approved, command: str) -> None:
    words = {"down": ("down",), "uninstall": ("uninstall", "--yes")}[command]
    said = owner.home.parent / "said"
    with open(owner.workspace / "lock", "w") as held, open(said, "wb") as err:
        fcntl.flock(held, fcntl.LOCK_EX)
        waiting = owner.start(*words, stderr=err)
        wait_until(lambda: b"waiting" in said.read_bytes(), 30, "it waits")
        shutil.rmtree(owner.workspace)
    run = finish(waiting, words)
    approved(f"uninstall/gone-meanwhile-{command}.text", replace(run, err=said.read_text()))
    assert not owner.workspace.exists()
