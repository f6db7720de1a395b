"""/healthz and /readyz: what watches the service can rely on both answers."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from newmedia_portal import health
from newmedia_portal.core.models import OutboxItem

pytestmark = pytest.mark.django_db


def test_alive_is_answered_to_anybody_without_a_look_at_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "no-store" in answer["Cache-Control"]


def test_ready_is_answered_with_each_part(client):
    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (
        200,
        {"status": "ok", "database": "ok", "broker": "none", "migrations": "ok", "worker": "ok"},
    )


def test_a_database_behind_the_code_is_not_ready(client):
    MigrationRecorder(connection).Migration.objects.filter(app="core").delete()

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["migrations"]) == (503, "pending")


def test_an_unreachable_broker_is_not_ready(client, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["broker"]) == (503, "unreachable")


@pytest.mark.redis
def test_a_broker_that_answers_is_ready(settings, redis_url):
    settings.REDIS_URL = redis_url

    assert health.broker() == "ok"


@pytest.mark.parametrize(("minutes", "word", "status"), [(9, "ok", 200), (11, "late", 200)])
def test_work_that_waits_too_long_is_told_without_taking_the_portal_away(client, minutes, word, status):
    since = timezone.now() - timedelta(minutes=minutes)
    OutboxItem.objects.create(job="notice", queued_at=since, not_before=since)

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["worker"]) == (status, word)
