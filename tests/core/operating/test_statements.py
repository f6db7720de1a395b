"""Statements: the slow ones noted without values, the endless ones ended (quality B14)."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection
from django.utils import timezone

from newmedia_portal.core.models import SlowStatement, User
from newmedia_portal.core.operating import statements
from newmedia_portal.core.operating.tracing import Trace, tracing
from newmedia_portal.settings import services


@pytest.mark.django_db
def test_a_slow_statement_is_noted_by_its_shape_and_counted(settings):
    settings.SLOW_QUERY_MS = 1
    count = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000) SELECT count(*) FROM n"
    with tracing(Trace("0" * 32, route="filings:list")) as trace:
        with connection.cursor() as cursor:
            for phone in ("13900001234", "13900005678"):
                cursor.execute(f"{count} WHERE '{phone}' <> %s", ["13900009999"])
        settings.SLOW_QUERY_MS = 0
        statements.keep(trace, now=timezone.now)

    row = SlowStatement.objects.get()
    assert (row.times, row.place, row.day) == (2, "filings:list", timezone.localdate())
    assert row.sql.endswith("SELECT count(*) FROM n WHERE '…' <> %s")
    assert row.total_ms >= row.longest_ms >= 1
    assert trace.queries >= 2


def test_long_lists_of_values_have_one_shape():
    assert statements.without_values("SELECT 1\n WHERE a IN (%s, %s,%s) AND b = 'x''y'") == (
        "SELECT 1 WHERE a IN (…) AND b = '…'"
    )


def bounded(**more) -> dict:
    chosen = services.database("postgres://portal@db:5432/portal", None)
    services.bound(chosen, **more)
    return chosen


def test_the_time_limit_and_the_pool_suit_the_connection():
    assert bounded(seconds=30, pooled=False)["OPTIONS"]["options"] == "-c statement_timeout=30000"
    pooled = bounded(seconds=0, pooled=True)
    assert (pooled["CONN_MAX_AGE"], pooled["DISABLE_SERVER_SIDE_CURSORS"]) == (0, True)
    with pytest.raises(ImproperlyConfigured, match="STATEMENT_TIMEOUT_SECONDS 不起作用"):
        bounded(seconds=30, pooled=True)


@pytest.mark.postgres
@pytest.mark.django_db
def test_a_statement_over_the_limit_is_ended_and_the_page_says_what_to_do(client, monkeypatch):
    from filings.views import workbench

    def endless(*_, **__):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 100")
            cursor.execute("SELECT pg_sleep(30)")

    monkeypatch.setattr(workbench, "render", endless)
    client.force_login(User.objects.create(username="anna", full_name="张某一", instance_role="sysadmin"))
    client.raise_request_exception = False
    point = connection.savepoint()

    answer = client.get("/")

    connection.savepoint_rollback(point)
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "查询用时太长，已经停止" in answer.content.decode()


@pytest.mark.postgres
def test_the_limit_of_the_setting_reaches_the_database(django_db_blocker, django_db_setup):
    with django_db_blocker.unblock():
        limited = connection.copy("limited")
        limited.settings_dict = {**connection.settings_dict, "OPTIONS": {"options": "-c statement_timeout=100"}}
        try:
            with pytest.raises(OperationalError, match="statement timeout"), limited.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(30)")
        finally:
            limited.close()
