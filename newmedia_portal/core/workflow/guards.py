"""The database refuses a state that does not follow the one before it (状态守卫): whoever writes, in whatever way.

Made from the transitions of the models after every migration, so that code and database cannot drift apart. A move
that exists, but is written past `perform`, cannot be told from a real one here; the source check looks for that.
"""

import zlib
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connection, models, transaction
from django.db.migrations.operations import AddField
from django.db.migrations.operations.fields import FieldOperation
from django.db.models.signals import post_migrate, pre_migrate
from django.dispatch import receiver
from django_fsm import FSMFieldMixin

from .base import StateModel

PREFIX = "state_guard_"
REFUSAL = "this state does not follow the one before it"
FUNCTION = (
    "CREATE OR REPLACE FUNCTION core_state_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
    f"BEGIN RAISE EXCEPTION '{REFUSAL}: %.%: % -> %', TG_TABLE_NAME, OLD.id, OLD.state, NEW.state "
    "USING ERRCODE = 'check_violation'; END $$"
)
CATALOGUE = {
    "postgresql": "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE 'state\\_guard\\_%'",
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'state_guard_%'",
}


def guarded() -> list[type[models.Model]]:
    """Return the models with a state, by table."""
    found = [model for model in apps.get_models() if issubclass(model, StateModel) and not model._meta.proxy]
    return sorted(found, key=lambda model: model._meta.db_table)


def moves(model: type[models.Model]) -> list[str]:
    """Return the moves that the transitions of a model make, as "from>to", in order; staying is no move.

    Raises TypeError for a transition whose target is found out only when it runs: its guard would refuse it.
    """
    [field] = [one for one in model._meta.concrete_fields if isinstance(one, FSMFieldMixin)]
    every = [str(value) for value, _ in field.choices or ()]
    found = set()
    for transition in field.get_all_transitions(model):
        if not isinstance(transition.target, str):
            raise TypeError(f"{model.__name__}.{transition.name}: the target must be a state")
        target = str(transition.target)
        sources = every if transition.source in {"*", "+"} else [str(transition.source)]
        found |= {f"{source}>{target}" for source in sources if source != target}
    return sorted(found)


def name_of(model: type[models.Model]) -> str:
    """Return the name of a model's guard; it carries a sign of the moves, so that another set is another guard."""
    return f"{PREFIX}{model._meta.db_table}_{zlib.crc32('|'.join(moves(model)).encode()):08x}"


def statement(model: type[models.Model], vendor: str) -> str:
    """Return what makes the guard in the words of this database."""
    table = connection.ops.quote_name(model._meta.db_table)
    known = ", ".join(f"'{move}'" for move in moves(model))
    head = f"CREATE TRIGGER {name_of(model)} BEFORE UPDATE OF state ON {table} FOR EACH ROW WHEN"
    unknown = f"(OLD.state || '>' || NEW.state) NOT IN ({known})"
    if vendor == "postgresql":
        return f"{head} (OLD.state IS DISTINCT FROM NEW.state AND {unknown}) EXECUTE FUNCTION core_state_refuse()"
    return f"{head} OLD.state IS NOT NEW.state AND {unknown} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"


def _present() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(CATALOGUE[connection.vendor])
        return dict(cursor.fetchall())


def _drop(name: str, table: str) -> str:
    return f"DROP TRIGGER {name} ON {table}" if connection.vendor == "postgresql" else f"DROP TRIGGER {name}"


def _run(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def set_up() -> list[str]:
    """Make the guards that are missing and remove those of other moves; return the tables that got a new one.

    Each in a transaction of its own: a guard takes its table for as long as one statement.
    """
    there = _present()
    fresh = [model for model in guarded() if name_of(model) not in there]
    wanted = {name_of(model) for model in guarded()}
    statements = [_drop(name, table) for name, table in there.items() if name not in wanted]
    statements += [statement(model, connection.vendor) for model in fresh]
    if statements and connection.vendor == "postgresql":
        statements.insert(0, FUNCTION)
    for one in statements:
        _run(one)
    return [model._meta.db_table for model in fresh]


@receiver(post_migrate)
def after_migrations(sender: Any, app_config: Any, using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Bring the guards up to the code once the last app has its tables; not halfway through an upgrade."""
    last = [config for config in apps.get_app_configs() if config.models_module is not None][-1]
    if app_config.label != last.label or using != DEFAULT_DB_ALIAS:
        return
    if {model._meta.db_table for model in guarded()}.issubset(connection.introspection.table_names()):
        set_up()


@receiver(pre_migrate)
def before_migrations(sender: Any, plan: Any = (), using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Take away the guards of the state columns that the migrations ahead alter: PostgreSQL would refuse them."""
    altered = {
        f"{migration.app_label}_{step.model_name.lower()}"
        for migration, _ in plan
        for step in migration.operations
        if isinstance(step, FieldOperation) and step.name == "state" and not isinstance(step, AddField)
    }
    if not altered or using != DEFAULT_DB_ALIAS:
        return
    for name, table in _present().items():
        if table in altered:
            _run(_drop(name, table))
