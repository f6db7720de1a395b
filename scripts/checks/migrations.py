"""Names of migrations are given by hand: none that Django made up."""

import re

from . import APPS, ROOT, short

MADE_UP = re.compile(r"^\d{4}_(auto_\d|.*_and_more$|alter_.*_options$)")
NAME = re.compile(r"^\d{4}_[a-z][a-z0-9_]*$")


def faults() -> list[str]:
    """Return the migrations whose name says nothing."""
    files = [path for app in APPS for path in (ROOT / app).rglob("migrations/*.py") if path.stem != "__init__"]
    return [
        f"{short(path)}: name it by hand for what it does"
        for path in sorted(files)
        if MADE_UP.match(path.stem) or not NAME.match(path.stem)
    ]
