"""The product's own source, as text."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("newmedia_portal", "accounts", "filings", "reviews", "duties", "assessments")


def product_code() -> dict[str, str]:
    """Return the product's own Python files by path; migrations only repeat it."""
    files = (path for part in PARTS for path in (ROOT / part).rglob("*.py") if "migrations" not in path.parts)
    return {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in files}


def files_with(pattern: str) -> set[str]:
    """Return the files whose text fits a pattern."""
    return {path for path, text in product_code().items() if re.search(pattern, text)}


def page(name: str) -> str:
    """Return a page of docs/security."""
    return (ROOT / "docs/security" / name).read_text("utf-8")


def section(text: str, title: str) -> str:
    """Return what stands under a heading of a page."""
    return text.split(f"## {title}\n")[1].split("\n## ")[0]


def shipped_number(name: str) -> int:
    """Return the default of a number in settings/base.py, as `env.integer` has it."""
    base = (ROOT / "newmedia_portal/settings/base.py").read_text("utf-8")
    found = re.search(rf'env\.integer\("{name}", (\d+),', base)
    assert found, name
    return int(found.group(1))
