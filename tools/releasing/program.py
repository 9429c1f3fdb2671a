# SPDX-License-Identifier: Apache-2.0
"""aiws itself, for one target."""

from releasing.programs import jobs, need, output, run
from releasing.targets import ROOT, Target, version


def build(target: Target) -> None:
    log = ROOT / "build" / f"release-{target.arch}.log"
    log.unlink(missing_ok=True)
    cmake = need("cmake", "cmake")
    need("ninja", "ninja-build")
    # Without ccache, which cannot tell one version of Zig from another behind the same script.
    run([cmake, "--preset", f"release-{target.arch}", "-DAIWS_CCACHE=OFF"], log, ROOT)
    run([cmake, "--build", target.build, "--target", "aiws", "--parallel", jobs()], log, ROOT)
    if target.runs_here():
        said = output(target.binary, "--version").split()
        if said[:2] != ["aiws", version()]:
            raise SystemExit(f"tools/release: {target.binary} says that it is {' '.join(said)}")


def completions(target: Target) -> dict[str, bytes]:
    """What the binary prints for each shell, by where it belongs in the archive."""
    places = {
        "bash": "share/bash-completion/completions/aiws",
        "zsh": "share/zsh/site-functions/_aiws",
        "fish": "share/fish/vendor_completions.d/aiws.fish",
    }
    return {place: output(target.binary, "completion", shell).encode() for shell, place in places.items()}
