"""Make .venv and install the locked packages into it; nothing happens where the lock has not changed.

Run with the machine's own Python: `python3 scripts/setup_venv.py [--dev] [--wheels FOLDER]`. With a folder of wheels
nothing else is asked: no index, no settings of pip, no network.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
LEAST = (3, 11)


def stamp_of(lock: str) -> Path:
    """Return the file that remembers which state of a lock is installed."""
    return VENV / f".installed-{lock}"


def sum_of(lock: str) -> str:
    """Return the SHA-256 of a lock file."""
    return hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()


def installed(lock: str) -> bool:
    """Say whether exactly this lock is installed already."""
    stamp = stamp_of(lock)
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == sum_of(lock)


def create_venv() -> None:
    """Make the virtual environment, or say in one line what the machine lacks."""
    if (VENV / "bin" / "python").exists():
        return
    done = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(
            f"python3 -m venv failed (on Debian: apt-get install python3-venv): {done.stdout}{done.stderr}"
        )


def pip_call(lock: str, wheels: str) -> tuple[list[str], dict[str, str]]:
    """Return the command that installs a lock, and its environment; a folder of wheels is then the only source."""
    command = [str(VENV / "bin" / "python"), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    environment = dict(os.environ)
    if wheels:
        command = [*command, "--isolated", "--no-index", "--find-links", wheels]
        environment["PIP_CONFIG_FILE"] = os.devnull
    return [*command, "--require-hashes", "-r", str(ROOT / lock)], environment


def main(arguments: list[str]) -> None:
    """Bring .venv to the state of the lock."""
    if sys.version_info < LEAST:
        raise SystemExit(f"Python {LEAST[0]}.{LEAST[1]} or newer is needed; this is {sys.version.split()[0]}.")
    lock = "requirements-dev.txt" if "--dev" in arguments else "requirements.txt"
    create_venv()
    if installed(lock):
        return
    print(f"installing {lock} into .venv (a minute or two)", flush=True)
    wheels = arguments[arguments.index("--wheels") + 1] if "--wheels" in arguments else ""
    command, environment = pip_call(lock, wheels)
    if subprocess.run(command, env=environment).returncode:
        raise SystemExit(f"could not install {lock}; {'see above' if wheels else 'is the package index reachable?'}")
    stamp_of(lock).write_text(sum_of(lock), encoding="utf-8")
    if lock == "requirements-dev.txt":
        stamp_of("requirements.txt").write_text(sum_of("requirements.txt"), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
