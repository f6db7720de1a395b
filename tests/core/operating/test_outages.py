"""What fails around the portal is told kindly, loses nothing, and needs no restart (quality B12, B13)."""

import resource
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings as in_force
from django.contrib.sessions.backends.base import UpdateError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, close_old_connections, connection
from django.test import Client
from django.utils import timezone

from filings.models import Filing
from newmedia_portal.celery import app
from newmedia_portal.core.jobs import outbox, schedule
from newmedia_portal.core.models import AuditEvent, Notice
from newmedia_portal.core.notices import feed, spreading
from newmedia_portal.core.sessions.store import SessionStore
from tests.filings.making import draft, submitted
from tests.filings.pages import client_of
from tests.papers import pdf
from tests.world import build

NOBODY = "redis://127.0.0.1:1/0"


@pytest.mark.django_db(transaction=True)
@pytest.mark.once
def test_a_filing_handed_in_while_redis_is_away_keeps_its_work_for_later(settings):
    world = build("gejiu")
    before = {name: app.conf[name] for name in ("broker_url", "task_always_eager")}
    settings.REDIS_URL = NOBODY
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": NOBODY}}
    app.conf.update(broker_url=NOBODY, task_always_eager=False)
    try:
        filing = submitted(world)
        ready = Client().get("/readyz").json()
    finally:
        app.conf.update(before)
    waiting = Notice.objects.filter(waiting=True).count()

    settings.REDIS_URL = ""
    schedule.run_often(spreading.JOB, at=timezone.now())

    assert (ready["broker"], Filing.objects.get(pk=filing.pk).state == "draft") == ("unreachable", False)
    assert (waiting > 0, Notice.objects.filter(waiting=True).count()) == (True, 0)


@pytest.mark.django_db
@pytest.mark.once
def test_what_is_counted_goes_on_being_counted_while_redis_is_away(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": NOBODY}}
    settings.CALENDAR_READS_PER_HOUR, settings.PUBLIC_REPORTS_PER_HOUR = 2, 0
    world = build("gejiu")
    address = f"/messages/calendar/{feed.renew(world.person('operator'), at=timezone.now())}.ics"
    client = Client(raise_request_exception=False, REMOTE_ADDR="192.0.2.200")

    read = [client.get(address) for _ in range(3)]
    report = client.post("/verify/report/", {"name": "假冒账号", "unit": world.authority.pk, "says": "冒用名称"})

    assert [answer.status_code for answer in read] == [200, 200, 429]
    assert read[2]["Retry-After"] == "3600"
    assert report.status_code < 500


@pytest.mark.once
def test_a_redis_that_takes_connections_and_says_nothing_holds_nobody_up(settings):
    with socket.create_server(("127.0.0.1", 0)) as frozen:
        address = f"redis://127.0.0.1:{frozen.getsockname()[1]}/0"
        before = {name: app.conf[name] for name in ("broker_url", "task_always_eager")}
        settings.REDIS_URL = address
        app.conf.update(broker_url=address, task_always_eager=False)
        waking = threading.Thread(target=outbox._wake, daemon=True)
        try:
            waking.start()
            waking.join(30)
        finally:
            app.conf.update(before)

    assert not waking.is_alive()


@contextmanager
def database_at(port: int) -> Iterator[None]:
    """Look for the database at another port: where nothing answers, it is away."""
    usual = connection.settings_dict["PORT"]
    connection.close()
    connection.settings_dict["PORT"] = port
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["PORT"] = usual


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_while_the_database_is_away_a_kind_page_says_so_and_afterwards_all_goes_on():
    client = Client(raise_request_exception=False)

    with database_at(1):
        page, ready, alive = client.get("/login/"), client.get("/readyz"), client.get("/healthz")
        typed = client.post("/login/", {"username": "anna", "password": "Anna-2026-portal"})
        told = Client(headers={"authorization": "Bearer " + "t" * 40})
        in_force.METRICS_TOKEN = "t" * 40
        figures = told.get("/metrics").content.decode()
        del in_force.METRICS_TOKEN

    assert (alive.status_code, ready.status_code, ready.json()["database"]) == (200, 503, "unreachable")
    assert "portal_database_reached 0.0" in figures
    for answer in (page, typed):
        if answer.status_code == 200:
            continue  # the page for signing in needs no database
        assert (answer.status_code, answer["Retry-After"]) == (503, "30")
        assert "系统正在维护" in answer.content.decode()
        assert answer["X-Request-ID"] in answer.content.decode()
    assert typed.status_code == 503
    assert client.get("/readyz").status_code == 200
    assert client.post("/login/", {"username": "anna", "password": "Anna-2026-portal"}).status_code in (200, 422)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_a_restarted_database_dropped_is_made_anew_for_the_next_request():
    client = Client(raise_request_exception=False)
    assert client.get("/readyz").status_code == 200
    other = connection.copy("other")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
    other.close()

    connection.health_check_done, connection.close_at = False, None
    client.get("/readyz")
    close_old_connections()

    assert client.get("/readyz").json()["database"] == "ok"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_session_that_cannot_be_written_while_the_database_is_away_is_no_bad_request():
    store = SessionStore()
    store["seen"] = 1
    store.save()
    store["seen"] = 2

    with database_at(1), pytest.raises(OperationalError):
        store.save()
    store.save()
    kept = SessionStore(store.session_key)["seen"]
    store.delete(store.session_key)

    with pytest.raises(UpdateError):
        store.save()
    assert kept == 2


@contextmanager
def full_disk(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond a size in bytes: the write fails as on a full disk."""
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)


def stored() -> set[Path]:
    """Return the files in the store of uploads."""
    return {path for path in Path(in_force.MEDIA_ROOT).rglob("*") if path.is_file()}


@pytest.mark.django_db
@pytest.mark.once
def test_an_upload_that_finds_the_disk_full_leaves_neither_row_nor_half_a_file():
    world = build("gejiu")
    filing = draft(world)
    client = client_of(world.person("operator"))
    client.raise_request_exception = False
    rows, files, events = filing.attachments.count(), stored(), AuditEvent.objects.count()
    paper = SimpleUploadedFile("纪要.pdf", pdf() + b"%" * 300_000 + pdf()[-60:])

    with full_disk(100_000):
        answer = client.post(f"/filings/{filing.pk}/papers/", {"paper": "meeting_minutes", "file": paper})

    assert (answer.status_code, "存储空间不足，文件没有保存" in answer.content.decode()) == (503, True)
    assert (filing.attachments.count(), stored(), AuditEvent.objects.count()) == (rows, files, events)
