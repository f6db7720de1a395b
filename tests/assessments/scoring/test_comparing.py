"""Two results compared, and the same rows tried under another scheme."""

from decimal import Decimal

from assessments.scoring import Row, VetoFact, canonical, compare, score, told, try_out

from .making import CITED, indicator, one, scheme_of, unit_of

D = Decimal
HALF = {"kind": "ratio", "target": 100}
VETO = {**CITED, "code": "v", "label": "示例否决", "effect": "fix", "score": 59}


def scheme(first: int = 30, **more):
    """Return a scheme of x and y."""
    return scheme_of(indicator("x", first, HALF), indicator("y", 100 - first, HALF), vetoes=[VETO], **more)


def result(*values, rules=None, vetoes=()):
    """Score one account with x and y; None is a missing figure."""
    rows = tuple(Row(code, value) for code, value in zip("xy", values, strict=True) if value is not None)
    return one(rules or scheme(), unit_of(rows, vetoes=vetoes))


def test_equal_results_do_not_differ():
    found = compare(result(80, 60), result(80, 60), scheme())

    assert (found.delta, found.causes, found.accounts) == (0, (), ())


def test_a_changed_figure_is_named_with_its_difference():
    found = compare(result(80, 60), result(70, 60), scheme())

    account = found.accounts[0]
    assert (found.before, found.after, found.delta) == (D("66.00"), D("63.00"), D("-3.00"))
    assert [(change.code, change.delta, change.causes) for change in account.changes] == [
        ("x", D("-3.00"), ("figures",))
    ]
    assert account.rest == 0


def test_missing_data_and_its_conversion_add_up_to_the_difference():
    found = compare(result(80, 60), result(None, 60), scheme())

    account = found.accounts[0]
    assert [(change.code, change.delta) for change in account.changes] == [("x", D("-24.00"))]
    assert (account.rest, account.delta, account.causes) == (D("18.00"), D("-6.00"), ("conversion",))


def test_a_veto_that_fell_is_named():
    found = compare(result(80, 60), result(80, 60, vetoes=(VetoFact("v"),)), scheme())

    assert (found.delta, found.causes, found.bands) == (D("-7.00"), ("veto_fell",), ("合格", "不合格"))


def test_accounts_that_came_or_went_are_named():
    rules = scheme()
    before = one(rules, unit_of((Row("x", 100), Row("y", 100))))
    after = one(rules, unit_of((Row("x", 100), Row("y", 100)), (Row("x", 0), Row("y", 0))))

    found = compare(before, after, rules)

    assert (found.delta, [account.causes for account in found.accounts]) == (D("-50.00"), [("account_added",)])


def test_another_scheme_on_the_same_rows_explains_each_indicator_and_touches_nothing():
    rows = unit_of((Row("x", 80), Row("y", 60)))
    old, new = scheme(30), scheme(70)
    kept = canonical(score(old, [rows])[0])

    trial = try_out(old, new, [rows])[0]

    changes = trial.comparison.accounts[0].changes
    assert [(change.code, change.delta, change.causes) for change in changes] == [
        ("x", D("32.00"), ("weight",)),
        ("y", D("-24.00"), ("weight",)),
    ]
    assert (trial.comparison.before, trial.comparison.after) == (D("66.00"), D("74.00"))
    assert canonical(trial.now) == kept == canonical(score(old, [rows])[0])


def test_new_and_dropped_indicators_and_other_rules_are_told_apart():
    old = scheme()
    new = scheme_of(indicator("x", 30, {"kind": "ratio", "target": 50}), indicator("z", 70, HALF), vetoes=[VETO])
    rows = unit_of((Row("x", 40), Row("y", 60), Row("z", 50)))

    found = try_out(old, new, [rows])[0].comparison

    assert [(change.code, change.delta, change.causes) for change in found.accounts[0].changes] == [
        ("x", D("12.00"), ("rule",)),
        ("z", D("35.00"), ("added",)),
        ("y", D("-42.00"), ("removed",)),
    ]


def test_schemes_of_different_places_compare():
    found = try_out(scheme(), scheme(places=0), [unit_of((Row("x", D("80.5")), Row("y", 60)))])[0].comparison

    assert (found.before, found.after, found.delta) == (D("66.15"), D("66"), D("-0.15"))


def test_differences_are_told_in_words_with_both_reasons():
    found = compare(result(80, 60), result(None, 60), scheme())

    assert list(told(found, scheme())) == [
        "总分 66.00 → 60.00（-6.00）：账号得分不同。",
        "账号 a1：66.00 → 60.00（-6.00）：折算、加分或否决的影响。",
        "指标x -24.00 分（数据不同；计分结论不同）。"
        "原：指标x（第一条）：80 ÷ 目标 100，满分 30.00 分，得 24.00 分。"
        "现：指标x（第一条）：数据缺失，不参加计分，其余项目按比例折算（本项 30.00 分）。",
    ]
