"""Everything that can be said about the code without running its tests; all steps run, then the verdict."""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from .checks import APPS, english, inline, insecure, locks, migrations, sizes, templates

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
MANAGE = [sys.executable, "-W", "default", "manage.py"]
OUR_CODE = [*APPS, "bench", "scripts", "tests", "manage.py"]


def command(*words: str | Path, **environment: str) -> list[str]:
    """Run a program; return its output as faults where it fails."""
    arguments = [str(word) for word in words]
    done = subprocess.run(
        arguments, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    return [] if done.returncode == 0 else (done.stdout + done.stderr).strip().splitlines()


def deploy() -> list[str]:
    """Run Django's deployment check on the production settings with a fresh key: no warning is accepted."""
    return command(
        *MANAGE,
        *("check", "--deploy", "--fail-level", "WARNING"),
        DJANGO_SETTINGS_MODULE="newmedia_portal.settings.prod",
        SECRET_KEY=secrets.token_urlsafe(64),
        PERSONAL_DATA_KEY=secrets.token_urlsafe(64),
        ALLOWED_HOSTS="portal.example.cn",
        DATABASE_URL="",
        DEBUG="0",
    )


def manage(*words: str) -> list[str]:
    """Run a management command on the settings of the tests."""
    return command(*MANAGE, *words, DJANGO_SETTINGS_MODULE="newmedia_portal.settings.test", DATABASE_URL="")


STEPS: list[tuple[str, Callable[[], list[str]]]] = [
    ("format", lambda: command(BIN / "ruff", "format", "--check", "-q", *OUR_CODE)),
    ("lint", lambda: command(BIN / "ruff", "check", "-q", *OUR_CODE)),
    ("types", lambda: command(BIN / "mypy", "--no-error-summary")),
    ("imports", lambda: command(BIN / "lint-imports")),
    ("system check", lambda: manage("check", "--fail-level", "WARNING")),
    ("deploy check", deploy),
    ("missing migrations", lambda: manage("makemigrations", "--check", "--dry-run")),
    ("migration names", migrations.faults),
    ("templates compile", templates.faults),
    ("no inline script or style", inline.faults),
    ("left-over English", english.faults),
    ("sizes", sizes.faults),
    ("lock files", locks.faults),
    ("insecure code (bandit)", insecure.faults),
]


def main() -> int:
    """Run all steps, print one line each, then the faults."""
    failed: list[str] = []
    for name, step in STEPS:
        begun = time.monotonic()
        try:
            faults = step()
        except SyntaxError as error:
            faults = [f"cannot read the source: {error.msg}: {(error.text or '').strip()}"]
        print(f"{'FAIL' if faults else 'ok':4} {name:28} {time.monotonic() - begun:5.1f} s", flush=True)
        if faults:
            failed += [f"-- {name}", *faults]
    if failed:
        print("\n".join(failed))
        return 1
    print("verify: all good")
    return 0


if __name__ == "__main__":
    sys.exit(main())
