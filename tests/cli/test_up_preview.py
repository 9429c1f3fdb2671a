# SPDX-License-Identifier: Apache-2.0
"""`aiws up --dry-run`: what would run where, without a thing being written."""

from __future__ import annotations

import os
import socket
import tempfile
from pathlib import Path

import pytest
from aiws import Aiws, Run
from fake_openclaw import FakeOpenClaw

DATABASE = "postgresql://me:database-test-password@db.example/litellm"

# name -> options, variables
CHOICES: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "plain": ((), {}),
    "demo": (("--demo", "--no-register"), {}),
    "without-openclaw": (("--without-openclaw",), {}),
    "own-database": (("--without-openclaw",), {"AIWS_DATABASE_URL": DATABASE}),
    "own-database-typed": (("--without-openclaw", "--database", DATABASE), {}),
    "own-gateway": (("--gateway", "https://gateway.example/v1"), {}),
    "for-the-network": (("--listen", "0.0.0.0"), {"AI_WORKSPACE_AUTH_TOKEN": "sk-0123456789abcdef-0123456789abcdef"}),
}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def as_anybody(run: Run, port: int) -> Run:
    """The run as it is for root and for a user, with any port."""
    out = run.out.replace(", its services under the system user aiws", "").replace(f":{port}", ":PORT")
    args = (word.replace(DATABASE, "…").replace(str(port), "PORT") for word in run.args)
    return Run(tuple(args), run.code, out, run.err)


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("name", CHOICES)
def test_what_would_run_where(aiws: Aiws, approved, name: str, form: str) -> None:
    options, variables = CHOICES[name]
    port = free_port()
    user = aiws.with_env(AIWS_SUPERVISOR="supervisord", **variables)
    more = ("--json",) if form == "json" else ()
    run = user.run("up", "--dry-run", "--port", str(port), *options, *more).assert_code(0)
    run.assert_silent_about(["database-test-password", "sk-0123456789abcdef-0123456789abcdef"])
    approved(f"up/{name}.{form}", as_anybody(run, port))
    assert list(user.home.iterdir()) == []


def preview_with(user: Aiws, openclaw: FakeOpenClaw) -> Run:
    user = user.with_env(AIWS_SUPERVISOR="supervisord", PATH=openclaw.path, OPENCLAW_GATEWAY_PORT="1")
    return user.run("up", "--dry-run", "--json").assert_code(0)


def takes(run: Run) -> bool:
    return any(step.startswith("OpenClaw: your own, ") for step in run.json()["steps"])


def test_an_openclaw_on_path_is_taken(aiws: Aiws) -> None:
    with tempfile.TemporaryDirectory(prefix="aiws-test-", dir="/tmp") as folder:
        os.chmod(folder, 0o755)
        run = preview_with(aiws, FakeOpenClaw(Path(folder) / "openclaw"))
    assert takes(run) and run.err == ""


def test_an_openclaw_that_the_services_user_cannot_run_is_not_taken_which_is_told(
    aiws: Aiws, openclaw: FakeOpenClaw
) -> None:
    openclaw.folder.chmod(0o700)
    run = preview_with(aiws, openclaw)
    is_passed_over = os.geteuid() == 0  # a user's services run as that user
    assert takes(run) != is_passed_over
    told = f"{openclaw.program} is passed over" in run.err
    assert told == is_passed_over, run.err


def test_a_port_that_is_asked_for_is_used(aiws: Aiws) -> None:
    port = free_port()
    run = aiws.run("up", "--dry-run", "--json", "--openclaw-port", str(port)).assert_code(0)
    assert f"OpenClaw on 127.0.0.1:{port}, " in run.out


def test_the_workspace_is_where_aiws_home_says(aiws: Aiws, tmp_path: Path) -> None:
    user = aiws.with_env(AIWS_HOME="~/my place")
    assert user.run("up", "--dry-run", "--json").json()["folder"] == str(aiws.home / "my place")
