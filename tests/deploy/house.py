"""The whole arrangement (多机部署) as docs/runbooks/hosts.md builds it, on one machine: two of each, free ports."""

import json
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.soak.machinery import ROOT, Started, answers, environment, free_port, listens, run, wait_for

from .browser import Browser
from .guide import steps
from .servers import PATH, PORTAL_PASSWORD, SECRETS, Cluster, Front, Place, Pool, Store, asked

DRAFTS = 40


class House:
    """Two portals behind nginx, two workers and beat, primary and standby behind PgBouncer, Redis, S3."""

    def __init__(self, place: Place) -> None:
        self.place, self.folder = place, place.folder
        self.wal = place.own("wal")
        self.primary, self.standby = Cluster(place, "primary", self.wal), Cluster(place, "standby", self.wal)
        self.store, self.redis_port = Store(place), free_port()
        self.password_file = place.own("secrets") / "database_password"
        self.password_file.write_text(PORTAL_PASSWORD)
        place.folder.joinpath("secrets").chmod(0o755)
        self.base = environment(self.folder, REDIS_URL=f"redis://127.0.0.1:{self.redis_port}/0", **self.store.settings)
        del self.base["METRICS_DIR"]
        self.webs: list[Started] = []
        self.workers: list[Started] = []
        self.ports: list[int] = []
        self.facts: dict[str, Any] = {}

    def of_owner(self, cluster: Cluster, database: str = "portal", **more: str) -> dict[str, str]:
        """Return the environment of a command that speaks to PostgreSQL itself as the owner of the tables."""
        place = {"DATABASE_URL": cluster.url(database), "DATABASE_PASSWORD": SECRETS["OWNER_PASSWORD"]}
        return self.base | place | more

    def of_portal(self, **more: str) -> dict[str, str]:
        """Return the environment of the portal: through the pool, as the role that cannot change the log."""
        place = {"DATABASE_URL": self.pool.url, "DATABASE_PASSWORD_FILE": str(self.password_file)}
        return self.base | place | {"DATABASE_POOLED": "1"} | more

    def build(self) -> None:
        """Follow the guide from an empty cluster to the first filings."""
        self.primary.make()
        self.primary.follow("hosts.md", "primary")
        ready = {"PRIMARY": "127.0.0.1", "PRIMARY_PORT": str(self.primary.port)}
        self.standby.follow("hosts.md", "replica", **ready)
        self.store.start()
        self.redis = self._redis()
        self.open_redis()
        self._tables()
        self.primary.follow("hosts.md", "limit")
        self.pool = Pool(self.place, self.primary, self.password_file)
        self.pool.start()
        made = run("-m", "tests.soak.stage", str(DRAFTS), env=self.of_owner(self.primary))
        self.facts = json.loads(made.splitlines()[-1])
        self._portals()

    def _tables(self) -> None:
        env = self.of_owner(self.primary, PORTAL_PASSWORD_FILE=str(self.password_file))
        env["PATH"] = f"{Path(sys.executable).parent}:{PATH}"
        script = steps("hosts.md")["tables"]
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script], cwd=ROOT, env=env, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout[-1000:] + done.stderr[-3000:]

    def _redis(self) -> Started:
        words = ["--port", str(self.redis_port), "--bind", "127.0.0.1", "--dir", str(self.folder), "--save", ""]
        words += ["--appendonly", "yes", "--maxmemory-policy", "noeviction"]
        return Started("redis", ["redis-server", *words], {"PATH": PATH}, self.folder)

    def open_redis(self) -> None:
        """Start Redis and wait until it listens."""
        self.redis.start()
        wait_for("Redis", lambda: listens("127.0.0.1", self.redis_port))

    def _portals(self) -> None:
        for name in ("a", "b"):
            self.ports.append(free_port())
            env = self.of_portal(WEB_WORKERS="2", WEB_BIND=f"127.0.0.1:{self.ports[-1]}", TMPDIR=str(self.folder))
            gunicorn = ["-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "newmedia_portal.wsgi:application"]
            self.webs.append(Started(f"web-{name}", [sys.executable, *gunicorn], env, self.folder))
            words = ["-m", "celery", "-A", "newmedia_portal", "worker", "--loglevel", "INFO", "--concurrency", "2"]
            words += ["--hostname", f"{name}@%h"]
            self.workers.append(Started(f"worker-{name}", [sys.executable, *words], self.of_portal(), self.folder))
        beat = ["-m", "celery", "-A", "newmedia_portal", "beat", "--schedule", str(self.folder / "beat"), "--pidfile="]
        self.beat = Started("beat", [sys.executable, *beat], self.of_portal(), self.folder)
        self.front = Front(self.place, self.ports)
        for part in (*self.webs, *self.workers, self.beat):
            part.start()
        for port in self.ports:
            wait_for("portal", lambda port=port: answers(port, "/readyz") == 200)
        for worker in self.workers:
            wait_for("worker", lambda worker=worker: " ready." in worker.text())
        self.front.start()

    def restart_web(self, number: int) -> None:
        """Start a portal again and wait until it serves."""
        self.webs[number].start()
        wait_for("portal", lambda: answers(self.ports[number], "/readyz") == 200)

    def browser(self, role: str) -> Browser:
        """Return the browser of a person, signed in through nginx."""
        reader = Browser(self.front.port, ssl.create_default_context(cafile=str(self.front.folder / "portal.crt")))
        answer = reader.sign_in(self.facts["people"][f"gejiu-{role}"])
        assert answer.status == 302, (role, answer.status, answer.text[:500])
        return reader

    def through(self, sql: str) -> object:
        """Return the one value of a statement asked through the pool, as the portal."""
        return asked(self.pool.port, "portal", PORTAL_PASSWORD, sql)[0][0]

    def state(self, pk: int) -> object:
        """Return the state of a filing as the pool's database has it."""
        return self.through(f"SELECT state FROM filings_filing WHERE id = {pk}")

    def portal(self, code: str) -> str:
        """Run lines of Python in a process of the portal's, through the pool; return what they printed."""
        return run("manage.py", "shell", "-v", "0", "-c", code, env=self.of_portal())

    def close(self) -> None:
        """End everything that was started, what leans on others first."""
        front = [self.front.process] if hasattr(self, "front") else []
        beat = [self.beat] if hasattr(self, "beat") else []
        pool = [self.pool.process] if hasattr(self, "pool") else []
        redis = [self.redis] if hasattr(self, "redis") else []
        for part in (*front, *beat, *self.workers, *self.webs, *pool, *redis, self.store.process):
            part.stop(seconds=20)
        for cluster in (self.standby, self.primary):
            cluster.stop()


@contextmanager
def housed() -> Iterator[House]:
    """Give the running arrangement, and take it away whatever happens."""
    place = Place()
    made = House(place)
    try:
        begun = time.monotonic()
        made.build()
        made.facts["built"] = round(time.monotonic() - begun)
        yield made
    finally:
        made.close()
        place.away()
