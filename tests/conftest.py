"""What every test may lean on: services that may be missing, the browser, the database of browser tests.

A test marked `postgres`, `redis` or `browser` is skipped, with the reason, where that service cannot be reached;
with REQUIRE_SERVICES=1 the same gap is a failure.
"""

import gc
import os
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection

from newmedia_portal.core.workdays import working_days
from tests import flushing, migrated

REDIS_URL = os.environ.get("REDIS_URL") or "redis://127.0.0.1:6379/0"
CHROMIUM = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1366, "height": 768}
PHONE = {"width": 375, "height": 812}

# Playwright's sync API runs an event loop in the main thread; Django must not take that for async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# Tests kill workers, never the server: a commit need not wait for the disk. Programs that tests start do likewise.
os.environ.setdefault("PGOPTIONS", "-c synchronous_commit=off")


migrated.install()
flushing.install()


def listens(host: str, port: int) -> bool:
    """Say whether something accepts connections at this place."""
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the options that share the tests between the passes on two databases, and that run the long tests."""
    words = "leave out tests that touch no database, and those marked once"
    parser.addoption("--another-database", action="store_true", help=words)
    parser.addoption("--leave-to-another", action="store_true", help="run only what --another-database leaves out")
    parser.addoption("--soak", action="store_true", help="run only the long tests, those marked soak")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the long tests (or all others), and what is left to the pass on the other database."""
    long = config.getoption("--soak")
    kept = [item for item in items if bool(item.get_closest_marker("soak")) == long]
    if config.getoption("--another-database"):
        kept = [item for item in kept if depends_on_the_database(item)]
    if config.getoption("--leave-to-another"):
        kept = [item for item in kept if not depends_on_the_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def pytest_collection_finish() -> None:
    """Spare later collections of rubbish what stays until the end: modules, models, the tests themselves."""
    gc.collect()
    gc.freeze()


def depends_on_the_database(item: pytest.Item) -> bool:
    """Say whether a test could answer otherwise on another database: in doubt it could."""
    if item.get_closest_marker("postgres"):
        return True
    touched = item.get_closest_marker("django_db") or "django_db_setup" in getattr(item, "fixturenames", ())
    return bool(touched) and item.get_closest_marker("once") is None


@cache
def missing(service: str) -> str:
    """Return why a service cannot be used here; empty where it can."""
    if service == "postgres" and connection.vendor != "postgresql":
        return "needs PostgreSQL: set DATABASE_URL=postgres://…"
    if service == "redis":
        address = urlsplit(REDIS_URL)
        if not listens(address.hostname or "127.0.0.1", address.port or 6379):
            return f"needs Redis: nothing answers at {address.hostname}:{address.port or 6379}"
    if service == "browser" and not Path(CHROMIUM).exists():
        return f"needs Chromium: {CHROMIUM} is missing (set CHROMIUM=path)"
    return ""


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose service is missing, or fail it where all services are required.

    A download that the test before left unread has not ended its request; nothing of it may be trusted any more.
    """
    working_days.end_request()
    for service in ("postgres", "redis", "browser"):
        if item.get_closest_marker(service) is None:
            continue
        reason = missing(service)
        if reason and os.environ.get("REQUIRE_SERVICES") == "1":
            pytest.fail(f"REQUIRE_SERVICES=1, but this test {reason}", pytrace=False)
        if reason:
            pytest.skip(reason)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest, django_db_modify_db_settings_parallel_suffix: None
) -> Iterator[None]:
    """Put the SQLite test database in a file when a browser talks to it from another thread.

    Tests that share the processors keep a database each: that is what the suffix is for.
    """
    browsers = any(item.get_closest_marker("browser") for item in request.session.items)
    if connection.vendor != "sqlite" or not browsers:
        yield
        return
    folder = tempfile.mkdtemp(prefix="portal-test-db-")
    connection.settings_dict["TEST"]["NAME"] = str(Path(folder) / "test.sqlite3")
    yield
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def redis_url() -> str:
    """Return the address of the Redis that tests marked `redis` use."""
    return REDIS_URL


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Start the machine's Chromium once for all browser tests."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield running
        running.close()


@pytest.fixture
def open_page(browser: Any) -> Iterator[Callable[..., Any]]:
    """Give a function that opens an empty page, each in a session of its own, at the width asked for.

    Script errors and breaches of the content policy on any of them fail the test.
    """
    faults: list[str] = []
    contexts: list[Any] = []

    def open_one(viewport: dict[str, int] = DESKTOP) -> Any:
        context = browser.new_context(viewport=viewport, locale="zh-CN", timezone_id="Asia/Shanghai")
        contexts.append(context)
        context.set_default_timeout(10_000)
        opened = context.new_page()
        opened.on("pageerror", lambda error: faults.append(str(error)))
        opened.on("console", lambda line: faults.append(line.text) if "Content Security Policy" in line.text else None)
        return opened

    yield open_one
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def page(open_page: Callable[..., Any]) -> Any:
    """Open an empty desktop page."""
    return open_page()
