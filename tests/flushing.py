"""After a test that commits, only the tables that hold rows are emptied on PostgreSQL.

Django truncates every table, which makes the server write hundreds of files anew, and then fills content types and
permissions in again. Here rows are deleted where there are any, past triggers and keys; content types and permissions
stay as migrations left them. Where a test has changed those, or may not pass triggers by, all is truncated as ever.
"""

from functools import cache, partial
from typing import Any

from django.core import management
from django.db import connections, transaction
from django.test import testcases

LEFT = ("django_content_type", "auth_permission")


def install() -> None:
    """Let tests be followed by the shorter flush from now on."""
    testcases.call_command = partial(_flush, management.call_command)  # type: ignore[attr-defined]


def _flush(call: Any, command: Any, *arguments: Any, **options: Any) -> Any:
    alias = options.get("database", "")
    if command != "flush":
        return call(command, *arguments, **options)
    if not alias or connections[alias].vendor != "postgresql" or not emptied(alias):
        call(command, *arguments, **options)
    _forget_content_types()
    return None


def _forget_content_types() -> None:
    """A test, or a program that it started, may have exchanged the rows that Django and guardian remember."""
    from django.contrib.contenttypes.models import ContentType
    from guardian.shortcuts import clear_ct_cache

    ContentType.objects.clear_cache()
    clear_ct_cache()


def emptied(alias: str) -> bool:
    """Delete the rows of every table that has some; say whether that was possible."""
    connection = connections[alias]
    with transaction.atomic(using=alias), connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone() != (True,) or _counts(cursor) != _counts_of_models():
            return False
        names = [connection.ops.quote_name(name) for name in _tables(connection) if name not in LEFT]
        questions = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in names)
        cursor.execute(questions)
        full = [name for (name,) in cursor.fetchall()]
        cursor.execute("SET LOCAL session_replication_role = replica")
        for name in full:
            cursor.execute(f"DELETE FROM {name}")
    return True


def _tables(connection: Any) -> list[str]:
    return connection.introspection.django_table_names(only_existing=True, include_views=False)


def _counts(cursor: Any) -> tuple[int, int]:
    cursor.execute("SELECT (SELECT count(*) FROM django_content_type), (SELECT count(*) FROM auth_permission)")
    return cursor.fetchone()


@cache
def _counts_of_models() -> tuple[int, int]:
    """Return how many content types and permissions the models make, as after migrations."""
    from django.apps import apps

    models = [model for config in apps.get_app_configs() if config.models_module for model in config.get_models()]
    return len(models), sum(len(model._meta.default_permissions) + len(model._meta.permissions) for model in models)
