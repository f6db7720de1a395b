"""Known weaknesses from a folder of advisories (离线漏洞库): for machines that reach no advisory database.

The folder holds records of the OSV schema (ossf.github.io/osv-schema), as YAML or JSON, at any depth: a copy of PyPA's
advisory database for Python, of GitHub's reviewed advisories for the front end.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

PYTHON, FRONT_END = "PyPI", "npm"
#: By ecosystem and name of the package: number of the advisory and what it says of that package.
Advisories = dict[tuple[str, str], list[tuple[str, dict[str, Any]]]]
#: Name and version of each package; one may stand in two versions, for different machines.
Packages = list[tuple[str, str]]
ORDERED = ("ECOSYSTEM", "SEMVER")


def _records(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the records of a folder; one that cannot be read stops the audit, for it might be the one that counts."""
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".json":
            record = json.loads(path.read_text("utf-8"))
        elif path.suffix in {".yaml", ".yml"}:
            record = yaml.safe_load(path.read_text("utf-8"))
        else:
            continue
        if isinstance(record, dict) and "affected" in record:
            yield record


def read(folder: Path) -> Advisories:
    """Return the advisories of a folder that were not withdrawn."""
    found: Advisories = defaultdict(list)
    for record in _records(folder):
        if record.get("withdrawn"):
            continue
        for affected in record["affected"]:
            package = affected.get("package", {})
            place = (str(package.get("ecosystem", "")), canonicalize_name(str(package.get("name", ""))))
            found[place].append((str(record["id"]), affected))
    return dict(found)


def _within(version: Version, events: list[dict[str, Any]]) -> bool:
    """Say whether a version lies behind an `introduced` and before what ended it."""
    inside = False
    points = [(kind, str(value)) for event in events for kind, value in event.items()]
    for kind, value in sorted(points, key=lambda one: (_place(one[1]), one[0] != "introduced")):
        if kind == "introduced" and version >= _place(value):
            inside = True
        elif (kind == "fixed" and version >= _place(value)) or (kind == "last_affected" and version > _place(value)):
            inside = False
    return inside


def _place(value: str) -> Version:
    """Return a version as a place in the order; 0 is before all."""
    return Version("0.dev0" if value == "0" else value)


def concerns(affected: dict[str, Any], version: str) -> bool:
    """Say whether an advisory concerns a version: by its list, or by its ranges.

    A range that cannot be ordered counts as concerning: better one question too many.
    """
    if version in {str(one) for one in affected.get("versions") or ()}:
        return True
    for spread in affected.get("ranges") or ():
        if spread.get("type") not in ORDERED:
            continue
        try:
            if _within(Version(version), spread["events"]):
                return True
        except InvalidVersion:
            return True
    return False


def weaknesses(advisories: Advisories, ecosystem: str, packages: Packages) -> tuple[list[str], list[str]]:
    """Return the weaknesses of packages, and the names of those that could not be asked about.

    A folder without a single record of an ecosystem answers nothing about it.
    """
    if not any(place[0] == ecosystem for place in advisories):
        return [], [name for name, _ in packages]
    weak = [
        f"{name} {version}: {number}"
        for name, version in packages
        for number, affected in advisories.get((ecosystem, canonicalize_name(name)), [])
        if concerns(affected, version)
    ]
    return weak, []
