"""Clause -> test -> page: which duty of the regulations is held by which test, and where a person meets it.

Reads `@pytest.mark.clause("S2-05.1c")` from the tests without running them, writes docs/traceability.md and
var/trace.json. A marker that names no known clause is a fault.
"""

import ast
import json
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CLAUSES = ROOT / "docs" / "clauses.toml"
PAGE = ROOT / "docs" / "traceability.md"
ANSWER = ROOT / "var" / "trace.json"
REGIME_NAMES = {
    "soe": "S0 · soe",
    "corp": "S1 · corp",
    "gejiu": "S2 · gejiu",
    "taibai": "S3 · taibai",
    "jiusan": "S4 · jiusan",
}
# Where a reader meets what the tests of a folder or file check, the most particular beginning first.
PLACES = {
    "tests/core/test_settings": "/login/",
    "tests/core/workdays": "/calendar/",
    "tests/core/test_workday": "/calendar/",
    "tests/core/audit": "/audit/",
    "tests/core/test_audit": "/audit/",
    "tests/core": "/",
    "tests/regimes": "/regimes/",
    "tests/accounts": "/accounts/",
    "tests/filings": "/filings/",
    "tests/reviews": "/reviews/",
    "tests/duties": "/duties/reposts/",
    "tests/assessments": "/assessments/",
}


@dataclass(frozen=True)
class Mark:
    """One marker: the clause it names, the test that carries it, and the pages that the test touches."""

    clause: str
    test: str
    pages: tuple[str, ...]


def clause_ids(node: ast.AST) -> list[str]:
    """Return the ids in every `pytest.mark.clause(...)` below a node."""
    calls = [call for call in ast.walk(node) if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)]
    marks = [call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "clause"]
    return [str(word.value) for call in marks for word in call.args if isinstance(word, ast.Constant)]


def pages_of(node: ast.AST, file: str) -> tuple[str, ...]:
    """Return the addresses that stand in a test; without any, the place of its folder."""
    words = [word.value for word in ast.walk(node) if isinstance(word, ast.Constant) and isinstance(word.value, str)]
    found = {word for word in words if word.startswith("/") and word.endswith("/") and " " not in word}
    if found:
        return tuple(sorted(found))
    return next(((page,) for start, page in PLACES.items() if file.startswith(start)), ())


def marks_below(tree: ast.Module | ast.ClassDef, file: str, inherited: list[str]) -> Iterator[Mark]:
    """Yield the markers of the tests of a module or class, with those of what surrounds them."""
    shared = list(inherited)
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "pytestmark" for t in node.targets):
            shared += clause_ids(node.value)
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        own = shared + [clause for decorator in node.decorator_list for clause in clause_ids(decorator)]
        if isinstance(node, ast.ClassDef):
            yield from marks_below(node, file, own)
        elif node.name.startswith("test_"):
            for clause in dict.fromkeys(own):
                yield Mark(clause, f"{file}::{node.name}", pages_of(node, file))


def collect(tests: Path) -> list[Mark]:
    """Return all markers of the tests below a folder."""
    found: list[Mark] = []
    for path in sorted(tests.rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found += marks_below(tree, str(path.relative_to(tests.parent)), [])
    return found


def table(clauses: dict[str, dict[str, str]], marks: list[Mark]) -> str:
    """Return the page: one table per regime, then the clauses that no test holds yet."""
    covered = {mark.clause for mark in marks}
    lines = ["# Clause, test, page", "", "Written by `make trace`; clauses from `docs/clauses.toml`.", ""]
    lines.append(f"{len(covered)} of {len(clauses)} clauses are held by a test.")
    for regime, heading in REGIME_NAMES.items():
        lines += ["", f"## {heading}", "", "| clause | duty | tests | pages |", "|---|---|---|---|"]
        for clause, facts in clauses.items():
            if facts["regime"] != regime:
                continue
            own = [mark for mark in marks if mark.clause == clause]
            tests = "<br>".join(f"`{mark.test}`" for mark in own) or "none yet"
            pages = " ".join(f"`{page}`" for page in sorted({page for mark in own for page in mark.pages}))
            lines.append(f"| {clause} | {facts['text'].replace('|', '/')} | {tests} | {pages} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write both files; name the markers that fit no clause."""
    clauses = tomllib.loads(CLAUSES.read_text(encoding="utf-8"))
    marks = collect(ROOT / "tests")
    unknown = [mark for mark in marks if mark.clause not in clauses]
    for mark in unknown:
        print(f"{mark.test}: there is no clause {mark.clause}", file=sys.stderr)
    known = [mark for mark in marks if mark.clause in clauses]
    covered = {mark.clause for mark in known}
    missing = [clause for clause in clauses if clause not in covered]
    PAGE.write_text(table(clauses, known), encoding="utf-8")
    ANSWER.parent.mkdir(exist_ok=True)
    answer = {"total": len(clauses), "covered": len(covered), "missing": missing}
    ANSWER.write_text(json.dumps(answer, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"trace: {len(covered)} of {len(clauses)} clauses covered, {len(known)} markers")
    return 1 if unknown else 0


if __name__ == "__main__":
    sys.exit(main())
