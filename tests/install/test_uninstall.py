# SPDX-License-Identifier: Apache-2.0
"""install.sh --uninstall: the workspace goes first, then the program, and the home is as it was."""

from pathlib import Path

import pytest
from installer import Machine, ReleaseServer, failure


@pytest.fixture
def installed(machine: Machine, releases: ReleaseServer) -> Machine:
    """A machine with aiws, and files in its home that were there before."""
    (machine.home / ".bashrc").write_text("first\n\nlast, and empty lines\n\n\n")
    machine.before = machine.files()
    assert machine.add("curl").install("--only-aiws", AIWS_BASE_URL=releases.url).returncode == 0
    assert machine.files() != machine.before
    return machine


def make_workspace(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "workspace.json").write_text("{}")
    return folder


def test_it_leaves_the_home_as_it_was(installed: Machine):
    done = installed.install("--uninstall")
    assert (done.returncode, done.stderr) == (0, "")
    assert installed.files() == installed.before
    assert [path.name for path in installed.home.iterdir()] == [".bashrc"]
    assert installed.logged() == []
    again = installed.install("--uninstall")
    assert again.returncode == 0
    assert f"there is no aiws under {installed.home}/.local" in again.stdout


def test_folders_with_other_things_in_them_and_folders_of_the_system_stay(installed: Machine, tmp_path: Path):
    (installed.home / ".local/bin/mine").write_text("")
    assert installed.install("--uninstall").returncode == 0
    assert sorted(installed.files()) == [".bashrc", ".local/bin/mine"]
    system = tmp_path / "usr"
    (system / "bin").mkdir(parents=True)
    assert installed.install("--uninstall", "--prefix", str(system)).returncode == 0
    assert [path.name for path in system.iterdir()] == ["bin"]


@pytest.mark.parametrize(("arguments", "told"), [([], "uninstall --yes"), (["--purge"], "uninstall --yes --purge")])
def test_the_workspace_is_taken_away_by_aiws_first(installed: Machine, arguments: list[str], told: str):
    make_workspace(installed.home / ".local/share/aiws")
    done = installed.install("--uninstall", *arguments)
    assert done.returncode == 0
    assert installed.logged() == [f"aiws {told}"]
    assert not (installed.home / ".local/bin/aiws").exists()


@pytest.mark.parametrize("variable", ["AIWS_HOME", "XDG_DATA_HOME"])
def test_the_workspace_is_found_where_the_variables_say(installed: Machine, tmp_path: Path, variable: str):
    make_workspace(tmp_path / "data/aiws")
    value = str(tmp_path / ("data/aiws" if variable == "AIWS_HOME" else "data"))
    assert installed.install("--uninstall", **{variable: value}).returncode == 0
    assert installed.logged() == ["aiws uninstall --yes"]


def test_the_program_stays_when_the_workspace_does(installed: Machine):
    make_workspace(installed.home / ".local/share/aiws")
    done = installed.install("--uninstall", FAKE_AIWS_CODE="78")
    assert done.returncode == 78
    assert done.stderr == "aiws install: aiws uninstall ended with 78, so the program stays; see above\n"
    assert (installed.home / ".local/bin/aiws").exists()


def test_the_program_alone_may_go(installed: Machine):
    make_workspace(installed.home / ".local/share/aiws")
    assert installed.install("--uninstall", "--only-aiws").returncode == 0
    assert installed.logged() == []
    assert not (installed.home / ".local/bin/aiws").exists()
    done = installed.install("--uninstall")
    assert "but no" in failure(done)


def test_a_dry_run_says_what_would_go_and_leaves_it(installed: Machine):
    make_workspace(installed.home / ".local/share/aiws")
    before = installed.files()
    done = installed.install("--uninstall", "--dry-run")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"would remove {installed.home}/.local/bin/aiws" in done.stdout
    assert f"would remove the line on PATH from {installed.home}/.bashrc" in done.stdout
    assert installed.logged() == ["aiws uninstall --yes --dry-run"]
    assert installed.files() == before
