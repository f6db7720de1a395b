"""Which locked packages are behind: the newest releases that agree with one another, beside the lock files.

The package source that the machine is set up for is asked; no address stands here. Ends with 1 where a lock is behind,
with 2 where the source gave no answer. What is nowhere behind holds every fix that has been published (ASVS 15.2.1).
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from scripts import assets, audit, lock

ROOT = Path(__file__).resolve().parents[1]
# A lock file and what it is made from, as in lock.py.
PYTHON = {
    "requirements.txt": ["pyproject.toml"],
    "requirements-sso.txt": ["--extra", "sso", "pyproject.toml"],
    "requirements-s3.txt": ["--extra", "s3", "pyproject.toml"],
    "requirements-dev.txt": ["--extra", "dev", "--extra", "sso", "--extra", "s3", "pyproject.toml"],
    "requirements-node.txt": ["requirements-node.in"],
    "requirements-semgrep.txt": ["requirements-semgrep.in"],
}
FRONT_END = "package-lock.json"


class NoAnswerError(Exception):
    """The package source could not be asked; the text is the program's own."""


def answer(command: list[str]) -> str:
    """Return what a program prints; raise NoAnswerError where it fails."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise NoAnswerError(done.stderr.strip()[-500:] or f"ended with {done.returncode}")
    return done.stdout


def newest_python(name: str) -> str:
    """Return the lock file as it would be made today, without regard to the versions locked so far."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / name
        answer([*lock.UV, "--upgrade", *PYTHON[name], "-o", str(made)])
        return made.read_text("utf-8")


def newest_front_end(name: str) -> str:
    """Return the front-end lock as it would be made today from the newest release of each package asked for."""
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))["dependencies"]
    with tempfile.TemporaryDirectory() as folder:
        manifest = {"private": True, "dependencies": dict.fromkeys(wanted, "latest")}
        (Path(folder) / "package.json").write_text(json.dumps(manifest), "utf-8")
        answer([*assets.npm_command(), "--prefix", folder, "install", "--package-lock-only", "--silent"])
        return (Path(folder) / name).read_text("utf-8")


def behind(held: str, newest: str, name: str) -> list[str]:
    """Return what the first lock has in other versions than the second, as "package held -> newest"."""
    before, after = (dict(audit.versions(text, name)) for text in (held, newest))
    return [f"{one} {before[one]} -> {after[one]}" for one in before if one in after and before[one] != after[one]]


def main() -> int:
    """Ask about every lock file and tell; see above for the exit code."""
    sources: dict[str, Callable[[str], str]] = dict.fromkeys(PYTHON, newest_python)
    sources[FRONT_END] = newest_front_end
    code = 0
    for name, ask in sources.items():
        held = (ROOT / name).read_text("utf-8")
        try:
            late = behind(held, ask(name), name)
        except (NoAnswerError, OSError, ValueError) as problem:
            print(f"{name}: no answer: {problem}")
            code = 2
            continue
        print(f"{name}: {len(audit.versions(held, name))} packages, {len(late)} behind", *late, sep="\n  ")
        code = code or (1 if late else 0)
    return code


if __name__ == "__main__":
    sys.exit(main())
