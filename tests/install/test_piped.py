# SPDX-License-Identifier: Apache-2.0
"""install.sh on a shell's standard input: whole, cut short, in several shells, with and without a terminal."""

import os
import pty
import select
import signal

import pytest
from installer import SCRIPT, Machine, ReleaseServer, executable

WHOLE = SCRIPT.read_bytes()
SHELLS = [("dash",), ("bash",), ("bash", "--posix"), ("busybox", "sh")]


@pytest.fixture(params=SHELLS, ids=" ".join)
def shell(request: pytest.FixtureRequest, machine: Machine) -> tuple[str, ...]:
    """One of the shells that a system may have as sh."""
    if request.param[0] == "busybox":
        machine.add("busybox")
    machine.add("curl")
    return request.param


def test_a_piped_script_installs_and_nothing_below_reads_its_text(
    machine: Machine, releases: ReleaseServer, shell: tuple[str, ...]
):
    done = machine.pipe(WHOLE + b"\necho the rest\n", "--yes", "--demo", shell=shell, AIWS_BASE_URL=releases.url)
    assert (done.returncode, done.stderr) == (0, "")
    assert machine.logged() == ["aiws up --upgrade --demo"]
    assert "aiws: bringing the workspace up\nthis is aiws up\naiws: open a new shell" in done.stdout
    assert "the rest" not in done.stdout


def test_every_shell_installs_resumes_refuses_and_uninstalls(
    machine: Machine, releases: ReleaseServer, shell: tuple[str, ...]
):
    releases.faults["/aiws-0.1.0-linux-x86_64.tar.gz"] = ["cut", 503]
    assert machine.pipe(WHOLE, shell=shell, AIWS_BASE_URL=releases.url, FAKE_AIWS_CODE="3").returncode == 3
    assert machine.pipe(WHOLE, "--uninstall", shell=shell).returncode == 0
    assert machine.files() == {}
    releases.publish(b"", sum_of=b"something else")
    assert machine.pipe(WHOLE, shell=shell, AIWS_BASE_URL=releases.url).returncode == 1
    assert machine.pipe(WHOLE, "--frobnicate", shell=shell).returncode == 64
    assert machine.files() == {}
    assert machine.left_behind() == []


@pytest.mark.parametrize("name", ["dash", "bash"])
def test_a_script_cut_short_runs_nothing(machine: Machine, releases: ReleaseServer, name: str):
    machine.add("curl")
    last_line = WHOLE.rindex(b"\n", 0, len(WHOLE) - 1)
    for length in [*range(0, last_line, 200), *range(last_line, len(WHOLE) - 1)]:
        done = machine.pipe(WHOLE[:length], "--only-aiws", shell=(name,), AIWS_BASE_URL=releases.url)
        assert done.stdout == "", f"the first {length} bytes print something"
    assert machine.files() == {}
    assert (machine.logged(), machine.left_behind(), releases.requests) == ([], [], [])
    assert machine.pipe(WHOLE[:-1], "--only-aiws", shell=(name,), AIWS_BASE_URL=releases.url).returncode == 0


def at_terminal(machine: Machine, command: list[str], answer: bytes, **environment: str) -> tuple[int, str]:
    """Runs a command on a terminal of its own, and types the answer when it is asked."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(machine.home)
        os.execve("/bin/sh", command, machine.environment(**environment))
    said = b""
    try:
        while select.select([terminal], [], [], 60)[0]:
            chunk = os.read(terminal, 4096)
            if b"Go on?" not in said and b"Go on?" in said + chunk:
                os.write(terminal, answer)
            said += chunk
    except OSError:
        pass  # that is how a terminal ends
    finally:
        os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said.decode()


@pytest.fixture
def incomplete(machine: Machine) -> Machine:
    """Root's machine without Python, where apt-get would install it."""
    python = (machine.programs / "python3").rename(machine.folder / "python3")
    install = f'echo "apt-get $1" >>"$FAKE_LOG"; cp "{python}" "{machine.programs}"'
    executable(machine.programs / "apt-get", install)
    return machine.add("curl")


@pytest.mark.parametrize("how", ["./install.sh", "cat install.sh | sh"])
@pytest.mark.parametrize(("answer", "agrees"), [(b"\n", True), (b"y\n", True), (b"no\n", False), (b"\x04", False)])
def test_at_a_terminal_packages_are_installed_only_with_consent(
    incomplete: Machine, releases: ReleaseServer, how: str, answer: bytes, agrees: bool
):
    command = f"sh {incomplete.script}" if how == "./install.sh" else f"cat {incomplete.script} | sh"
    environment = {"AIWS_BASE_URL": releases.url, "FAKE_USER": "0", "AIWS_PREFIX": "mine"}
    code, said = at_terminal(incomplete, ["sh", "-c", command], answer, **environment)
    assert "installing the packages that are missing: python3" in said
    assert "Go on? [Y/n]" in said
    assert (code == 0) == agrees, said
    assert bool(incomplete.logged()) == agrees
    assert ("nothing was done; run it again with --yes" in said) == (not agrees)


def test_with_yes_nothing_is_asked_at_a_terminal(incomplete: Machine, releases: ReleaseServer):
    command = ["sh", str(incomplete.script), "--yes"]
    environment = {"AIWS_BASE_URL": releases.url, "FAKE_USER": "0", "AIWS_PREFIX": "mine"}
    code, said = at_terminal(incomplete, command, b"", **environment)
    assert code == 0, said
    assert "Go on?" not in said


def test_without_a_terminal_nothing_is_asked(incomplete: Machine, releases: ReleaseServer):
    environment = {"AIWS_BASE_URL": releases.url, "FAKE_USER": "0", "AIWS_PREFIX": "mine"}
    done = incomplete.pipe(WHOLE, **environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert incomplete.logged() == ["apt-get update", "apt-get install", "aiws up --upgrade"]
    assert "Go on?" not in done.stdout


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_interrupted_it_ends_with_one_line_and_the_next_run_completes(
    machine: Machine, releases: ReleaseServer, number: signal.Signals, code: int
):
    machine.add("curl")
    environment = machine.environment(AIWS_BASE_URL=releases.url)
    process = machine.start("/bin/sh", str(machine.script), environment={**environment, "FAKE_AIWS_HANGS": "1"})
    assert process.stdout and process.stderr
    for line in process.stdout:
        if line == "this is aiws up\n":
            break
    os.killpg(process.pid, number)
    assert process.wait(60) == code
    lines = [line for line in process.stderr.read().splitlines() if "aiws install" in line]
    assert lines == ["aiws install: interrupted; run it again to complete it"]
    process.stdout.close()
    process.stderr.close()
    assert machine.left_behind() == []
    assert not (machine.home / ".local/.aiws-install.lock").is_symlink()
    assert machine.install(AIWS_BASE_URL=releases.url).returncode == 0
