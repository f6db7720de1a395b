"""bandit over the product's code: no finding of medium or high severity; each exception carries `nosec` and its reason.

Two processes share the folders, since bandit takes about a quarter of a minute of one processor.
"""

import json
import re
import subprocess
import sys

from . import APPS, ROOT

PARTS = [["newmedia_portal"], [name for name in APPS if name != "newmedia_portal"] + ["scripts", "deploy", "manage.py"]]
MARK = re.compile(r"# nosec\b(?P<codes>[ B\d]*)$")
REASON = re.compile(r"#\s*(noqa: [A-Z\d, ]+- )?(?!noqa\b)\w+[^#]* # nosec")


def command(places: list[str]) -> list[str]:
    """Return the call of bandit for these files and folders."""
    return [sys.executable, "-m", "bandit", "-q", "-ll", "-f", "json", "-r", *places]


def findings(places: list[list[str]]) -> list[str]:
    """Return what bandit finds in each of the parts, as place and words."""
    running = [
        subprocess.Popen(command(part), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for part in places
    ]
    found = []
    for process in running:
        answer = json.loads(process.communicate()[0])
        found += [f"{row['filename']}: bandit could not read it: {row['reason']}" for row in answer["errors"]]
        found += [
            f"{row['filename']}:{row['line_number']}: {row['test_id']} {row['issue_severity'].lower()}: "
            f"{row['issue_text']}"
            for row in answer["results"]
        ]
    return found


def unreasoned(text: str) -> list[int]:
    """Return the lines whose `nosec` names no test, or that have no reason on the line or in a comment just above."""
    rows = text.splitlines()
    wrong, explained = [], False
    for number, row in enumerate(rows, start=1):
        mark = MARK.search(row)
        above = number > 1 and rows[number - 2].lstrip().startswith("#")
        good = bool(mark and mark["codes"].strip()) and bool(above or explained or REASON.search(row))
        if "# nosec" in row and not good:
            wrong.append(number)
        explained = "# nosec" in row and good
    return wrong


def faults() -> list[str]:
    """Return the findings and the exceptions without a reason."""
    found = findings(PARTS)
    for name in APPS:
        for path in sorted((ROOT / name).rglob("*.py")):
            lines = unreasoned(path.read_text(encoding="utf-8"))
            found += [f"{path.relative_to(ROOT)}:{line}: nosec without a test or a reason" for line in lines]
    return found
