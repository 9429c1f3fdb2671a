# SPDX-License-Identifier: Apache-2.0
"""The libraries that are headers only, copied from this machine's packages so that nothing else of it is seen."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from releasing.programs import write_if_changed
from releasing.targets import Target

PLACES = (Path("/usr/local/include"), Path("/usr/include"))


@dataclass(frozen=True)
class Library:
    """`version` matches the numbers of the version in `version_file`."""

    folder: str
    package: str  # CMake's
    target: str
    debian: str
    version_file: str
    version: str
    definition: str = ""


LIBRARIES = (
    Library(
        "CLI", "CLI11", "CLI11::CLI11", "libcli11-dev", "Version.hpp", r"CLI11_VERSION_(?:MAJOR|MINOR|PATCH) (\d+)"
    ),
    Library("fmt", "fmt", "fmt::fmt", "libfmt-dev", "core.h", r"define FMT_VERSION (\d+)", "FMT_HEADER_ONLY=1"),
    Library(
        "nlohmann",
        "nlohmann_json",
        "nlohmann_json::nlohmann_json",
        "nlohmann-json3-dev",
        "json.hpp",
        r"NLOHMANN_JSON_VERSION_(?:MAJOR|MINOR|PATCH) (\d+)",
    ),
)


def _source(library: Library) -> Path:
    for place in PLACES:
        if (place / library.folder / library.version_file).exists():
            return place / library.folder
    raise SystemExit(f"tools/release: {library.package} is missing; on Debian: apt-get install {library.debian}")


def _version(library: Library) -> str:
    folder = _source(library)
    # Newer versions moved the definition into a file beside the one that is included.
    for path in (folder / library.version_file, *sorted(folder.rglob("*.h*"))):
        numbers = re.findall(library.version, path.read_text(errors="replace"))
        if len(numbers) >= 3:
            return ".".join(numbers[:3])
        if numbers and int(numbers[0]) >= 10000:  # fmt's: 90100
            return f"{int(numbers[0]) // 10000}.{int(numbers[0]) // 100 % 100}.{int(numbers[0]) % 100}"
    raise SystemExit(f"tools/release: {folder} does not say which version of {library.package} it is")


def versions() -> dict[str, str]:
    return {library.package: _version(library) for library in LIBRARIES}


def copyrights() -> dict[str, Path]:
    """Where Debian keeps the licences."""
    return {library.package: Path("/usr/share/doc") / library.debian / "copyright" for library in LIBRARIES}


def _config(library: Library) -> str:
    lines = [
        f"add_library({library.target} INTERFACE IMPORTED)",
        f'target_include_directories({library.target} INTERFACE "${{CMAKE_CURRENT_LIST_DIR}}/../../../include")',
    ]
    if library.definition:
        lines.append(f"target_compile_definitions({library.target} INTERFACE {library.definition})")
    return "\n".join(lines) + "\n"


def stage(target: Target) -> None:
    """Copies what has changed; a file that stays as it is keeps its time, so that nothing is built again."""
    for library in LIBRARIES:
        source = _source(library)
        for path in sorted(source.rglob("*")):
            copy = target.prefix / "include" / library.folder / path.relative_to(source)
            if path.is_file() and not (copy.exists() and copy.read_bytes() == path.read_bytes()):
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, copy)
        config = target.prefix / "lib" / "cmake" / library.package
        write_if_changed(config / f"{library.package}Config.cmake", _config(library))
        compatible = f'set(PACKAGE_VERSION "{_version(library)}")\nset(PACKAGE_VERSION_COMPATIBLE TRUE)\n'
        write_if_changed(config / f"{library.package}ConfigVersion.cmake", compatible)
