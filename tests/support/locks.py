# SPDX-License-Identifier: Apache-2.0
"""Locks of Python packages beside the one that is shipped: an older one, and some that make no working LiteLLM."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from aiws import REPOSITORY
from stack.cache import cached, uv

TEMPLATES = REPOSITORY / "templates"
SHIPPED = TEMPLATES / "requirements.lock"
# Its database has 18 migrations less than 1.106.2's, and some of those are dated before its own last.
OLDER = "1.105.0"
# LiteLLM cannot be imported with it.
ANCIENT_FASTAPI = "fastapi==0.65.0"
COMPILE = ("pip", "compile", "-q", "--universal", "--python-version", "3.10", "--generate-hashes", "--no-header")


def shipped_version() -> str:
    return re.search(r"^litellm==(\S+)", SHIPPED.read_text(), re.MULTILINE)[1]


def older_lock() -> Path:
    """The shipped lock with an older LiteLLM and what goes with it."""

    def fill(folder: Path) -> None:
        wanted = (TEMPLATES / "requirements.in").read_text()
        (folder / "requirements.in").write_text(re.sub(r"(litellm\[proxy\]==)\S+", rf"\g<1>{OLDER}", wanted))
        # what is in the output already is preferred: so nothing changes but what must
        shutil.copy(SHIPPED, folder / "requirements.lock")
        uv(*COMPILE, folder / "requirements.in", "-o", folder / "requirements.lock")

    return cached("older-lock", [TEMPLATES / "requirements.in", SHIPPED, OLDER], fill) / "requirements.lock"


def lock_without_prisma() -> str:
    """LiteLLM starts and ends at once: it cannot talk to its database."""
    return _replaced(SHIPPED.read_text(), "prisma", "")


def lock_with_ancient_fastapi() -> str:
    """Everything is installed and the database migrated, but LiteLLM does not start."""

    def fill(folder: Path) -> None:
        (folder / "requirements.in").write_text(ANCIENT_FASTAPI)
        uv(*COMPILE, "--no-deps", folder / "requirements.in", "-o", folder / "requirements.lock")

    block = (cached("ancient-fastapi", [ANCIENT_FASTAPI], fill) / "requirements.lock").read_text()
    return _replaced(SHIPPED.read_text(), "fastapi", block)


def truncated_lock() -> str:
    """Its last line is half a hash."""
    text = SHIPPED.read_text()
    return text[: text.index("--hash=sha256:", len(text) // 2) + 30]


def _replaced(lock: str, name: str, block: str) -> str:
    """The lock with another entry for that package: its line and the indented ones after it."""
    blocks = iter([block])  # it stands there once for each Python that gets another version
    text, times = re.subn(rf"^{name}==.*\n(?:[ \t].*\n)*", lambda _: next(blocks, ""), lock, flags=re.MULTILINE)
    assert times >= 1, f"{name} is not in the lock"
    return text
