"""Known weaknesses of the locked packages: pip-audit over the Python locks, npm audit over the front-end lock.

Both ask the advisory databases of the package indexes that the machine is set up for; no address stands here. With
ADVISORIES, a folder of advisories that was carried in, nothing outside is asked (see advisories.py). Ends with 1 where
a weakness is known, with 2 where a package could not be asked about: silence is no clean result.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from scripts import advisories, assets

ROOT = Path(__file__).resolve().parents[1]
ANSWER = ROOT / "var" / "audit.json"
FRONT_END = ROOT / "package-lock.json"
NOT_ASKED = {"requirements-node.txt"}  # only fetches the front-end files where the machine has no npm


def read_python(answer: dict[str, Any]) -> tuple[list[str], list[str], int]:
    """Return from the answer of pip-audit the weaknesses, what was not answered, and how many were answered."""
    weak, silent = [], []
    rows = answer["dependencies"]
    for row in rows:
        if "skip_reason" in row:
            silent.append(row["name"])
        weak += [f"{row['name']} {row['version']}: {entry['id']}" for entry in row.get("vulns", [])]
    return weak, silent, len(rows) - len(silent)


def read_front_end(answer: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Return from the answer of npm audit the weaknesses and, where it gives no figures, what it could not ask."""
    if "metadata" not in answer:
        return [], ["package-lock.json"]
    return [f"{name}: {row['severity']}" for name, row in answer.get("vulnerabilities", {}).items()], []


def ask(command: list[str]) -> dict[str, Any]:
    """Run a program that answers in JSON; an empty answer where it gives none."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        print(done.stderr[-1000:], file=sys.stderr)
        return {}
    return answer


def versions(text: str, name: str) -> advisories.Packages:
    """Return the packages that a lock file of this name holds, each with its version."""
    if name.endswith(".json"):
        entries = json.loads(text)["packages"]
        return [(path.rpartition("node_modules/")[2], entry["version"]) for path, entry in entries.items() if path]
    return list(re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==([\w.!+-]+)", text, re.MULTILINE))


def locked(lock: Path) -> advisories.Packages:
    """Return the packages of a lock file, each with its version."""
    return versions(lock.read_text("utf-8"), lock.name)


def carried_in(folder: Path) -> int:
    """Ask a folder of advisories about every lock file; the exit code is that of `main`."""
    if not folder.is_dir():
        print(f"没有这个目录：{folder}。ADVISORIES 应指向漏洞库的副本。", file=sys.stderr)
        return 2
    known = advisories.read(folder)
    found: list[str] = []
    unasked: list[str] = []
    for path in [*(one for one in sorted(ROOT.glob("requirements*.txt")) if one.name not in NOT_ASKED), FRONT_END]:
        kind = advisories.FRONT_END if path == FRONT_END else advisories.PYTHON
        packages = locked(path)
        weak, silent = advisories.weaknesses(known, kind, packages)
        print(
            f"{path.name}: {len(packages) - len(silent)} answered, {len(silent)} not answered, {len(weak)} weaknesses"
        )
        found, unasked = found + weak, unasked + silent
    print(*dict.fromkeys(found), sep="\n")
    return 1 if found else 2 if unasked else 0


def main() -> int:
    """Ask, keep the answers in var/audit.json, tell; see above for the exit code."""
    if folder := os.environ.get("ADVISORIES"):
        return carried_in(Path(folder))
    locks = [path.name for path in sorted(ROOT.glob("requirements*.txt")) if path.name not in NOT_ASKED]
    pip_audit = [sys.executable, "-m", "pip_audit", "--require-hashes", "--disable-pip", "--progress-spinner", "off"]
    weak, silent, answered = [], [], 0
    kept: dict[str, Any] = {}
    for lock in locks:
        kept[lock] = ask([*pip_audit, "-f", "json", "-r", lock])
        found = read_python(kept[lock]) if kept[lock] else ([], [lock], 0)
        weak, silent, answered = weak + found[0], silent + found[1], answered + found[2]
        print(f"{lock}: {found[2]} answered, {len(found[1])} not answered, {len(found[0])} weaknesses")
    kept["package-lock.json"] = ask([*assets.npm_command(), "audit", "--package-lock-only", "--json"])
    more = read_front_end(kept["package-lock.json"])
    print(f"package-lock.json: {'not answered' if more[1] else 'answered'}, {len(more[0])} weaknesses")
    ANSWER.parent.mkdir(exist_ok=True)
    ANSWER.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(*weak, *more[0], sep="\n")
    if weak or more[0]:
        return 1
    return 2 if silent or more[1] or not answered else 0


if __name__ == "__main__":
    sys.exit(main())
