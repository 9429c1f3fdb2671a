# SPDX-License-Identifier: Apache-2.0
"""./install.sh in a checkout, with stand-ins for the programs that build."""

import os
import subprocess

import pytest
from installer import MARK, Machine, executable, failure, fake_aiws

ONLY = "--only-aiws"


@pytest.fixture
def builder(machine: Machine) -> Machine:
    (machine.checkout() / "fake-aiws").write_bytes(fake_aiws())
    (machine.checkout_folder / "fake-aiws").chmod(0o755)
    return machine


def test_the_binary_and_the_completions_are_put_under_the_prefix_and_the_next_step_is_said(builder: Machine):
    done = builder.install(ONLY, "--prefix", "of my own")
    assert (done.returncode, done.stderr) == (0, "")
    prefix = builder.home / "of my own"
    assert os.access(prefix / "bin/aiws", os.X_OK)
    assert (prefix / "share/bash-completion/completions/aiws").read_text() == "# completion for bash\n"
    assert (prefix / "share/zsh/site-functions/_aiws").read_text() == "# completion for zsh\n"
    assert (prefix / "share/fish/vendor_completions.d/aiws.fish").read_text() == "# completion for fish\n"
    assert f"aiws: installed {prefix}/bin/aiws (aiws 0.1.0 (abc1234))" in done.stdout
    assert "    aiws register\naiws: open a new shell" in done.stdout
    assert builder.logged() == []
    assert builder.left_behind() == []


def test_a_checkout_brings_the_workspace_up_as_well(builder: Machine):
    done = builder.install("--demo")
    assert (done.returncode, done.stderr) == (0, "")
    assert builder.logged() == ["aiws up --upgrade --demo"]
    assert "this is aiws up\naiws: open a new shell" in done.stdout


def test_the_line_on_path_works_and_is_added_once_after_whatever_the_last_line_is(builder: Machine):
    (builder.home / ".bashrc").write_text("alias x='y'")
    prefix = builder.home / "it's $HOME"
    for _ in range(2):
        assert builder.install(ONLY, "--prefix", str(prefix)).returncode == 0
    for name in (".profile", ".bashrc"):
        lines = (builder.home / name).read_text().splitlines()
        assert sum(MARK in line for line in lines) == 1
    assert (builder.home / ".bashrc").read_text().startswith("alias x='y'\nexport PATH=")
    shell = ". ./.profile; command -v aiws"
    found = subprocess.run(
        ["/bin/sh", "-c", shell], cwd=builder.home, env={"PATH": "/bin"}, capture_output=True, text=True, check=False
    )
    assert found.stdout.strip() == f"{prefix}/bin/aiws"


@pytest.mark.parametrize(("existing", "shell"), [([".bash_profile", ".zshrc"], "/bin/bash"), ([], "/usr/bin/zsh")])
def test_the_files_that_bash_and_zsh_read_instead_get_the_line_too(builder: Machine, existing: list[str], shell: str):
    for name in existing:
        (builder.home / name).write_text("")
    assert builder.install(ONLY, SHELL=shell).returncode == 0
    for name in {".profile", ".zshrc", *existing}:
        assert MARK in (builder.home / name).read_text()


def test_no_profile_is_touched_when_the_folder_is_on_path_already(builder: Machine):
    prefix = builder.home / ".local"
    path = f"{builder.programs}:{prefix}/bin"
    assert builder.install(ONLY, "--prefix", str(prefix), PATH=path).returncode == 0
    assert not (builder.home / ".profile").exists()


def test_only_missing_packages_are_installed_and_named(builder: Machine):
    done = builder.install(
        ONLY, "--yes", "--prefix", "p", FAKE_MISSING="libcurl4-openssl-dev libfmt-dev", FAKE_USER="0"
    )
    assert done.returncode == 0
    assert "packages that are missing: libcurl4-openssl-dev libfmt-dev" in done.stdout
    update, install = builder.logged()
    assert update == "apt-get update"
    assert install.endswith("--no-install-recommends libcurl4-openssl-dev libfmt-dev")


def test_an_ordinary_user_installs_into_his_home_and_needs_sudo_for_packages_only(builder: Machine):
    executable(builder.programs / "sudo", 'echo "sudo $1" >>"$FAKE_LOG"\nexec "$@"')
    done = builder.install(ONLY, "--yes", FAKE_MISSING="libfmt-dev")
    assert done.returncode == 0
    assert (builder.home / ".local/bin/aiws").exists()
    assert [line for line in builder.logged() if "sudo" in line] == ["sudo apt-get", "sudo env"]


def test_without_sudo_an_ordinary_user_is_told_what_root_has_to_run(builder: Machine):
    done = builder.install("--yes", FAKE_MISSING="libfmt-dev")
    assert failure(done) == (
        "aiws install: packages are missing and there is no sudo; have root run: apt-get install libfmt-dev "
    )


def test_the_packages_alone_can_be_asked_for_with_more_besides(builder: Machine):
    done = builder.install("--yes", "--deps", "catch2", "ccache", FAKE_MISSING="ccache", FAKE_USER="0")
    assert done.returncode == 0
    assert builder.logged()[-1].endswith(" ccache")
    assert builder.files() == {}
    assert not (builder.checkout_folder / "build/release").exists()


def test_a_failing_apt_says_what_it_could_not_install(builder: Machine):
    done = builder.install("--yes", FAKE_MISSING="libfmt-dev", FAKE_APT_FAILS="1", FAKE_USER="0")
    assert failure(done) == "aiws install: apt-get could not install: libfmt-dev (is there a network?)"
    assert "E: no network" in done.stderr


def test_an_old_compiler_is_named_as_the_reason_before_anything_is_built(builder: Machine):
    done = builder.install(ONLY, CXX=str(builder.programs / "c++"), FAKE_GCC="11", FAKE_USER="0")
    assert failure(done).startswith("aiws install: no compiler is new enough: g++ 12 or clang++ 16 is needed")


def test_an_old_cmake_is_named_as_the_reason(builder: Machine):
    done = builder.install(ONLY, "--prefix", "p", FAKE_CMAKE_VERSION="3.22.1", FAKE_USER="0")
    assert failure(done).startswith("aiws install: cmake 3.25 or newer is needed")
    assert builder.install(ONLY, "--prefix", "p", FAKE_CMAKE_VERSION="4.0.0").returncode == 0


def test_a_failing_build_shows_the_end_of_its_log_and_installs_nothing(builder: Machine):
    done = builder.install(FAKE_BUILD_FAILS="1")
    assert "error: no such luck" in done.stderr
    assert failure(done).startswith("aiws install: the build failed")
    assert builder.files() == {}


def test_outside_a_checkout_building_is_refused_with_what_to_do(machine: Machine):
    done = machine.install("--from-source")
    assert failure(done) == (
        "aiws install: this is no checkout of aiws: git clone its repository and run ./install.sh there"
    )


def test_a_mac_builds_from_a_checkout_with_what_is_there(builder: Machine):
    builder.without("apt-get", "getconf")
    done = builder.install(FAKE_SYSTEM="Darwin", FAKE_MACHINE="arm64")
    assert (done.returncode, done.stderr) == (0, "")
    assert "no apt-get here, so the build uses what there is" in done.stdout
    assert builder.logged() == ["aiws up --upgrade"]
