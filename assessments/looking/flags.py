"""Raising and clearing flags (静默标记), and keeping missed quotas true (发布频次不足); nothing is ever deleted."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from accounts.ledger.bulk import update_rows
from newmedia_portal.regimes.models import EditionRecord

from ..models import MissedQuota, SilenceFlag
from ..states import FLAGGED, Level
from ..watch import LOOK_BACK, Outcome, Status, Verdict
from ..watch.periods import full_periods
from ..watch.sentences import change
from .standings import Standing


@dataclass
class Looked:
    """One account as it was looked at: its row, the verdict, and the edition."""

    row: Standing
    verdict: Verdict
    edition: EditionRecord


class Stored(NamedTuple):
    """The figures of a missed quota."""

    pk: int
    required: int
    actual: int
    cleared_on: date | None


class OpenFlag(NamedTuple):
    """A flag that stands."""

    pk: int
    account: int
    level: str
    raised_on: date
    evidence: dict[str, Any]


@dataclass
class Done:
    """What a run of looks did, in rows."""

    looked_at: int = 0
    raised: Counter[str] = field(default_factory=Counter)
    cleared: int = 0
    missed: int = 0

    def add(self, other: "Done") -> None:
        """Add another run's counts."""
        self.looked_at += other.looked_at
        self.raised += other.raised
        self.cleared += other.cleared
        self.missed += other.missed


def settle_flags(looked: list[Looked], on: date, done: Done) -> None:
    """Bring the flags of these accounts into line with their verdicts: at most one stands for each account."""
    standing: dict[int, list[OpenFlag]] = defaultdict(list)
    rows = SilenceFlag.objects.open().filter(account__in=[one.row.pk for one in looked]).order_by("pk")
    for values in rows.select_for_update().values_list(*OpenFlag._fields):
        flag = OpenFlag(*values)
        standing[flag.account].append(flag)
    revived = [one.row.pk for one in looked if one.verdict.level == Level.REVIVED]
    settled = _settled(revived) if revived else {}
    new, over = [], []
    for one in looked:
        level, evidence = one.verdict.level, one.verdict.evidence
        for flag in standing[one.row.pk]:
            if why := _why_over(flag, one):
                over.append((flag.pk, max(on, flag.raised_on), why[:200]))
        if level in FLAGGED and not any(flag.level == level for flag in standing[one.row.pk]):
            if level == Level.REVIVED and (evidence.get("last_item_on") or "") <= settled.get(one.row.pk, ""):
                continue
            new.append(_flag(one, on))
    update_rows(SilenceFlag, ("cleared_on", "cleared_why"), over)
    SilenceFlag.objects.bulk_create(new, batch_size=500)
    done.cleared += len(over)
    done.raised.update(str(flag.level) for flag in new)


def _why_over(flag: OpenFlag, one: Looked) -> str:
    """Return why a flag no longer stands; empty where it does. Missing data alone clears nothing."""
    level, evidence = one.verdict.level, one.verdict.evidence
    if flag.level == level:
        return ""
    if flag.evidence.get("reason") == "unmanned" and one.row.unmanned_since is None:
        return "已有在任的经办或运维人员"
    return "" if level == Level.UNKNOWN else change(flag.level, level, evidence)


def _settled(pks: list[int]) -> dict[int, str]:
    """Return up to which item a person has settled that a closed account published."""
    rows = SilenceFlag.objects.filter(account__in=pks, level=Level.REVIVED, cleared_by__isnull=False).order_by("pk")
    found: dict[int, str] = {}
    for account, evidence in rows.values_list("account", "evidence"):
        found[account] = max(found.get(account, ""), evidence.get("last_item_on") or "")
    return found


def _flag(one: Looked, on: date) -> SilenceFlag:
    row, evidence = one.row, one.verdict.evidence
    return SilenceFlag(
        account_id=row.pk,
        unit_id=row.unit_id,
        root_id=row.root_id,
        level=one.verdict.level,
        raised_on=on,
        evidence=evidence,
        article=evidence.get("article", "")[:60],
        edition=one.edition,
    )


def settle_quotas(looked: list[Looked], on: date, done: Done) -> None:
    """Write the weeks and months that were missed; take back those that later data shows otherwise."""
    bound = [one for one in looked if one.verdict.periods]
    if not bound:
        return
    first = min(full_periods(period, on, number)[-1][0] for period, number in LOOK_BACK.items())
    rows = MissedQuota.objects.filter(account__in=[one.row.pk for one in bound], start_on__gte=first).order_by("pk")
    columns = ("account", "metric", "period", "start_on", "pk", "required", "actual", "cleared_on")
    known = {values[:4]: Stored(*values[4:]) for values in rows.select_for_update().values_list(*columns)}
    new, changed = [], []
    for one in bound:
        for outcome in one.verdict.periods:
            rule = outcome.rule
            stored = known.get((one.row.pk, rule.metric, rule.period, outcome.start))
            is_missed = outcome.status == Status.MISSED
            if stored is not None:
                now = _followed(stored, outcome, on, is_missed)
                changed.extend([now] if now != stored else [])
            elif is_missed:
                new.append(_missed(one, outcome, on))
    MissedQuota.objects.bulk_create(new, batch_size=500, ignore_conflicts=True)
    update_rows(MissedQuota, Stored._fields[1:], changed)
    done.missed += len(new)


def _followed(stored: Stored, outcome: Outcome, on: date, is_missed: bool) -> Stored:
    """Return a stored row as it should stand now."""
    if is_missed:
        return Stored(stored.pk, outcome.required, outcome.actual, None)
    return stored if stored.cleared_on is not None else stored._replace(cleared_on=on)


def _missed(one: Looked, outcome: Outcome, on: date) -> MissedQuota:
    return MissedQuota(
        account_id=one.row.pk,
        unit_id=one.row.unit_id,
        root_id=one.row.root_id,
        period=outcome.rule.period,
        metric=outcome.rule.metric,
        start_on=outcome.start,
        end_on=outcome.end,
        required=outcome.required,
        actual=outcome.actual,
        in_principle=outcome.rule.in_principle,
        article=outcome.rule.article[:60],
        edition=one.edition,
        found_on=on,
    )
