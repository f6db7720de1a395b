"""The list of everything the project brings along (物料清单): CycloneDX in var/sbom.json, with licences.

Ends with 1 where a package carries a licence that would bind the portal itself, or one not in the list of allowed ones.
"""

import json
import re
import sys
from email.message import Message
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any, cast

ROOT = Path(__file__).resolve().parents[1]
ANSWER = ROOT / "var" / "sbom.json"
NOT_SHIPPED = {"requirements-dev.txt", "requirements-node.txt", "requirements-semgrep.txt"}
PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^ ;]+)", re.IGNORECASE)
BINDING = re.compile(r"\b(AGPL|GPL|SSPL)\b|Affero|GNU General Public", re.IGNORECASE)
ALLOWED = re.compile(
    r"MIT(-0|-CMU)?( License)?|0?BSD(-[23]-Clause)?( License)?|Apache(-| )2\.0|Apache Software License|ISC|Zlib"
    r"|CC0-1\.0|PSF-2\.0|Python Software Foundation License|Unlicense|MPL-2\.0|LGPL-(2\.1|3\.0)-(only|or-later)"
    r"|Mozilla Public License 2\.0 \(MPL 2\.0\)|GNU Lesser General Public License v3 \(LGPLv3\)"
    r"|GNU Library or Lesser General Public License \(LGPL\)|SIL Open Font License 1\.1 \(OFL-1\.1\)|OFL-1\.1"
)
FREE_TO_USE = re.compile(r"LGPL|Lesser|Library General", re.IGNORECASE)


def message_of(name: str) -> Message:
    """Return what an installed package says of itself, as the message that it is."""
    return cast(Message, metadata(name))


def licence_of(name: str) -> str:
    """Return the licence that an installed package states; empty where it is not installed here or says nothing."""
    try:
        facts = message_of(name)
    except PackageNotFoundError:
        return ""
    classified = [
        row.rpartition(" :: ")[2] for row in facts.get_all("Classifier") or [] if row.startswith("License ::")
    ]
    stated = facts.get("License-Expression") or "; ".join(classified) or facts.get("License") or ""
    return stated.splitlines()[0] if stated else ""


def python_components() -> list[dict[str, Any]]:
    """Return the pinned run-time packages with their hashes, those of the optional parts too, each once."""
    locks = [path for path in sorted(ROOT.glob("requirements*.txt"), reverse=True) if path.name not in NOT_SHIPPED]
    texts = [path.read_text(encoding="utf-8").replace("\\\n", " ") for path in locks]
    found = []
    for row in dict.fromkeys("\n".join(texts).splitlines()):
        if match := PINNED.match(row):
            name, version = match.groups()
            hashes = [
                {"alg": "SHA-256", "content": value} for value in re.findall(r"--hash=sha256:([0-9a-f]{64})", row)
            ]
            found.append(component("pypi", name, version, licence_of(name), hashes))
    return found


def front_end_components() -> list[dict[str, Any]]:
    """Return the front-end packages whose files are served."""
    files = json.loads((ROOT / "static" / "vendor.manifest.json").read_text(encoding="utf-8"))["files"]
    packages = {entry["package"]: entry for entry in files}
    return [component("npm", name, entry["version"], entry["licence"], []) for name, entry in sorted(packages.items())]


def component(kind: str, name: str, version: str, licence: str, hashes: list[dict[str, str]]) -> dict[str, Any]:
    """Return one entry of the list."""
    return {
        "type": "library",
        "name": name,
        "version": version,
        "purl": f"pkg:{kind}/{name}@{version}",
        "licenses": [{"license": {"name": licence}}] if licence else [],
        "hashes": hashes,
    }


def binding(components: list[dict[str, Any]]) -> list[str]:
    """Return the packages whose licence would reach over to the portal."""
    found = []
    for entry in components:
        licence = entry["licenses"][0]["license"]["name"] if entry["licenses"] else ""
        if BINDING.search(licence) and not FREE_TO_USE.search(licence):
            found.append(f"{entry['name']}: {licence}")
    return found


def allowed(licence: str) -> bool:
    """Say whether a stated licence, or each part of a joined one, stands in the list of those that we accept."""
    return all(ALLOWED.fullmatch(part.strip(" ()")) or ALLOWED.fullmatch(part.strip()) for part in parts_of(licence))


def parts_of(licence: str) -> list[str]:
    """Return the single licences of a joined statement; a statement without any is one empty licence."""
    return re.split(r" AND | OR |; ", licence)


def not_allowed(components: list[dict[str, Any]]) -> list[str]:
    """Return the packages whose licence is not in the list; one that is not installed here has none to read."""
    stated = [(row["name"], row["licenses"][0]["license"]["name"]) for row in components if row["licenses"]]
    return [f"{name}: {licence}" for name, licence in stated if not allowed(licence)]


def main() -> int:
    """Write the list and name what must not be in it."""
    components = python_components() + front_end_components()
    ANSWER.parent.mkdir(exist_ok=True)
    document = {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": components}
    ANSWER.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"sbom: {len(components)} components in {ANSWER.relative_to(ROOT)}")
    faults = binding(components) or not_allowed(components)
    print("\n".join(faults), end="\n" if faults else "", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
