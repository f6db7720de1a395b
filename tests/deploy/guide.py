"""The pages of docs/runbooks followed to the letter (照手册执行): their marked blocks are run, not retold."""

import os
import re
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tests.soak.machinery import ROOT

PAGES = ROOT / "docs" / "runbooks"
BLOCK = re.compile(r"<!-- step: (?P<name>[a-z]+) -->\n```sh\n(?P<script>.*?)```", re.S)


@cache
def steps(page: str) -> dict[str, str]:
    """Return the marked blocks of a page by name."""
    text = (PAGES / page).read_text(encoding="utf-8")
    return {found["name"]: found["script"] for found in BLOCK.finditer(text)}


def follow(page: str, name: str, *, user: str, folder: Path, values: Mapping[str, str], seconds: float = 300) -> str:
    """Run a block as this user of the system, in a folder that holds deploy/; return what it printed.

    Raises RuntimeError with its last words where a command of it fails.
    """
    other = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"] if os.getuid() == 0 else []
    kept = {key: os.environ[key] for key in ("LANG",) if key in os.environ}
    done = subprocess.run(
        [*other, "bash", "-euo", "pipefail", "-c", steps(page)[name]],
        cwd=folder, env=kept | {"HOME": str(folder)} | dict(values), text=True, timeout=seconds,
        stdin=subprocess.DEVNULL, capture_output=True,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{page}, {name}: {done.stdout[-1000:]}{done.stderr[-2000:]}")
    return done.stdout.strip()
