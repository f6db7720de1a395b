"""An upgrade waits shortly for its locks, lets others pass, and tries again."""

import psycopg2
import pytest
from django.db import OperationalError, connection

from newmedia_portal.core.models import Sequence
from newmedia_portal.core.schema import editor
from newmedia_portal.core.schema.editor import UpgradeEditor, upgrading

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
CHANGE = "ALTER TABLE core_sequence ALTER COLUMN value DROP DEFAULT"


@pytest.fixture
def reader():
    """Return somebody who reads the table in a transaction that stays open."""
    known = connection.get_connection_params()
    said = {name: known[name] for name in ("dbname", "user", "password", "host", "port") if known.get(name)}
    other = psycopg2.connect(**said)
    with other.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM core_sequence")
    yield other
    other.close()


def test_what_waits_in_vain_for_a_lock_is_tried_again_when_others_had_their_turn(reader, monkeypatch):
    monkeypatch.setattr(UpgradeEditor, "pause_seconds", 0)
    said = []

    def hear(text):
        said.append(text)
        reader.rollback()

    with upgrading("default", hear), connection.schema_editor() as changing:
        changing.execute(CHANGE)
    assert len(said) == 1
    assert CHANGE in said[0]


def test_after_the_last_try_the_upgrade_ends_with_an_error_and_nothing_changed(reader, monkeypatch):
    monkeypatch.setattr(UpgradeEditor, "pause_seconds", 0)
    monkeypatch.setattr(UpgradeEditor, "tries", 2)
    said = []
    with upgrading("default", said.append), pytest.raises(OperationalError) as refused:
        with connection.schema_editor() as changing:
            changing.execute(CHANGE)
    assert editor.in_vain(refused.value)
    assert len(said) == 1


def test_an_index_is_made_without_keeping_writers_out():
    with upgrading("default", print), connection.schema_editor(collect_sql=True) as changing:
        changing.execute(changing._create_index_sql(Sequence, fields=_fields(), name="sequence_by_value"))
    assert [text for text in changing.collected_sql if "INDEX" in text] == [
        'CREATE INDEX CONCURRENTLY "sequence_by_value" ON "core_sequence" ("value");'
    ]


def test_an_index_left_half_made_is_mended_when_the_migration_is_run_again():
    statement = "CREATE INDEX CONCURRENTLY sequence_by_value ON core_sequence (value)"
    with connection.cursor() as cursor:
        cursor.execute(statement)
        cursor.execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'sequence_by_value'::regclass")
    try:
        with upgrading("default", print), connection.schema_editor() as changing:
            changing.execute(changing._create_index_sql(Sequence, fields=_fields(), name="sequence_by_value"))
        with connection.cursor() as cursor:
            cursor.execute("SELECT indisvalid FROM pg_index WHERE indexrelid = 'sequence_by_value'::regclass")
            assert cursor.fetchall() == [(True,)]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP INDEX sequence_by_value")


def test_afterwards_the_connection_and_its_editor_are_as_before():
    usual = connection.SchemaEditorClass
    with upgrading("default", print):
        assert issubclass(connection.SchemaEditorClass, UpgradeEditor)
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("0",)
    assert connection.SchemaEditorClass is usual


def _fields():
    return [Sequence._meta.get_field("value")]
