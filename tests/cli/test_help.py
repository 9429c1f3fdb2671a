# SPDX-License-Identifier: Apache-2.0
"""Help, version and completion: what a user reads before anything is done."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from aiws import Aiws

COMMANDS = (
    "register", "plan", "verify", "unregister", "models", "status", "doctor",
    "up", "down", "logs", "upgrade", "backup", "restore", "bundle", "uninstall",
    "openclaw", "openclaw print", "openclaw undo", "openclaw migrate", "completion",
)  # fmt: skip


def test_the_whole_help(aiws: Aiws, approved) -> None:
    approved("help/aiws", aiws.run("--help"))


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_each_command(aiws: Aiws, approved, command: str) -> None:
    approved(f"help/{command.replace(' ', '-')}", aiws.run(*command.split(), "--help"))


def test_the_help_names_every_command(aiws: Aiws) -> None:
    text = aiws.run("--help").out
    for command in COMMANDS:
        assert command.split()[0] in text


def test_the_version(aiws: Aiws, approved) -> None:
    approved("help/version", aiws.run("--version"))


def test_no_command_at_all(aiws: Aiws, approved) -> None:
    approved("help/no-command", aiws.run())


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(aiws: Aiws, approved, shell: str) -> None:
    approved(f"completion/{shell}", aiws.run("completion", shell))


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_itself_accepts_its_script(aiws: Aiws, shell: str) -> None:
    if not shutil.which(shell):
        pytest.skip(f"no {shell} here")
    script = aiws.run("completion", shell).assert_code(0).out
    done = subprocess.run([shell, "-n"], input=script, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("aiws reg", "register"), ("aiws verify nvidia/g", "nvidia/glm-5.2"), ("aiws register --no-v", "--no-verify")],
)
def test_bash_completes_commands_aliases_and_options(aiws: Aiws, typed: str, offered: str) -> None:
    words = typed.split(" ")
    script = aiws.run("completion", "bash").out
    ask = (
        f"{script}\nCOMP_WORDS=({typed}); COMP_CWORD={len(words) - 1}; COMP_LINE='{typed}'; COMP_POINT={len(typed)}\n"
        "function=$(complete -p aiws | sed 's/.*-F \\([^ ]*\\).*/\\1/'); $function aiws \"${COMP_WORDS[-1]}\" x\n"
        'printf "%s\\n" "${COMPREPLY[@]}"'
    )
    done = subprocess.run(["bash", "-c", ask], capture_output=True, text=True)
    assert offered in [line.strip() for line in done.stdout.splitlines()], done
