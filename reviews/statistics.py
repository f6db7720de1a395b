"""Figures of the review (审核统计): time per tier, returns, hits, overdue steps, altered and unreviewed publications.

Counted by the database over a month, in a fixed number of statements; each figure names the list behind it.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Q
from django.utils.timezone import get_current_timezone

from newmedia_portal.core.workflow.models import Decision, Step
from newmedia_portal.core.workflow.states import StepState, Verb
from newmedia_portal.regimes.vocabulary import PROHIBITED

from .desk import OBJECT
from .models import Post, Receipt, Version, Violation
from .states import Verdict

MOST_VERSIONS = 20_000


@dataclass(frozen=True)
class Tier:
    """One tier: how many steps were done, how long they took on average in hours, how many were over their time."""

    label: str
    done: int
    hours: float
    late: int


@dataclass
class Figures:
    """The figures of a month."""

    submitted: int = 0
    authorised: int = 0
    returned: int = 0
    sent_back: int = 0
    rejected: int = 0
    published: int = 0
    same: int = 0
    changed: int = 0
    unreviewed: int = 0
    open_violations: int = 0
    late: int = 0
    tiers: list[Tier] = field(default_factory=list)
    hits: list[tuple[str, int]] = field(default_factory=list)

    @property
    def return_share(self) -> str:
        """Returns over submissions, with the fraction."""
        if not self.submitted:
            return ""
        return f"{100 * self.returned / self.submitted:.1f}%({self.returned}/{self.submitted})"


def month_of(text: str, today: date) -> date:
    """Return the first day of the month written as 2026-11; anything else is this month."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)


def span_of(month: date) -> tuple[datetime, datetime]:
    """Return the first moment of a month and of the next one."""
    following = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    zone = get_current_timezone()
    return datetime.combine(month, time(), tzinfo=zone), datetime.combine(following, time(), tzinfo=zone)


def figures_of(user: Any, month: date) -> Figures:
    """Return the figures of the posts that the person may see, for one month."""
    since, until = span_of(month)
    seen = Post.objects.visible_to(user).order_by().values("pk")
    posts = Post.objects.filter(pk__in=seen).aggregate(
        submitted=Count("pk", filter=_in("submitted_at", since, until)),
        authorised=Count("pk", filter=_in("decided_at", since, until) & ~Q(state="rejected")),
        rejected=Count("pk", filter=_in("decided_at", since, until) & Q(state="rejected")),
    )
    decided = Decision.objects.filter(_in("at", since, until), run__object_type=OBJECT, run__object_id__in=seen)
    verbs = decided.aggregate(
        returned=Count("pk", filter=Q(verb=Verb.RETURN)), sent_back=Count("pk", filter=Q(verb=Verb.SEND_BACK))
    )
    receipts = Receipt.objects.visible_to(user).filter(_in("published_at", since, until), replaced_by__isnull=True)
    verdicts = receipts.order_by().aggregate(
        published=Count("pk"),
        same=Count("pk", filter=Q(verdict=Verdict.SAME)),
        changed=Count("pk", filter=Q(verdict=Verdict.CHANGED)),
        unreviewed=Count("pk", filter=Q(verdict=Verdict.UNREVIEWED)),
    )
    tiers = _tiers(seen, since, until)
    return Figures(
        **posts,
        **verbs,
        **verdicts,
        open_violations=Violation.objects.visible_to(user).open().count(),
        late=sum(tier.late for tier in tiers),
        tiers=tiers,
        hits=_hits(seen, since, until),
    )


def _in(name: str, since: datetime, until: datetime) -> Q:
    return Q(**{f"{name}__gte": since, f"{name}__lt": until})


def _tiers(seen: Any, since: datetime, until: datetime) -> list[Tier]:
    """Return time and lateness per tier of the steps that were done in the month."""
    took = ExpressionWrapper(F("closed_at") - F("opened_at"), output_field=DurationField())
    steps = Step.objects.filter(
        _in("closed_at", since, until), state=StepState.DONE, run__object_type=OBJECT, run__object_id__in=seen
    )
    rows = (
        steps.order_by()
        .values("label")
        .annotate(done=Count("pk"), mean=Avg(took), late=Count("pk", filter=Q(closed_at__gt=F("due_at"))))
        .order_by("label")
    )
    return [Tier(row["label"], row["done"], round(row["mean"].total_seconds() / 3600, 1), row["late"]) for row in rows]


def _hits(seen: Any, since: datetime, until: datetime) -> list[tuple[str, int]]:
    """Count the hits of the versions handed in, by category; versions are read in a bounded number."""
    versions = Version.objects.filter(_in("at", since, until), post__in=seen).exclude(hits=[])
    counted: Counter[str] = Counter()
    for hits in versions.order_by("-pk").values_list("hits", flat=True)[:MOST_VERSIONS].iterator():
        counted.update(PROHIBITED.get(hit.get("category", ""), "文字差错和其他") for hit in hits)
    return counted.most_common()
