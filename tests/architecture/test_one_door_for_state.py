"""A state is changed by core.workflow alone: everybody else would pass by the lock, the right and the audit row."""

import ast

import pytest
from django.apps import apps
from django_fsm import FSMField, FSMFieldMixin

from newmedia_portal.core.workflow.base import StateModel

from .sources import calls, method_name, product_files, short, tree_of

DOOR = "newmedia_portal/core/workflow/"
STATE_MODELS = [model for model in apps.get_models() if any(isinstance(f, FSMFieldMixin) for f in model._meta.fields)]


def writes_of_state(tree: ast.AST) -> list[int]:
    """Return the lines that write a state otherwise than through a transition."""
    lines = []
    for call in calls(tree):
        name = method_name(call)
        keywords = {word.arg for word in call.keywords}
        constants = {
            n.value for word in [*call.args, *call.keywords] for n in ast.walk(word) if isinstance(n, ast.Constant)
        }
        if name in {"update", "aupdate"} and "state" in keywords:
            lines.append(call.lineno)
        if name in {"bulk_update", "abulk_update", "setattr"} and "state" in constants:
            lines.append(call.lineno)
    for node in ast.walk(tree):
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign) else []
        )
        lines += [node.lineno for target in targets if isinstance(target, ast.Attribute) and target.attr == "state"]
    return sorted(lines)


def test_no_code_outside_the_door_writes_a_state():
    found = [
        f"{short(path)}:{line}"
        for path in product_files()
        if not short(path).startswith(DOOR)
        for line in writes_of_state(tree_of(path))
    ]

    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "Filing.objects.filter(pk=1).update(state='approved')",
        "Filing.objects.bulk_update(rows, ['state'])",
        "filing.state = 'approved'",
        "setattr(filing, 'state', 'approved')",
    ],
)
def test_each_way_around_the_door_is_noticed(line):
    assert writes_of_state(ast.parse(line)) == [1]


@pytest.mark.parametrize("line", ["Filing(state='draft')", "rows.filter(state='open').update(late=True)"])
def test_a_first_state_and_a_filter_are_not_taken_for_a_change(line):
    assert writes_of_state(ast.parse(line)) == []


def test_there_are_models_with_a_state():
    assert {model._meta.label for model in STATE_MODELS} >= {"core.Run", "core.Step"}


@pytest.mark.parametrize("model", STATE_MODELS, ids=lambda model: model._meta.label)
def test_every_state_is_protected_and_refreshed(model):
    fields = [field for field in model._meta.fields if isinstance(field, FSMField)]

    assert issubclass(model, StateModel)
    assert [field.protected for field in fields] == [True]
