"""Servers of one's own for failure tests (故障试验): PostgreSQL, Redis, gunicorn, Celery, in one folder on free ports.

Every process is ended by its own id; nothing that runs on the machine already is touched.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOST = "portal.soak.test"
PATIENCE = 240


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listens(host: str, port: int) -> bool:
    """Say whether something accepts connections at this place."""
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


def wait_for(what: str, true: Callable[[], object], *, seconds: float = PATIENCE, step: float = 0.1) -> float:
    """Wait until something is so; return after how many seconds it was. Raises TimeoutError with its name."""
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        if true():
            return time.monotonic() - begun
        time.sleep(step)
    raise TimeoutError(f"{what}: not within {seconds} s")


def server_programs() -> Path | None:
    """Return the folder of PostgreSQL's server programs, the newest; None where there are none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    return found[-1].parent if found else None


class Started:
    """A process that was started here, with its log."""

    def __init__(self, name: str, command: Sequence[str], env: dict[str, str], folder: Path) -> None:
        self.name, self.command, self.env = name, list(command), env
        self.log = folder / f"{name}.log"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process id."""
        assert self.process is not None
        return self.process.pid

    def start(self) -> None:
        """Start it; its lines go on in the log."""
        with self.log.open("ab") as lines:
            self.process = subprocess.Popen(
                self.command, cwd=ROOT, env=self.env, stdout=lines, stderr=lines, start_new_session=True
            )

    def alive(self) -> bool:
        """Say whether it runs."""
        return self.process is not None and self.process.poll() is None

    def stop(self, *, how: int = signal.SIGTERM, seconds: float = 45) -> None:
        """End it, by force where it does not go by itself."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(how)
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)

    def children(self) -> list[int]:
        """Return the processes that it has started."""
        return [int(word) for word in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()]

    def text(self) -> str:
        """Return the log."""
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""


class Database:
    """A cluster of PostgreSQL; as root it belongs to the user postgres, for the server refuses root."""

    def __init__(self, folder: Path) -> None:
        programs = server_programs()
        assert programs is not None, "PostgreSQL server programs are missing: install the package postgresql"
        self.programs, self.folder, self.port = programs, folder / "cluster", free_port()
        self.owner = "postgres" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
        self.folder.mkdir()
        if os.getuid() == 0:
            shutil.chown(self.folder, self.owner)
        self._run("initdb", "-D", str(self.folder / "data"), "-U", "portal", "-E", "UTF8", "--locale=C.UTF-8", "-A",
                  "trust", "--no-sync")  # fmt: skip
        self.url = f"postgres://portal@127.0.0.1:{self.port}/postgres"

    def _run(self, program: str, *words: str) -> None:
        before = ["runuser", "-u", self.owner, "--"] if os.getuid() == 0 else []
        done = subprocess.run(
            [*before, str(self.programs / program), *words], cwd="/", capture_output=True, text=True, timeout=120
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stdout}{done.stderr}")

    def start(self, most: int = 60) -> None:
        """Start it and wait until it takes connections; `most` is the number of connections that it allows."""
        place = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1"
        # Servers fall here, the machine never does: nothing need wait for the disk.
        options = f"{place} -c max_connections={most} -c fsync=off"
        log = str(self.folder / "log")
        with open(os.devnull, "wb"):
            self._run("pg_ctl", "-D", str(self.folder / "data"), "-o", options, "-l", log, "-w", "start")

    def stop(self, how: str = "fast") -> None:
        """Stop it: `fast` breaks connections off, `immediate` is a fall of the machine."""
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", how, "-w", "stop")

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        """Return the rows of a statement, over a connection of its own, each statement by itself."""
        import psycopg2

        connection = psycopg2.connect(self.url, connect_timeout=5, application_name="soak")
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(sql)
                return list(cursor.fetchall()) if cursor.description else []
        finally:
            connection.close()

    def number(self, sql: str) -> int:
        """Return the one number that a statement gives."""
        return int(str(self.ask(sql)[0][0]))


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Return the environment of a real installation: what the house says, nothing of the tests'."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "newmedia_portal.settings.prod",
        "SECRET_KEY": "soak-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
        "PERSONAL_DATA_KEY": "soak-personal-" + "9876543210zyxwvutsrqponmlkjihgfedcba" * 2,
        "ALLOWED_HOSTS": HOST,
        "PORTAL_URL": f"https://{HOST}",
        "TRUSTED_PROXIES": "1",
        "SECOND_FACTOR": "off",
        "PRIVACY_NOTICE": "0",
        "PERSON_REQUESTS_PER_MINUTE": "0",
        "PERSON_SEARCHES_PER_MINUTE": "0",
        "VAR_DIR": str(folder / "var"),
        "MEDIA_ROOT": str(folder / "media"),
        "METRICS_DIR": str(folder / "metrics"),
        "PYTHONUNBUFFERED": "1",
        **more,
    }


def run(*words: str, env: dict[str, str], seconds: float = 300) -> str:
    """Run a program of the project to its end; return what it printed. Raises RuntimeError with its last lines."""
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=env, capture_output=True, text=True, timeout=seconds, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)}: {done.stdout[-1000:]}{done.stderr[-3000:]}")
    return done.stdout


def answers(port: int, path: str) -> int:
    """Return the status that the portal gives, 0 where it does not answer."""
    asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Host": HOST})
    try:
        with urllib.request.urlopen(asked, timeout=5) as answer:  # noqa: S310 - our own address
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0
