# SPDX-License-Identifier: Apache-2.0
"""tools/releasing: archives that are the same each time, and the installer that knows them."""

import gzip
import hashlib
import io
import sys
import tarfile
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))

from releasing import archive, installer, programs
from releasing.archive import Content

NAME = "aiws-1.2.3-linux-x86_64.tar.gz"
FILES = {"bin/aiws": Content(b"program", executable=True), "LICENSE": Content(b"text")}
SUMS = "aa  aiws-1.2.3-linux-x86_64.tar.gz\nbb  aiws-1.2.3-linux-aarch64.tar.gz\n"


def test_the_same_files_make_the_same_bytes_in_whatever_order_they_come(tmp_path: Path):
    for folder, files in {"one": FILES, "two": dict(reversed(FILES.items()))}.items():
        archive.write(tmp_path / folder / NAME, files, when=1_700_000_000)
    written = [sorted(path.iterdir()) for path in (tmp_path / "one", tmp_path / "two")]
    assert [path.name for path in written[0]] == [path.name for path in written[1]]
    assert [path.read_bytes() for path in written[0]] == [path.read_bytes() for path in written[1]]


def test_an_archive_has_a_checksum_and_a_list_beside_it(tmp_path: Path):
    line = archive.write(tmp_path / NAME, FILES, when=0)
    assert line == f"{hashlib.sha256((tmp_path / NAME).read_bytes()).hexdigest()}  {NAME}\n"
    assert (tmp_path / f"{NAME}.sha256").read_text() == line
    listed = (tmp_path / "aiws-1.2.3-linux-x86_64.contents").read_text().splitlines()
    assert [entry.split("  ")[1] for entry in listed] == [f"aiws-1.2.3-linux-x86_64/{name}" for name in sorted(FILES)]
    assert listed[1].split("  ")[0] == hashlib.sha256(b"program").hexdigest()


def test_the_entries_of_an_archive_are_sorted_and_belong_to_nobody(tmp_path: Path):
    archive.write(tmp_path / NAME, FILES, when=1_700_000_000)
    with tarfile.open(fileobj=io.BytesIO(gzip.decompress((tmp_path / NAME).read_bytes()))) as tar:
        members = tar.getmembers()
    top = "aiws-1.2.3-linux-x86_64"
    assert [member.name for member in members] == [top, f"{top}/LICENSE", f"{top}/bin", f"{top}/bin/aiws"]
    assert [member.mode for member in members] == [0o755, 0o644, 0o755, 0o755]
    assert {(member.uid, member.gid, member.uname, member.mtime) for member in members} == {(0, 0, "", 1_700_000_000)}


def test_a_program_that_does_not_run_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for name, code in {"broken": 1, "good": 0}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "cargo").write_text(f"#!/bin/sh\nexit {code}\n")
        (tmp_path / name / "cargo").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}/none:{tmp_path}/broken:{tmp_path}/good")
    assert programs.need("cargo", "cargo-web") == f"{tmp_path}/good/cargo"
    monkeypatch.setenv("PATH", f"{tmp_path}/broken")
    with pytest.raises(SystemExit, match="apt-get install cargo-web"):
        programs.need("cargo", "cargo-web")


def test_the_installer_is_told_the_release_and_its_checksums():
    script = "#!/bin/sh\nRELEASE_VERSION='0.1.0'\nRELEASE_SUMS=''\necho \"$RELEASE_VERSION\"\n"
    assert installer.fill_in(script, "1.2.3", SUMS) == (
        "#!/bin/sh\nRELEASE_VERSION='1.2.3'\n"
        "RELEASE_SUMS='aa  aiws-1.2.3-linux-x86_64.tar.gz\nbb  aiws-1.2.3-linux-aarch64.tar.gz'\n"
        'echo "$RELEASE_VERSION"\n'
    )


@pytest.mark.parametrize(
    "script",
    ["RELEASE_VERSION='0.1.0'\n", "RELEASE_SUMS=''\n", "RELEASE_VERSION='0'\nRELEASE_SUMS=''\nRELEASE_SUMS=''\n"],
)
def test_an_installer_without_exactly_one_place_for_them_is_refused(script: str):
    with pytest.raises(SystemExit, match=r"install.sh has \d lines RELEASE_(VERSION|SUMS)='…', not one"):
        installer.fill_in(script, "1.2.3", SUMS)
