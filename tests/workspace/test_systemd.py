# SPDX-License-Identifier: Apache-2.0
"""Workspaces on a machine that systemd runs: root's, with a system unit, and a user's, with one of his own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from aiws import Run, binary
from booted import BootedMachine, why_not
from machine import wait_until
from standing import says_healthy
from workspace_host import Host

USER = "ada"
SERVICES = {"postgres", "litellm", "openclaw", "demo"}
BUNDLE = "/srv/bundle.tar"


@pytest.fixture(scope="module")
def machine(host: Host, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BootedMachine]:
    """One with the program and a bundle, since it has no network."""
    if reason := why_not():
        pytest.skip(reason)
    bundle = host.home / "bundle.tar"
    host.aiws("bundle", str(bundle), timeout=1800).assert_code(0)
    machine = BootedMachine(tmp_path_factory.mktemp("booted"))
    shutil.copy(binary(), machine.root / "usr" / "local" / "bin" / "aiws")
    moved = shutil.move(bundle, machine.root / BUNDLE.lstrip("/"))
    moved.chmod(0o644)
    with machine:
        machine.run("useradd", "--create-home", "--shell", "/bin/sh", USER).assert_code(0)
        yield machine
    shutil.rmtree(machine.root)


class Owner:
    """Whose workspace it is, and how systemd knows it."""

    def __init__(self, machine: BootedMachine, name: str) -> None:
        self.machine = machine
        self.name = name

    def aiws(self, *words: str) -> Run:
        return self.machine.run_as(self.name, "aiws", *words)

    def systemctl(self, *words: str) -> Run:
        scope = [] if self.name == "root" else ["--user", f"--machine={self.name}@.host"]
        return self.machine.run("systemctl", *scope, *words)

    def unit(self, name: str) -> str:
        """A property of its unit."""
        return self.systemctl("show", "aiws.service", f"--property={name}", "--value").assert_code(0).out.strip()

    def is_healthy(self) -> bool:
        run = self.aiws("status", "--json")
        names = {service["name"] for service in run.json()["workspace"]["services"]}
        return names == SERVICES and says_healthy(run)


@pytest.fixture(scope="module", params=["root", USER])
def owner(machine: BootedMachine, request: pytest.FixtureRequest) -> Owner:
    return Owner(machine, request.param)


def test_up_makes_and_starts_a_unit(owner: Owner):
    run = owner.aiws("up", "--demo", "--offline", BUNDLE).assert_code(0)
    assert "16 of 16" in run.out and "systemd" in run.out
    assert owner.unit("ActiveState") == "active" and owner.unit("UnitFileState") == "enabled"
    assert owner.is_healthy()


def test_a_user_who_may_not_linger_is_told_what_to_do(owner: Owner):
    command = f"sudo loginctl enable-linger {USER}"
    run = owner.aiws("up").assert_code(0)
    assert (command in run.err) == (owner.name == USER)
    if owner.name == USER:
        owner.machine.run(*command.split()[1:]).assert_code(0)
        assert "linger" not in owner.aiws("up").assert_code(0).err


def test_up_again_starts_nothing_anew(owner: Owner):
    pid = owner.unit("MainPID")
    owner.aiws("up").assert_code(0)
    assert owner.unit("MainPID") == pid != "0"


def test_systemd_starts_a_supervisor_that_was_killed_again(owner: Owner):
    owner.machine.run("kill", "-KILL", owner.unit("MainPID")).assert_code(0)
    wait_until(lambda: owner.unit("NRestarts") == "1" and owner.is_healthy(), 180, "all is well again")


def test_it_is_up_again_after_a_boot(owner: Owner):
    owner.machine.stop()
    owner.machine.start()
    wait_until(owner.is_healthy, 180, "all is well again")
    assert "16 of 16" in owner.aiws("verify").assert_code(0).out


def test_down_lasts_until_the_next_up(owner: Owner):
    owner.aiws("down").assert_code(0)
    assert owner.unit("ActiveState") == "inactive"
    owner.aiws("up").assert_code(0)
    assert owner.unit("ActiveState") == "active" and owner.is_healthy()


def test_a_purge_leaves_no_unit_and_nothing_that_runs(owner: Owner):
    owner.aiws("uninstall", "--purge", "--yes").assert_code(0)
    assert owner.unit("LoadState") == "not-found"
    assert owner.machine.run("pgrep", "-f", "supervisord|postgres|litellm|openclaw").out == ""
    units = ("etc/systemd", f"home/{USER}/.config")
    assert [path for unit in units for path in (owner.machine.root / unit).rglob("aiws*")] == []
