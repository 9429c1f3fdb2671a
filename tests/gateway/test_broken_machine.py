# SPDX-License-Identifier: Apache-2.0
"""A machine that does not let us write: read-only folders, a full disk, a closed stdout."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from aiws import Aiws, Run, binary
from expect import all_is_registered
from gateway_double import GatewayDouble

OPENCLAW = '{\n  // mine\n  "gateway": { "mode": "local" },\n}\n'


def run_without_privileges(aiws: Aiws, *args: str) -> Run:
    """Root may write anywhere: take that capability away."""
    prefix = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    done = subprocess.run([*prefix, str(binary()), *args], env=aiws.environment(), capture_output=True, text=True,
                          cwd="/", timeout=60)  # fmt: skip
    return Run(args, done.returncode, done.stdout, done.stderr)


@pytest.fixture
def openclaw_file(aiws: Aiws) -> Path:
    path = aiws.home / ".openclaw" / "openclaw.json"
    path.parent.mkdir()
    path.write_text(OPENCLAW)
    return path


def test_a_folder_that_may_not_be_written_is_named_and_the_gateway_is_done_all_the_same(
    aiws: Aiws, gateway: GatewayDouble, openclaw_file: Path
) -> None:
    openclaw_file.parent.chmod(0o500)
    try:
        run = run_without_privileges(aiws, "register", "--no-verify")
    finally:
        openclaw_file.parent.chmod(0o700)
    assert run.code in (1, 78), run
    assert ".openclaw" in run.out + run.err
    assert openclaw_file.read_text() == OPENCLAW
    assert [entry.name for entry in openclaw_file.parent.iterdir()] == ["openclaw.json"]


def test_a_home_that_may_not_be_written_leaves_nothing_half_done(aiws: Aiws, gateway: GatewayDouble) -> None:
    aiws.home.chmod(0o500)
    try:
        run = run_without_privileges(aiws, "register", "--no-verify")
    finally:
        aiws.home.chmod(0o700)
    assert run.code in (1, 78), run
    assert run.err
    assert list(aiws.home.iterdir()) == []


def test_an_openclaw_file_that_may_not_be_read_is_named(
    aiws: Aiws, gateway: GatewayDouble, openclaw_file: Path
) -> None:
    openclaw_file.chmod(0)
    run = run_without_privileges(aiws, "register", "--no-verify")
    openclaw_file.chmod(0o600)
    assert run.code in (1, 78), run
    assert "openclaw.json" in run.out + run.err
    assert openclaw_file.read_text() == OPENCLAW


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("unshare"), reason="needs to mount")
def test_a_full_disk_leaves_the_file_as_it_was(aiws: Aiws, gateway: GatewayDouble) -> None:
    folder = aiws.home / ".openclaw"
    folder.mkdir()
    script = (
        f"mount -t tmpfs -o size=16k tmpfs {folder} || exit 99; printf '{{}}\\n' >{folder}/openclaw.json;"
        f" head -c 65536 /dev/zero >{folder}/ballast 2>/dev/null;"
        f" {binary()} register --no-verify; code=$?; cat {folder}/openclaw.json >&3; ls -A {folder} >&3; exit $code"
    )
    seen = aiws.home / "seen"
    with open(seen, "wb") as out:
        done = subprocess.run(
            ["unshare", "-m", "bash", "-c", f"exec 3>&{out.fileno()}; {script}"],
            env=aiws.environment() | {"PATH": os.environ["PATH"]},
            capture_output=True,
            text=True,
            timeout=60,
            pass_fds=[out.fileno()],
        )
    if done.returncode == 99:
        pytest.skip("may not mount here")
    assert done.returncode in (1, 78), done
    assert "openclaw" in done.stdout + done.stderr
    assert sorted(seen.read_text().split()) == ["ballast", "openclaw.json", "{}"]


@pytest.mark.parametrize("args", [("models",), ("models", "--json"), ("plan",), ("status",), ("completion", "bash")])
def test_a_full_device_as_stdout_is_an_error_that_is_said(
    aiws: Aiws, gateway: GatewayDouble, args: tuple[str, ...]
) -> None:
    with open("/dev/full", "wb") as full:
        run = aiws.run(*args, stdout=full)
    assert run.code == 1, run
    assert run.err


@pytest.mark.parametrize("args", [("models",), ("models", "--json"), ("plan",)])
def test_a_reader_that_went_away_neither_kills_nor_hangs_it(
    aiws: Aiws, gateway: GatewayDouble, args: tuple[str, ...]
) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        run = aiws.run(*args, stdout=writer)
    finally:
        os.close(writer)
    assert run.code >= 0, "ended by a signal"


def test_register_does_its_work_even_if_nobody_reads_its_report(aiws: Aiws, gateway: GatewayDouble) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        run = aiws.run("register", "--no-openclaw", stdout=writer)
    finally:
        os.close(writer)
    assert run.code in (0, 1), run
    all_is_registered(gateway)


def test_a_closed_stdout_does_not_send_the_report_into_a_file_of_ours(aiws: Aiws, gateway: GatewayDouble) -> None:
    command = f"exec {binary()} register --no-verify >&- 2>&-"
    done = subprocess.run(["bash", "-c", command], env=aiws.environment(), cwd=aiws.home, timeout=60)
    assert done.returncode in (0, 1)
    written = (aiws.home / ".openclaw" / "openclaw.json").read_text()
    assert written.lstrip().startswith("{") and written.rstrip().endswith("}")
    all_is_registered(gateway)
