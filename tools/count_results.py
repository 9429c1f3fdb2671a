# SPDX-License-Identifier: Apache-2.0
"""count_results.py FOLDER [FAILED...]: the sum of the JUnit files in FOLDER as "N passed, N failed".

FAILED are the steps that failed. One that counted no failure of its own (a build, the lint, a runner that broke off)
is one failure. Exits with 1 when anything failed or nothing ran.
"""

import sys
import xml.etree.ElementTree as ET
from pathlib import Path


def count(report: Path) -> tuple[int, int]:
    """What passed and what failed; what was skipped is neither."""
    passed = failed = 0
    for case in ET.parse(report).getroot().iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
        elif case.find("skipped") is None:
            passed += 1
    return passed, failed


def main(folder: Path, failed_steps: list[str]) -> int:
    counts = {report.stem: count(report) for report in sorted(folder.glob("*.xml")) if report.stat().st_size}
    passed = sum(good for good, _ in counts.values())
    failed = sum(bad for _, bad in counts.values())
    failed += sum(1 for step in failed_steps if counts.get(step, (0, 0))[1] == 0)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
