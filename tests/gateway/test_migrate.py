# SPDX-License-Identifier: Apache-2.0
"""`aiws openclaw migrate`: an older store of profiles goes aside, and only when its owner says so."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from aiws import Aiws, Run, binary
from fake_openclaw import FakeOpenClaw
from gateway_double import GatewayDouble

STORED_KEY = "nvapi-test-stored-key-0123456789"
MIGRATE = ("openclaw", "migrate")


def store_of(user: Aiws, agent: str = "main") -> Path:
    return user.home / ".openclaw/agents" / agent / "agent/auth-profiles.json"


def fill(user: Aiws, *providers: str, agent: str = "main", text: str | None = None) -> bytes:
    """Makes an agent's store; returns its bytes."""
    profiles = {f"{name}:old": {"type": "api_key", "provider": name, "key": STORED_KEY} for name in providers}
    path = store_of(user, agent)
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"version": 1, "profiles": profiles}) if text is None else text)
    return path.read_bytes()


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def migrate(user: Aiws, *args: str) -> Run:
    return user.run(*MIGRATE, *args).assert_silent_about([STORED_KEY])


def test_where_nothing_is_in_the_way_nothing_is_done(user: Aiws, openclaw: FakeOpenClaw) -> None:
    for args in ((), ("--yes",), ("--dry-run",)):
        assert "No older store" in migrate(user, *args).assert_code(0).out
    answer = migrate(user, "--json").assert_code(0).json()
    assert answer == {"files": [], "exit": 0}
    assert openclaw.commands == []


@pytest.mark.parametrize("text", ["{}", '{"version": 1, "profiles": {}}'])
def test_an_empty_store_is_in_nobodys_way(user: Aiws, text: str) -> None:
    fill(user, text=text)
    assert "No older store" in migrate(user, "--yes").assert_code(0).out


def test_a_dry_run_says_what_would_go_where_and_ends_with_2(user: Aiws) -> None:
    content = fill(user, "nvidia", "anthropic")
    run = migrate(user, "--dry-run").assert_code(2)
    assert f"Move {store_of(user)} to auth-profiles.json.before-aiws: profiles of anthropic, nvidia" in run.out
    answer = migrate(user, "--dry-run", "--json").assert_code(2).json()
    assert answer["files"] == [
        {
            "file": str(store_of(user)),
            "target": f"{store_of(user)}.before-aiws",
            "providers": ["anthropic", "nvidia"],
            "moved": False,
        }
    ]
    assert names_in(store_of(user).parent) == ["auth-profiles.json"]
    assert store_of(user).read_bytes() == content


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_without_a_yes_and_nobody_to_ask_nothing_is_done(user: Aiws, form: tuple[str, ...]) -> None:
    fill(user, "nvidia")
    run = migrate(user, *form).assert_code(64)
    assert "--yes" in run.out + run.err
    assert names_in(store_of(user).parent) == ["auth-profiles.json"]


def test_with_a_yes_it_goes_aside(user: Aiws, gateway: GatewayDouble, openclaw: FakeOpenClaw) -> None:
    content = fill(user, "nvidia")
    store_of(user).chmod(0o600)
    run = migrate(user, "--yes").assert_code(0)
    assert f"Moved {store_of(user)} to auth-profiles.json.before-aiws: profiles of nvidia" in run.out
    moved = store_of(user).with_name("auth-profiles.json.before-aiws")
    assert names_in(store_of(user).parent) == [moved.name]
    assert moved.read_bytes() == content and moved.stat().st_mode & 0o777 == 0o600
    assert gateway.requests == [] and openclaw.commands == []
    assert "No older store" in migrate(user, "--yes").assert_code(0).out


def test_it_never_takes_a_name_that_is_taken(user: Aiws) -> None:
    content = fill(user, "nvidia")
    folder = store_of(user).parent
    (folder / "auth-profiles.json.before-aiws").write_text("first")
    (folder / "auth-profiles.json.before-aiws.2").mkdir()
    run = migrate(user, "--yes").assert_code(0)
    assert "to auth-profiles.json.before-aiws.3:" in run.out
    assert (folder / "auth-profiles.json.before-aiws").read_text() == "first"
    assert (folder / "auth-profiles.json.before-aiws.3").read_bytes() == content


def test_the_stores_of_all_agents_go_aside(user: Aiws) -> None:
    for agent in ("main", "work"):
        fill(user, "nvidia", agent=agent)
    fill(user, agent="empty")
    answer = migrate(user, "--yes", "--json").assert_code(0).json()
    assert sorted(entry["file"] for entry in answer["files"]) == [str(store_of(user)), str(store_of(user, "work"))]
    assert all(entry["moved"] for entry in answer["files"])
    assert not store_of(user).exists() and not store_of(user, "work").exists() and store_of(user, "empty").exists()


def test_the_oldest_shape_is_understood(user: Aiws) -> None:
    fill(user, text=json.dumps({"nvidia": {"key": STORED_KEY}, "ollama:old": {"key": STORED_KEY}}))
    assert "profiles of nvidia, ollama" in migrate(user, "--yes").assert_code(0).out


@pytest.mark.parametrize("text", ["", "{ half", "[]", "\x00"])
def test_a_store_that_cannot_be_read_goes_aside_too(user: Aiws, text: str) -> None:
    content = fill(user, text=text)
    assert "profiles that cannot be read" in migrate(user, "--yes").assert_code(0).out
    assert store_of(user).with_name("auth-profiles.json.before-aiws").read_bytes() == content


def test_only_the_named_profile_is_looked_at(user: Aiws) -> None:
    fill(user, "nvidia")
    assert "No older store" in migrate(user, "--yes", "--openclaw-profile", "work").assert_code(0).out
    assert store_of(user).exists()


@pytest.mark.parametrize(("version", "code"), [("2026.5.20", 0), ("2026.6.0", 2), ("2026.9.6", 2), ("unknown", 2)])
def test_an_older_versions_store_is_left_to_it(user: Aiws, openclaw: FakeOpenClaw, version: str, code: int) -> None:
    openclaw.set_version(version)
    fill(user, "nvidia")
    migrate(user, "--dry-run").assert_code(code)
    migrate(user, "--yes").assert_code(0)
    assert store_of(user).exists() == (code == 0)


def test_without_an_installed_openclaw_it_goes_aside_all_the_same(aiws: Aiws) -> None:
    fill(aiws, "nvidia")
    migrate(aiws, "--yes").assert_code(0)
    assert not store_of(aiws).exists()


def test_no_gateway_and_no_key_are_needed(user: Aiws) -> None:
    fill(user, "nvidia")
    bare = Aiws(user.home, {"PATH": user.env["PATH"]})
    migrate(bare, "--yes").assert_code(0)
    assert not store_of(user).exists()


def test_sqlite_stores_are_not_touched(user: Aiws) -> None:
    fill(user, "nvidia")
    database = store_of(user).with_name("openclaw-agent.sqlite")
    database.write_bytes(b"SQLite format 3\x00")
    migrate(user, "--yes").assert_code(0)
    assert names_in(database.parent) == ["auth-profiles.json.before-aiws", database.name]


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="needs setpriv")
def test_a_folder_that_may_not_be_written_is_named(user: Aiws) -> None:
    content = fill(user, "nvidia")
    folder = store_of(user).parent
    folder.chmod(0o500)
    prefix = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    command = [*prefix, str(binary()), *MIGRATE, "--yes"]
    try:
        done = subprocess.run(command, env=user.environment(), capture_output=True, text=True, timeout=60)
    finally:
        folder.chmod(0o700)
    assert done.returncode == 78, done
    assert str(store_of(user)) in done.stderr and STORED_KEY not in done.stdout + done.stderr
    assert store_of(user).read_bytes() == content and names_in(folder) == ["auth-profiles.json"]
