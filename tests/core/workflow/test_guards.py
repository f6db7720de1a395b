"""The database refuses a state that does not follow the one before it, whoever writes it (状态守卫)."""

import re
from itertools import permutations
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, migrations, models, transaction
from django_fsm import FSMFieldMixin

from newmedia_portal.core.workflow import guards
from newmedia_portal.core.workflow.models import Step

pytestmark = pytest.mark.django_db

REFUSED = re.compile(r"refused|\bfrozen\b")  # what is published has a guard of its own, of all its columns
FILLING = {
    "DateTimeField": "2026-11-23T00:00:00Z", "DateField": "2026-11-23", "JSONField": {}, "UUIDField": "0" * 32,
    "CharField": "示例", "TextField": "示例", "SlugField": "shili", "GenericIPAddressField": "127.0.0.1",
    "FileField": "示例",
}  # fmt: skip


def bare(model, state):
    """Return a row that holds just what its columns demand; what it points to is not there."""
    values = {}
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey):
            values[field.attname] = None if field.null else 0
        elif not (field.primary_key or field.has_default() or field.null):
            values[field.attname] = FILLING.get(field.get_internal_type(), 1)
    return model(**{**values, "state": state})


@pytest.fixture(autouse=True)
def no_other_rules():
    """Put aside what else the tables demand of a row; with the test it comes back."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
            yield
            cursor.execute("PRAGMA ignore_check_constraints = OFF")
            return
        tables = [model._meta.db_table for model in guards.guarded()]
        cursor.execute(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint "
            "WHERE contype = 'c' AND conrelid::regclass::text = ANY(%s)",
            [tables],
        )
        for table, name in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        yield


def outcome(model, before, after):
    """Write a state past every action; return what became of it: "taken", "refused", or what other rules say."""
    try:
        with transaction.atomic():
            model._base_manager.bulk_create([row := bare(model, before)])
            model._base_manager.filter(pk=row.pk).update(state=after)
            transaction.set_rollback(True)
    except IntegrityError as error:
        return "refused" if guards.REFUSAL in str(error) else str(error)
    return "taken"


def states_of(model):
    [field] = [one for one in model._meta.concrete_fields if isinstance(one, FSMFieldMixin)]
    return [str(value) for value, _ in field.choices]


@pytest.mark.parametrize("model", guards.guarded(), ids=lambda model: model._meta.label)
def test_just_the_moves_of_the_transitions_are_let_through(model):
    pairs = list(permutations(states_of(model), 2))
    known = set(guards.moves(model))
    found = {f"{before}>{after}": outcome(model, before, after) for before, after in pairs}

    assert {move for move, what in found.items() if what == "taken"} == known
    assert [what for move, what in found.items() if move not in known and not REFUSED.search(what)] == []


def test_a_state_that_there_is_not_is_refused():
    assert outcome(Step, "active", "finished") == "refused"


def test_other_columns_and_the_same_state_pass():
    with transaction.atomic():
        Step._base_manager.bulk_create([row := bare(Step, "active")])
        assert Step._base_manager.filter(pk=row.pk).update(state="active", position=7) == 1
        transaction.set_rollback(True)


def test_every_model_with_a_state_has_its_guard_and_nothing_is_made_twice():
    assert set(guards._present()) == {guards.name_of(model) for model in guards.guarded()}
    assert guards.set_up() == []


def test_other_moves_are_another_guard_and_the_old_one_goes(monkeypatch):
    real = guards.moves
    monkeypatch.setattr(guards, "moves", lambda model: [*real(model), "done>active"] if model is Step else real(model))

    assert guards.set_up() == ["core_step"]
    assert [name for name, table in guards._present().items() if table == "core_step"] == [guards.name_of(Step)]
    assert outcome(Step, "done", "active") == "taken"


def test_a_migration_that_alters_a_state_finds_no_guard_in_its_way():
    class Wider(migrations.Migration):
        operations = [migrations.AlterField("Step", "state", models.CharField(max_length=40))]

    guards.before_migrations(sender=None, plan=[(Wider("0001_wider", "core"), False)])

    assert "core_step" not in guards._present().values()
    with connection.schema_editor() if connection.vendor == "postgresql" else transaction.atomic() as editor:
        if editor is not None:
            editor.execute("ALTER TABLE core_step ALTER COLUMN state TYPE varchar(41)")
    assert guards.set_up() == ["core_step"]


def test_a_migration_of_other_columns_leaves_the_guards():
    class Other(migrations.Migration):
        operations = [migrations.AlterField("Step", "position", models.IntegerField())]

    guards.before_migrations(sender=None, plan=[(Other("0001_other", "core"), False)])

    assert "core_step" in guards._present().values()


def test_a_transition_without_a_fixed_target_gets_no_guard_that_would_refuse_it(monkeypatch):
    field = Step._meta.get_field("state")
    loose = SimpleNamespace(name="decide", source="active", target=None)
    monkeypatch.setattr(field, "get_all_transitions", lambda model: [loose])

    with pytest.raises(TypeError, match="Step.decide"):
        guards.moves(Step)
