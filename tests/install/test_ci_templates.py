# SPDX-License-Identifier: Apache-2.0
"""templates/ci: what users copy into their CI is run here, with a server on loopback and a stand-in for aiws."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from installer import SCRIPT, Done, Machine, ReleaseServer

TEMPLATES = SCRIPT.parent / "templates/ci"
GATEWAY = "https://litellm.example"
KEY = "nvidia-test-key-1"


@pytest.fixture
def runner(machine: Machine, releases: ReleaseServer) -> Machine:
    """A machine of a CI system, and the server with the installer."""
    releases.files["/ai-workspace"] = SCRIPT.read_bytes()
    return machine.add("curl")


@dataclass
class Job:
    """A job's steps, run as GitHub's runner does: each in a new shell, that ends at the first failure."""

    machine: Machine
    releases: ReleaseServer
    values: dict[str, str]

    def __post_init__(self) -> None:
        document = yaml.safe_load((TEMPLATES / "github-actions.yml").read_text())
        (self.job,) = document["jobs"].values()
        self.path_file = self.machine.folder / "github-path"
        self.path_file.touch()

    def fill_in(self, given: dict[str, str] | None) -> dict[str, str]:
        """What is not set is empty, as it is there."""
        expression = re.compile(r"\$\{\{ (?:secrets|vars)\.(\w+) \}\}")
        return {
            name: expression.sub(lambda match: self.values.get(match[1], ""), str(value))
            for name, value in (given or {}).items()
        }

    def run_step(self, step: dict[str, Any], **environment: str) -> Done:
        script = self.machine.folder / "step.sh"
        script.write_text(step["run"])
        path = ":".join([*self.path_file.read_text().splitlines(), str(self.machine.programs)])
        own = {"PATH": path, "GITHUB_PATH": str(self.path_file), "RUNNER_TEMP": str(self.machine.temporary)}
        variables = {**own, **self.fill_in(self.job["env"]), **self.fill_in(step.get("env")), **environment}
        variables |= {"AIWS_INSTALL_URL": f"{self.releases.url}/ai-workspace", "AIWS_BASE_URL": self.releases.url}
        bash = str(shutil.which("bash"))
        process = self.machine.start(bash, "-e", str(script), environment=self.machine.environment(**variables))
        out, err = process.communicate(timeout=120)
        return subprocess.CompletedProcess(bash, process.returncode, out, err)

    def run(self, **environment: str) -> Done:
        """Up to the first step that fails."""
        for step in (step for step in self.job["steps"] if "run" in step):
            done = self.run_step(step, **environment)
            assert KEY not in done.stdout + done.stderr
            if done.returncode != 0:
                break
        return done


@pytest.mark.parametrize(
    ("gateway", "called"), [(GATEWAY, "aiws register --wait 120 --json"), ("", "aiws up --json")], ids=["theirs", "own"]
)
@pytest.mark.parametrize("code", [0, 1, 3, 69])
def test_the_job_ends_as_aiws_does_and_keeps_its_report(
    runner: Machine, releases: ReleaseServer, gateway: str, called: str, code: int
):
    job = Job(runner, releases, {"LITELLM_URL": gateway, "NVIDIA_API_KEY": KEY})
    assert job.run(FAKE_AIWS_CODE=str(code)).returncode == code
    assert runner.logged() == [called]
    assert (runner.home / "report.json").read_text() == f"this is {' '.join(called.split()[:2])}\n"


def test_a_job_that_cannot_install_stops_there(runner: Machine, releases: ReleaseServer):
    del releases.files["/ai-workspace"]
    assert Job(runner, releases, {}).run().returncode == 22
    releases.files["/ai-workspace"] = SCRIPT.read_bytes()
    del releases.files["/aiws-0.1.0-linux-x86_64.tar.gz"]
    assert Job(runner, releases, {}).run().returncode == 1
    assert runner.logged() == []


def test_the_report_is_kept_whatever_happens_and_secrets_are_where_they_are_needed_only(runner: Machine):
    document = yaml.safe_load((TEMPLATES / "github-actions.yml").read_text())
    (job,) = document["jobs"].values()
    install, register, keep = job["steps"]
    assert keep["if"] == "always()"
    assert keep["uses"].startswith("actions/upload-artifact@")
    assert keep["with"]["path"] == "report.json"
    assert "secrets." not in str(job["env"]) + str(install)
    assert all(value == f"${{{{ secrets.{name} }}}}" for name, value in register["env"].items())
    assert "${{" not in install["run"] + register["run"]
    assert document["permissions"] == {}


@pytest.mark.parametrize("program", ["curl", "wget"])
@pytest.mark.parametrize(
    ("gateway", "called"), [(GATEWAY, "aiws register --wait 120 --json"), ("", "aiws up --json")], ids=["theirs", "own"]
)
@pytest.mark.parametrize("code", [0, 3, 77])
def test_the_plain_step_ends_as_aiws_does_and_keeps_its_report(
    runner: Machine, releases: ReleaseServer, gateway: str, called: str, code: int, program: str
):
    runner.without("curl").add(program)
    done = provision(runner, releases, LITELLM_URL=gateway, FAKE_AIWS_CODE=str(code), AIWS_REPORT="my report.json")
    assert done.returncode == code
    assert runner.logged() == [called]
    assert (runner.home / "my report.json").read_text() == f"this is {' '.join(called.split()[:2])}\n"
    assert runner.left_behind() == []


def test_a_plain_step_that_cannot_install_stops_there(runner: Machine, releases: ReleaseServer):
    releases.publish(b"", sum_of=b"something else")
    assert provision(runner, releases).returncode == 1
    del releases.files["/ai-workspace"]
    assert provision(runner, releases).returncode == 22
    assert runner.logged() == []
    assert runner.left_behind() == []


def provision(runner: Machine, releases: ReleaseServer, **environment: str) -> Done:
    own = {"AIWS_INSTALL_URL": f"{releases.url}/ai-workspace", "AIWS_BASE_URL": releases.url, "NVIDIA_API_KEY": KEY}
    runner.script = TEMPLATES / "provision.sh"
    done = runner.install(**{**own, **environment})
    assert KEY not in done.stdout + done.stderr
    return done


def test_shellcheck_has_no_complaint_about_the_steps(tmp_path: Path):
    document = yaml.safe_load((TEMPLATES / "github-actions.yml").read_text())
    (job,) = document["jobs"].values()
    for number, step in enumerate(step for step in job["steps"] if "run" in step):
        (tmp_path / f"{number}.sh").write_text(step["run"])
    scripts = [TEMPLATES / "provision.sh", *sorted(tmp_path.iterdir())]
    for script in scripts:
        dialect = "sh" if script.name == "provision.sh" else "bash"
        done = subprocess.run(["shellcheck", "-s", dialect, script], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout
