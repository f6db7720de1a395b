"""What every test may lean on: services that may be missing, the browser, the database of browser tests.

A test marked `postgres`, `redis` or `browser` is skipped, with the reason, where that service cannot be reached;
with REQUIRE_SERVICES=1 the same gap is a failure.
"""

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

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

# Playwright's sync API runs an event loop in the main thread; Django must not take that for async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def listens(host: str, port: int) -> bool:
    """Say whether something accepts connections at this place."""
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


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
    """Skip a test whose service is missing, or fail it where all services are required."""
    for service in ("postgres", "redis", "browser"):
        if item.get_closest_marker(service) is None:
            continue
        reason = missing(service)
        if reason and os.environ.get("REQUIRE_SERVICES") == "1":
            pytest.fail(f"REQUIRE_SERVICES=1, but this test {reason}", pytrace=False)
        if reason:
            pytest.skip(reason)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest) -> Iterator[None]:
    """Put the SQLite test database in a file when a browser talks to it from another thread."""
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
def browser() -> Iterator[object]:
    """Start the machine's Chromium once for all browser tests."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield running
        running.close()


@pytest.fixture
def page(browser: object) -> Iterator[object]:
    """Open an empty desktop page; script errors and breaches of the content policy fail the test."""
    context = browser.new_context(viewport=DESKTOP, locale="zh-CN", timezone_id="Asia/Shanghai")  # type: ignore[attr-defined]
    context.set_default_timeout(10_000)
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda line: faults.append(line.text) if "Content Security Policy" in line.text else None)
    yield opened
    context.close()
    assert faults == []
