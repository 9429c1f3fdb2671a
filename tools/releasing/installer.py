# SPDX-License-Identifier: Apache-2.0
"""install.sh as it is published: it knows the release that it belongs to and the checksums of its archives."""

import re


def fill_in(script: str, version: str, sums: str) -> str:
    """`sums` are lines of sha256sum, which stand between single quotes in the script."""
    for name, value in {"RELEASE_VERSION": version, "RELEASE_SUMS": sums.strip()}.items():
        if "'" in value:
            raise SystemExit(f"tools/release: {name} cannot hold a single quote")
        line = f"{name}='{value}'"
        script, found = re.subn(rf"^{name}='[^'\n]*'$", lambda _, line=line: line, script, flags=re.MULTILINE)
        if found != 1:
            raise SystemExit(f"tools/release: install.sh has {found} lines {name}='…', not one")
    return script
