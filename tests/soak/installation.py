"""A whole installation (整套部署): database, Redis, portal of several processes, Celery worker and beat."""

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .machinery import Database, Started, answers, environment, free_port, listens, run, wait_for

WORKERS = 3


class Installation:
    """The servers of one installation and the facts of its data."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.database = Database(folder)
        self.redis_port, self.port = free_port(), free_port()
        own = {
            "DATABASE_URL": self.database.url,
            "REDIS_URL": f"redis://127.0.0.1:{self.redis_port}/0",
            "WEB_WORKERS": str(WORKERS),
            "WEB_BIND": f"127.0.0.1:{self.port}",
        }
        self.env = environment(folder, **own, **settings)
        self.facts: dict[str, Any] = {}
        self.redis = self._redis()
        web = ["-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "newmedia_portal.wsgi:application"]
        celery = ["-m", "celery", "-A", "newmedia_portal"]
        self.web = self._python("web", *web)
        self.worker = self._python("worker", *celery, "worker", "--loglevel", "INFO", "--concurrency", "2")
        place = ["--schedule", str(folder / "beat"), "--pidfile", str(folder / "beat.pid")]
        self.beat = self._python("beat", *celery, "beat", "--loglevel", "INFO", *place)

    def _python(self, name: str, *words: str) -> Started:
        return Started(name, [sys.executable, *words], self.env, self.folder)

    def _redis(self) -> Started:
        words = ["--port", str(self.redis_port), "--bind", "127.0.0.1", "--dir", str(self.folder), "--save", ""]
        return Started("redis", ["redis-server", *words, "--appendonly", "yes"], self.env, self.folder)

    def prepare(self, drafts: int) -> None:
        """Make tables, static files and people with so many drafts."""
        self.database.start()
        run("-m", "tests.migrated", env=self.env)
        run("manage.py", "collectstatic", "--noinput", "-v", "0", env=self.env)
        self.facts = json.loads(run("-m", "tests.soak.stage", str(drafts), env=self.env).splitlines()[-1])

    def open_redis(self) -> None:
        """Start Redis and wait until it listens."""
        self.redis.start()
        wait_for("Redis", lambda: listens("127.0.0.1", self.redis_port))

    def open(self) -> None:
        """Start all of it and wait until it serves."""
        self.open_redis()
        for part in (self.web, self.worker, self.beat):
            part.start()
        wait_for("portal", lambda: answers(self.port, "/readyz") == 200)
        wait_for("worker", lambda: " ready." in self.worker.text())

    def close(self) -> None:
        """End all of it, what leans on others first."""
        for part in (self.beat, self.worker, self.web, self.redis):
            part.stop()
        self.database.stop("immediate")

    def waiting(self) -> int:
        """Return how much work waits in the outbox."""
        return self.database.number(
            "SELECT count(*) FROM core_outboxitem WHERE done_at IS NULL AND failed_at IS NULL AND not_before <= now()"
        )


@contextmanager
def installed(drafts: int, **settings: str) -> Iterator[Installation]:
    """Give a running installation in a folder of its own and take all of it away afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="portal-soak-"))
    folder.chmod(0o755)
    made = Installation(folder, **settings)
    try:
        made.prepare(drafts)
        made.open()
        yield made
    finally:
        made.close()
        shutil.rmtree(folder, ignore_errors=True)
