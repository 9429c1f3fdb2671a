# SPDX-License-Identifier: Apache-2.0
"""Zig's compiler as the programs that CMake and OpenSSL's Configure expect."""

import sysconfig
from pathlib import Path

from releasing.programs import write_if_changed
from releasing.targets import DEPENDENCIES, Target

ZIG = Path(sysconfig.get_path("purelib")) / "ziglang"


def _script(words: str) -> str:
    # Its cache holds musl and libc++ compiled for the target, so it stays with what tools/release makes.
    return f"""#!/bin/sh
export ZIG_GLOBAL_CACHE_DIR='{DEPENDENCIES}/zig-cache' ZIG_LOCAL_CACHE_DIR='{DEPENDENCIES}/zig-cache'
exec '{ZIG}/zig' {words} "$@"
"""


def write_programs(target: Target) -> None:
    for name in ("cc", "c++"):
        write_if_changed(target.programs / name, _script(f"{name} -target {target.zig}"), 0o755)
    for name in ("ar", "ranlib"):
        write_if_changed(target.programs / name, _script(name), 0o755)
