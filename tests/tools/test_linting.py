# SPDX-License-Identifier: Apache-2.0
"""The rules of tools/linting on small trees of their own."""

import subprocess
import sys
from pathlib import Path

import pytest

TOOLS = Path(__file__).resolve().parents[2] / "tools"
sys.path.insert(0, str(TOOLS))

from linting import rules, sources  # noqa: E402
from linting.tidy import Unit, findings, fingerprint  # noqa: E402

SPDX = "// SPDX-License-Identifier: Apache-2.0\n"


def broken(root: Path, path: str, text: str) -> list[str]:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return rules.broken_rules(root, [Path(path)])


@pytest.mark.parametrize("included", ["json/value.hpp", "catalog/catalog.hpp", "base/text.hpp"])
def test_a_folder_may_include_itself_and_those_before_it(tmp_path: Path, included: str):
    assert broken(tmp_path, "lib/catalog/catalog.cpp", f'{SPDX}#include "{included}"\n') == []


@pytest.mark.parametrize("included", ["workspace/plan.hpp", "openclaw/location.hpp", "cli/app.hpp"])
def test_a_folder_may_include_nothing_after_it(tmp_path: Path, included: str):
    (found,) = broken(tmp_path, "lib/catalog/catalog.cpp", f'{SPDX}\n#include "{included}"\n')
    assert found.startswith(f'lib/catalog/catalog.cpp:3: lib/catalog may not include "{included}"')


def test_a_folder_without_a_place_in_the_order_is_refused(tmp_path: Path):
    (found,) = broken(tmp_path, "lib/misc/bag.cpp", SPDX)
    assert found.startswith("lib/misc/bag.cpp:1: lib/misc has no place")


def test_the_licence_line_comes_first_or_after_the_interpreter(tmp_path: Path):
    line = "# SPDX-License-Identifier: Apache-2.0\n"
    assert broken(tmp_path, "run", f"#!/bin/sh\n{line}") == []
    assert len(broken(tmp_path, "run", f"#!/bin/sh\n\n{line}")) == 1
    assert broken(tmp_path, "README.md", "# prose") == []


def test_a_header_without_pragma_once_and_a_file_too_long_are_refused(tmp_path: Path):
    assert len(broken(tmp_path, "cli/a.hpp", SPDX)) == 1
    assert broken(tmp_path, "cli/a.cpp", SPDX + "\n" * 499) == []
    assert len(broken(tmp_path, "cli/a.cpp", SPDX + "\n" * 500)) == 1


def test_only_what_is_piped_may_be_longer(tmp_path: Path):
    assert broken(tmp_path, "install.sh", f"#!/bin/sh\n# {SPDX}" + "\n" * 700) == []
    assert len(broken(tmp_path, "tools/install.sh", f"#!/bin/sh\n# {SPDX}" + "\n" * 700)) == 1


def test_scripts_are_known_by_their_first_line(tmp_path: Path):
    for name, line, shell in [("a", "#!/usr/bin/env bash", True), ("b", "#!/bin/sh", True), ("c", "text", False)]:
        (tmp_path / name).write_text(line + "\n")
        assert sources.is_shell(Path(name), tmp_path) is shell


def test_the_fingerprint_follows_included_files_and_settings(tmp_path: Path):
    (tmp_path / "a.cpp").write_text('#include "b.hpp"\n')
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib/b.hpp").write_text('#include "c.hpp"\n')
    (tmp_path / "lib/c.hpp").write_text("int c();\n")
    unit = Unit(tmp_path / "a.cpp", f"c++ -I{tmp_path}/lib -c a.cpp")
    before = fingerprint(unit, b"settings")
    assert fingerprint(unit, b"settings") == before
    assert fingerprint(unit, b"other settings") != before
    (tmp_path / "lib/c.hpp").write_text("long c();\n")
    assert fingerprint(unit, b"settings") != before


def test_a_finding_keeps_its_excerpt():
    output = "/a.hpp:1:2: error: no [x]\n  1 | excerpt\n/a.hpp:3:4: warning: nor that [y]\n"
    assert findings(output) == ["/a.hpp:1:2: error: no [x]\n  1 | excerpt", "/a.hpp:3:4: warning: nor that [y]"]


JUNIT = """<testsuites><testsuite>
<testcase name="a"/><testcase name="b"/><testcase name="c"><failure/></testcase><testcase name="d"><skipped/></testcase>
</testsuite></testsuites>"""


@pytest.mark.parametrize(
    ("reports", "failed_steps", "line"),
    [
        ({"unit": JUNIT, "cli": JUNIT}, ["unit", "cli"], "4 passed, 2 failed"),
        ({"unit": JUNIT.replace("<failure/>", "")}, [], "3 passed, 0 failed"),
        ({"unit": JUNIT.replace("<failure/>", "")}, ["lint"], "3 passed, 1 failed"),
        ({}, [], "0 passed, 0 failed"),
    ],
)
def test_results_are_summed_and_a_step_that_broke_off_counts(tmp_path: Path, reports, failed_steps, line):
    for name, text in reports.items():
        (tmp_path / f"{name}.xml").write_text(text)
    command = [sys.executable, TOOLS / "count_results.py", tmp_path, *failed_steps]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout == line + "\n"
    assert (done.returncode == 0) is (line == "3 passed, 0 failed")
