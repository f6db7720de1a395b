"""What others read of inspections (检查结果读取): findings of a span, verdicts, failing accounts, rates, comparison.

All of it from stored rows, in a fixed number of statements; rates come from `assessments.rates`, each with its
numerator and denominator.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Literal, NamedTuple

from django.db.models import Prefetch
from django.utils.timezone import make_aware

from accounts.states import AccountState
from newmedia_portal.core.access.models import Unit

from ..models import Answer, Campaign, Finding, Inspected
from ..rates import Check, Group, Rate, by_level, by_platform, overall, sampling_rate
from .frame import accounts_of
from .levels import level_label
from .querysets import FindingQuerySet
from .states import FindingState, InspectedState, Outcome, Verdict
from .template import from_rows


class FailingRow(NamedTuple):
    """One line of the failing list of a bulletin (不合格名单), every cell as text or day."""

    account: int
    platform: str
    name: str
    handle: str
    unit: str
    host: str
    problems: str
    last_published_on: date | None
    vetoes: str
    evidence: str
    due_on: date | None
    recheck: str


class Summed(NamedTuple):
    """A line of a summary: code and words of the group, the rate with its fraction, the failing accounts."""

    code: str
    label: str
    rate: Rate
    failing: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """A campaign beside an earlier one (环比): rates, accounts that fail anew, still, or no more."""

    now: Rate
    before: Rate
    change: str
    newly: tuple[str, ...] = ()
    still: tuple[str, ...] = ()
    mended: tuple[str, ...] = ()
    by_kind: tuple[tuple[str, int, int], ...] = field(default_factory=tuple)


def findings_between(units: Iterable[Unit | int] | Unit, start: date, end: date) -> FindingQuerySet:
    """Return the findings that stand, found from one day to another, of units, or of a whole tree by its top unit."""
    since = make_aware(datetime.combine(start, time()))
    until = make_aware(datetime.combine(end + timedelta(days=1), time()))
    rows = Finding.objects.standing().filter(found_at__gte=since, found_at__lt=until)
    if isinstance(units, Unit):
        rows = rows.filter(root=units.pk) if units.parent_id is None else rows.filter(unit__in=_below(units))
    else:
        rows = rows.filter(unit__in=[unit.pk if isinstance(unit, Unit) else unit for unit in units])
    return rows.order_by("found_at", "pk")


def last_campaign(
    department: Unit, *, kind: str = "", period: str = "", before: Campaign | None = None
) -> Campaign | None:
    """Return the newest closed campaign of a department, of a kind or period, or before another one."""
    rows = Campaign.objects.filter(unit=department, state="closed")
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.filter(period=period) if period else rows
    rows = rows.filter(window_end__lt=before.window_end) if before is not None else rows
    return rows.order_by("-window_end", "-pk").first()


def verdicts_of(campaign: Campaign) -> dict[int, str]:
    """Return the verdict of each account (passed, failed, unchecked) by its number."""
    rows = Inspected.objects.filter(campaign=campaign).order_by("pk")
    standing = InspectedState.DONE
    return {
        account: verdict if state == standing else str(Verdict.UNCHECKED)
        for account, verdict, state in rows.values_list("account", "verdict", "state")
    }


def checks_of(campaign: Campaign) -> list[Check]:
    """Return the accounts whose result stands, as `rates` counts them; 未查 is not counted as checked."""
    rows = Inspected.objects.filter(campaign=campaign, state=InspectedState.DONE).order_by("pk")
    values = rows.values_list("name", "owner_level", "platform__name", "verdict")
    return [Check(name, level, platform, verdict == Verdict.FAILED) for name, level, platform, verdict in values]


def summary_by(campaign: Campaign, by: Literal["owner_level", "platform"]) -> list[Summed]:
    """Return pass rates by owner level (县区, 乡镇 …) or by platform, each with numerator and denominator."""
    checks = checks_of(campaign)
    if by == "platform":
        return [_summed(group, group.key) for group in by_platform(checks)]
    return [_summed(group, level_label(group.key)) for group in by_level(checks)]


def total_of(campaign: Campaign) -> Summed:
    """Return the pass rate of the whole campaign."""
    return _summed(overall(checks_of(campaign)), "合计")


def sampling_of(campaign: Campaign) -> Rate:
    """Return the share of filed and running accounts that was checked (抽查比例), by the stored frame."""
    checked = Inspected.objects.filter(campaign=campaign, state=InspectedState.DONE).count()
    kept = getattr(campaign, "draw", None)
    running = kept.total if kept is not None else accounts_of(campaign).filter(state=AccountState.FILED).count()
    return sampling_rate(min(checked, running), running)


def failing_rows(campaign: Campaign) -> list[FailingRow]:
    """Return the failing list: what failed, when it was last updated, the veto, the proof, the term, the re-check."""
    items = {item.code: item.label for item in from_rows(campaign.template)}
    rows = Inspected.objects.filter(campaign=campaign, state=InspectedState.DONE, verdict=Verdict.FAILED)
    standing = Finding.objects.standing().order_by("pk")
    found = Prefetch("findings", queryset=standing.select_related("answer").prefetch_related("answer__files"))
    rows = rows.select_related("unit", "platform", "account").prefetch_related(found).order_by("pk")
    rows = rows.prefetch_related(Prefetch("answers", queryset=Answer.objects.filter(outcome=Outcome.PROBLEM)))
    return [_failing(row, items) for row in rows]


def compare(campaign: Campaign, earlier: Campaign) -> Comparison:
    """Return a campaign beside an earlier one; accounts are told apart by their number and named as of now."""
    now, before = verdicts_of(campaign), verdicts_of(earlier)
    failed_now = {pk for pk, verdict in now.items() if verdict == Verdict.FAILED}
    failed_before = {pk for pk, verdict in before.items() if verdict == Verdict.FAILED}
    names = dict(
        Inspected.objects.filter(campaign__in=[campaign, earlier]).order_by("campaign").values_list("account", "name")
    )
    mended = {pk for pk in failed_before if now.get(pk) == Verdict.PASSED}
    rates = total_of(campaign).rate, total_of(earlier).rate
    return Comparison(
        *rates,
        change=_change(*rates),
        newly=_names(names, failed_now - failed_before),
        still=_names(names, failed_now & failed_before),
        mended=_names(names, mended),
        by_kind=_kinds(campaign, earlier),
    )


def _failing(row: Inspected, items: dict[str, str]) -> FailingRow:
    found = list(row.findings.all())
    vetoes = [items[one.answer.code] for one in found if one.is_veto and one.answer is not None]
    dues = [one.due_on for one in found if one.due_on is not None]
    return FailingRow(
        account=row.account_id,
        platform=row.platform.name,
        name=row.name,
        handle=row.handle,
        unit=row.unit.name,
        host=row.account.host_unit or row.unit.name,
        problems="、".join(dict.fromkeys(one.label for one in found)),
        last_published_on=row.last_published_on,
        vetoes="、".join(dict.fromkeys(vetoes)),
        evidence="；".join(filter(None, (_evidence(one) for one in found if one.is_veto))),
        due_on=max(dues) if dues else None,
        recheck=_recheck(found),
    )


def _evidence(finding: Finding) -> str:
    files = [one.name for one in finding.answer.files.all()] if finding.answer is not None else []
    return "，".join(part for part in (finding.words, finding.link, *files) if part)


def _recheck(found: list[Finding]) -> str:
    """Return how the re-check ended: the worst of the findings."""
    states = {one.state for one in found}
    for state in (FindingState.FAILED, FindingState.OPEN, FindingState.NOTIFIED, FindingState.OBJECTED):
        if state in states:
            return str(FindingState(state).label)  # type: ignore[arg-type]
    return str(FindingState.PROVEN.label if FindingState.PROVEN in states else FindingState.SETTLED.label)


def _kinds(campaign: Campaign, earlier: Campaign) -> tuple[tuple[str, int, int], ...]:
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    rows = Finding.objects.standing().filter(campaign__in=[campaign, earlier]).order_by()
    for number, label in rows.values_list("campaign", "label"):
        counts[label][0 if number == campaign.pk else 1] += 1
    order = sorted(counts.items(), key=lambda one: (-one[1][0], -one[1][1], one[0]))
    return tuple((label, now, before) for label, (now, before) in order)


def _change(now: Rate, before: Rate) -> str:
    """Return the difference of two rates in percentage points, from their exact fractions."""
    first, second = now.rounded(), before.rounded()
    if first is None or second is None:
        return "—"
    difference = first - second
    word = "持平" if not difference else ("上升" if difference > 0 else "下降")
    return word if not difference else f"{word} {abs(difference).normalize():f} 个百分点"


def _names(names: dict[int, str], pks: set[int]) -> tuple[str, ...]:
    return tuple(names[pk] for pk in sorted(pks))


def _summed(group: Group, label: str) -> Summed:
    return Summed(group.key, label, group.rate, group.failing)


def _below(unit: Unit) -> object:
    return Unit.objects.below(unit.path).order_by().values("pk")
