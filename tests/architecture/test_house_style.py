"""Rules of the house that can be read off the source."""

import ast
import re

import pytest
from django.apps import apps
from django.db import models

from scripts.checks import english, inline, locks, migrations, sizes, template_files

from .sources import ROOT, calls, method_name, product_files, short, tree_of

OWN_MODELS = [model for model in apps.get_models() if not model.__module__.startswith(("django.", "axes", "guardian"))]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
REGIMES = {"soe", "corp", "gejiu", "taibai", "jiusan"}
UNSEEN = {"core.AuditHead", "filings.Sequence"}
# What only serves that very person or unit.
MAY_GO = {"core.LoginSession.user", "core.Notice.user", "core.SentForm.user", "accounts.ColumnMapping.unit"}
# Where the moment enters the system; everything else is told what time it is.
CLOCKS = re.compile(
    r"(^|/)(views|tasks|management|jobs|middleware|health|sign_in|sessions|api|celery_signals)(/|\.py|$)|demo|bench"
)


@pytest.mark.parametrize("check", [english, inline, locks, migrations, sizes], ids=lambda check: check.__name__)
def test_the_source_keeps_the_rule(check):
    assert check.faults() == []


def test_the_clock_is_read_only_where_a_moment_enters():
    found = [
        f"{short(path)}:{call.lineno}"
        for path in product_files()
        if not CLOCKS.search(short(path))
        for call in calls(tree_of(path))
        if ast.unparse(call.func) in {"timezone.now", "datetime.now", "date.today", "timezone.localdate", "time.time"}
        and not (ast.unparse(call.func) == "timezone.localdate" and call.args)
    ]

    assert found == []


def test_no_code_or_template_asks_which_regime_it_is_in():
    exempt = re.compile(r"^newmedia_portal/regimes/(schema|vocabulary)/|demo|bench|scale")
    found = [
        f"{short(path)}:{node.lineno}"
        for path in product_files()
        if not exempt.search(short(path))
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant) and node.value in REGIMES
    ]
    quoted = re.compile("[\"'](" + "|".join(REGIMES) + ")[\"']")
    found += [short(path) for path in template_files() if quoted.search(path.read_text(encoding="utf-8"))]

    assert found == []


def test_nothing_is_left_open():
    marks = re.compile(r"\b(TODO|FIXME|XXX)\b|raise NotImplementedError")
    found = [short(path) for path in product_files() if marks.search(path.read_text(encoding="utf-8"))]

    assert found == []


def test_nothing_is_printed_outside_commands():
    found = [
        f"{short(path)}:{call.lineno}"
        for path in product_files()
        for call in calls(tree_of(path))
        if method_name(call) == "print"
    ]

    assert found == []


def test_tests_use_no_stand_ins_for_our_own_code_and_skip_nothing_by_hand():
    marks = re.compile(r"unittest\.mock|\bMagicMock\b|mark\.(skip|xfail)|pytest\.xfail\(")
    found = [
        short(path)
        for path in sorted((ROOT / "tests").rglob("*.py"))
        if marks.search(path.read_text(encoding="utf-8")) and path.name != "test_house_style.py"
    ]

    assert found == []


@pytest.mark.parametrize("model", OWN_MODELS, ids=lambda model: model._meta.label)
def test_every_model_has_a_text_form_and_a_chinese_name_unless_nobody_ever_sees_it(model):
    assert any("__str__" in vars(parent) for parent in model.__mro__ if parent.__module__ == model.__module__)
    assert model._meta.label in UNSEEN or CHINESE.search(str(model._meta.verbose_name))


@pytest.mark.parametrize("model", OWN_MODELS, ids=lambda model: model._meta.label)
def test_no_record_disappears_because_a_unit_or_a_person_does(model):
    references = [field for field in model._meta.fields if isinstance(field, models.ForeignKey)]
    found = {
        f"{model._meta.label}.{field.name}"
        for field in references
        if field.remote_field.model._meta.label in {"core.Unit", "core.User"}
        and field.remote_field.on_delete is models.CASCADE
    }

    assert found - MAY_GO == set()
