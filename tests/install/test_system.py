# SPDX-License-Identifier: Apache-2.0
"""Which systems install.sh takes, what it wants of them, and two runs at once."""

import os
import subprocess

import pytest
from installer import SCRIPT, Machine, ReleaseServer, executable, failure


@pytest.mark.parametrize(
    ("system", "machine_name", "sentence"),
    [
        ("FreeBSD", "amd64", "aiws runs on Linux (x86-64 or arm64) and macOS, not on FreeBSD"),
        ("MINGW64_NT-10.0", "x86_64", "aiws runs on Linux (x86-64 or arm64) and macOS, not on MINGW64_NT-10.0"),
        ("Linux", "riscv64", "aiws runs on x86-64 and arm64 processors, not on riscv64"),
        ("Linux", "armv7l", "aiws runs on x86-64 and arm64 processors, not on armv7l"),
        ("Darwin", "arm64", "for macOS aiws is built from source: git clone its repository and run ./install.sh there"),
    ],
)
def test_other_systems_are_refused_with_a_sentence(machine: Machine, system: str, machine_name: str, sentence: str):
    for arguments in ([], ["--dry-run"]):
        done = machine.install(*arguments, FAKE_SYSTEM=system, FAKE_MACHINE=machine_name)
        assert (done.returncode, done.stdout, done.stderr) == (1, "", f"aiws install: {sentence}\n")
    assert machine.files() == {}


def test_a_system_with_32_bits_on_a_64_bit_processor_is_refused(machine: Machine):
    executable(machine.programs / "getconf", "echo 32")
    assert failure(machine.install()).endswith("aiws needs a 64-bit system, and this one has 32 bits")


def fake_python(machine: Machine, version: str) -> None:
    """A Python of another version, as far as sys.version_info tells."""
    numbers = ", ".join(version.split("."))
    real = machine.folder / "real-python3"
    (machine.programs / "python3").rename(real)
    executable(
        machine.programs / "python3",
        f'shift\ncode=$1\nshift\nexec "{real}" -c "import sys; sys.version_info = ({numbers}); exec(sys.argv.pop(1))" '
        '"$code" "$@"',
    )


@pytest.mark.parametrize("version", ["3.9.2", "3.15.0", "2.7.18"])
def test_a_python_that_litellm_does_not_run_on_is_named_before_anything_is_fetched(
    machine: Machine, releases: ReleaseServer, version: str
):
    fake_python(machine.add("curl"), version)
    done = machine.install(AIWS_BASE_URL=releases.url)
    assert failure(done) == (
        f"aiws install: the workspace needs Python 3.10 to 3.14, and python3 is {version} here; install one, or only "
        "the program with --only-aiws"
    )
    assert (machine.files(), releases.requests) == ({}, [])
    assert machine.install("--only-aiws", AIWS_BASE_URL=releases.url).returncode == 0


@pytest.mark.parametrize("version", ["3.10.0", "3.14.9"])
def test_a_python_that_litellm_runs_on_will_do(machine: Machine, releases: ReleaseServer, version: str):
    fake_python(machine.add("curl"), version)
    assert machine.install(AIWS_BASE_URL=releases.url).returncode == 0


def test_a_python_without_its_modules_is_named(machine: Machine, releases: ReleaseServer):
    real = machine.folder / "real-python3"
    (machine.programs / "python3").rename(real)
    executable(machine.programs / "python3", f'shift\nexec "{real}" -c "import sys; sys.modules[\'ssl\'] = None; $1"')
    line = failure(machine.add("curl").install(AIWS_BASE_URL=releases.url))
    assert "the workspace needs Python 3.10 to 3.14, and ModuleNotFoundError: import of ssl halted" in line


def test_the_program_alone_needs_no_python(machine: Machine, releases: ReleaseServer):
    machine.add("curl").without("python3")
    assert machine.install("--only-aiws", AIWS_BASE_URL=releases.url).returncode == 0


def test_a_prefix_that_cannot_be_written_is_one_clear_line(machine: Machine, releases: ReleaseServer):
    (machine.home / "file").write_text("")
    done = machine.add("curl").install("--prefix", "file", AIWS_BASE_URL=releases.url)
    place = machine.home / "file"
    assert failure(done) == f"aiws install: {place} could not be written; choose another place with --prefix DIR"
    (machine.home / "p/bin/aiws").mkdir(parents=True)
    done = machine.install("--prefix", "p", AIWS_BASE_URL=releases.url)
    assert failure(done).startswith(f"aiws install: {machine.home}/p/bin/aiws is a folder")


def test_a_folder_for_temporary_files_that_cannot_be_written_is_named(machine: Machine):
    done = machine.add("curl").install(TMPDIR="/nowhere")
    assert failure(done).startswith("aiws install: no temporary folder can be made in /nowhere")


def test_a_second_run_says_that_it_waits_and_goes_on_when_the_first_is_done(machine: Machine, releases: ReleaseServer):
    machine.add("curl")
    first = subprocess.Popen(["sleep", "60"])
    try:
        (machine.home / ".local").mkdir()
        lock = machine.home / ".local/.aiws-install.lock"
        lock.symlink_to(str(first.pid))
        environment = machine.environment(AIWS_BASE_URL=releases.url)
        second = machine.start("/bin/sh", str(machine.script), environment=environment)
        assert second.stdout and second.stderr
        said = second.stdout.readline()
        assert said == (
            f"aiws: another install.sh (process {first.pid}) is at work on {machine.home}/.local; waiting for it\n"
        )
        assert releases.requests == []
    finally:
        first.kill()
        first.wait()
    out, err = second.communicate(timeout=60)
    assert (second.returncode, err) == (0, "")
    assert "this is aiws up\n" in out
    assert not lock.is_symlink()


def test_many_runs_at_once_after_a_killed_one_take_turns(machine: Machine, releases: ReleaseServer):
    machine.add("curl")
    dead = subprocess.Popen(["true"])
    dead.wait()
    (machine.home / ".local").mkdir()
    (machine.home / ".local/.aiws-install.lock").symlink_to(str(dead.pid))
    environment = machine.environment(AIWS_BASE_URL=releases.url)
    runs = [machine.start("/bin/sh", str(machine.script), "--yes", environment=environment) for _ in range(4)]
    for run in runs:
        _, err = run.communicate(timeout=60)
        assert (run.returncode, err) == (0, "")
    assert [line for line in machine.logged() if "up" in line] == ["aiws up --upgrade"] * 4
    profile = (machine.home / ".profile").read_text()
    assert profile.count("export PATH") == 1
    assert sorted(os.listdir(machine.home / ".local")) == ["bin", "share"]


def test_the_functions_of_install_sh():
    done = subprocess.run(["bats", SCRIPT.parent / "tests/install"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
