"""A database of its own: made before the run, dropped after it; SQLite in a scratch folder where there is no server."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from psycopg2 import sql

#: Two runs at once keep apart by TEST_DB_SUFFIX, as tests do.
NAME = "_".join(part for part in ("portal_bench", os.environ.get("TEST_DB_SUFFIX", "")) if part)
LOCAL = ("postgres://postgres@127.0.0.1:5432/postgres", "postgres://root@127.0.0.1:5432/postgres")


@contextmanager
def own_database() -> Iterator[str]:
    """Point DATABASE_URL at an empty database for the length of the block; yields what it is, in words."""
    given = os.environ.get("DATABASE_URL", "")
    servers = [given] if given.startswith("postgres") else [] if given else list(LOCAL)
    server = next((address for address in servers if _answers(address)), "")
    if not server:
        with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
            os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
            yield "SQLite(没有可用的 PostgreSQL,比值仅供参考)"
        return
    _run(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", "CREATE DATABASE {}")
    os.environ["DATABASE_URL"] = urlunsplit(urlsplit(server)._replace(path=f"/{NAME}"))
    try:
        yield "PostgreSQL"
    finally:
        _run(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)")


def _answers(address: str) -> bool:
    try:
        psycopg2.connect(address, connect_timeout=2).close()
    except psycopg2.Error:
        return False
    return True


def _run(server: str, *statements: str) -> None:
    connection = psycopg2.connect(server)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(sql.SQL(statement).format(sql.Identifier(NAME)))
    finally:
        connection.close()
