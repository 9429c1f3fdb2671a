# SPDX-License-Identifier: Apache-2.0
"""Compares what a command printed with a file that a person has approved."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterable
from pathlib import Path

from aiws import Run

APPROVING = os.environ.get("APPROVE") == "1"


class Normalizer:
    """Replaces what differs from run to run: given texts (paths, URLs) first, longest first, then patterns."""

    _PATTERNS = (
        (re.compile(r"\b127\.0\.0\.1:(?!4000\b)\d+"), "127.0.0.1:PORT"),
        (re.compile(r"(\bport |\"port\": ?)(?!18789\b)\d{4,5}\b"), r"\1PORT"),
        (re.compile(r"\b\d+\.\d+\.\d+ \([0-9a-f]{7,40}(?:-dirty|\+)?\)"), "VERSION (COMMIT)"),
        (re.compile(r"aiws \d+\.\d+\.\d+"), "aiws VERSION"),
        (re.compile(r'"commit": ?"[^"]*"'), '"commit": "COMMIT"'),
        (re.compile(r"v1:[0-9a-f]{32}:[0-9a-f]{64}"), "FINGERPRINT"),
        (re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z"), "TIME"),
        (re.compile(r"\b\d{8}T\d{6}Z?\b"), "TIME"),
        (re.compile(r'("\w*_ms": ?)\d+(?:\.\d+)?'), r"\1MS"),
        # a column of durations is as wide as the longest of them: the blanks before it go too
        (re.compile(r"(?: +|\b)\d+(?:\.\d+)? (?:ms|s)\b"), " DURATION"),
        (re.compile(r" +TIME$", re.MULTILINE), " TIME"),
    )

    def __init__(self, known: dict[str, str] | None = None):
        self._known = sorted((known or {}).items(), key=lambda item: -len(item[0]))

    def __call__(self, text: str) -> str:
        for value, name in self._known:
            text = _replace_shortened(text.replace(value, name), value, name)
        for pattern, name in self._PATTERNS:
            text = pattern.sub(name, text)
        return text


def _replace_shortened(text: str, value: str, name: str) -> str:
    """A value that a table has cut off ("/tmp/some/fol…") becomes "NAME…"."""
    if len(value) < 8:
        return text
    shortened = re.compile(re.escape(value[:8]) + r"[^\s…]*(?=…)")
    return shortened.sub(lambda found: name if value.startswith(found[0]) else found[0], text)


class Approved:
    """The approved texts of one folder."""

    def __init__(self, folder: Path, normalizer: Normalizer):
        self._folder = folder
        self._normalize = normalizer

    def check(self, name: str, runs: Run | Iterable[Run]) -> None:
        """Fails with a diff unless NAME.txt is what the runs printed; with APPROVE=1 it is written instead."""
        runs = [runs] if isinstance(runs, Run) else list(runs)
        actual = "\n".join(self._render(run) for run in runs)
        path = self._folder / f"{name}.txt"
        if APPROVING:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(actual)
            return
        approved = path.read_text() if path.exists() else ""
        if actual != approved:
            diff = difflib.unified_diff(
                approved.splitlines(), actual.splitlines(), f"{path.name} (approved)", "now", lineterm=""
            )
            text = "\n".join(diff)
            raise AssertionError(f"{text}\n\nIf that is right: APPROVE=1 and run the test again.")

    def _render(self, run: Run) -> str:
        """The command line, then what it printed, each line of stderr behind a bar, then its exit code."""
        words = " ".join(_quoted(self._normalize(word)) for word in run.args)
        out = _ended(self._normalize(run.out))
        err = "".join(f"| {line}\n".replace("|  \n", "|\n") for line in self._normalize(run.err).splitlines())
        return f"$ aiws {words}\n{out}{err}exit {run.code}\n"


def _quoted(word: str) -> str:
    return f"'{word}'" if not word or re.search(r"\s", word) else word


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else text + "\n(no newline at the end)\n"
