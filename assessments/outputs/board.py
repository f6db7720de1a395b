"""The figures of the dashboard (运行看板) from stored rows, in a fixed number of statements, by a person's right."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Min, Q

from filings.models import Filing, Obligation
from filings.states import ObligationState
from newmedia_portal.core.workflow.models import Step
from newmedia_portal.core.workflow.states import StepState

from ..inspecting.levels import level_label
from ..inspecting.states import InspectedState, Verdict
from ..models import Entry, Inspected, Quarter
from ..quarters.codes import days_of
from ..rates import Rate

OBJECT = "filings.filing"
UNITS_SHOWN = 12
TREND = 6
DAY = 86_400
NOTHING = Rate(0, 0)
#: Inspections whose results count.
COUNTED = ("running", "reviewing", "closed")


class Part(NamedTuple):
    """A rate of one platform, level, unit or quarter."""

    key: str
    label: str
    rate: Rate


class StepDays(NamedTuple):
    """One kind of step: how long it took, how many wait and since when (环节用时)."""

    code: str
    label: str
    done: int
    days: float | None
    waiting: int
    oldest: int | None


@dataclass
class Dashboard:
    """Everything the dashboard shows for one quarter."""

    period: str
    first: date
    last: date
    punctual: Rate = NOTHING
    late: int = 0
    missing: int = 0
    units: list[Part] = field(default_factory=list)
    checked: Rate = NOTHING
    platforms: list[Part] = field(default_factory=list)
    levels: list[Part] = field(default_factory=list)
    steps: list[StepDays] = field(default_factory=list)
    periods: list[str] = field(default_factory=list)
    punctual_trend: list[Rate] = field(default_factory=list)
    checked_trend: list[Rate] = field(default_factory=list)
    score_trend: list[float | None] = field(default_factory=list)
    quarter: Quarter | None = None
    league: dict[str, list[Entry]] = field(default_factory=dict)


def dashboard_of(user: Any, period: str, *, today: date, at: datetime) -> Dashboard:
    """Return the dashboard of a quarter for a person; raises BadPeriod for what is no quarter."""
    first, last = days_of(period)
    board = Dashboard(period, first, last, periods=periods_until(period))
    _filings(board, user, today)
    _checks(board, user)
    _steps(board, user, at)
    _scores(board, user)
    return board


def periods_until(period: str) -> list[str]:
    """Return the last quarters up to one, oldest first."""
    year, number = int(period[:4]), int(period[5])
    codes = []
    for back in range(TREND):
        place = year * 4 + number - 1 - back
        codes.append(f"{place // 4}Q{place % 4 + 1}")
    return codes[::-1]


def due_between(user: Any, first: date, last: date) -> Any:
    """Return the visible obligations that fell due in these days."""
    rows = Obligation.objects.visible_to(user).filter(due_on__gte=first, due_on__lte=last)
    return rows.exclude(state=ObligationState.VOID)


IN_TIME = Q(met_on__isnull=False, met_on__lte=F("due_on"))
LATE = Q(met_on__isnull=False, met_on__gt=F("due_on"))


def _filings(board: Dashboard, user: Any, today: date) -> None:
    start, until = days_of(board.periods[0])[0], min(board.last, today)
    counts: dict[str, Any] = {}
    for number, code in enumerate(board.periods):
        first, last = days_of(code)
        inside = Q(due_on__gte=first, due_on__lte=min(last, today))
        counts[f"due_{number}"] = Count("pk", filter=inside)
        counts[f"met_{number}"] = Count("pk", filter=inside & IN_TIME)
    found = due_between(user, start, until).order_by().aggregate(**counts)
    board.punctual_trend = [Rate(found[f"met_{n}"], found[f"due_{n}"]) for n in range(len(board.periods))]
    due = due_between(user, board.first, until).order_by().values("unit", "unit__name")
    rows = list(due.annotate(due=Count("pk"), met=Count("pk", filter=IN_TIME), late=Count("pk", filter=LATE)))
    board.punctual = Rate(sum(row["met"] for row in rows), sum(row["due"] for row in rows))
    board.late = sum(row["late"] for row in rows)
    board.missing = board.punctual.denominator - board.punctual.numerator - board.late
    worst = sorted(rows, key=lambda row: (row["met"] / row["due"], -row["due"], row["unit__name"]))[:UNITS_SHOWN]
    board.units = [Part(str(row["unit"]), row["unit__name"], Rate(row["met"], row["due"])) for row in worst]


def checked_in_period(user: Any, period: str) -> Any:
    """Return the visible checked accounts of the inspections that name a period."""
    rows = Inspected.objects.visible_to(user).filter(campaign__period=period, state=InspectedState.DONE)
    return rows.filter(campaign__state__in=COUNTED)


def _checks(board: Dashboard, user: Any) -> None:
    seen = Inspected.objects.visible_to(user).filter(
        campaign__period__in=board.periods, state=InspectedState.DONE, campaign__state__in=COUNTED
    )
    rows = seen.order_by().values_list("campaign__period", "platform__code", "platform__name", "owner_level")
    passed = Count("pk", filter=Q(verdict=Verdict.PASSED))
    trend: dict[str, list[int]] = {code: [0, 0] for code in board.periods}
    platforms: dict[tuple[str, str], list[int]] = {}
    levels: dict[tuple[str, str], list[int]] = {}
    for period, code, name, level, total, good in rows.annotate(total=Count("pk"), good=passed):
        sums = [trend[period]]
        if period == board.period:
            sums.append(platforms.setdefault((code, name), [0, 0]))
            sums.append(levels.setdefault((level, level_label(level)), [0, 0]))
        for one in sums:
            one[0] += good
            one[1] += total
    board.checked_trend = [Rate(*trend[code]) for code in board.periods]
    board.checked = board.checked_trend[-1]
    board.platforms, board.levels = _parts(platforms), _parts(levels)


def _parts(found: dict[tuple[str, str], list[int]]) -> list[Part]:
    rows = [Part(code, label, Rate(*counts)) for (code, label), counts in found.items()]
    return sorted(rows, key=lambda part: (-part.rate.denominator, part.label))


def steps_of(user: Any) -> Any:
    """Return the steps of visible filings; their days never say who took them."""
    filings = Filing.objects.visible_to(user).order_by().values("pk")
    return Step.objects.filter(run__object_type=OBJECT, run__object_id__in=filings)


def _steps(board: Dashboard, user: Any, at: datetime) -> None:
    taken = ExpressionWrapper(F("closed_at") - F("opened_at"), output_field=DurationField())
    done = Q(state=StepState.DONE, closed_at__date__gte=board.first, closed_at__date__lte=board.last)
    rows = steps_of(user).filter(done | Q(state=StepState.ACTIVE)).order_by().values("code", "label")
    found = rows.annotate(
        done=Count("pk", filter=done),
        taken=Avg(taken, filter=done),
        waiting=Count("pk", filter=Q(state=StepState.ACTIVE)),
        oldest=Min("opened_at", filter=Q(state=StepState.ACTIVE)),
    )
    steps = [
        StepDays(
            row["code"], row["label"], row["done"],
            round(row["taken"].total_seconds() / DAY, 1) if row["taken"] is not None else None,
            row["waiting"], (at - row["oldest"]).days if row["oldest"] else None,
        )
        for row in found
    ]  # fmt: skip
    board.steps = sorted(steps, key=lambda one: (-one.waiting, -(one.days or 0), one.label))


def _scores(board: Dashboard, user: Any) -> None:
    """Mean score by quarter of what the person sees, and the league of the latest locked one, within classes."""
    entries = Entry.objects.open_to(user).filter(quarter__period__in=board.periods)
    means = dict(entries.order_by().values_list("quarter__period").annotate(Avg("counts")))
    board.score_trend = [None if means.get(code) is None else round(float(means[code]), 2) for code in board.periods]
    ranked = entries.filter(quarter__period=board.period, quarter__state__in=["closed", "published"])
    for entry in ranked.select_related("quarter__root").defer("facts", "result", "quarter__scheme__content").order_by(
        "quarter", "unit_class", F("rank").asc(nulls_last=True), "pk"
    )[:200]:  # fmt: skip
        board.quarter = board.quarter or entry.quarter
        board.league.setdefault(entry.unit_class, []).append(entry)
