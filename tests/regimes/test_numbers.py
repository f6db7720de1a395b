"""Every number of the five regulations stands in an edition, with its article; and nowhere else."""

import ast
import re
from pathlib import Path

import pytest

from scripts.checks import APPS, python_files, short, template_files

from .reading import codes_at, count, edition, limit, term

S0, S1, S2, S3, S4 = (edition(code) for code in ("soe", "corp", "gejiu", "taibai", "jiusan"))


def topics() -> list[str]:
    return [use.article for use in S2.filing_kind("open").fields if use.code.startswith("meeting_") and use.article]


NUMBERS = [
    ("file after opening", limit(S0, "open"), (30, "wd", "opened_on", "stated", "第五条第一款")),
    ("file after opening", limit(S2, "open"), (10, "wd", "opened_on", "stated", "第五条第一款")),
    (
        "approval before opening",
        (S1.filing_kind("open").mode, S1.filing_kind("open").article),
        ("approve_before", "3.1.1"),
    ),
    ("file after closing", limit(S0, "close"), (5, "wd", "closed_on", "stated", "第八条")),
    ("file after closing", limit(S2, "close"), (5, "wd", "closed_on", "stated", "第八条第一款")),
    ("file after closing", limit(S2, "close", "nongov"), (5, "wd", "closed_on", "stated", "第八条第二款")),
    ("file a change", limit(S1, "change"), (5, "wd", "changed_on", "stated", "附表备注（3）")),
    ("promptly, no number", limit(S3, "change"), None),
    (
        "dissolve a temporary group",
        term(S4.groups.dissolve),
        (7, "calendar_day", "work_ended_on", "stated", "第三条第四款"),
    ),
    ("items a week", (S0.quotas[0].minimum, S0.quotas[0].article), (2, "第十条第一款")),
    ("items a week", (S3.quotas[0].minimum, S3.quotas[0].article), (1, "第十一条第1项")),
    ("pushes a month", (S2.quotas[0].ratio_percent, S2.quotas[0].article), (50, "第十条第一款")),
    ("answer messages", term(S3.reply.limit), (2, "calendar_day", "received_on", "stated", "第十一条第3项")),
    ("monitoring", (S1.monitoring[0].hours_a_day, S1.monitoring[0].article), (24, "3.3.2")),
    ("inspection", (S3.inspections[0].period, S3.inspections[0].article), ("quarter", "第二十一条")),
    ("annual check", (S1.annual_check.enabled, S1.annual_check.article), (True, "3.1.2")),
    ("bulletin", (S0.bulletin and S0.bulletin.period, S0.bulletin and S0.bulletin.article), ("periodic", "第十九条")),
    ("bulletin", (S2.bulletin and S2.bulletin.period, S2.bulletin and S2.bulletin.article), ("periodic", "第十九条")),
    (
        "assessed since",
        (S1.assessment and S1.assessment.since, S1.assessment and S1.assessment.article),
        ("2018-06", "4.1"),
    ),
    ("one per platform", (S3.names.one_per_platform, S3.names.article), (True, "第五条")),
    ("exactly one deputy", (count(S0, "deputy", "第六条").min, count(S0, "deputy", "第六条").max), (1, 1)),
    ("exactly one liaison", (count(S3, "liaison", "第十四条").min, count(S3, "liaison", "第十四条").max), (1, 1)),
    ("paper copies", (S1.print_form("register").copies, S1.print_form("register").article), (2, "附表备注（1）")),
    ("reviews", (len(S0.review.tiers), S0.review.article), (3, "第十六条第一款")),
    ("reviews", (len(S2.review.tiers), S2.review.article), (3, "第十六条第一款")),
    ("grades of weight", len(S2.review.final_signers), 3),
    ("topics of the meeting", topics(), ["第五条第一款"] * 3),
    (
        "change triggers",
        (len(S1.filing_kind("change").triggers), S1.filing_kind("change").trigger_article),
        (3, "附表备注（3）"),
    ),
    ("bottom lines", [len(item.lines) for item in S0.review.checklists if item.article == "第九条"], [7]),
    ("bottom lines", [len(item.lines) for item in S2.review.checklists if item.article == "第九条"], [7]),
    ("prohibited", [e.prohibited_list.count for e in (S0, S2, S3, S4)], [11, 14, 10, 9]),
    (
        "prohibited",
        [e.prohibited_list.article for e in (S0, S2, S3, S4)],
        ["第十条第二款", "第十条第二款", "第八条", "第七条"],
    ),
    ("indicators", [sum(i.counts_as_stated for i in e.indicators) for e in (S0, S2)], [4, 5]),
    ("measures", [len(codes_at(S0, "第二十一条")), len(codes_at(S2, "第二十一条第一款"))], [4, 5]),
    ("points after a veto", (S3.vetoes[0].score, S3.vetoes[0].article), (0, "第二十二条第二款")),
]


@pytest.mark.parametrize(
    ("meaning", "found", "stated"), NUMBERS, ids=[f"{n}-{row[0]}" for n, row in enumerate(NUMBERS)]
)
def test_the_edition_holds_the_number_with_its_article(meaning, found, stated):
    assert found == stated


# A period of a regulation written into code: timedelta(days=30), due(…, 5, "wd"), days=10.
PERIOD_WORDS = re.compile(
    r"\d+\s*(?:个)?工作日[内以之]|[一二三四五六七八九十]+个工作日[内以之]|每周(?:至少|不少于)?\d|\d+\s*日内"
)
STATED_PERIODS = {30, 10, 5}
COUNTING = {"due", "add_workdays", "workday_after"}
EXEMPT = re.compile(r"demo|bench|scale|/migrations/|core/workdays/|newmedia_portal/settings/")


def product_code() -> list[Path]:
    return [path for path in python_files() if short(path).split("/")[0] in APPS and not EXEMPT.search(short(path))]


def literal_periods(tree: ast.AST) -> list[int]:
    """Lines on which a stated period is counted from a literal number."""
    lines = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        numbers = [
            value.value
            for value in [
                *node.args,
                *(word.value for word in node.keywords if word.arg in {"days", "number", "weeks"}),
            ]
            if isinstance(value, ast.Constant) and isinstance(value.value, int)
        ]
        counted = name in COUNTING or (name in {"timedelta", "Duration"} and bool(numbers))
        if counted and STATED_PERIODS & set(numbers):
            lines.append(node.lineno)
    return lines


def shown_text(path: Path) -> str:
    """What a reader may come to see: the whole template, the strings of code without its docstrings."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return text
    tree = ast.parse(text)
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    strings = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return "\n".join(node.value for node in strings if id(node) not in alone)


def test_no_period_of_a_regulation_is_counted_from_a_number_in_code():
    found = [
        f"{short(path)}:{line}"
        for path in product_code()
        for line in literal_periods(ast.parse(path.read_text(encoding="utf-8")))
    ]

    assert found == []


def test_no_period_of_a_regulation_stands_in_a_text_of_code_or_templates():
    found = [
        f"{short(path)}: {match.group(0)}"
        for path in [*product_code(), *template_files()]
        for match in PERIOD_WORDS.finditer(shown_text(path))
        if not EXEMPT.search(short(path)) and not short(path).startswith("templates/calendar/")
    ]

    assert found == []


@pytest.mark.parametrize("line", ["due(day, 30, 'wd')", "timedelta(days=10)", "Duration(number=5, unit='wd')"])
def test_a_literal_period_would_be_noticed(line):
    assert literal_periods(ast.parse(line)) == [1]


def test_a_written_period_would_be_noticed():
    assert PERIOD_WORDS.search("请在10个工作日内备案")
