# SPDX-License-Identifier: Apache-2.0
"""`aiws openclaw undo` takes back what aiws wrote for OpenClaw, and asks no gateway for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from aiws import Aiws
from gateway_double import ADMIN_TOKEN, GatewayDouble

THEIRS = "{ // mine\r\n  channels: { telegram: { enabled: true, }, },\r\n}\r\n"


def config(aiws: Aiws) -> Path:
    return aiws.home / ".openclaw" / "openclaw.json"


@pytest.fixture
def written(aiws: Aiws) -> Aiws:
    config(aiws).parent.mkdir()
    config(aiws).write_bytes(THEIRS.encode())
    aiws.run("register", "--no-verify").assert_code(0)
    return aiws


def test_the_file_is_as_it_was_and_the_gateway_is_not_asked(written: Aiws, gateway: GatewayDouble) -> None:
    asked = len(gateway.requests)
    run = written.with_env(LITELLM_TOKEN=None).run("openclaw", "undo", "--yes").assert_code(0)
    assert run.out == f"OpenClaw: {config(written)} put back\n"
    assert config(written).read_bytes() == THEIRS.encode()
    assert not (written.home / ".ai_workspace_auth_token").exists()
    assert len(gateway.requests) == asked
    again = written.run("openclaw", "undo", "--yes").assert_code(0)
    assert again.out == "Nothing of aiws stands in OpenClaw's configuration.\n"


def test_register_writes_it_again_and_nothing_on_the_gateway(written: Aiws, gateway: GatewayDouble) -> None:
    before = config(written).read_bytes()
    written.run("openclaw", "undo", "--yes").assert_code(0)
    run = written.run("register", "--no-verify", "--json").assert_code(0).json()
    assert config(written).read_bytes() == before
    assert {s["action"] for s in run["plan"]["steps"] if s["kind"] in ("credential", "deployment")} == {"keep"}


def test_what_somebody_else_put_there_since_stays(written: Aiws) -> None:
    text = config(written).read_bytes().decode().replace("enabled: true,", "enabled: false,")
    config(written).write_bytes(text.encode())
    written.run("openclaw", "undo", "--yes").assert_code(0)
    left = config(written).read_text()
    assert "enabled: false," in left and "models" not in left and "// mine" in left


def test_it_only_tells_with_dry_run_and_asks_without_yes(written: Aiws) -> None:
    before = config(written).read_bytes()
    run = written.run("openclaw", "undo", "--dry-run").assert_code(2).assert_silent_about([ADMIN_TOKEN])
    assert "- provider   nvidia" in run.out
    written.run("openclaw", "undo").assert_code(64)
    assert config(written).read_bytes() == before
    answer = written.run("openclaw", "undo", "--yes", "--json").assert_code(0).json()
    assert answer["failures"] == [] and answer["plan"]["summary"]["remove"] > 3
