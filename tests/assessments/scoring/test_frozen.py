"""What is frozen: equal results, and only those, have the same digest; the modules read no clock and no rows."""

import ast
from decimal import Decimal
from pathlib import Path

import pytest

import assessments
from assessments.scoring import Row, canonical, default_scheme, digest, parse, score, text_of
from newmedia_portal.regimes.loader import shipped

from .making import indicator, one, scheme_of, unit_of

RULES = scheme_of(indicator("x", 100, {"kind": "ratio", "target": 100}))
HOME = Path(assessments.__file__).parent
PURE = [*HOME.glob("scoring/**/*.py"), *HOME.glob("sampling/*.py"), HOME / "rates.py"]


def result(value, *ids: str):
    """Return the result of one account."""
    return one(RULES, unit_of((Row("x", value, ids=ids),)))


def test_the_digest_of_a_known_result_never_changes():
    assert canonical(result(80, "sheet1")) == (
        '["u1","sample/1","","scored",8000,8000,8000,"pass",'
        '[["accounts","counted",8000,10000,[["a1","accounts","scored",8000,8000,8000,8000,0,"pass",'
        '[["x","counted",8000,10000,80,null,["sheet1"],[]]],[]]]]],[],[]]'
    )


def test_the_order_of_results_makes_no_difference_and_any_figure_does():
    first, second = result(80, "sheet1"), result(81, "sheet1")

    assert digest([first, second]) == digest([second, first])
    assert len({digest([one]) for one in (first, second, result(80, "sheet2"))}) == 3


def test_equal_decimals_are_equal_however_they_are_written():
    assert canonical(result(Decimal("80.50"))) == canonical(result(Decimal("80.5")))


def test_results_and_digests_are_the_same_from_a_scheme_read_back_from_its_text():
    scheme = default_scheme(shipped("taibai"))
    again = parse(text_of(scheme))
    units = [unit_of((Row("weeks_kept", n, 13), Row("building", 85))) for n in range(14)]

    assert digest(score(scheme, units)) == digest(score(again, units))


@pytest.mark.parametrize("path", PURE, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_pure_module_knows_rows_requests_or_the_clock(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    names |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    parts = {part for name in names for part in name.split(".")}

    assert parts & {"django", "models", "querysets", "actions", "views", "time", "random", "os"} == set()
