# SPDX-License-Identifier: Apache-2.0
"""What is in an archive, and what its binary asks of a system."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import tarfile
from pathlib import Path

import pytest
from aiws import REPOSITORY
from release_archive import RELEASES, Archive

FILES = {
    "bin/aiws": 0o755,
    "share/bash-completion/completions/aiws": 0o644,
    "share/zsh/site-functions/_aiws": 0o644,
    "share/fish/vendor_completions.d/aiws.fish": 0o644,
    "LICENSE": 0o644,
    "THIRD-PARTY.txt": 0o644,
}


def readelf(binary: Path, *options: str) -> str:
    return subprocess.run(["readelf", "-W", *options, binary], check=True, capture_output=True, text=True).stdout


def test_an_archive_holds_one_folder_with_exactly_what_is_promised(archive: Archive):
    with tarfile.open(archive.path) as tar:
        members = tar.getmembers()
    files = {member.name: member.mode for member in members if member.isfile()}
    assert files == {f"{archive.folder.name}/{name}": mode for name, mode in FILES.items()}
    assert all(member.isfile() or member.isdir() for member in members)
    assert {member.name.split("/")[0] for member in members} == {archive.folder.name}


def test_nothing_in_an_archive_tells_who_packed_it_or_when(archive: Archive):
    with tarfile.open(archive.path) as tar:
        members = tar.getmembers()
    assert [member.name for member in members] == sorted(member.name for member in members)
    assert {(member.uid, member.gid, member.uname, member.gname) for member in members} == {(0, 0, "", "")}
    commit = subprocess.run(
        ["git", "-c", "safe.directory=*", "log", "-1", "--format=%ct"],
        cwd=REPOSITORY, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    assert {member.mtime for member in members} == {int(os.environ.get("SOURCE_DATE_EPOCH") or commit)}
    assert str(REPOSITORY).encode() not in archive.binary.read_bytes()


def test_the_checksum_and_the_list_beside_an_archive_are_those_of_sha256sum(archive: Archive):
    check = ["sha256sum", "--check", "--strict", "--quiet"]
    subprocess.run([*check, archive.beside(".tar.gz.sha256")], cwd=archive.path.parent, check=True)
    contents = archive.beside(".contents")
    subprocess.run([*check, contents], cwd=archive.folder.parent, check=True)
    listed = [line.split("  ", 1)[1] for line in contents.read_text().splitlines()]
    assert listed == sorted(f"{archive.folder.name}/{name}" for name in FILES)


def test_packing_again_gives_the_same_bytes(own_archive: Archive):
    def made() -> dict[str, str]:
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in own_archive.path.parent.iterdir()}

    before = made()
    target = RELEASES[0] if len(RELEASES) == 1 else "all"
    subprocess.run([REPOSITORY / "tools" / "release", "--target", target], check=True, capture_output=True, timeout=500)
    assert made() == before


def test_the_binary_needs_no_shared_library_and_no_loader(archive: Archive):
    assert "INTERP" not in readelf(archive.binary, "--program-headers")
    assert "NEEDED" not in readelf(archive.binary, "--dynamic")
    assert "GLIBC" not in readelf(archive.binary, "--version-info", "--dyn-syms")


def test_the_binary_is_for_the_machine_that_the_archive_names(archive: Archive):
    machine = re.search(r"Machine:\s+(.*)", readelf(archive.binary, "--file-header"))
    assert machine and machine[1] == {"x86_64": "Advanced Micro Devices X86-64", "aarch64": "AArch64"}[archive.arch]


def test_the_binary_is_stripped_and_below_15_mb(archive: Archive):
    assert ".symtab" not in readelf(archive.binary, "--sections")
    assert archive.binary.stat().st_size < 15_000_000


def test_the_licences_of_what_is_linked_in_go_with_it(archive: Archive):
    text = (archive.folder / "THIRD-PARTY.txt").read_text()
    for name in ("OpenSSL", "curl", "musl", "LLVM", "fmt", "CLI11", "nlohmann_json"):
        assert re.search(rf"^  .*{name}", text, re.MULTILINE), name


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_completions_are_those_of_the_binary(own_archive: Archive, shell: str):
    said = subprocess.run([own_archive.binary, "completion", shell], check=True, capture_output=True).stdout
    packed = [path for path in FILES if shell in path and path.startswith("share")]
    assert [(own_archive.folder / path).read_bytes() for path in packed] == [said]


def test_the_published_installer_knows_the_release_and_its_checksums(own_archive: Archive):
    script = own_archive.path.with_name("install.sh").read_text()
    assert f"\nRELEASE_VERSION='{own_archive.version}'\n" in script
    assert own_archive.beside(".tar.gz.sha256").read_text().strip() in script
    subprocess.run(["sh", "-n", own_archive.path.with_name("install.sh")], check=True)
