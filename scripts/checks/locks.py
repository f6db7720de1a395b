"""Lock files: every package by hash, no address of any host."""

import json

from . import ROOT

PYTHON = tuple(sorted(path.name for path in ROOT.glob("requirements*.txt")))
LOCKS = (*PYTHON, "package-lock.json")


def unhashed(name: str) -> list[str]:
    """Return the packages of a requirements file that carry no hash."""
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    rows = [row for row in text.splitlines() if row and not row.lstrip().startswith("#")]
    return [f"{name}: {row.split()[0]} has no hash" for row in rows if "--hash=sha256:" not in row]


def faults() -> list[str]:
    """Return what is wrong with the lock files."""
    found = [f"{name}: names an address" for name in LOCKS if "://" in (ROOT / name).read_text(encoding="utf-8")]
    for name in PYTHON:
        found += unhashed(name)
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    found += [
        f"package-lock.json: {name} has no hash" for name, row in packages.items() if name and "integrity" not in row
    ]
    return found
