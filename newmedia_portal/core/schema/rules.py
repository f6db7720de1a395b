"""Whether a migration lets the release before go on working (先扩后收): each operation is judged by what it touches.

Tables that the release before does not know are free. How locks are kept short is the business of `editor`; here it
is asked what the old program reads and writes, and whether Python code works part by part.
"""

import sys
from collections.abc import Iterator
from typing import Any

from django.db import migrations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration
from django.db.migrations.state import ProjectState
from django.db.models import NOT_PROVIDED

from .operations import AddField
from .releases import Release

GONE = (migrations.DeleteModel, migrations.RemoveField)
RENAMED = (
    migrations.RenameModel,
    migrations.RenameField,
    migrations.AlterModelTable,
    migrations.AlterUniqueTogether,
    migrations.AlterIndexTogether,
)
Known = dict[tuple[str, str], set[str]]


def findings(loader: MigrationLoader, release: Release) -> Iterator[tuple[str, str]]:
    """Yield the operations after this release that break the rule: their name and what is wrong with them."""
    before, after = plan(loader, release)
    state = ProjectState(real_apps=loader.unmigrated_apps)
    for migration in before:
        migration.mutate_state(state, preserve=False)
    known = {key: set(model.fields) for key, model in state.models.items() if key[0] in release.leaves}
    for migration in after:
        for place, operation in enumerate(migration.operations):
            fault = judge(operation, migration.app_label, state, known)
            if fault:
                yield name_of(migration, place, operation), fault
            operation.state_forwards(migration.app_label, state)


def plan(loader: MigrationLoader, release: Release) -> tuple[list[Migration], list[Migration]]:
    """Return the migrations up to the release, and those of our own apps that came after it."""
    before = dict.fromkeys(key for leaf in release.targets for key in loader.graph.forwards_plan(leaf))
    whole = dict.fromkeys(key for leaf in loader.graph.leaf_nodes() for key in loader.graph.forwards_plan(leaf))
    nodes = loader.graph.nodes
    return [nodes[key] for key in before], [nodes[key] for key in whole if key not in before and _ours(nodes[key])]


def targets_of(release: Release, loader: MigrationLoader) -> list[tuple[str, str | None]]:
    """Return where each of our apps stands at a release; an app that it did not have stands at nothing."""
    _, after = plan(loader, release)
    younger = {migration.app_label for migration in after} - set(release.leaves)
    return [*release.targets, *((app, None) for app in sorted(younger))]


def _ours(migration: Migration) -> bool:
    return "site-packages" not in (getattr(sys.modules[migration.__module__], "__file__", None) or "")


def name_of(migration: Migration, place: int, operation: Any) -> str:
    """Return the name under which releases.toml lists an operation that stands."""
    words = [getattr(operation, "model_name", ""), getattr(operation, "name", "")]
    if not any(words):
        words = [f"#{place}"]
    return f"{migration.app_label}.{migration.name}.{type(operation).__name__} {' '.join(filter(None, words))}"


def judge(operation: Any, app: str, state: ProjectState, known: Known) -> str:
    """Return what is wrong with an operation, or nothing."""
    if isinstance(operation, migrations.SeparateDatabaseAndState):
        return _within(operation, app, state, known)
    if isinstance(operation, migrations.RunPython):
        return "" if operation.atomic is False else "Python code in one transaction: batch it, atomic=False"
    if isinstance(operation, migrations.RunSQL):
        return "SQL that nobody can judge"
    model = (app, getattr(operation, "model_name_lower", None) or getattr(operation, "name_lower", ""))
    if model not in known:
        return ""
    return _of_known(operation, model, state, known[model])


def _within(operation: Any, app: str, state: ProjectState, known: Known) -> str:
    inner = state.clone()
    for one in operation.database_operations:
        fault = judge(one, app, inner, known)
        if fault:
            return fault
        one.state_forwards(app, inner)
    return ""


def _of_known(operation: Any, model: tuple[str, str], state: ProjectState, fields: set[str]) -> str:
    if isinstance(operation, RENAMED):
        return "renamed or rewritten under the release before"
    if isinstance(operation, GONE):
        gone = not isinstance(operation, migrations.RemoveField) or operation.name in fields
        return "taken away while the release before uses it" if gone else ""
    if isinstance(operation, migrations.AddField):
        return _added(operation)
    if isinstance(operation, migrations.AlterField):
        return _altered(state.models[model].fields[operation.name], operation.field)
    if isinstance(operation, migrations.AddConstraint):
        return "a condition that the release before does not know"
    return ""


def _added(operation: migrations.AddField) -> str:
    field = operation.field
    if field.many_to_many or field.null or field.db_default is not NOT_PROVIDED or isinstance(operation, AddField):
        return "" if not field.unique else "a unique column"
    return "NOT NULL without a default in the database (db_default, or AddField of core.schema.operations)"


def _altered(old: Any, new: Any) -> str:
    if old.null and not new.null:
        return "NOT NULL from now on"
    if new.unique and not old.unique:
        return "unique from now on"
    if old.get_internal_type() != new.get_internal_type():
        return "another type"
    if (new.max_length or 0) < (old.max_length or 0):
        return "shorter than before"
    return ""
