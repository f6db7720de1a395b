"""From the tables of the last release to the present ones and back, with rows in them; the long run is a soak test."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from newmedia_portal.core.schema.editor import can_upgrade, upgrading
from newmedia_portal.core.schema.releases import Release, releases
from newmedia_portal.core.schema.rules import targets_of
from tests.migrated import changing_alone
from tests.soak_migrations.digests import see

pytestmark = pytest.mark.postgres
NOW = datetime(2026, 9, 1, 4, 0, tzinfo=UTC)
TODAY = date(2026, 9, 1)


@contextmanager
def own_database() -> Iterator[None]:
    """Let the connection of the tests stand on an empty database meanwhile."""
    usual = connection.settings_dict["NAME"]
    name = f"{usual}_up"
    connection.close()
    _anew(name, create=True)
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
        _anew(name, create=False)
        ContentType.objects.clear_cache()


def _anew(name: str, *, create: bool) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        if create:
            cursor.execute(f'CREATE DATABASE "{name}"')


def migrate(targets: list[tuple[str, str | None]]) -> Any:
    """Migrate to these targets; return the models as they are there."""
    with changing_alone():
        return MigrationExecutor(connection).migrate(targets)


def rows(release: Release) -> None:
    """Write a few rows by the models of the release."""
    apps = MigrationExecutor(connection).loader.project_state(release.targets).apps
    make = lambda app, model, **said: apps.get_model(app, model).objects.create(**said)  # noqa: E731
    unit = make("core", "Unit", code="U1", name="示例单位", path="000001/")
    user = make("core", "User", username="shili", full_name="张某某")
    platform = make("accounts", "Platform", code="p", name="示例平台", position=1)
    said = {"unit": unit, "root": unit}
    stamps = {"created_at": NOW, "updated_at": NOW}
    details = {"contract_expires_on": "2027-01-31", "group_term": "long"}
    account = make("accounts", "MediaAccount", platform=platform, name="示例 A", details=details, **said, **stamps)
    edition = make(
        "regimes",
        "EditionRecord",
        code="gejiu",
        version="1",
        effective_from=TODAY,
        created_at=NOW,
        content="",
        digest="",
    )
    saved = {"created_by": user, "created_at": NOW, "saved_at": NOW}
    filing = make("filings", "Filing", kind="open", account=account, edition=edition, title="示例", **said, **saved)
    late = {"flag": "overdue", "remind_on": TODAY}
    for kind, more in {"open": {}, "late": late, "met": {"state": "met"}}.items():
        owed = {"number": 5, "due_on": TODAY, "anchor_on": TODAY, "created_at": NOW}
        make("filings", "Obligation", kind=kind, filing=filing, edition=edition, **owed, **said, **more)
    make("core", "Notice", user=user, kind="k", title="示例", key="k", created_at=NOW)
    make("core", "OutboxItem", job="j", queued_at=NOW, not_before=NOW)


def value(statement: str) -> Any:
    """Return what a statement answers."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def refused_without_new_columns() -> list[str]:
    """Return the columns, added to tables of the release, that a row from the old program would leave empty."""
    return [
        name
        for (name,) in value(
            "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'public' "
            "AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'"
        )
    ]


#: The migrations that write rows of the first release, and what they need; the whole way takes minutes.
WRITING = [("accounts", "0006_work_groups"), ("filings", "0002_watched_obligations")]


@pytest.mark.parametrize("way", [WRITING, pytest.param(None, marks=pytest.mark.soak)], ids=["writing", "whole"])
def test_rows_of_the_first_release_stand_after_the_way_up_and_the_way_back(way, django_db_blocker):
    release = releases()[0]
    with django_db_blocker.unblock(), own_database():
        migrate(release.targets)
        rows(release)
        needed = set(refused_without_new_columns())
        before = see(connection)
        assert can_upgrade("default")
        with upgrading("default", print):
            executor = MigrationExecutor(connection)
            migrate(way or executor.loader.graph.leaf_nodes())
        details = before["accounts_mediaaccount"]
        kept = {table: seen for table, seen in before.items() if seen != details}
        assert see(connection, of=kept) == kept
        tables = {f"{table}." for table in before}
        added = set(refused_without_new_columns()) - needed
        assert {name for name in added if name.startswith(tuple(tables))} == set()
        assert value("SELECT name_key, contract_expires_on, details FROM accounts_mediaaccount") == [
            ("示例a", date(2027, 1, 31), '{"group_term": "long"}')
        ]
        assert value("SELECT kind, remind_on FROM filings_obligation ORDER BY id") == [
            ("open", TODAY), ("late", None), ("met", None)
        ]  # fmt: skip
        with upgrading("default", print):
            migrate(targets_of(release, executor.loader))
        assert see(connection, of=before) == before
        assert value("SELECT count(*) FROM pg_index WHERE NOT indisvalid") == [(0,)]
