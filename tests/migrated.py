"""Migrations run once for each state of them; every further test database is a copy of what they made.

Each worker has a database of its own, and so has each run. The copy is taken where Django would migrate, so that all
else (settings, suffixes, tear-down) stays as it is. `MIGRATE_TESTS=1` migrates as ever. As a program
(`python -m tests.migrated`) it gives the database of a portal of its own its tables.

Migrations themselves run as written, with one shortcut: after each operation Django makes anew the classes of all
models that are neighbours of the one that changed, here nearly all; we make anew that one alone (changing_alone).
The tables come out alike: what an operation of schema writes follows from its own model and the keys it points to.
"""

import fcntl
import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial, wraps
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.core import management
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.creation import BaseDatabaseCreation
from django.db.migrations.state import ProjectState

from newmedia_portal.core.search.registry import sources

ROOT = Path(__file__).parents[1]
SOURCES = ("newmedia_portal", "accounts", "filings", "reviews", "duties", "assessments")
PREFIX = "portal_tables_"
KEPT = Path(tempfile.gettempdir()) / f"portal-migrated-{os.getuid()}"
# Several checkouts may stand side by side, each with migrations of its own.
MOST_KEPT = 6
CHANGES = ("add_model", "_append_option", "_remove_option", "add_field", "alter_field")


def fingerprint() -> str:
    """Return a hash of what makes the tables: migrations, the models that content types are made of, packages."""
    from newmedia_portal.core.workflow import guards  # a program that imports this one has no models yet

    whole = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for path in sorted(path for folder in SOURCES for path in (ROOT / folder).rglob("migrations/*.py")):
        whole.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    whole.update(" ".join(sorted(model._meta.label for model in apps.get_models())).encode())
    whole.update(" ".join(sorted(source.definition for source in sources())).encode())
    whole.update(" ".join(guards.name_of(model) for model in guards.guarded()).encode())
    return whole.hexdigest()[:20]


def bring_up() -> None:
    """Give the empty database of a process of its own its tables, as a copy where there is one."""
    with _alone():
        _copy_or_migrate(DEFAULT_DB_ALIAS, lambda: management.call_command("migrate", verbosity=0))


def install() -> None:
    """Let test databases be copied from now on."""
    if os.environ.get("MIGRATE_TESTS") == "1":
        return
    create = BaseDatabaseCreation.create_test_db

    def create_by_copy(self: BaseDatabaseCreation, *arguments: Any, **options: Any) -> str:
        call = management.call_command
        management.call_command = partial(_migrate_once, call, self.connection.alias)  # type: ignore[assignment]
        try:
            return create(self, *arguments, **options)
        finally:
            management.call_command = call

    BaseDatabaseCreation.create_test_db = create_by_copy  # type: ignore[method-assign]


def _migrate_once(call: Callable[..., Any], alias: str, command: Any, *arguments: Any, **options: Any) -> Any:
    # Without migrations (--no-migrations) there are no triggers: nothing that others may take for the whole.
    if command != "migrate" or "core" in settings.MIGRATION_MODULES:
        return call(command, *arguments, **options)
    with _alone():
        return _copy_or_migrate(alias, lambda: call(command, *arguments, **options))


@contextmanager
def _alone() -> Iterator[None]:
    """Let one process at a time make or copy a database."""
    KEPT.mkdir(mode=0o700, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _copy_or_migrate(alias: str, migrate: Callable[[], Any]) -> Any:
    connection, name = connections[alias], f"{PREFIX}{fingerprint()}"
    ways = {"sqlite": (_sqlite_copy, _sqlite_keep), "postgresql": (_postgres_copy, _postgres_keep)}
    copy, keep = ways[connection.vendor]
    if copy(connection, name):
        return None
    with changing_alone():
        result = migrate()
    keep(connection, name)
    return result


@contextmanager
def changing_alone() -> Iterator[None]:
    """Let a change make anew the class of its own model only; what runs Python in between is shown all classes anew."""
    usual = {name: getattr(ProjectState, name) for name in CHANGES}

    def alone(method: Callable[..., None]) -> Callable[..., None]:
        @wraps(method)
        def change(state: Any, *arguments: Any, **options: Any) -> None:
            state.is_delayed = True
            state._find_reload_model = lambda app_label, model_name, delay=False: {(app_label, model_name)}
            try:
                method(state, *arguments, **options)
            finally:
                del state._find_reload_model

        return change

    for name, method in usual.items():
        setattr(ProjectState, name, alone(method))
    try:
        yield
    finally:
        for name, method in usual.items():
            setattr(ProjectState, name, method)


def _sqlite_copy(connection: Any, name: str) -> bool:
    kept = KEPT / f"{name}.sqlite3"
    if not kept.exists():
        return False
    kept.touch()
    connection.ensure_connection()
    with closing(sqlite3.connect(kept)) as source:
        source.backup(connection.connection)
    return True


def _sqlite_keep(connection: Any, name: str) -> None:
    kept = sorted(KEPT.glob(f"{PREFIX}*.sqlite3"), key=lambda path: path.stat().st_mtime)
    for old in kept[: 1 - MOST_KEPT]:
        old.unlink()
    half = KEPT / f"{name}.half"
    half.unlink(missing_ok=True)
    with closing(sqlite3.connect(half)) as target:
        connection.connection.backup(target)
    half.rename(KEPT / f"{name}.sqlite3")


def _postgres_copy(connection: Any, name: str) -> bool:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None:
            return False
    _replace(connection, connection.settings_dict["NAME"], name)
    return True


def _postgres_keep(connection: Any, name: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY oid", [PREFIX])
        for (old,) in cursor.fetchall()[: 1 - MOST_KEPT]:
            cursor.execute(f'DROP DATABASE IF EXISTS "{old}"')
    _replace(connection, name, connection.settings_dict["NAME"])


def _replace(connection: Any, name: str, source: str) -> None:
    """Make a database anew as a copy of another one, which nobody may use meanwhile."""
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')


if __name__ == "__main__":
    django.setup()
    bring_up()
