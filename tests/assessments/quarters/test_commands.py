"""The commands of a period say in one line what they did, or why not, and end accordingly."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from assessments.models import Quarter
from assessments.quarters.opening import run_periods
from assessments.quarters.states import QuarterState

from .making import county

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def october(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run on 9 October 2026."""
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 10, 9, 5, tzinfo=UTC))


def _say(*words: str) -> list[str]:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue().splitlines()


def test_a_quarter_is_opened_scored_and_closed_by_commands() -> None:
    made = county()

    opened, scored, closed = (
        _say("open_quarter", "2026Q3"),
        _say("score_quarter", "2026Q3"),
        _say("close_quarter", "2026Q3"),
    )

    quarter = Quarter.objects.get()
    scheme = "政务公开绩效考核（第 1 版）"
    assert opened == [f"{made.root.name}：2026 年第三季度考核已启动，参评单位 3 个，方案 {scheme}。"]
    assert scored == [f"{made.root.name}：2026 年第三季度考核已计分，计算 3 个单位，0 个有变化。"]
    assert closed == [f"{made.root.name}：2026 年第三季度考核已锁定，结果指纹 {quarter.hash}。"]
    assert quarter.state == QuarterState.CLOSED


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("open_quarter", "2026Q7"), "不是考核期代码"),
        (("score_quarter", "2026Q3"), "没有启动"),
        (("close_quarter", "2026Q3"), "没有启动"),
        (("open_quarter", "2026Q3", "--unit", "NONE"), "没有代码为 NONE"),
        (("open_quarter", "2026-09"), "没有单位按 2026-09 这样的周期考核"),
    ],
)
def test_what_cannot_be_done_is_said_on_one_line(words: tuple[str, ...], reason: str) -> None:
    county()

    with pytest.raises(CommandError, match=reason) as refused:
        call_command(*words)
    assert "\n" not in str(refused.value)


def test_the_daily_job_opens_what_has_begun_once_and_scores_it() -> None:
    made = county()
    at = datetime(2026, 7, 1, 22, tzinfo=UTC)

    first = run_periods(on=at.date(), at=at)
    again = run_periods(on=at.date(), at=at)

    assert [one.period for one in Quarter.objects.order_by("period")] == ["2026", "2026Q3"]
    assert (first.flagged, again.flagged) == (2, 0)
    assert Quarter.objects.filter(root=made.root).count() == 2
