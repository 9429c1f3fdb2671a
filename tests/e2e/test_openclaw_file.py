# SPDX-License-Identifier: Apache-2.0
"""Files that are not as one would wish: their owner keeps every byte, and OpenClaw can read what comes out."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiws import Aiws, binary
from matrix import ALIASES
from workspace import REGISTER, Unprivileged, Workspace


def test_a_file_that_openclaw_refuses_is_told_and_keeps_every_byte_of_its_owner(workspace: Workspace) -> None:
    original = workspace.write('{\n  // mine\n  "colour": "blue",\n  "gateway": {"mode": "local"}\n}\n')
    workspace, launcher = workspace.install()
    run = workspace.aiws.run(*REGISTER).assert_code(1)
    assert workspace.config.read_bytes() == original
    assert "colour" in run.out and "It did not accept it before aiws wrote either." in run.out, run
    assert not (workspace.openclaw.home / ".ai_workspace_auth_token").exists()
    assert launcher.starts() == [VALIDATE, VALIDATE]
    workspace.unregister()
    assert workspace.config.read_bytes() == original


def test_a_file_that_is_no_json5_is_left_alone_and_nothing_is_registered(workspace: Workspace) -> None:
    original = workspace.write('{\n  // mine\n  "models": {,}\n')
    mark = workspace.gateway.mark()
    run = workspace.aiws.run(*REGISTER).assert_code(78)
    assert f"{workspace.config}:3:" in run.err, run
    assert workspace.config.read_bytes() == original
    assert [path.name for path in workspace.config.parent.iterdir()] == ["openclaw.json"]
    assert workspace.gateway.writes(mark) == []


VALIDATE = "config validate --json"
UNTOUCHED = '{"logging": {"level": "info"}}\n'


@pytest.fixture
def nobodys(workspace: Workspace) -> Iterator[Aiws]:
    """A user whom file modes bind: root is bound by none."""
    folder = Path(tempfile.mkdtemp(prefix="aiws-nobody-"))
    try:
        program = Path(shutil.copy(binary(), folder / "aiws"))
        home = folder / "home"
        (home / ".openclaw").mkdir(parents=True)
        if os.geteuid() == 0:
            for path in (folder, program, home, home / ".openclaw"):
                shutil.chown(path, "nobody", "nogroup")
        yield Unprivileged(home, workspace.aiws.env, program)
    finally:
        (folder / "home" / ".openclaw").chmod(0o755)
        shutil.rmtree(folder)


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


def users_file(user: Aiws) -> Path:
    config = user.home / ".openclaw" / "openclaw.json"
    config.write_text(UNTOUCHED)
    if os.geteuid() == 0:
        shutil.chown(config, "nobody", "nogroup")
    return config


@pytest.mark.parametrize("locked", ["the file", "its folder"])
def test_what_may_not_be_written_is_told_before_the_gateway_is_written_to(
    nobodys: Aiws, workspace: Workspace, locked: str
) -> None:
    workspace.gateway.admin.clear()
    config = users_file(nobodys)
    path, mode = (config, 0o444) if locked == "the file" else (config.parent, 0o555)
    path.chmod(mode)
    mark = workspace.gateway.mark()
    run = nobodys.run(*REGISTER).assert_code(78)
    assert str(config) in run.err and "permission denied" in run.err
    assert workspace.gateway.writes(mark) == []
    assert path.stat().st_mode & 0o777 == mode
    assert contents(config.parent) == {"openclaw.json": UNTOUCHED}


def test_a_linked_file_is_edited_where_it_lies(workspace: Workspace) -> None:
    target = workspace.openclaw.home / "dotfiles" / "openclaw.json"
    target.parent.mkdir()
    target.write_text(UNTOUCHED)
    workspace.config.parent.mkdir()
    workspace.config.symlink_to("../dotfiles/openclaw.json")
    workspace.register()
    assert os.readlink(workspace.config) == "../dotfiles/openclaw.json"
    assert "nvidia" in json.loads(target.read_text())["models"]["providers"]
    assert workspace.openclaw.validate().code == 0
    workspace.unregister()
    assert os.readlink(workspace.config) == "../dotfiles/openclaw.json"
    assert target.read_text() == UNTOUCHED


HAND_WRITTEN = """\ufeff// how I like it
{
  gateway: { mode: 'local' },   /* never remote */
  logging: {
    level: "info", // not more
  },
  agents: { defaults: { model: { primary: 'nvidia/glm-5.2', }, }, },
}
// the end""".replace("\n", "\r\n").encode()


def test_a_hand_written_file_that_openclaw_read_comes_back_byte_for_byte(workspace: Workspace) -> None:
    workspace.write(HAND_WRITTEN)
    workspace.register()
    answer = workspace.openclaw.validate()
    assert answer.code == 0 and answer.json()["valid"] is True, answer
    assert {row["key"] for row in workspace.openclaw.models()} == set(ALIASES)
    workspace.unregister()
    assert workspace.config.read_bytes() == HAND_WRITTEN
