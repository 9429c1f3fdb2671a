# SPDX-License-Identifier: Apache-2.0
"""The formatters and linters of others, as functions that return their complaints."""

import subprocess
from pathlib import Path

from linting.sources import CPP, ROOT, is_shell

BIN = ROOT / "build/venv-tools/bin"


def complaints_of(*command: str | Path) -> list[str]:
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return [] if run.returncode == 0 else [run.stdout + run.stderr]


def clang_format(files: list[Path], check: bool) -> list[str]:
    how = ["--dry-run", "-Werror"] if check else ["-i"]
    ours = [path for path in files if path.suffix in CPP]
    return complaints_of(BIN / "clang-format", *how, *ours) if ours else []


def ruff(files: list[Path], check: bool) -> list[str]:
    ours = [path for path in files if path.suffix == ".py"]
    if not ours:
        return []
    lint = complaints_of(BIN / "ruff", "check", "--quiet", *([] if check else ["--fix"]), *ours)
    return lint + complaints_of(BIN / "ruff", "format", "--quiet", *(["--diff"] if check else []), *ours)


def shellcheck(files: list[Path]) -> list[str]:
    ours = [path for path in files if is_shell(path)]
    return complaints_of(BIN / "shellcheck", *ours) if ours else []


def build(target: str) -> list[str]:
    """Builds a target of the preset dev; what is generated is then there for clang-tidy, too."""
    if not (ROOT / "build/dev/build.ninja").exists() and (found := complaints_of("cmake", "--preset", "dev")):
        return found
    return complaints_of("cmake", "--build", "--preset", "dev", "--target", target)
