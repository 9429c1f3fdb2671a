# SPDX-License-Identifier: Apache-2.0
"""The licences of what is linked in, which ask to go with every copy."""

import re
from pathlib import Path

from releasing import headers, libraries
from releasing.toolchain import ZIG


def _crate_versions() -> dict[str, str]:
    """The versions of the sources in the crates: "300.6.1+3.6.3" carries OpenSSL 3.6.3."""
    lock = (libraries.SOURCES / "Cargo.lock").read_text()
    return dict(re.findall(r'name = "([\w-]+)"\nversion = "[^"+]*\+(?:curl-)?([^"]+)"', lock))


def text() -> str:
    crates = _crate_versions()
    parts: list[tuple[str, Path]] = [
        (f"OpenSSL {crates['openssl-src']}", libraries.OPENSSL / "LICENSE.txt"),
        (f"curl {crates['curl-sys']}", libraries.CURL / "COPYING"),
        ("musl", ZIG / "lib" / "libc" / "musl" / "COPYRIGHT"),
        ("libc++, libc++abi, libunwind, compiler-rt (LLVM)", ZIG / "lib" / "libcxx" / "LICENSE.TXT"),
    ]
    found = headers.versions()
    parts += [(f"{name} {found[name]}", path) for name, path in headers.copyrights().items()]
    shown = ["aiws is linked with these libraries, each under its own licence:\n"]
    shown += [f"  {title}\n" for title, _ in parts]
    for title, path in parts:
        if not path.exists():
            raise SystemExit(f"tools/release: the licence of {title} is not in {path}; install the package again")
        shown.append(f"\n{'=' * 100}\n{title}\n{'=' * 100}\n\n{path.read_text(errors='replace').strip()}\n")
    return "".join(shown)
