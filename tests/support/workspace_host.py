# SPDX-License-Identifier: Apache-2.0
"""A user of this machine who has nothing of aiws yet: root, or an ordinary user made for the test.

    with Host("user") as host:
        host.install()
        host.aiws("up").assert_code(0)

Packages are kept in AIWS_TEST_CACHE, so that only the very first run fetches them. Whatever the test did, close() takes
the workspace, its processes and its user away.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from aiws import REPOSITORY, Run, binary, finish
from machine import Entry, differences, kill_all, listing, processes, wait_until
from stack.cache import cache_root

MACHINE_FOLDER = Path("/var/lib/aiws")
ACCOUNT = "aiws"
# How this machine reaches its package registries; nothing else of its environment reaches a workspace.
REGISTRY_VARIABLES = (
    *("PIP_INDEX_URL", "UV_DEFAULT_INDEX", "UV_INDEX_URL", "npm_config_registry", "PRISMA_ENGINES_MIRROR"),
    *("SSL_CERT_FILE", "SSL_CERT_DIR", "PIP_CERT", "NODE_EXTRA_CA_CERTS", "CURL_CA_BUNDLE"),
    *("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"),
    *("ASAN_OPTIONS", "UBSAN_OPTIONS"),
)


class Host:
    """One user. `exports` are the variables of his shell, for all that he runs from now on; without `packages` he
    starts with none."""

    def __init__(self, kind: str, exports: dict[str, str] | None = None, *, packages: bool = True):
        assert os.geteuid() == 0, "only root can make users and look at everything that a workspace changes"
        self.kind = kind
        self.exports = dict(exports or {})
        self.within: list[str] = []  # a command before each command: nsenter
        self.from_source = False
        self._checkout: Path | None = None
        if kind == "root":
            self._become_root()
        else:
            self._make_user()
        self._caches = self._open_caches() if packages else {}
        self.before = self.installed = self.files()  # installed: with the program, and no workspace

    def _become_root(self) -> None:
        assert not MACHINE_FOLDER.exists(), f"{MACHINE_FOLDER} exists: this test would take somebody's workspace away"
        assert account_uid(ACCOUNT) is None, f"the user {ACCOUNT} exists: this test would take it away"
        self.name, self.uid = "root", 0
        self.home = Path(tempfile.mkdtemp(prefix="aiws-test-", dir=pwd.getpwuid(0).pw_dir))
        self.folder = self.services_home = MACHINE_FOLDER
        self.prefix = Path("/usr/local")
        self._add_programs_of_roots_own()

    def _add_programs_of_roots_own(self) -> None:
        """As pyenv and cargo put them: first on PATH, and where the services' user cannot go."""
        for name in ("python3", "uv"):
            program = self.home / "bin" / name
            program.parent.mkdir(exist_ok=True)
            program.write_text(f'#!/bin/sh\nexec /usr/bin/{name} "$@"\n')
            program.chmod(0o755)

    def _make_user(self) -> None:
        self.name = f"aiws-test-{secrets.token_hex(3)}"
        self.home = Path("/home") / self.name
        _system("useradd", "--create-home", "--home-dir", str(self.home), "--shell", "/bin/sh", self.name)
        self.home.chmod(0o700)
        self.uid = account_uid(self.name) or 0
        self.folder = self.home / ".local" / "share" / "aiws"
        self.services_home = self.home
        self.prefix = self.home / ".local"

    def _open_caches(self) -> dict[str, str]:
        """Folders for packages that uv and npm may use as this user, or as the services' user that root makes."""
        root = cache_root() / f"packages-{self.kind}"
        for name in ("uv", "npm"):
            (root / name).mkdir(parents=True, exist_ok=True)
        if self.kind == "root":
            _system("chmod", "-R", "a+rwX", str(root))
        else:
            _system("chown", "-R", f"{self.name}:", str(root))
        place = {"UV_CACHE_DIR": str(root / "uv"), "npm_config_cache": str(root / "npm")}
        done = subprocess.run([*self._identity(), "test", "-w", str(root / "uv")])
        assert done.returncode == 0, f"{self.name} cannot reach {root}: let AIWS_TEST_CACHE be where all users may go"
        return place

    # --- running things -----------------------------------------------------------------------------------------------

    def _identity(self) -> list[str]:
        if self.kind == "root":
            return []
        return ["setpriv", "--reuid", self.name, "--regid", self.name, "--init-groups"]

    def environment(self, **extra: str | None) -> dict[str, str]:
        """All that a command sees; None takes a variable away."""
        path = f"{self.prefix}/bin:/usr/local/bin:/usr/bin:/bin"
        if self.kind == "root":
            path = f"{self.home}/bin:{path}:/usr/sbin:/sbin"
        own = {"HOME": str(self.home), "USER": self.name, "LOGNAME": self.name, "PATH": path, "LC_ALL": "C.UTF-8"}
        passed = {name: os.environ[name] for name in REGISTRY_VARIABLES if name in os.environ}
        # OpenClaw looks neither for plugins nor for a newer version of itself
        agent = {"CI": "1", "NO_COLOR": "1"}
        merged = {**passed, **self._caches, **agent, **own, **self.exports, **extra}
        return {name: value for name, value in merged.items() if value is not None}

    def start(self, *words: str, env: dict[str, str | None] | None = None, **options: Any) -> subprocess.Popen[bytes]:
        """A program that goes on by itself, in the user's home folder."""
        settings = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL}
        # Ctrl-C means something to it even where whoever runs the tests ignores it
        command = [*self.within, *self._identity(), "env", "--default-signal=INT", *words]
        return subprocess.Popen(
            command, env=self.environment(**(env or {})), cwd=self.home, **{"umask": 0o022, **settings, **options}
        )

    def run(self, *words: str, timeout: float = 900, **env: str | None) -> Run:
        return finish(self.start(*words, env=env), words, timeout)

    def aiws(self, *words: str, timeout: float = 900, **env: str | None) -> Run:
        return self.run("aiws", *words, timeout=timeout, **env)

    def openclaw(self, *words: str) -> Run:
        """The workspace's OpenClaw, by its launcher on PATH."""
        return self.run("openclaw", *words, timeout=300, npm_config_offline="true")

    def give(self, file: Path, name: str = "") -> Path:
        """A copy of the file, or of the folder, in his home and his own."""
        copy = self.home / (name or file.name)
        _system("cp", "-R", "--reflink=auto", str(file), str(copy))
        _system("chown", "-R", str(self.uid), str(copy))
        return copy

    # --- the program --------------------------------------------------------------------------------------------------

    def install(self, *, from_source: bool) -> None:
        """The program alone: built by install.sh, or AIWS_BIN as it is."""
        program = self.prefix / "bin" / "aiws"
        self.from_source = from_source
        if not from_source:
            for folder in reversed([folder for folder in program.parents if not folder.exists()]):
                folder.mkdir()
                shutil.chown(folder, self.uid)
            shutil.copy(binary(), program)
            shutil.chown(program, self.uid)
        else:
            self.run_installer("--only-aiws")
        assert program.exists()
        self.installed = self.files()

    def run_installer(self, *words: str) -> Run:
        """install.sh, with what earlier builds on this machine left in the compiler's cache."""
        command = self.installer("--yes", "--prefix", str(self.prefix), *words)
        kept = cache_root() / "ccache"
        env: dict[str, str | None] = {}
        if kept.exists():
            own = cache_root() / f"packages-{self.kind}" / "ccache"
            _system("cp", "-RT", "--reflink=auto", str(kept), str(own))
            _system("chown", "-R", str(self.uid), str(own))
            env = {"CCACHE_DIR": str(own), "CCACHE_BASEDIR": str(self._checkout)}
        return self.run(*command, timeout=3600, **env).assert_code(0)

    def installer(self, *words: str) -> list[str]:
        """install.sh in a checkout of the user's own."""
        if self._checkout is None:
            self._checkout = self.home / "checkout"
            names = subprocess.run(
                ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
                cwd=REPOSITORY,
                check=True,
                capture_output=True,
                text=True,
            ).stdout.split("\0")
            for name in filter(lambda name: name and (REPOSITORY / name).is_file(), names):
                (self._checkout / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(REPOSITORY / name, self._checkout / name)
            _system("chown", "-R", f"{self.uid}", str(self._checkout))
        return [str(self._checkout / "install.sh"), *words]

    def remove_program(self) -> None:
        """What install() put there, as a user takes it away."""
        if self._checkout is not None:
            self.run(*self.installer("--uninstall", "--prefix", str(self.prefix))).assert_code(0)
            shutil.rmtree(self._checkout)
            self._checkout = None
        (self.prefix / "bin" / "aiws").unlink(missing_ok=True)
        for folder in (self.prefix / "bin", self.prefix):
            if str(folder) not in self.before:
                with suppress(OSError):
                    folder.rmdir()

    # --- what it left -------------------------------------------------------------------------------------------------

    @property
    def services_uid(self) -> int | None:
        """Who runs the services; None before there is such a user."""
        return account_uid(ACCOUNT) if self.kind == "root" else self.uid

    def files(self, *, digests: bool = False) -> dict[str, Entry]:
        """Everything that a workspace of this user might touch."""
        whole = [self.home, MACHINE_FOLDER, *map(Path, ("/usr/local", "/etc", "/var/lib/systemd", "/var/spool/cron"))]
        tops = [*map(Path, ("/run", "/tmp", "/var/lib", "/var/log", "/opt")), Path(pwd.getpwuid(0).pw_dir)]
        return listing(whole, tops, digests=digests)

    def assert_unchanged(self, since: dict[str, Entry] | None = None) -> None:
        """This machine is as it was then, or before all."""
        found = differences(self.before if since is None else since, self.files(), self.uid or None)
        assert not found, "left behind, missing or changed:\n" + "\n".join(found)

    def processes(self) -> list[str]:
        """What runs for this workspace: by its user, or with a path of it on the command line."""
        owner = self.services_uid or -1
        return [p.command for p in processes() if p.uid == owner or f"{self.folder}/" in p.command]

    def close(self) -> None:
        with suppress(OSError, subprocess.TimeoutExpired):
            self.aiws("uninstall", "--purge", "--yes", timeout=120)
        owner = self.services_uid
        if owner:
            kill_all(owner)
            for path in Path("/tmp").iterdir():
                if path.lstat().st_uid == owner:
                    _remove(path)
        with suppress(AssertionError, OSError):
            self.remove_program()
        if self.kind == "root":
            _remove(MACHINE_FOLDER)
            _remove(self.home)
            if owner and account_uid(ACCOUNT):
                _delete_user(ACCOUNT)
        else:
            _delete_user(self.name)

    def __enter__(self) -> Host:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def account_uid(name: str) -> int | None:
    try:
        return pwd.getpwnam(name).pw_uid
    except KeyError:
        return None


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _delete_user(name: str) -> None:
    """With his home folder. Until init has taken note of his last process he counts as being here."""
    command = ["userdel", "--remove", name]
    # 12: there was no mail folder, or the home folder had gone before
    wait_until(lambda: subprocess.run(command, capture_output=True).returncode in (0, 12), 60, f"userdel {name}")


def _system(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, f"{command}: {done.stderr}"
