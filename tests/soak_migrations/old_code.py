"""The release before, as it was delivered: its files, its commands, its server."""

import os
import subprocess
import sys
import tarfile
from io import BytesIO
from pathlib import Path

import pytest

from newmedia_portal.core.schema.releases import Release

ROOT = Path(__file__).resolve().parents[2]


def unpack(release: Release, folder: Path) -> Path:
    """Lay out the files of a release; the test fails with the reason where the repository does not hold them."""
    done = subprocess.run(
        ["git", "archive", "--format=tar", release.commit], cwd=ROOT, capture_output=True, check=False
    )
    if done.returncode != 0:
        pytest.fail(
            f"This test needs the files of release {release.version} (commit {release.commit[:7]}), which come from "
            f"the history of the repository; here is none: {done.stderr.decode().strip()}. Use a full clone with .git."
        )
    with tarfile.open(fileobj=BytesIO(done.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return folder


def surroundings(url: str, name: str) -> dict[str, str]:
    """Return the environment of a program on this database; PostgreSQL knows it by `name`."""
    return {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "newmedia_portal.settings.test",
        "PGAPPNAME": name,
        "PYTHONWARNINGS": "ignore",
    }


def manage(folder: Path, url: str, *words: str) -> str:
    """Run a management command of the program in this folder; return what it said."""
    return _run(folder, url, "manage.py", *words)


def upgrade(url: str, *words: str) -> str:
    """Run the present `migrate`; PostgreSQL knows it as `upgrade`."""
    return _run(ROOT, url, "-m", "tests.soak_migrations.migrating", *words)


def _run(folder: Path, url: str, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env=surroundings(url, "upgrade"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    return done.stdout + done.stderr


def write_on(folder: Path, url: str, stop: Path, report: Path) -> subprocess.Popen[bytes]:
    """Let the old program file, decide and register until the file `stop` exists."""
    script = Path(__file__).with_name("old_writer.py")
    environment = {**surroundings(url, "old"), "PYTHONPATH": str(folder)}
    return subprocess.Popen([sys.executable, str(script), str(stop), str(report)], cwd=folder, env=environment)


def serve(folder: Path, url: str, port: int) -> subprocess.Popen[bytes]:
    """Serve the old program."""
    words = [
        "-m",
        "gunicorn",
        "newmedia_portal.wsgi:application",
        "-b",
        f"127.0.0.1:{port}",
        "-w",
        "1",
        "--threads",
        "2",
    ]
    return subprocess.Popen([sys.executable, *words, "--log-level", "error"], cwd=folder, env=surroundings(url, "old"))
