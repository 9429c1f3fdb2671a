# SPDX-License-Identifier: Apache-2.0
"""The binary for arm64 under an emulator of that machine."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from aiws import Aiws, Run, finish
from certificates import Authority
from gateway_double import ADMIN_TOKEN, GatewayDouble
from release_archive import RELEASES, Archive, unpack

SOMETHING_TO_DO = 2  # what a plan ends with


class Emulated(Aiws):
    """aiws in an emulator."""

    def __init__(self, aiws: Aiws, emulator: str, program: Path) -> None:
        super().__init__(aiws.home, aiws.env)
        self._command = [emulator, str(program)]

    def ask(self, *args: str) -> Run:
        pipe = subprocess.PIPE
        process = subprocess.Popen(
            [*self._command, *args], env=self.environment(), stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe
        )
        return finish(process, args)


@pytest.fixture(scope="module")
def arm64(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    if "aarch64" not in RELEASES:
        pytest.skip("the archive for arm64 was not made (AIWS_RELEASES)")
    return unpack("aarch64", tmp_path_factory.mktemp("arm64"))


@pytest.fixture
def emulated(aiws: Aiws, arm64: Archive) -> Emulated:
    emulator = shutil.which("qemu-aarch64-static")
    if not emulator:
        pytest.skip("qemu-aarch64-static is not installed (package qemu-user-static)")
    return Emulated(aiws, emulator, arm64.binary)


def test_the_binary_for_arm64_tells_its_version(emulated: Emulated, arm64: Archive):
    assert emulated.ask("--version").assert_code(0).out.startswith(f"aiws {arm64.version} (")


def test_the_binary_for_arm64_makes_a_plan(emulated: Emulated, gateway: GatewayDouble):
    assert "deepseek/deepseek-v4-pro" in emulated.ask("plan").assert_code(SOMETHING_TO_DO).out
    assert {request.token for request in gateway.requests} == {ADMIN_TOKEN}


def test_the_binary_for_arm64_speaks_tls(emulated: Emulated, authority: Authority):
    with GatewayDouble(tls=authority.server) as secure:
        emulated.env["LITELLM_URL"] = secure.url
        emulated.ask("plan").assert_code(78)
        emulated.ask("plan", "--ca-cert", str(authority.certificate)).assert_code(SOMETHING_TO_DO)
        assert secure.requests
