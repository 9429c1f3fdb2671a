# SPDX-License-Identifier: Apache-2.0
"""A bundle made where there is a network installs a workspace where there is none."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from machine import wait_until
from matrix import ALIASES
from netns import Namespace
from provider import CHANNELS, KEYS
from stack.cache import REPOSITORY
from stack.process import Service, free_port
from standing import SERVICES, Standing
from workspace_host import Host

DEMO = REPOSITORY / "templates" / "demo_provider.py"


@pytest.fixture(scope="module")
def bundle(host: Host, standing: Standing) -> Path:
    """What `aiws bundle` makes, on a host that has a workspace."""
    standing.up()
    file = host.home / "bundle.tar"
    host.aiws("bundle", str(file), timeout=1800).assert_code(0)
    return file


@pytest.fixture(scope="module")
def namespace() -> Iterator[Namespace]:
    with Namespace() as namespace:
        yield namespace


@pytest.fixture
def island(bundle: Path, namespace: Namespace) -> Iterator[Host]:
    """A host with no way out, no package of any kind and no program, and the bundle."""
    with Host("user", packages=False) as host:
        host.within = namespace.within
        host.give(bundle)
        yield host


def provider_on(namespace: Namespace, host: Host, folder: Path) -> tuple[Service, dict[str, str]]:
    """A provider inside the namespace, and the variables that lead to it."""
    port = free_port()
    command = [*namespace.within, sys.executable, "-I", DEMO, "--port", str(port)]
    service = Service(command, folder / "provider.log", env={"PATH": os.defpath}, cwd=folder)
    connect = f"import socket; socket.create_connection(('127.0.0.1', {port})).close()"
    wait_until(lambda: host.run("python3", "-c", connect).code == 0, 30, "the provider answers")
    bases = {name: f"http://127.0.0.1:{port}/{name}" + ("" if name == "deepseek" else "/v1") for name in CHANNELS}
    variables = {f"{name.upper()}_API_BASE": base for name, base in bases.items()}
    return service, variables | {f"{name.upper()}_API_KEY": key for name, key in KEYS.items()}


def test_a_bundle_holds_the_program_and_all_packages_each_with_its_digest(bundle: Path, standing: Standing):
    with tarfile.open(bundle) as tar:
        files = {member.name.removeprefix("./"): member for member in tar if member.isfile()}
        listed = tar.extractfile(files.pop("manifest.sha256")).read().decode().splitlines()
        digests = {name.lstrip("*"): digest for digest, name in (line.split(maxsplit=1) for line in listed)}
        digests = {name.removeprefix("./"): digest for name, digest in digests.items()}
        assert digests.keys() == files.keys()
        for name, member in files.items():
            assert hashlib.sha256(tar.extractfile(member).read()).hexdigest() == digests[name], name
    assert {"aiws", "uv"} <= files.keys()
    assert any(name.startswith("wheels/litellm-") for name in files)
    assert any(name.startswith("npm/") for name in files)


def test_a_bundle_holds_no_secret(bundle: Path, standing: Standing):
    secrets = [secret.encode() for secret in standing.all_secrets()]
    longest = max(map(len, secrets))
    rest = b""
    with open(bundle, "rb") as file:
        while block := file.read(1 << 24):
            assert not any(secret in rest + block for secret in secrets)
            rest = block[-longest:]


def test_it_installs_a_whole_workspace_without_a_network(island: Host, namespace: Namespace, tmp_path: Path):
    assert len(namespace.routes().splitlines()) == 1
    provider, island.exports = provider_on(namespace, island, tmp_path)
    try:
        words = ("--offline", str(island.home / "bundle.tar"), "--yes", "--prefix", str(island.prefix))
        island.run(*island.installer(*words), timeout=1800).assert_code(0)
        standing = Standing(island)
        standing.assert_healthy(*SERVICES)
        assert all(namespace.has(pid) for pid in standing.pids().values())
        probes = island.aiws("verify", "--json").assert_code(0).json()["probes"]
        assert {probe["alias"] for probe in probes if probe["answers"]} == set(ALIASES)
        standing.assert_openclaw_answers()
        pids = standing.pids()
        standing.up()
        assert standing.pids() == pids
        # it keeps what it needs: the bundle may go
        island.aiws("down").assert_code(0)
        (island.home / "bundle.tar").unlink()
        standing.up()
        standing.assert_healthy(*SERVICES)
        island.aiws("uninstall", "--purge", "--yes").assert_code(0)
        island.remove_program()
        island.assert_unchanged()
    finally:
        provider.stop()


def damage(file: Path, part: str) -> str:
    """Changes one byte in the middle of the first file below `part`; its name."""
    with tarfile.open(file) as tar:
        member = next(member for member in tar if member.isfile() and member.name.removeprefix("./").startswith(part))
    with open(file, "r+b") as raw:
        raw.seek(member.offset_data + member.size // 2)
        byte = raw.read(1)
        raw.seek(-1, os.SEEK_CUR)
        raw.write(bytes([byte[0] ^ 1]))
    return member.name.removeprefix("./")


@pytest.mark.parametrize("part", ["wheels/", "npm/", "aiws", "uv"])
def test_a_bundle_that_was_changed_is_refused_and_nothing_is_installed(island: Host, part: str):
    file = island.home / "bundle.tar"
    name = damage(file, part)
    run = island.run(*island.installer("--offline", str(file), "--yes", "--prefix", str(island.prefix)))
    assert run.code not in (0, 64) and name in run.err
    assert not (island.prefix / "bin" / "aiws").exists() and not island.folder.exists()
    assert island.processes() == []


def test_up_itself_refuses_half_a_bundle(island: Host, bundle: Path):
    half = island.home / "half.tar"
    shutil.copy(bundle, half)
    os.truncate(half, bundle.stat().st_size // 2)
    shutil.chown(half, island.uid)
    with tarfile.open(bundle) as tar:
        program = next(member for member in tar if member.name.removeprefix("./") == "aiws")
        copy = island.home / "aiws"
        copy.write_bytes(tar.extractfile(program).read())
        copy.chmod(0o755)
    run = island.run(str(copy), "up", "--offline", str(half))
    assert run.code in (1, 78) and str(half) in run.err
    assert island.processes() == []
