# SPDX-License-Identifier: Apache-2.0
"""install.sh in a checkout of its own, with stand-ins for the programs it calls and a home folder of its own."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "install.sh"
MARK = "# added by aiws install.sh"

CMAKE = """#!/bin/sh
case "$*" in
--version) echo "cmake version ${FAKE_CMAKE_VERSION:-3.25.1}" ;;
*--build*) [ -z "${FAKE_BUILD_FAILS:-}" ] || { echo "error: no such luck"; exit 1; }
    mkdir -p build/release && cp fake-aiws build/release/aiws ;;
esac
"""
AIWS = """#!/bin/sh
case "$1" in
--version) echo "aiws 9.9.9 (abc1234)" ;;
completion) echo "# completion for $2" ;;
esac
"""
DPKG = """#!/bin/sh
for name in ${FAKE_MISSING:-}; do [ "$name" != "$3" ] || exit 1; done
printf installed
"""
APT = """#!/bin/sh
echo "apt-get $*" >>"$FAKE_LOG"
[ -z "${FAKE_APT_FAILS:-}" ] || { echo "E: no network"; exit 100; }
"""
COMPILER = """#!/bin/sh
cat >/dev/null
echo "__clang_major__ ${FAKE_GCC:-12}"
"""


def executable(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o755)


class Machine:
    """A checkout, a home and the programs on PATH."""

    def __init__(self, folder: Path) -> None:
        self.checkout = folder / "check out"
        self.home = folder / "home"
        self.programs = folder / "programs"
        self.log = folder / "log"
        for made in (self.checkout, self.home, self.programs):
            made.mkdir()
        shutil.copy(SCRIPT, self.checkout)
        (self.checkout / "CMakePresets.json").write_text("{}")
        executable(self.checkout / "fake-aiws", AIWS)
        for name, text in {"cmake": CMAKE, "dpkg-query": DPKG, "apt-get": APT, "c++": COMPILER}.items():
            executable(self.programs / name, text)
        for name in ("ninja", "git", "g++", "clang++"):
            executable(self.programs / name, COMPILER)

    def install(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        system = {"PATH": f"{self.programs}:/usr/bin:/bin", "HOME": str(self.home), "FAKE_LOG": str(self.log)}
        return subprocess.run(
            ["/bin/sh", str(self.checkout / "install.sh"), *arguments],
            env={**system, **environment},
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def files(self) -> dict[str, str]:
        found = (path for path in self.home.rglob("*") if path.is_file())
        return {str(path.relative_to(self.home)): path.read_text() for path in found}


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def failure(done: subprocess.CompletedProcess[str]) -> str:
    """The one line that says what is wrong."""
    assert done.returncode != 0
    return done.stderr.splitlines()[-1]


def test_the_binary_and_the_completions_are_put_under_the_prefix_and_the_next_step_is_said(machine: Machine):
    done = machine.install("--prefix", "of my own")
    assert (done.returncode, done.stderr) == (0, "")
    prefix = machine.home / "of my own"
    assert os.access(prefix / "bin/aiws", os.X_OK)
    assert (prefix / "share/bash-completion/completions/aiws").read_text() == "# completion for bash\n"
    assert (prefix / "share/zsh/site-functions/_aiws").read_text() == "# completion for zsh\n"
    assert (prefix / "share/fish/vendor_completions.d/aiws.fish").read_text() == "# completion for fish\n"
    assert f"aiws: installed {prefix}/bin/aiws (aiws 9.9.9 (abc1234))" in done.stdout
    assert done.stdout.endswith("aiws register\n")
    assert not machine.log.exists()


def test_the_line_on_path_works_and_is_added_once_after_whatever_the_last_line_is(machine: Machine):
    (machine.home / ".bashrc").write_text("alias x='y'")
    prefix = machine.home / "it's $HOME"
    for _ in range(2):
        assert machine.install("--prefix", str(prefix)).returncode == 0
    for name in (".profile", ".bashrc"):
        lines = (machine.home / name).read_text().splitlines()
        assert sum(MARK in line for line in lines) == 1
    assert (machine.home / ".bashrc").read_text().startswith("alias x='y'\nexport PATH=")
    shell = ". ./.profile; command -v aiws"
    found = subprocess.run(
        ["/bin/sh", "-c", shell], cwd=machine.home, env={"PATH": "/bin"}, capture_output=True, text=True, check=False
    )
    assert found.stdout.strip() == f"{prefix}/bin/aiws"


def test_no_profile_is_touched_when_the_folder_is_on_path_already(machine: Machine):
    prefix = machine.home / ".local"
    path = f"{machine.programs}:{prefix}/bin:/usr/bin:/bin"
    assert machine.install("--prefix", str(prefix), PATH=path).returncode == 0
    assert not (machine.home / ".profile").exists()


def test_uninstalling_leaves_the_home_as_it_was(machine: Machine):
    (machine.home / ".bashrc").write_text("first\n\nlast, and empty lines\n\n\n")
    before = machine.files()
    prefix = str(machine.home / "prefix")
    assert machine.install("--prefix", prefix).returncode == 0
    assert machine.files() != before
    done = machine.install("--uninstall", "--prefix", prefix)
    assert (done.returncode, done.stderr) == (0, "")
    assert machine.files() == before
    again = machine.install("--uninstall", "--prefix", prefix)
    assert again.returncode == 0
    assert f"there is no aiws under {prefix}" in again.stdout


def test_only_missing_packages_are_installed_and_named(machine: Machine):
    done = machine.install("--yes", "--prefix", "p", FAKE_MISSING="libcurl4-openssl-dev libfmt-dev")
    assert done.returncode == 0
    assert "packages that are missing: libcurl4-openssl-dev libfmt-dev" in done.stdout
    update, install = machine.log.read_text().splitlines()
    assert update == "apt-get update"
    assert install.endswith("--no-install-recommends libcurl4-openssl-dev libfmt-dev")


def test_an_ordinary_user_installs_into_his_home_and_needs_sudo_for_packages_only(machine: Machine):
    executable(machine.programs / "id", "#!/bin/sh\necho 1000\n")
    executable(machine.programs / "sudo", '#!/bin/sh\necho "sudo $1" >>"$FAKE_LOG"\nexec "$@"\n')
    done = machine.install("--yes", FAKE_MISSING="libfmt-dev")
    assert done.returncode == 0
    assert (machine.home / ".local/bin/aiws").exists()
    assert [line for line in machine.log.read_text().splitlines() if "sudo" in line] == ["sudo apt-get", "sudo env"]


def test_the_packages_alone_can_be_asked_for_with_more_besides(machine: Machine):
    done = machine.install("--yes", "--deps", "catch2", "ccache", FAKE_MISSING="ccache")
    assert done.returncode == 0
    assert machine.log.read_text().splitlines()[-1].endswith(" ccache")
    assert not (machine.checkout / "build/release").exists()


def test_a_failing_apt_says_what_it_could_not_install(machine: Machine):
    done = machine.install("--yes", "--prefix", "p", FAKE_MISSING="libfmt-dev", FAKE_APT_FAILS="1")
    assert failure(done) == "aiws install: apt-get could not install: libfmt-dev (is there a network?)"
    assert "E: no network" in done.stderr


def test_an_old_compiler_is_named_as_the_reason_before_anything_is_built(machine: Machine):
    done = machine.install("--yes", "--prefix", "p", CXX=str(machine.programs / "c++"), FAKE_GCC="11")
    assert failure(done).startswith("aiws install: no compiler is new enough: g++ 12 or clang++ 16 is needed")


def test_an_old_cmake_is_named_as_the_reason(machine: Machine):
    done = machine.install("--yes", "--prefix", "p", FAKE_CMAKE_VERSION="3.22.1")
    assert failure(done).startswith("aiws install: cmake 3.25 or newer is needed")
    assert machine.install("--yes", "--prefix", "p", FAKE_CMAKE_VERSION="4.0.0").returncode == 0


def test_a_failing_build_shows_the_end_of_its_log_and_installs_nothing(machine: Machine):
    done = machine.install("--prefix", "p", FAKE_BUILD_FAILS="1")
    assert "error: no such luck" in done.stderr
    assert failure(done).startswith("aiws install: the build failed")
    assert machine.files() == {}


def test_a_prefix_that_cannot_be_written_is_one_clear_line(machine: Machine):
    (machine.home / "file").write_text("")
    done = machine.install("--prefix", str(machine.home / "file"))
    assert failure(done).startswith(f"aiws install: {machine.home}/file/bin/aiws could not be written")


def test_outside_a_checkout_it_says_so(machine: Machine):
    (machine.checkout / "CMakePresets.json").unlink()
    assert failure(machine.install()) == "aiws install: run it from a checkout of aiws: cd aiws && ./install.sh"


@pytest.mark.parametrize("arguments", [["--frobnicate"], ["word"], ["--prefix"], ["--uninstall", "word"]])
def test_wrong_usage_is_told_with_64(machine: Machine, arguments: list[str]):
    done = machine.install(*arguments)
    assert done.returncode == 64
    assert "see ./install.sh --help" in done.stderr


def test_help_names_every_option(machine: Machine):
    done = machine.install("--help")
    assert done.returncode == 0
    for option in ("--prefix", "--yes", "--uninstall", "--deps", "--help"):
        assert option in done.stdout
