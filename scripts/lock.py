"""Write the lock files anew from pyproject.toml, requirements-*.in and package.json; none may name a host."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
UV = [sys.executable, "-m", "uv", "pip", "compile", "-q", "--universal", "--generate-hashes", "--no-header"]


def strip_funding(path: Path) -> None:
    """Take the sponsors' addresses out of package-lock.json; npm does not need them."""
    lock = json.loads(path.read_text(encoding="utf-8"))
    for package in lock["packages"].values():
        package.pop("funding", None)
    path.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def main() -> None:
    """Lock the packages of run time, single sign-on, S3 and development; the fallback Node; semgrep; the front end."""
    runs = [
        [*UV, "pyproject.toml", "-o", "requirements.txt"],
        [*UV, "--extra", "sso", "-c", "requirements.txt", "pyproject.toml", "-o", "requirements-sso.txt"],
        [*UV, "--extra", "s3", "-c", "requirements.txt", "pyproject.toml", "-o", "requirements-s3.txt"],
        [
            *UV,
            "--extra",
            "dev",
            "--extra",
            "sso",
            "--extra",
            "s3",
            "-c",
            "requirements.txt",
            "pyproject.toml",
            "-o",
            "requirements-dev.txt",
        ],
        [*UV, "requirements-node.in", "-o", "requirements-node.txt"],
        [*UV, "requirements-semgrep.in", "-o", "requirements-semgrep.txt"],
        ["npm", "install", "--package-lock-only", "--silent"],
    ]
    for command in runs:
        subprocess.run(command, cwd=ROOT, check=True)
    strip_funding(ROOT / "package-lock.json")


if __name__ == "__main__":
    main()
