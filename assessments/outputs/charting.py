"""The charts of the dashboard (看板图表): every value leads to its list."""

from urllib.parse import urlencode

from django.urls import reverse

from newmedia_portal.core.ui.charts import Chart, Series
from newmedia_portal.core.ui.vocabulary import Tone

from ..quarters.codes import words_of
from ..rates import Rate
from .board import Dashboard, Part


def percent(rate: Rate) -> float | None:
    """Return a rate as a number for a chart; None of nothing."""
    value = rate.rounded()
    return None if value is None else float(value)


def behind(name: str, **filters: str) -> str:
    """Return the address of a list with its filter."""
    return f"{reverse(f'assessments:{name}')}?{urlencode(filters)}"


def charts_of(board: Dashboard) -> dict[str, Chart]:
    """Return the charts by their code."""
    period = board.period
    return {
        "trend": _trend(board),
        "scores": _scores(board),
        "platforms": _rates("platforms", "合格率 · 按平台", "平台", board.platforms, period, "platform"),
        "levels": _rates("levels", "合格率 · 按主办单位层级", "层级", board.levels, period, "level"),
        "units": _units(board),
        "steps": _steps(board),
    }


def _trend(board: Dashboard) -> Chart:
    filings = [behind("board-obligations", period=code) for code in board.periods]
    checks = [behind("board-checks", period=code) for code in board.periods]
    return Chart(
        "trend", "按期率与合格率 · 近六个季度", [words_of(code) for code in board.periods],
        [
            Series("备案按期率", [percent(one) for one in board.punctual_trend], "line", Tone.BLUE, filings),
            Series("检查合格率", [percent(one) for one in board.checked_trend], "line", Tone.GREEN, checks),
        ],
        unit="%", heading="季度", note="没有到期事项或没有检查的季度留空。",
    )  # fmt: skip


def _scores(board: Dashboard) -> Chart:
    urls = [
        reverse("assessments:quarter-entries", args=[code]) if score is not None else ""
        for code, score in zip(board.periods, board.score_trend, strict=True)
    ]
    series = [Series("平均得分", board.score_trend, "line", Tone.BLUE, urls)]
    labels = [words_of(code) for code in board.periods]
    return Chart("scores", "考核平均得分 · 近六个季度", labels, series, unit="分", heading="季度")


def _rates(code: str, title: str, heading: str, parts: list[Part], period: str, name: str) -> Chart:
    checked = [behind("board-checks", period=period, **{name: part.key}) for part in parts]
    failed = [behind("board-checks", period=period, verdict="failed", **{name: part.key}) for part in parts]
    series = [
        Series("检查数", [part.rate.denominator for part in parts], "bar", Tone.GREY, checked),
        Series("不合格数", [part.rate.denominator - part.rate.numerator for part in parts], "bar", Tone.RED, failed),
    ]
    labels = [f"{part.label} {part.rate.percent}" for part in parts]
    return Chart(
        code, title, labels, series, unit="个", heading=heading, note="合格率 =（检查数 - 不合格数）÷ 检查数。"
    )


def _units(board: Dashboard) -> Chart:
    labels = [f"{part.label} {part.rate.percent}" for part in board.units]
    due = [behind("board-obligations", period=board.period, unit=part.key) for part in board.units]
    bad = [behind("board-obligations", period=board.period, unit=part.key, in_time="false") for part in board.units]
    series = [
        Series("到期事项", [part.rate.denominator for part in board.units], "bar", Tone.GREY, due),
        Series("未按期", [part.rate.denominator - part.rate.numerator for part in board.units], "bar", Tone.RED, bad),
    ]
    return Chart(
        "units", "备案按期率最低的单位", labels, series, unit="项", heading="单位",
        note="只比较单位，不统计个人。",
    )  # fmt: skip


def _steps(board: Dashboard) -> Chart:
    labels = [step.label for step in board.steps]
    done = [behind("board-steps", period=board.period, code=step.code, state="done") for step in board.steps]
    waiting = [behind("board-steps", period=board.period, code=step.code, state="active") for step in board.steps]
    series = [
        Series("平均用时(天)", [step.days for step in board.steps], "bar", Tone.BLUE, done),
        Series("正在等待(件)", [step.waiting for step in board.steps], "bar", Tone.AMBER, waiting),
    ]
    return Chart(
        "steps", "各环节用时与积压", labels, series, heading="环节",
        note="用时为环节打开到办结的自然天数；积压多的排在前面。",
    )  # fmt: skip
