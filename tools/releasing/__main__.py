# SPDX-License-Identifier: Apache-2.0
"""The command line of tools/release."""

import argparse
import os
import time

from releasing import archive, headers, installer, libraries, licences, program, toolchain
from releasing.archive import Content
from releasing.programs import output
from releasing.targets import DIST, ROOT, TARGETS, Target, version


def build(target: Target) -> None:
    started = time.monotonic()
    toolchain.write_programs(target)
    libraries.build(target)
    headers.stage(target)
    program.build(target)
    size = target.binary.stat().st_size / 1e6
    print(f"release: built {target.arch}, {size:.1f} MB ({time.monotonic() - started:.0f} s)", flush=True)


def commit_time() -> int:
    """What every file in an archive is dated with: SOURCE_DATE_EPOCH, else the commit's time."""
    # A checkout that belongs to somebody else (a container's volume) is read all the same.
    return int(
        os.environ.get("SOURCE_DATE_EPOCH")
        or output("git", "-c", "safe.directory=*", "log", "-1", "--format=%ct", cwd=ROOT)
    )


def pack(target: Target, common: dict[str, Content]) -> str:
    name = f"aiws-{version()}-linux-{target.arch}.tar.gz"
    files = {"bin/aiws": Content(target.binary.read_bytes(), executable=True), **common}
    line = archive.write(DIST / name, files, commit_time())
    print(f"release: {(DIST / name).relative_to(ROOT)} ({(DIST / name).stat().st_size / 1e6:.1f} MB)")
    return line


def main() -> None:
    parser = argparse.ArgumentParser(prog="tools/release", description="Makes the release archives in build/dist.")
    parser.add_argument("--target", choices=[*TARGETS, "all"], default="all", help="for which machine (default: all)")
    wanted = parser.parse_args().target
    targets = [target for name, target in TARGETS.items() if wanted in ("all", name)]
    here = next((target for target in TARGETS.values() if target.runs_here()), None)
    if here is None:
        raise SystemExit(f"tools/release: runs on {' and '.join(TARGETS)} only")
    for target in dict.fromkeys([here, *targets]):  # the one that runs here tells the completions
        build(target)
    common = {place: Content(text) for place, text in program.completions(here).items()}
    common["LICENSE"] = Content((ROOT / "LICENSE").read_bytes())
    common["THIRD-PARTY.txt"] = Content(licences.text().encode())
    sums = "".join(pack(target, common) for target in targets)
    script = DIST / "install.sh"
    script.write_text(installer.fill_in((ROOT / "install.sh").read_text(), version(), sums))
    script.chmod(0o755)
    print(f"release: {script.relative_to(ROOT)}")


main()
