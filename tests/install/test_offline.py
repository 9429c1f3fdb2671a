# SPDX-License-Identifier: Apache-2.0
"""install.sh --offline FILE: only a bundle that is as its manifest says is installed, and nothing is fetched."""

import os
import tarfile
from pathlib import Path

import pytest
from installer import Machine, bundle, executable, failure, fake_aiws
from installer.releases import tar

FILES = {"aiws": fake_aiws(), "uv": b"u" * 3_000_000, "wheels/a-1.whl": b"wheel", "npm/content/ab/cd": b"cache"}


@pytest.fixture
def offline(machine: Machine) -> Machine:
    """A machine whose programs for the network must not be called."""
    for name in ("curl", "wget", "apt-get", "sudo"):
        executable(machine.programs / name, f'echo {name} >>"$FAKE_LOG"')
    return machine


def refused(machine: Machine, data: bytes) -> str:
    (machine.home / "bundle").write_bytes(data)
    line = failure(machine.install("--offline", "bundle"))
    assert [str(path) for path in machine.home.rglob("*") if path.is_file()] == [str(machine.home / "bundle")]
    assert machine.logged() == []
    assert machine.left_behind() == []
    return line.removeprefix(f"aiws install: {machine.home}/bundle: ")


@pytest.mark.parametrize("by", ["option", "environment"])
def test_aiws_is_taken_out_of_the_bundle_and_gets_the_bundle(offline: Machine, tmp_path: Path, by: str):
    file = tmp_path / "my bundle.tar"
    file.write_bytes(bundle(FILES))
    arguments = ["--offline", str(file)] if by == "option" else []
    done = offline.install(*arguments, **({} if by == "option" else {"AIWS_OFFLINE": str(file)}))
    assert (done.returncode, done.stderr) == (0, "")
    assert (offline.home / ".local/bin/aiws").read_bytes() == fake_aiws()
    assert offline.logged() == [f"aiws up --upgrade --offline {file}"]
    assert offline.left_behind() == []


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_was_tampered_with_installs_nothing(offline: Machine, name: str):
    tampered = bundle({**FILES, name: FILES[name] + b"!"}, manifest=FILES)
    assert refused(offline, tampered) == f"'{name}' is not as its manifest.sha256 says; nothing was installed"


def test_a_file_that_is_not_listed_installs_nothing(offline: Machine):
    added = bundle({**FILES, "wheels/evil-1.whl": b""}, manifest=FILES)
    assert refused(offline, added).startswith("'wheels/evil-1.whl' is not as its manifest.sha256 says")


@pytest.mark.parametrize("name", ["aiws", "uv"])
def test_a_file_that_is_missing_installs_nothing(offline: Machine, name: str):
    rest = {other: data for other, data in FILES.items() if other != name}
    assert refused(offline, bundle(rest, manifest=FILES)).startswith(f"'{name}' is missing in it")


def test_a_bundle_without_aiws_or_without_a_manifest_installs_nothing(offline: Machine):
    assert refused(offline, bundle({"uv": b"u"})).startswith("'aiws' is missing in it")
    assert refused(offline, tar(FILES)).startswith("'aiws' is not as its manifest.sha256 says")


@pytest.mark.parametrize("name", ["/etc/x", "../x", "a/../../x"])
def test_a_file_that_would_leave_its_folder_installs_nothing(offline: Machine, name: str):
    assert refused(offline, bundle({**FILES, name: b"x"})).startswith(f"'{name}' does not belong into a bundle")


def test_a_link_installs_nothing(offline: Machine, tmp_path: Path):
    (tmp_path / "made").write_bytes(bundle(FILES))
    with tarfile.open(tmp_path / "made", "a") as made:
        link = tarfile.TarInfo("wheels/link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        made.addfile(link)
    assert refused(offline, (tmp_path / "made").read_bytes()).startswith("'wheels/link' does not belong")


@pytest.mark.parametrize("data", [b"", b"not a bundle at all", bundle(FILES)[:-2_000_000]])
def test_what_is_no_bundle_or_half_of_one_installs_nothing(offline: Machine, data: bytes):
    assert refused(offline, data).endswith("; nothing was installed")


def test_a_bundle_that_is_not_there_is_named(offline: Machine):
    line = failure(offline.install("--offline", "nowhere"))
    assert line == f"aiws install: there is no file {offline.home}/nowhere to install from"
    assert os.listdir(offline.home) == []


def test_no_package_is_installed_for_it_so_a_missing_python_is_an_error(offline: Machine):
    offline.without("python3")
    (offline.home / "bundle").write_bytes(bundle(FILES))
    assert "the workspace needs Python 3.10 to 3.14, and there is no python3" in failure(
        offline.install("--offline", "bundle")
    )
    assert offline.logged() == []
