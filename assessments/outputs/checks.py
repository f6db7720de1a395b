"""What inspections of a period found (检查结果): counts for rates, accounts that failed, problems beside them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, Q
from django.utils import timezone

from newmedia_portal.core.ui.texts import day_text

from ..inspecting.levels import level_label
from ..inspecting.states import CampaignState, FindingState, InspectedState, Verdict
from ..models import Campaign, Finding, Inspected
from ..rates import Check, Group, Rate, by_level, by_platform, overall, sampling_rate

COUNTED = (CampaignState.RUNNING, CampaignState.REVIEWING, CampaignState.CLOSED)


class Failing(NamedTuple):
    """One account with problems as the list that goes up names it (问题清单的一行)."""

    platform: str
    name: str
    handle: str
    unit: str
    level: str
    failed: bool
    kinds: str
    updated_on: date | None
    vetoes: str
    evidence: str
    due_on: date | None
    recheck: str
    metrics: tuple[str, ...]
    repeated: bool
    account: int


@dataclass(frozen=True)
class Checked:
    """The result of the inspections of a period; an account that was checked twice counts with its last check."""

    campaigns: tuple[Campaign, ...]
    checks: tuple[Check, ...]
    rows: tuple[Failing, ...]

    @property
    def failing(self) -> list[Failing]:
        """The accounts that did not pass."""
        return [row for row in self.rows if row.failed]

    @property
    def deducted(self) -> list[Failing]:
        """The accounts that passed and yet have problems."""
        return [row for row in self.rows if not row.failed]

    @property
    def rate(self) -> Rate:
        """The pass rate of all."""
        return overall(self.checks).rate

    def levels(self) -> list[Group]:
        """Pass rates by owner level, in words."""
        return [group._replace(key=level_label(group.key)) for group in by_level(self.checks)]

    def platforms(self) -> list[Group]:
        """Pass rates by platform."""
        return list(by_platform(self.checks))

    def samples(self) -> list[tuple[Campaign, Rate]]:
        """Of each inspection with a draw: what was checked of what was filed and running."""
        done: dict[int, int] = dict(_done(self.campaigns))
        return [
            (one, sampling_rate(done.get(one.pk, 0), max(one.draw.total, done.get(one.pk, 0))))
            for one in self.campaigns
            if hasattr(one, "draw")
        ]


def campaigns_of(root: int, period: str, first: date, last: date) -> list[Campaign]:
    """Return the inspections of a period, oldest first: those that name it, and unnamed ones that end in its days."""
    named = Q(period=period)
    within = Q(period="", window_end__gte=first, window_end__lte=last)
    rows = Campaign.objects.filter(named | within, root=root, state__in=COUNTED)
    return list(rows.select_related("draw", "unit", "edition").order_by("pk"))


def checked_in(campaigns: Sequence[Campaign]) -> Checked:
    """Return what these inspections brought, in four statements however many accounts there are."""
    rows = Inspected.objects.filter(campaign__in=campaigns, state=InspectedState.DONE)
    last: dict[int, Inspected] = {}
    for row in rows.select_related("platform", "unit").order_by("campaign_id", "pk"):
        last[row.account_id] = row
    problems: dict[int, list[Finding]] = {}
    found = Finding.objects.filter(inspected__in=[row.pk for row in last.values()])
    for finding in found.exclude(state=FindingState.WITHDRAWN).prefetch_related("rechecks").order_by("pk"):
        problems.setdefault(finding.inspected_id or 0, []).append(finding)
    checks = tuple(
        Check(str(row.account_id), row.owner_level, row.platform.name, row.verdict == Verdict.FAILED)
        for row in last.values()
    )
    listed = sorted(
        (row for row in last.values() if row.verdict == Verdict.FAILED or row.pk in problems),
        key=lambda row: (row.verdict != Verdict.FAILED, row.unit.path, row.pk),
    )
    return Checked(tuple(campaigns), checks, tuple(_row(row, problems.get(row.pk, [])) for row in listed))


def _row(row: Inspected, findings: list[Finding]) -> Failing:
    return Failing(
        platform=row.platform.name,
        name=row.name,
        handle=row.handle,
        unit=row.unit.name,
        level=level_label(row.owner_level),
        failed=row.verdict == Verdict.FAILED,
        kinds=_joined(one.label for one in findings),
        updated_on=row.last_published_on,
        vetoes=_joined(one.label for one in findings if one.is_veto),
        evidence="；".join(" ".join(part for part in (one.words, one.link) if part) for one in findings),
        due_on=max((one.due_on for one in findings if one.due_on), default=None),
        recheck=_joined(_standing(one) for one in findings),
        metrics=tuple(one.metric for one in findings if one.metric),
        repeated=any(one.repeats_id for one in findings),
        account=row.account_id,
    )


def _standing(finding: Finding) -> str:
    """Return where a problem stands: the last re-check with its day, else its state."""
    checks: list[Any] = list(finding.rechecks.all())  # type: ignore[attr-defined]
    if checks:
        last = checks[-1]
        return f"{'已整改' if last.passed else '复查不通过'}（{day_text(timezone.localdate(last.at))}）"
    return str(finding.get_state_display())  # type: ignore[attr-defined]


def _joined(words: Iterable[str]) -> str:
    return "、".join(dict.fromkeys(word for word in words if word))


def _done(campaigns: Sequence[Campaign]) -> list[tuple[int, int]]:
    rows = Inspected.objects.filter(campaign__in=campaigns, state=InspectedState.DONE)
    return list(rows.order_by().values_list("campaign").annotate(Count("pk")))
