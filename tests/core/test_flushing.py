"""The short flush after a test that commits leaves what migrations left, and nothing else."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from tests import flushing
from tests.world import build

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def held() -> set[str]:
    """Return the tables that hold rows."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    with connection.cursor() as cursor:
        return {name for name in tables if counted(cursor, name)}


def counted(cursor, name: str) -> int:
    """Return how many rows a table holds."""
    cursor.execute(f'SELECT count(*) FROM "{name}"')
    return int(cursor.fetchone()[0])


def test_every_table_is_empty_but_content_types_and_permissions():
    build()
    before = held()

    emptied = flushing.emptied("default")

    assert {"core_unit", "core_user", "core_post", "regimes_editionrecord"} <= before
    assert (emptied, held()) == (True, set(flushing.LEFT))


def test_triggers_and_keys_hold_again_afterwards():
    build()
    flushing.emptied("default")

    with connection.cursor() as cursor:
        cursor.execute("SHOW session_replication_role")
        assert cursor.fetchone() == ("origin",)


def test_changed_content_types_are_left_to_the_usual_flush():
    ContentType.objects.create(app_label="core", model="nothing")

    assert flushing.emptied("default") is False
