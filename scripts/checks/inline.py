"""No inline script or style in templates: the content security policy would refuse it."""

import re

from . import short, template_files

RULES = {
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "javascript address": re.compile(r"javascript:", re.IGNORECASE),
    "hx-on attribute": re.compile(r"\shx-on\b", re.IGNORECASE),
    "foreign address": re.compile(r"(src|href)=\"(https?:)?//", re.IGNORECASE),
    "text marked safe": re.compile(r"\|\s*safe\b|{%\s*autoescape off"),
}


def faults() -> list[str]:
    """Return the lines of templates that break a rule."""
    found = []
    for path in template_files():
        if path.suffix not in {".html", ".txt"}:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            found += [f"{short(path)}:{number}: {name}" for name, rule in RULES.items() if rule.search(line)]
    return found
