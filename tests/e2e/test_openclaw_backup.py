# SPDX-License-Identifier: Apache-2.0
"""OpenClaw restores its backup behind one's back: not over what aiws or its user wrote."""

from __future__ import annotations

import json
from pathlib import Path

from workspace import Workspace

WITH_META = {"gateway": {"mode": "local"}, "logging": {"level": "warn"}, "meta": {"lastTouchedVersion": "2026.9.6"}}


def make_suspicious(workspace: Workspace) -> bytes:
    """A file of the user's own, beside a backup that has what it lacks."""
    content = workspace.write('{\n  // mine\n  "logging": {"level": "debug"},\n}\n')
    Path(f"{workspace.config}.bak").write_text(json.dumps(WITH_META))
    return content


def test_a_file_that_lacks_what_its_backup_has_is_not_restored_over_ours(workspace: Workspace) -> None:
    make_suspicious(workspace)
    workspace.register()
    ours = workspace.config.read_bytes()
    assert b"// mine" in ours and b'"debug"' in ours
    workspace.run_agent()
    workspace.run_gateway()
    assert (workspace.config.read_bytes(), workspace.clobbered()) == (ours, [])


def test_without_aiws_openclaw_does_restore_that_backup(workspace: Workspace) -> None:
    content = make_suspicious(workspace)
    workspace.run_agent()
    assert workspace.read()["logging"] == {"level": "warn"}
    assert [path.read_bytes() for path in workspace.clobbered()] == [content]


def test_a_file_that_shrank_to_below_half_does_not_get_our_models_back(workspace: Workspace) -> None:
    workspace.write({"gateway": {"mode": "local"}})
    workspace.register()
    workspace.openclaw.set("logging.level", "warn")
    backup = Path(f"{workspace.config}.bak")
    assert "nvidia" in json.loads(backup.read_text())["models"]["providers"]
    workspace.unregister()
    left = workspace.config.read_bytes()
    assert workspace.config.stat().st_size < 1000
    rest = workspace.read()
    assert {name: rest[name] for name in rest if name != "meta"} == {
        "gateway": {"mode": "local"},
        "logging": {"level": "warn"},
    }
    workspace.run_agent()
    assert workspace.config.read_bytes() == left


def test_after_unregister_openclaw_still_starts_with_the_file_that_it_wrote_itself(workspace: Workspace) -> None:
    workspace.register()  # there was no file: gateway.mode is aiws's
    workspace.openclaw.set("logging.level", "warn")  # from here on the file is OpenClaw's
    workspace.unregister()
    workspace.run_gateway()
