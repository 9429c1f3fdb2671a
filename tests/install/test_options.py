# SPDX-License-Identifier: Apache-2.0
"""What install.sh is told and what it tells aiws, and with which code it ends."""

import pytest
from installer import SCRIPT, Done, Machine, ReleaseServer, bundle, executable, failure, fake_aiws

HELPED = """
    --prefix --version --from-source --offline --only-aiws --demo --without-openclaw --openclaw --database --gateway
    --port --listen --openclaw-port --no-register --yes --dry-run --uninstall --purge --deps --help
    AIWS_PREFIX AIWS_VERSION AIWS_OFFLINE AIWS_DATABASE_URL AIWS_BASE_URL AIWS_HOME https_proxy TMPDIR
    DEEPSEEK_API_KEY NVIDIA_API_KEY OLLAMA_API_KEY
"""


@pytest.fixture
def user(machine: Machine) -> Machine:
    return machine.add("curl")


def install(machine: Machine, server: ReleaseServer, *arguments: str, **environment: str) -> Done:
    return machine.install(*arguments, **{"AIWS_BASE_URL": server.url, **environment})


def test_help_and_the_documentation_name_every_option_and_variable(machine: Machine):
    done = machine.install("--help")
    assert (done.returncode, done.stderr) == (0, "")
    explained = (SCRIPT.parent / "docs/install.md").read_text()
    for name in HELPED.split():
        assert name in done.stdout, name
        assert name in explained, name
    assert max(len(line) for line in done.stdout.splitlines()) <= 120


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--frobnicate"], "there is no option --frobnicate"),
        (["word"], "word belongs to no option"),
        (["--prefix"], "--prefix wants a value"),
        (["--gateway="], "--gateway wants a value"),
        (["--uninstall", "word"], "word belongs to no option"),
        (["--purge"], "--purge goes with --uninstall"),
        (["--port", "0"], "--port wants a port between 1 and 65535"),
        (["--port=70000"], "--port wants a port"),
        (["--openclaw-port", "x"], "--openclaw-port wants a port"),
        (["--version", "../../etc"], "a version looks like 0.1.0"),
        (["--version", "0.1.0", "--from-source"], "a checkout has one version"),
        (["--offline", "f", "--from-source"], "--offline takes the aiws of its file"),
        (["--without-openclaw", "--openclaw", "o"], "--without-openclaw and --openclaw"),
    ],
)
def test_wrong_usage_is_told_in_one_line_with_64(machine: Machine, arguments: list[str], reason: str):
    done = machine.install(*arguments)
    assert (done.returncode, done.stdout) == (64, "")
    assert done.stderr.startswith(f"aiws install: {reason}")
    assert done.stderr.endswith("; see install.sh --help\n")
    assert len(done.stderr.splitlines()) == 1
    assert machine.files() == {}


def test_what_is_asked_for_is_handed_on(user: Machine, releases: ReleaseServer):
    (user.home / "my claw").write_text("")
    given = ["--demo", "--openclaw", "my claw", "--gateway=https://litellm.example", "--port", "4100"]
    given += ["--listen=0.0.0.0", "--openclaw-port", "18800", "--no-register"]
    assert install(user, releases, *given).returncode == 0
    assert user.logged() == [
        f"aiws up --upgrade --demo --openclaw {user.home}/my claw --gateway https://litellm.example --port 4100 "
        "--listen 0.0.0.0 --openclaw-port 18800 --no-register"
    ]


def test_openclaw_may_be_left_out(user: Machine, releases: ReleaseServer):
    assert install(user, releases, "--without-openclaw").returncode == 0
    assert user.logged() == ["aiws up --upgrade --without-openclaw"]


@pytest.mark.parametrize("by", ["option", "environment"])
def test_a_database_goes_by_the_environment_and_is_never_shown(user: Machine, releases: ReleaseServer, by: str):
    url = "postgresql://aiws:database-password-1@db.example/aiws"
    arguments = ["--database", url] if by == "option" else []
    environment = {} if by == "option" else {"AIWS_DATABASE_URL": url}
    for more in ([], ["--dry-run"]):
        done = install(user, releases, *arguments, *more, **environment)
        assert done.returncode == 0
        assert "database-password-1" not in done.stdout + done.stderr
    assert user.logged() == [f"aiws up --upgrade (database {url})"]
    wrong = install(user, releases, "--databse", url)
    assert "database-password-1" not in wrong.stdout + wrong.stderr


@pytest.mark.parametrize("code", [0, 1, 3, 64, 69, 77, 78, 130])
def test_the_code_of_aiws_is_the_code_of_the_installer(user: Machine, releases: ReleaseServer, code: int):
    done = install(user, releases, FAKE_AIWS_CODE=str(code))
    assert done.returncode == code
    assert "this is aiws up\n" in done.stdout
    assert ("the workspace is installed, but a model does not answer" in done.stdout) == (code == 3)
    assert (f"aiws up ended with {code}" in done.stderr) == (code not in (0, 3))


def test_again_it_upgrades_and_says_nothing_twice_in_the_profile(user: Machine, releases: ReleaseServer):
    first = install(user, releases)
    files = user.files()
    second = install(user, releases)
    assert (first.returncode, second.returncode) == (0, 0)
    assert user.files() == files
    assert user.logged() == ["aiws up --upgrade"] * 2


def test_root_installs_for_everybody_and_the_prefix_may_come_from_the_environment(user: Machine):
    planned = user.install("--dry-run", FAKE_USER="0")
    assert "put bin/aiws and completion for bash, zsh and fish into /usr/local" in planned.stdout
    planned = user.install("--dry-run", AIWS_PREFIX="mine")
    assert f"fish into {user.home}/mine" in planned.stdout


def everything(machine: Machine) -> dict[str, bytes | None]:
    """All of the test's folder, but not what the stand-ins wrote down."""
    found = {path: path.read_bytes() if path.is_file() else None for path in machine.folder.rglob("*")}
    return {str(path): data for path, data in found.items() if path != machine.log}


@pytest.mark.parametrize("arguments", [[], ["--demo", "--gateway", "https://me:gateway-password-1@litellm.example"]])
def test_a_dry_run_prints_the_plan_and_does_nothing(user: Machine, releases: ReleaseServer, arguments: list[str]):
    executable(user.programs / "apt-get", 'echo apt-get >>"$FAKE_LOG"')
    user.without("tar")
    before = everything(user)
    done = install(user, releases, "--dry-run", *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    assert "install the packages that are missing: tar" in done.stdout
    assert f"fetch {releases.url}/aiws-0.1.0-linux-x86_64.tar.gz and check its SHA-256 sum" in done.stdout
    assert f"add to {user.home}/.profile: export PATH=" in done.stdout
    assert f"run {user.home}/.local/bin/aiws up --upgrade" in done.stdout
    assert "gateway-password-1" not in done.stdout
    assert everything(user) == before
    assert (user.logged(), releases.requests) == ([], [])


def test_a_dry_run_in_a_checkout_or_with_a_bundle_does_nothing_either(user: Machine):
    (user.home / "bundle").write_bytes(bundle({"aiws": fake_aiws()}))
    checkout = user.checkout()
    before = everything(user)
    for arguments, expected in {
        (): f"build aiws from {checkout}",
        ("--offline", "bundle"): f"check {user.home}/bundle against its manifest",
        ("--deps", "ccache"): "this would install the packages that are missing: ccache",
        ("--uninstall",): "there is no aiws under",
    }.items():
        done = user.install("--dry-run", *arguments, FAKE_MISSING="ccache")
        assert (done.returncode, done.stderr) == (0, "")
        assert expected in done.stdout
    assert everything(user) == before


def test_a_version_asked_for_in_a_checkout_is_fetched_not_built(user: Machine, releases: ReleaseServer):
    user.checkout()
    assert install(user, releases, "--only-aiws", "--version", "0.1.0").returncode == 0
    assert len(releases.requests) == 2


def test_without_a_home_it_says_so(machine: Machine):
    assert failure(machine.install(HOME="")) == "aiws install: HOME is not set"
