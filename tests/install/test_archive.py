# SPDX-License-Identifier: Apache-2.0
"""install.sh with a release from a server: what is good is installed, anything else is refused in one line."""

import shutil
import subprocess
from pathlib import Path

import pytest
from installer import SCRIPT, Machine, ReleaseServer, archive, executable, failure, fake_aiws, sha256

NAME = "aiws-0.1.0-linux-x86_64"
FILE = f"{NAME}.tar.gz"
INSTALLED = ".local/bin/aiws"


@pytest.fixture(params=["curl", "wget"])
def downloader(request: pytest.FixtureRequest, machine: Machine) -> Machine:
    """A machine with only one of the two programs."""
    return machine.add(request.param)


def install(machine: Machine, server: ReleaseServer, *arguments: str, **environment: str):
    done = machine.install("--only-aiws", *arguments, AIWS_BASE_URL=server.url, **environment)
    assert machine.left_behind() == []
    return done


def refused(machine: Machine, server: ReleaseServer, *arguments: str, **environment: str) -> str:
    """The line that refuses; nothing was installed."""
    line = failure(install(machine, server, *arguments, **environment))
    assert machine.files() == {}
    return line


def test_a_release_is_fetched_checked_and_installed(downloader: Machine, releases: ReleaseServer):
    done = install(downloader, releases)
    assert (done.returncode, done.stderr) == (0, "")
    assert (downloader.home / INSTALLED).read_bytes() == fake_aiws()
    assert releases.requests == [f"/{FILE}.sha256", f"/{FILE}"]


def test_a_release_for_arm64_is_taken_on_arm64(downloader: Machine, releases: ReleaseServer):
    name = "aiws-0.1.0-linux-aarch64"
    releases.publish(archive(name), name)
    for machine in ("aarch64", "arm64"):
        assert install(downloader, releases, FAKE_MACHINE=machine).returncode == 0
    assert releases.requests[-1] == f"/{name}.tar.gz"


def test_the_version_may_be_named_and_replaces_another_one(downloader: Machine, releases: ReleaseServer):
    assert install(downloader, releases).returncode == 0
    name = "aiws-0.2.0-linux-x86_64"
    releases.publish(archive(name, fake_aiws("0.2.0")), name)
    assert install(downloader, releases, "--version", "v0.2.0").returncode == 0
    assert (downloader.home / INSTALLED).read_bytes() == fake_aiws("0.2.0")
    assert install(downloader, releases, AIWS_VERSION="0.1.0").returncode == 0
    assert (downloader.home / INSTALLED).read_bytes() == fake_aiws()


def test_a_wrong_sum_installs_nothing(downloader: Machine, releases: ReleaseServer):
    releases.publish(archive(), sum_of=b"something else")
    line = refused(downloader, releases)
    wanted = sha256(b"something else")
    assert line == f"aiws install: {FILE} does not have the SHA-256 sum {wanted}; nothing was installed"


@pytest.mark.parametrize(
    "text", ["", "<html>busy</html>\n", f"{'0' * 64}  aiws-0.1.0-linux-aarch64.tar.gz\n", f"{'0' * 63}  {FILE}\n"]
)
def test_a_file_without_the_archives_sum_installs_nothing(downloader: Machine, releases: ReleaseServer, text: str):
    releases.files[f"/{FILE}.sha256"] = text.encode()
    assert f"{FILE}.sha256 holds no SHA-256 sum of {FILE}" in refused(downloader, releases)
    assert releases.requests == [f"/{FILE}.sha256"]


def test_a_missing_sum_installs_nothing(downloader: Machine, releases: ReleaseServer):
    del releases.files[f"/{FILE}.sha256"]
    line = refused(downloader, releases)
    assert line.startswith(f"aiws install: {FILE}.sha256 was not fetched: {releases.url} has no such file")


def test_a_version_that_does_not_exist_is_named(downloader: Machine, releases: ReleaseServer):
    assert "is there a release 9.9.9?" in refused(downloader, releases, "--version", "9.9.9")
    assert downloader.logged() == []


def test_an_archive_with_another_version_in_it_leaves_the_installed_one(downloader: Machine, releases: ReleaseServer):
    assert install(downloader, releases).returncode == 0
    before = downloader.files()
    releases.publish(archive(aiws=fake_aiws("0.3.0")))
    done = install(downloader, releases)
    assert failure(done) == (f"aiws install: {FILE} holds another version: aiws 0.3.0 (abc1234); nothing was installed")
    assert downloader.files() == before


def test_a_program_that_does_not_run_here_leaves_the_installed_one(downloader: Machine, releases: ReleaseServer):
    assert install(downloader, releases).returncode == 0
    before = downloader.files()
    releases.publish(archive(aiws=b"#!/bin/sh\necho 'GLIBC_2.99 not found' >&2\nexit 1\n"))
    line = failure(install(downloader, releases))
    assert line.startswith("aiws install: this aiws does not run here (GLIBC_2.99 not found)")
    assert downloader.files() == before


@pytest.mark.parametrize("data", [b"", b"<html>welcome to this network</html>", archive("something-else")])
def test_what_is_no_release_installs_nothing(downloader: Machine, releases: ReleaseServer, data: bytes):
    releases.publish(data)
    line = refused(downloader, releases)
    assert f"{FILE} is no release of aiws" in line or f"{FILE} was not unpacked: it is no release of aiws" in line


def test_a_download_that_breaks_off_goes_on_where_it_ended(downloader: Machine, releases: ReleaseServer):
    releases.faults[f"/{FILE}"] = ["cut", "cut"]
    done = install(downloader, releases)
    assert (done.returncode, done.stderr) == (0, "")
    size = len(archive())
    half, rest = size // 2, size // 2 + (size - size // 2) // 2
    assert releases.requests[1:] == [f"/{FILE}", f"/{FILE} bytes={half}-", f"/{FILE} bytes={rest}-"]
    assert downloader.logged() == ["sleep 1", "sleep 2"]


def test_a_server_that_cannot_resume_is_asked_anew(downloader: Machine, releases: ReleaseServer):
    releases.resumes = False
    releases.faults[f"/{FILE}"] = ["cut"]
    assert install(downloader, releases).returncode == 0
    assert (downloader.home / INSTALLED).read_bytes() == fake_aiws()


def test_a_busy_server_is_asked_again_after_a_growing_pause(downloader: Machine, releases: ReleaseServer):
    releases.faults[f"/{FILE}.sha256"] = [503, 429]
    done = install(downloader, releases)
    assert done.returncode == 0
    assert "answers with status 503; trying again in 1 s" in done.stdout
    assert downloader.logged() == ["sleep 1", "sleep 2"]


def test_after_four_tries_it_gives_up(downloader: Machine, releases: ReleaseServer):
    releases.faults[f"/{FILE}"] = [502, 502, 502, 502]
    line = refused(downloader, releases)
    assert line == f"aiws install: {FILE} was not fetched: 127.0.0.1:{releases.port} answers with status 502"
    assert downloader.logged() == ["sleep 1", "sleep 2", "sleep 4"]


def test_no_network_is_one_clear_line(downloader: Machine, releases: ReleaseServer):
    releases.close()
    line = refused(downloader, releases)
    assert f"127.0.0.1:{releases.port} cannot be reached (is there a network, or a proxy to name" in line


def test_a_proxy_that_wants_a_login_is_named_without_its_address(downloader: Machine, releases: ReleaseServer):
    releases.faults["mirror.invalid:443"] = [407]
    proxy = releases.url.replace("http://", "http://someone:proxy-password-1@")
    done = downloader.install("--only-aiws", AIWS_BASE_URL="https://mirror.invalid", https_proxy=proxy)
    assert ".sha256 was not fetched: the proxy in https_proxy " in failure(done)
    assert "login" in failure(done)
    assert len(releases.requests) == 1
    assert "proxy-password-1" not in done.stdout + done.stderr


def test_the_sums_of_a_released_script_are_the_ones_that_count(downloader: Machine, releases: ReleaseServer):
    text = downloader.script.read_text()
    sums = f"{sha256(b'another platform')}  aiws-0.1.0-linux-aarch64.tar.gz\n{sha256(archive())}  {FILE}"
    downloader.script.write_text(text.replace("RELEASE_SUMS=''", f"RELEASE_SUMS='{sums}'"))
    assert install(downloader, releases).returncode == 0
    assert releases.requests == [f"/{FILE}"]
    releases.publish(archive() + b"tampered")
    assert f"does not have the SHA-256 sum {sha256(archive())}" in failure(install(downloader, releases))


def test_a_released_script_without_a_platforms_sum_fetches_nothing(downloader: Machine, releases: ReleaseServer):
    text = downloader.script.read_text()
    sums = f"{sha256(archive())}  aiws-0.1.0-linux-aarch64.tar.gz"
    downloader.script.write_text(text.replace("RELEASE_SUMS=''", f"RELEASE_SUMS='{sums}'"))
    assert f"this install.sh knows no SHA-256 sum of {FILE}" in refused(downloader, releases)
    assert releases.requests == []


@pytest.mark.parametrize("program", ["shasum", "openssl"])
def test_another_program_for_sums_will_do(machine: Machine, releases: ReleaseServer, program: str):
    machine.add("curl", program).without("sha256sum")
    assert install(machine, releases).returncode == 0
    releases.publish(archive(), sum_of=b"something else")
    assert "does not have the SHA-256 sum" in failure(install(machine, releases))


@pytest.mark.parametrize("program", ["sha256sum", "tar", "gzip"])
def test_a_program_that_is_missing_is_named_before_anything_is_fetched(
    machine: Machine, releases: ReleaseServer, program: str
):
    machine.add("curl").without(program)
    assert program in refused(machine, releases)
    assert releases.requests == []


def test_without_curl_and_wget_it_says_so(machine: Machine, releases: ReleaseServer):
    assert refused(machine, releases) == "aiws install: curl or wget is needed to fetch aiws; install one of them"


def test_a_folder_is_a_mirror_too(machine: Machine, tmp_path: Path):
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    (mirror / FILE).write_bytes(archive())
    done = machine.install("--only-aiws", AIWS_BASE_URL=f"file://{mirror}")
    assert "aiws-0.1.0-linux-x86_64.tar.gz.sha256 was not fetched" in failure(done)
    sums = subprocess.run(["sha256sum", FILE], cwd=mirror, capture_output=True, check=True).stdout
    (mirror / f"{FILE}.sha256").write_bytes(sums)
    assert machine.install("--only-aiws", AIWS_BASE_URL=f"file://{mirror}").returncode == 0


@pytest.mark.parametrize(
    "address",
    [
        "http://mirror.example",
        "http://127.0.0.1.mirror.example",
        "ftp://127.0.0.1",
        "http://127.0.0.1:1@mirror.example",
    ],
)
def test_a_mirror_without_tls_is_refused_unless_it_is_this_machine(machine: Machine, address: str):
    line = failure(machine.add("curl").install("--only-aiws", AIWS_BASE_URL=address))
    assert line.startswith("aiws install: AIWS_BASE_URL ")
    assert machine.files() == {}


def test_a_login_in_the_mirrors_address_is_refused_without_being_shown(machine: Machine):
    done = machine.add("curl").install(AIWS_BASE_URL="https://me:mirror-password-1@mirror.example")
    assert "put it into ~/.netrc" in failure(done)
    assert "mirror-password-1" not in done.stdout + done.stderr


def test_a_full_disk_is_named_as_the_reason(machine: Machine, releases: ReleaseServer):
    executable(machine.programs / "curl", "printf '000 000'\nexit 23")
    assert f"{machine.temporary}/" in refused(machine, releases)
    machine.add("wget").without("curl")
    unpack = "echo 'tar: write error: No space left on device' >&2\nexit 2"
    executable(machine.programs / "tar", f'{shutil.which("tar")} "$@"\n{unpack}')
    assert f"{FILE} was not unpacked: {machine.temporary}/" in refused(machine, releases)
    machine.without("tar").add("tar")
    executable(machine.programs / "cp", "echo 'cp: error writing: No space left on device' >&2\nexit 1")
    assert failure(install(machine, releases)) == (
        f"aiws install: {machine.home}/.local/bin/aiws could not be written: the disk is full"
    )


def test_the_version_is_the_one_that_is_built():
    lists = (SCRIPT.parent / "CMakeLists.txt").read_text()
    version = next(line for line in SCRIPT.read_text().splitlines() if line.startswith("RELEASE_VERSION="))
    assert f"project(aiws VERSION {version.split(chr(39))[1]} " in lists
