"""The list of sums in a bundle for sites without a network: SHA256SUMS, as `sha256sum -c` reads it.

It finds what was damaged or lost on the way. It does not prove who made the bundle: for that the sum of the archive
itself has to come another way.
"""

import hashlib
from pathlib import Path

NAME = "SHA256SUMS"
BLOCK = 1 << 20  # bytes read at once


def sum_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as source:
        while block := source.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def files_of(bundle: Path) -> list[str]:
    """Return all files of a bundle but the list itself, by their place in it, in order."""
    found = (path.relative_to(bundle).as_posix() for path in bundle.rglob("*") if path.is_file())
    return sorted(name for name in found if name != NAME)


def write(bundle: Path) -> int:
    """Write the list of all files that stand in the folder; return how many they are."""
    names = files_of(bundle)
    text = "".join(f"{sum_of(bundle / name)}  {name}\n" for name in names)
    (bundle / NAME).write_text(text, encoding="utf-8")
    return len(names)


def read(bundle: Path) -> dict[str, str]:
    """Return the listed sums by the place of the file."""
    rows = (bundle / NAME).read_text(encoding="utf-8").splitlines()
    return {name: value for value, _, name in (row.partition("  ") for row in rows)}


def faults(bundle: Path) -> list[str]:
    """Return in Chinese what is lost, damaged, or stands among the wheels without being listed.

    Files beside the list elsewhere are left alone: settings, data and .venv arise in the portal's folder.
    """
    if not (bundle / NAME).is_file():
        return [f"缺少清单 {NAME}"]
    listed = read(bundle)
    found = [f"缺少文件：{name}" for name in listed if not (bundle / name).is_file()]
    present = [name for name in listed if (bundle / name).is_file()]
    found += [f"内容与清单不符：{name}" for name in present if sum_of(bundle / name) != listed[name]]
    wheels = sorted(path.relative_to(bundle).as_posix() for path in (bundle / "wheels").glob("*"))
    return found + [f"清单之外的文件：{name}" for name in wheels if name not in listed]
