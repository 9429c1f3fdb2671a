# SPDX-License-Identifier: Apache-2.0
"""A workspace that `aiws up` brought up, as a test looks at it."""

from __future__ import annotations

import json
import stat
from contextlib import suppress
from pathlib import Path
from typing import Any

from aiws import Run
from machine import differences, listeners, listing, wait_until
from matrix import ALIASES, deployment_id
from stack.admin import Admin
from stack.gateway import Access, accesses_in
from workspace_host import Host

SERVICES = ("postgres", "litellm", "openclaw")
# A row that aiws did not make: data that must survive whatever is done to the workspace.
OWN_ALIAS, OWN_ID = "own/model", "own-row-1"


def says_healthy(status: Run) -> bool:
    """`aiws status --json` says of every service that it runs and is healthy, and its exit code the same."""
    services = status.json()["workspace"]["services"]
    healthy = bool(services) and all(entry["healthy"] and entry["state"] == "running" for entry in services)
    return healthy and status.code == 0


class Standing:
    """The workspace of a host."""

    def __init__(self, host: Host):
        self.host = host

    def up(self, *words: str, code: int = 0, **env: str | None) -> Run:
        return self.host.aiws("up", *words, timeout=1800, **env).assert_code(code)

    # --- what it says of itself ---------------------------------------------------------------------------------------

    def status(self) -> dict[str, Any]:
        """The member `workspace` of `aiws status --json`."""
        return self.host.aiws("status", "--json").json()["workspace"]

    def services(self) -> dict[str, dict[str, Any]]:
        return {service["name"]: service for service in self.status()["services"]}

    def pids(self) -> dict[str, int]:
        return {name: service["pid"] for name, service in self.services().items()}

    def is_healthy(self) -> bool:
        """Every service runs and is healthy, and the exit code says the same."""
        return says_healthy(self.host.aiws("status", "--json"))

    def assert_healthy(self, *names: str) -> None:
        """Exactly these services, SERVICES by default, are there, and all are well."""
        services = self.services()
        assert set(services) == set(names or SERVICES)
        assert self.is_healthy(), self.host.aiws("status").out
        for name, service in services.items():
            assert service["pid"] > 0 and Path(service["log"]).is_file(), name

    def version(self, name: str) -> str:
        return self.status()["versions"][name]

    # --- its parts ----------------------------------------------------------------------------------------------------

    def secret(self, name: str) -> str:
        return (self.host.folder / "secrets" / name).read_text().strip()

    def all_secrets(self) -> set[str]:
        """What must never be seen: the workspace's own, OpenClaw's key and the providers' keys."""
        files = [*(self.host.folder / "secrets").iterdir(), *([self.token_file] if self.token_file.exists() else [])]
        keys = [value for name, value in self.host.exports.items() if name.endswith("_API_KEY")]
        return {path.read_text().strip() for path in files} | set(keys)

    @property
    def token_file(self) -> Path:
        return self.host.services_home / ".ai_workspace_auth_token"

    @property
    def openclaw_file(self) -> Path:
        return self.host.services_home / ".openclaw" / "openclaw.json"

    @property
    def url(self) -> str:
        address = self.services()["litellm"]["address"]
        return address if "://" in address else f"http://{address}"

    @property
    def admin(self) -> Admin:
        return Admin(self.url, self.secret("master-key"))

    @property
    def log(self) -> Path:
        return Path(self.services()["litellm"]["log"])

    def accesses(self, since: int = 0) -> list[Access]:
        return accesses_in(self.log, since)

    def supervisor_pid(self) -> int:
        return int((self.host.folder / "run" / "supervisord.pid").read_text())

    # --- its models ---------------------------------------------------------------------------------------------------

    def registered(self) -> set[str]:
        """The ids of all rows."""
        return {row["model_info"]["id"] for row in self.admin.rows()}

    def assert_all_answer(self, says: str = "") -> None:
        """The sixteen models are there, each once, and each answers a real call."""
        admin = self.admin
        ours = [row for row in admin.rows() if row["model_info"]["id"] != OWN_ID]
        assert sorted(row["model_info"]["id"] for row in ours) == sorted(map(deployment_id, ALIASES))
        for alias in ALIASES:
            reply = admin.call("POST", "/v1/chat/completions", question(alias))
            assert reply.status == 200, f"{alias}: {reply.status} {reply.text[:500]}"
            assert says in reply.json()["choices"][0]["message"]["content"]

    def add_own_row(self) -> None:
        self.admin.add_row(OWN_ALIAS, OWN_ID, "openai/own", api_base="http://127.0.0.1:1/v1", api_key="own-test-key-1")

    def assert_openclaw_answers(self, reference: str = "nvidia/glm-5.2") -> None:
        turn = self.host.openclaw(
            "infer", "model", "run", "--local", "--model", reference, "--prompt", "ping", "--json"
        )
        assert json.loads(turn.assert_code(0).out)["ok"] is True

    # --- how it ends --------------------------------------------------------------------------------------------------

    def assert_stopped(self) -> None:
        """Nothing of it runs or listens, and its status says so."""
        # a supervisor may leave a moment after the command that told it to
        wait_until(lambda: not self.host.processes(), 30, "all processes ended")
        run = self.host.aiws("status", "--json").assert_code(1)
        assert {service["state"] for service in run.json()["workspace"]["services"]} == {"stopped"}

    def steady_files(self) -> dict[str, Any]:
        """What a run that has nothing to do must leave alone, byte for byte."""
        folders = [self.host.folder / name for name in ("config", "secrets", "backups", "bin")]
        found = listing(folders, [self.host.folder / "programs"], digests=True)
        # beside these OpenClaw's running gateway keeps what is its own
        beside = listing([], [self.openclaw_file.parent, self.host.services_home], digests=True)
        return found | {str(path): beside[str(path)] for path in (self.openclaw_file, self.token_file)}

    def outsiders(self) -> list[str]:
        """What its services' user listens on that is not loopback."""
        owner = self.host.services_uid
        return [str(at) for at in listeners() if at.uid == owner and at.address not in ("127.0.0.1", "::1")]


def question(alias: str) -> dict[str, Any]:
    message = {"role": "user", "content": "ping"}
    return {"model": alias, "messages": [message], "max_tokens": 64, "num_retries": 0, "disable_fallbacks": True}


def open_files(folder: Path) -> list[str]:
    """The files and folders that others than their owner may read."""
    everything = [folder, *folder.rglob("*")]
    return [str(path) for path in everything if stat.S_IMODE(path.lstat().st_mode) & 0o077 and not path.is_symlink()]


def leaks(secrets: set[str], files: list[Path]) -> list[str]:
    """The files in which a secret stands."""
    found = []
    for path in files:
        with suppress(FileNotFoundError):
            text = path.read_bytes()
            found += [str(path) for secret in secrets if secret.encode() in text]
    return found


def same_files(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert differences(before, after) == []
