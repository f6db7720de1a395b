"""Who waits for a lock of the upgrade, and how long; and readers that ask the old program for pages meanwhile."""

import http.cookiejar
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

import psycopg2

WAITS = """
SELECT EXTRACT(EPOCH FROM clock_timestamp() - l.waitstart), l.locktype || ' ' || l.mode || ': ' || left(b.query, 150)
FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
CROSS JOIN LATERAL unnest(pg_blocking_pids(l.pid)) AS blocker(pid)
JOIN pg_stat_activity b ON b.pid = blocker.pid
WHERE NOT l.granted AND l.waitstart IS NOT NULL AND a.application_name = 'old' AND b.application_name = 'upgrade'
"""


class Watch(threading.Thread):
    """Look fifty times a second which programs of the old release wait for the upgrade."""

    def __init__(self, address: str) -> None:
        """Watch the database at this address."""
        super().__init__(daemon=True)
        self.connection = psycopg2.connect(address)
        self.connection.autocommit = True
        self.ended = threading.Event()
        self.longest, self.because, self.looks, self.waits = 0.0, "", 0, 0

    def run(self) -> None:
        """Look until ended."""
        with self.connection.cursor() as cursor:
            while not self.ended.wait(0.02):
                cursor.execute(WAITS)
                self.looks += 1
                for seconds, because in cursor.fetchall():
                    self.waits += 1
                    if float(seconds) > self.longest:
                        self.longest, self.because = float(seconds), because

    def end(self) -> None:
        """Stop looking."""
        self.ended.set()
        self.join()
        self.connection.close()


class Reader(threading.Thread):
    """A person of the old program who signs in and reads pages again and again."""

    PAGES = ("/", "/filings/", "/accounts/", "/todo/", "/messages/")

    def __init__(self, base: str, username: str, password: str) -> None:
        """Sign in at this address."""
        super().__init__(daemon=True)
        self.base, self.ended = base, threading.Event()
        self.pages, self.slowest, self.errors = 0, 0.0, list[str]()
        jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self._get("/login/"))
        assert token
        said = {"username": username, "password": password, "csrfmiddlewaretoken": token[1]}
        request = urllib.request.Request(f"{base}/login/", urllib.parse.urlencode(said).encode())  # noqa: S310
        with self.opener.open(request, timeout=60) as answer:
            assert "/login" not in answer.url, "signing in failed"

    def run(self) -> None:
        """Read until ended; note what fails."""
        while not self.ended.wait(0.2):
            for page in self.PAGES:
                began = time.monotonic()
                try:
                    self._get(page)
                    self.pages += 1
                except (urllib.error.URLError, OSError) as error:
                    self.errors.append(f"{page}: {error}")
                self.slowest = max(self.slowest, time.monotonic() - began)

    def end(self) -> None:
        """Stop reading."""
        self.ended.set()
        self.join()

    def _get(self, page: str) -> str:
        with self.opener.open(f"{self.base}{page}", timeout=60) as answer:
            return str(answer.read().decode())


class ItemWriter(threading.Thread):
    """Writes published items by the columns they had when they first existed, one row at a time."""

    INSERT = """
    INSERT INTO assessments_publisheditem ({columns}) SELECT {chosen} FROM assessments_publisheditem ORDER BY id LIMIT 1
    """

    def __init__(self, address: str, columns: list[str]) -> None:
        """Write into the database at this address."""
        super().__init__(daemon=True)
        self.connection: Any = psycopg2.connect(address, application_name="old")
        self.connection.autocommit = True
        self.columns = [name for name in columns if name != "id"]
        self.ended = threading.Event()
        self.rows, self.slowest, self.errors = 0, 0.0, list[str]()

    def run(self) -> None:
        """Write until ended; note what fails."""
        while not self.ended.wait(0.05):
            chosen = ", ".join(f"'beside-{self.rows}'" if name in ("key", "push") else name for name in self.columns)
            statement = self.INSERT.format(columns=", ".join(self.columns), chosen=chosen)
            began = time.monotonic()
            try:
                with self.connection.cursor() as cursor:
                    cursor.execute(statement)
                self.rows += 1
            except psycopg2.Error as error:
                self.errors.append(str(error))
            self.slowest = max(self.slowest, time.monotonic() - began)

    def end(self) -> None:
        """Stop writing."""
        self.ended.set()
        self.join()
        self.connection.close()
