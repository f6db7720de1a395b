"""semgrep with the rules of tests/semgrep: first each rule against its own examples, then all of them over the product.

It brings sixty packages, which the development environment does without; so it has a lock and an environment of its
own. Nothing outside is asked but the package source, once. Ends with 1 where a rule fails or something is found; an
exception is a comment `nosemgrep: tests.semgrep.RULE` on the line above, with its reason over it.
"""

import json
import subprocess
import sys
from pathlib import Path

from scripts.checks import APPS, ROOT
from scripts.setup_venv import sum_of

LOCK = "requirements-semgrep.txt"
PLACE = ROOT / "var" / "semgrep"
RULES = "tests/semgrep"
PARTS = [*APPS, "scripts", "deploy", "bench", "templates", "static/js", "manage.py"]
QUIET = ["--metrics=off", "--disable-version-check"]


def installed() -> Path:
    """Return the program; install the locked packages where they are not there yet."""
    stamp = PLACE / f".installed-{LOCK}"
    if not (stamp.is_file() and stamp.read_text("utf-8") == sum_of(LOCK)):
        print(f"installing {LOCK} into {PLACE.relative_to(ROOT)} (a minute)", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(PLACE)], check=True)
        pip = [str(PLACE / "bin" / "python"), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
        subprocess.run([*pip, "--require-hashes", "-r", str(ROOT / LOCK)], check=True)
        stamp.write_text(sum_of(LOCK), "utf-8")
    return PLACE / "bin" / "semgrep"


def findings(answer: dict[str, object]) -> list[str]:
    """Return what semgrep found, and what it could not read, as place and words."""
    found = []
    for row in answer["results"]:  # type: ignore[attr-defined]
        rule = row["check_id"].rpartition(".")[2]
        found.append(f"{row['path']}:{row['start']['line']}: {rule}: {row['extra']['message']}")
    return found + [f"{row.get('path')}: could not be read: {row['message']}" for row in answer["errors"]]  # type: ignore[attr-defined]


def main() -> int:
    """Run the examples, then the product; tell how much was read."""
    program = str(installed())
    examples = subprocess.run([program, "--test", *QUIET, RULES], cwd=ROOT, capture_output=True, text=True)
    print(next((row for row in examples.stdout.splitlines() if "tests passed" in row), examples.stdout[-3000:]))
    call = [program, "scan", "--config", RULES, "--json", *QUIET, *PARTS]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True)
    answer = json.loads(done.stdout)
    found = findings(answer)
    print(f"{len(answer['paths']['scanned'])} files read, {len(found)} found", *found, sep="\n")
    return 1 if examples.returncode or found or not answer["paths"]["scanned"] else 0


if __name__ == "__main__":
    sys.exit(main())
