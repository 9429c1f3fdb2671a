# SPDX-License-Identifier: Apache-2.0
"""Which files are ours and what they are."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CPP = (".cpp", ".hpp")


def all_files(root: Path = ROOT) -> list[Path]:
    """Every file that git knows or would take, relative to the root."""
    # A checkout that belongs to somebody else (a container's volume) is read all the same.
    command = ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listing = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if listing.returncode != 0:
        raise SystemExit(f"tools/lint: this is no git checkout: {listing.stderr.strip()}")
    names = sorted(set(filter(None, listing.stdout.split("\0"))))
    return [Path(name) for name in names if (root / name).is_file()]


def interpreter(path: Path, root: Path = ROOT) -> str:
    """What the first line of a script says: "sh", "bash", "python3"; "" for anything else."""
    with (root / path).open("rb") as file:
        words = file.readline(200).decode("utf-8", "replace").split()
    if not words or not words[0].startswith("#!"):
        return ""
    program = words[1] if words[0].endswith("/env") and len(words) > 1 else words[0]
    return program.rsplit("/", 1)[-1]


def is_shell(path: Path, root: Path = ROOT) -> bool:
    return path.suffix in (".sh", ".bash", ".bats") or (path.suffix == "" and interpreter(path, root) in ("sh", "bash"))


def is_source(path: Path, root: Path = ROOT) -> bool:
    """What a person wrote as code, which is read and checked as such; data and prose are not."""
    if path.suffix in (*CPP, ".py", ".sh", ".bash", ".bats", ".mjs", ".js", ".cmake"):
        return True
    return path.name in ("CMakeLists.txt", ".clang-tidy", ".clang-format") or interpreter(path, root) != ""
