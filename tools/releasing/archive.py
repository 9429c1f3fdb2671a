# SPDX-License-Identifier: Apache-2.0
"""One archive, its checksum and its list. The same commit gives the same bytes."""

import gzip
import hashlib
import io
import tarfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Content:
    data: bytes
    executable: bool = False


def _entry(name: str, when: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)  # owner and group are 0 and have no names
    entry.mtime = when
    return entry


def _folders(names: list[str]) -> set[str]:
    return {str(parent) for name in names for parent in Path(name).parents if str(parent) != "."}


def _tar(files: dict[str, Content], when: int) -> bytes:
    out = io.BytesIO()
    names = list(files)
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name in sorted([*names, *_folders(names)]):
            entry = _entry(name, when)
            if name in files:
                entry.mode = 0o755 if files[name].executable else 0o644
                entry.size = len(files[name].data)
                tar.addfile(entry, io.BytesIO(files[name].data))
            else:
                entry.type, entry.mode = tarfile.DIRTYPE, 0o755
                tar.addfile(entry)
    return out.getvalue()


def write(path: Path, files: dict[str, Content], when: int) -> str:
    """Writes PATH, PATH.sha256 (as sha256sum does) and NAME.contents beside it; returns the line of the checksum.

    The list names every file below the archive's folder as sha256sum does, so that `sha256sum -c` checks what was
    unpacked.
    """
    folder = path.name.removesuffix(".tar.gz")
    packed = gzip.compress(_tar({f"{folder}/{name}": file for name, file in files.items()}, when), 9, mtime=0)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(packed)
    line = f"{hashlib.sha256(packed).hexdigest()}  {path.name}\n"
    path.with_name(path.name + ".sha256").write_text(line)
    listed = [f"{hashlib.sha256(files[name].data).hexdigest()}  {folder}/{name}\n" for name in sorted(files)]
    path.with_name(folder + ".contents").write_text("".join(listed))
    return line
