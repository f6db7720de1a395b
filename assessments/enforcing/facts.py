"""Facts on which a measure may rest (处置依据): what the portal knows of a unit, for a person to choose from.

A fact is never a measure: a late filing, a silent account, an incident stand here until somebody proposes something.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q
from django.urls import reverse
from django.utils.timezone import localdate

from duties.models import Incident
from filings.models import Filing, Obligation
from newmedia_portal.core.access.models import Unit
from reviews.models import Violation

from ..models import EnforcementBasis, Finding, SilenceFlag

BACK = timedelta(days=365)
MOST = 12


@dataclass(frozen=True)
class Fact:
    """One fact: what it is, in words, from which day, under which article, and the row it comes from."""

    code: str
    text: str
    article: str
    on: date | None
    row: Model

    @property
    def key(self) -> str:
        """The fact as a form names it."""
        return f"{self.code}:{self.row.pk}"


Lister = Callable[[Unit, date], Iterable[Fact]]


@dataclass(frozen=True)
class Source:
    """A kind of facts: its word, how to list them, the model, and the page of a row."""

    label: str
    model: type[Model]
    lister: Lister
    page: Callable[[Any], str]


_sources: dict[str, Source] = {}


def source(code: str, label: str, model: type[Model], page: Callable[[Any], str]) -> Callable[[Lister], Lister]:
    """Register a kind of facts."""

    def mark(lister: Lister) -> Lister:
        _sources[code] = Source(label, model, lister, page)
        return lister

    return mark


def label_of(code: str) -> str:
    """Return the word for a kind of facts."""
    return _sources[code].label if code in _sources else "其他情况"


def facts_of(unit: Unit, today: date) -> list[Fact]:
    """Return what is known of a unit, kind by kind; of each kind the newest few."""
    return [fact for one in _sources.values() for fact in list(one.lister(unit, today))[:MOST]]


def fact_of(unit: Unit, key: str, today: date) -> Fact | None:
    """Return a fact that a form named; None where it is no fact of this unit."""
    return next((fact for fact in facts_of(unit, today) if fact.key == key), None)


def page_of(basis: EnforcementBasis) -> str:
    """Return the address of the row behind a basis; nothing for what was described by hand, or is gone."""
    kind = _sources.get(basis.code)
    if kind is None or basis.object_id is None:
        return ""
    row = kind.model._base_manager.filter(pk=basis.object_id).first()
    return kind.page(row) if row is not None else ""


def basis_from(fact: Fact) -> EnforcementBasis:
    """Return an unsaved basis with the words of a fact."""
    kind = ContentType.objects.get_for_model(type(fact.row))
    return EnforcementBasis(
        code=fact.code, text=fact.text[:500], article=fact.article[:60], on=fact.on, object_type=kind,
        object_id=fact.row.pk,
    )  # fmt: skip


@source("finding", "检查发现", Finding, lambda row: reverse("assessments:finding", args=[row.pk]))
def _findings(unit: Unit, today: date) -> Iterable[Fact]:
    rows = Finding.objects.filter(unit=unit, found_at__date__gte=today - BACK).exclude(state="withdrawn")
    for row in rows.select_related("account").order_by("-pk")[:MOST]:
        text = f"{row.account}：{row.label}。{row.words}"
        yield Fact("finding", text, row.article, localdate(row.found_at), row)


@source("flag", "静默监测", SilenceFlag, lambda row: reverse("assessments:watch-account", args=[row.account_id]))
def _flags(unit: Unit, today: date) -> Iterable[Fact]:
    rows = SilenceFlag.objects.open().filter(unit=unit).select_related("account")
    for row in rows.order_by("-pk")[:MOST]:
        text = f"{row.account}：{row.get_level_display()}。{row.sentence}"
        yield Fact("flag", text, row.article, row.raised_on, row)


@source("incident", "事件", Incident, lambda row: reverse("duties:incident", args=[row.pk]))
def _incidents(unit: Unit, today: date) -> Iterable[Fact]:
    rows = Incident.objects.filter(unit=unit, found_at__date__gte=today - BACK).select_related("account")
    for row in rows.order_by("-found_at")[:MOST]:
        place = f"{row.account}：" if row.account else ""
        yield Fact(
            "incident", f"{place}{row.get_severity_display()}事件“{row.title}”", "", localdate(row.found_at), row
        )


@source("overdue", "逾期未报备案", Obligation, lambda row: f"{reverse('todo')}?tab=deadlines")
def _overdue(unit: Unit, today: date) -> Iterable[Fact]:
    rows = Obligation.objects.open().filter(unit=unit, due_on__lt=today).exclude(kind="resubmit")
    for row in rows.order_by("due_on")[:MOST]:
        yield Fact("overdue", f"{row.label}：期限 {row.due_on}，至今未报", row.article, row.due_on, row)


@source("late", "逾期提交", Filing, lambda row: reverse("filings:detail", args=[row.pk]))
def _late(unit: Unit, today: date) -> Iterable[Fact]:
    rows = Filing.objects.filter(unit=unit, late_workdays__gt=0, first_submitted_at__date__gte=today - BACK)
    for row in rows.order_by("-pk")[:MOST]:
        yield Fact("late", f"{row}：逾期 {row.late_workdays} 个工作日提交", "", row.due_on, row)


@source("violation", "违规发布", Violation, lambda row: reverse("reviews:violation", args=[row.pk]))
def _violations(unit: Unit, today: date) -> Iterable[Fact]:
    rows = Violation.objects.filter(Q(unit=unit), found_at__date__gte=today - BACK).select_related("receipt__account")
    for row in rows.order_by("-pk")[:MOST]:
        title = row.receipt.title or row.receipt.link
        yield Fact("violation", f"{row}：{title}", row.article, localdate(row.found_at), row)
