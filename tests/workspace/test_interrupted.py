# SPDX-License-Identifier: Apache-2.0
"""A bring-up that is interrupted, started twice at once, runs out of disk or has a service that does not start."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from aiws import Run, finish
from machine import wait_until
from standing import Standing
from workspace_host import Host


def interrupt_when(host: Host, ready: Callable[[], bool]) -> Run:
    """Starts `aiws up` and presses Ctrl-C as soon as it is that far."""
    process = host.start("aiws", "up", start_new_session=True)
    wait_until(lambda: ready() or process.poll() is not None, 900, "the moment to interrupt")
    assert process.poll() is None, f"it ended before: {process.communicate()}"
    os.killpg(process.pid, signal.SIGINT)
    return finish(process, ("up",), 120)


def test_ctrl_c_while_programs_are_installed_leaves_no_installer_behind(host: Host):
    installing = host.folder / "programs"
    run = interrupt_when(host, lambda: any(installing.glob("python-*")) or any(installing.glob("openclaw-*")))
    assert run.code == 130 and run.err.strip()
    wait_until(lambda: not host.processes(), 30, "all installers ended")


def test_ctrl_c_while_the_database_is_made_ends_it_too(host: Host):
    run = interrupt_when(host, (host.folder / "data" / "postgres").is_dir)
    assert run.code == 130


def test_the_next_up_completes_what_was_begun(standing: Standing):
    standing.up()
    standing.assert_healthy()
    standing.assert_all_answer()
    standing.assert_openclaw_answers()


def test_a_service_that_ends_again_and_again_is_told_with_the_end_of_its_log(host: Host, standing: Standing):
    host.aiws("down").assert_code(0)
    (program,) = (host.folder / "programs").glob("python-*/bin/litellm")
    whole = program.read_text()
    # late enough that the supervisor calls it started and does not give it up
    program.write_text("import time\ntime.sleep(3)\nraise SystemExit('the roof is on fire')\n")
    run = host.aiws("up").assert_code(1)
    assert "LiteLLM is not healthy" in run.err and str(standing.log) in run.err
    assert run.err.rstrip().splitlines()[-1].strip() == "the roof is on fire"
    program.write_text(whole)
    standing.up()
    standing.assert_healthy()


def test_two_first_ups_at_once_make_one_workspace(host: Host, standing: Standing):
    host.aiws("uninstall", "--purge", "--yes").assert_code(0)
    both = [host.start("aiws", "up") for _ in range(2)]
    runs = [finish(process, ("up",), 1800) for process in both]
    for run in runs:
        run.assert_code(0)
    standing.assert_healthy()
    standing.assert_all_answer()
    assert len([command for command in host.processes() if "supervisord" in command]) == 1


@pytest.fixture
def apart(host: Host) -> Iterator[Path]:
    """A folder that is not there, for workspaces that get no further than their record."""
    host.give(Path("/etc/hostname"), "no-bundle")
    yield host.home / "apart"
    (host.home / "no-bundle").unlink()


def start_short_up(host: Host, folder: Path) -> subprocess.Popen[bytes]:
    words = ("aiws", "up", "--without-openclaw", "--offline", str(host.home / "no-bundle"))
    return host.start(*words, env={"AIWS_HOME": str(folder)})


def purge(host: Host, folder: Path) -> None:
    host.aiws("uninstall", "--purge", "--yes", AIWS_HOME=str(folder)).assert_code(0)


def test_first_ups_that_begin_at_once_know_between_them_what_they_made(host: Host, apart: Path):
    for _ in range(40):  # the one that makes the folders is seldom the one that is second to write the record
        begun = [start_short_up(host, apart / "data" / "aiws") for _ in range(2)]
        for process in begun:
            finish(process).assert_code(78)
        purge(host, apart / "data" / "aiws")
        assert not apart.exists()


def test_an_up_that_waited_for_a_purge_knows_what_it_makes_again(host: Host, apart: Path):
    folder = apart / "data" / "aiws"
    finish(start_short_up(host, folder)).assert_code(78)
    with open(folder / "lock") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        waiting = start_short_up(host, folder)
        assert waiting.stderr and b"waiting" in waiting.stderr.readline()
        shutil.rmtree(apart)  # as the purge does that holds the lock
    finish(waiting).assert_code(78)
    assert folder.exists()
    purge(host, folder)
    assert not apart.exists()


def test_up_and_down_at_once_leave_it_up_or_down_and_nothing_between(host: Host, standing: Standing):
    started = [host.start("aiws", word) for word in ("down", "up")]
    for process in started:
        finish(process, (), 900).assert_code(0)
    states = {service["state"] for service in standing.services().values()}
    assert states in ({"running"}, {"stopped"})


@contextmanager
def small_disk(host: Host, size: str) -> Iterator[Path]:
    """A folder of the user's on a disk of that size."""
    folder = host.home / "small"
    folder.mkdir()
    options = f"size={size},mode=0700,uid={host.uid}"
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
        folder.rmdir()


@pytest.mark.parametrize("size", ["20m", "300m", "900m"])
def test_a_full_disk_is_one_clear_line_and_leaves_nothing_running(host: Host, size: str):
    host.aiws("uninstall", "--purge", "--yes").assert_code(0)
    with small_disk(host, size) as folder:
        run = host.aiws("up", AIWS_HOME=str(folder)).assert_code(1)
        complaints = [line for line in run.err.splitlines() if "space" in line.lower() or "full" in line.lower()]
        assert len(complaints) == 1 and "Traceback" not in run.err, run.err
        assert host.processes() == []
        purge(host, folder)
    host.assert_unchanged(since=host.installed)
