"""Run the whole suite: what touches the database on PostgreSQL, as in an installation; the journeys on SQLite, as demo.

Each test runs once. Those without a database, and those marked `once`, run beside the journeys on SQLite. Where
PostgreSQL cannot be reached everything runs on SQLite, and the tests that need it are reported as skipped, or fail with
REQUIRE_SERVICES=1. With BOTH=1 what touches the database runs on both (before a release). Tests share the processors;
journeys in the browser do so file by file, since those of one file share a served portal. Further arguments go to
pytest.
"""

import os
import subprocess
import sys
from pathlib import Path

import psycopg2

ROOT = Path(__file__).resolve().parents[1]
USUAL_MARKS = "not postgres and not browser"
USUAL = ["postgres://postgres@127.0.0.1:5432/postgres", "postgres://root@127.0.0.1:5432/postgres"]


def answers(url: str) -> bool:
    """Say whether PostgreSQL lets us in at this address."""
    try:
        psycopg2.connect(url, connect_timeout=3).close()
    except psycopg2.Error:
        return False
    return True


def postgres_address() -> str:
    """Return the address of a PostgreSQL that can be reached: DATABASE_URL, else the usual local one; else empty."""
    given = os.environ.get("DATABASE_URL", "")
    candidates = [given] if given.startswith(("postgres://", "postgresql://")) else USUAL
    return next((url for url in candidates if answers(url)), "")


def pytest(url: str, *arguments: str) -> int:
    """Run pytest against one database and return its exit code; having selected nothing is no fault."""
    environment = {**os.environ, "DATABASE_URL": url}
    environment.pop("DATABASE_URL_FILE", None)
    code = subprocess.run([sys.executable, "-m", "pytest", *arguments], cwd=ROOT, env=environment).returncode
    return 0 if code == 5 else code


def spread(how: str = "worksteal") -> list[str]:
    """Return the arguments that spread tests over the processors, at most four."""
    return ["-n", str(min(4, os.cpu_count() or 1)), "--dist", how]


def by_file() -> list[str]:
    """Return the arguments that spread whole files in their order: a folder's served portal is then set up only once.

    By itself xdist hands out files with many tests first, which mixes folders and sets the portal up after each change.
    """
    return [*spread("loadfile"), "--no-loadscope-reorder"]


def main(arguments: list[str]) -> int:
    """Run the passes; the exit code is the first that is not zero."""
    address, both = postgres_address(), os.environ.get("BOTH") == "1"
    journeys = ("journeys in the browser, on SQLite", "", "browser and not postgres", by_file())
    if address:
        first = spread() if both else [*spread(), "--leave-to-another"]
        rest = [*spread(), "--another-database"]
        passes = [
            (f"{'suite' if both else 'what is the same on every database'}, on SQLite", "", USUAL_MARKS, first),
            journeys,
            ("what touches the database, on PostgreSQL, without the browser", address, "not browser", rest),
        ]
    else:
        passes = [
            ("suite on SQLite, without the browser", "", USUAL_MARKS, spread()),
            journeys,
            ("what needs PostgreSQL (it cannot be reached)", "", "postgres and not browser", []),
        ]
    codes = []
    for words, url, marks, more in passes:
        print(words, flush=True)
        codes.append(pytest(url, "-m", marks, *more, *arguments))
    return next((code for code in codes if code), 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
