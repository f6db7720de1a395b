"""Checks of the project's own rules; each has `faults()`, which returns one line per fault."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("newmedia_portal", "accounts", "filings", "reviews", "duties", "assessments")


def python_files(*, with_tests: bool = False) -> list[Path]:
    """Return the project's Python files without migrations."""
    tops = [*APPS, "bench", "scripts", *(["tests"] if with_tests else [])]
    found = [path for top in tops for path in sorted((ROOT / top).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]


def template_files() -> list[Path]:
    """Return the project's templates: those of the house and those inside its apps."""
    folders = [ROOT / "templates", *(folder for app in APPS for folder in (ROOT / app).rglob("templates"))]
    return [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]


def tracked_files() -> list[Path]:
    """Return the files under version control (an unpacked archive without history has none)."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    return [ROOT / name for name in done.stdout.split("\0") if name]


def short(path: Path) -> str:
    """Return a path as seen from the project's root."""
    return str(path.relative_to(ROOT))
