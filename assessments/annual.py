"""What activity, duty work and measures know of an account's year (年度数据), and what follows from a failed check."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import MediaAccount
from duties.models import Incident, PublicMessage
from filings.annual.figures import Figure, register_figures
from filings.annual.listening import on_annual_failed
from filings.models import AnnualCheck

from .actions.enforcement import Proposal, lay_ready
from .enforcing.facts import Fact, source
from .enforcing.measures import measure_of
from .models import MissedQuota, PublishedItem


@register_figures
def published(account: MediaAccount, year: int) -> Iterable[Figure]:
    """Return items of the year and weeks with too few of them."""
    days = {"published_on__gte": date(year, 1, 1), "published_on__lte": date(year, 12, 31)}
    rows = PublishedItem.objects.filter(account=account, withdrawn_on__isnull=True, **days)
    found = rows.aggregate(number=Count("pk"), last=Max("published_on"))
    missed = MissedQuota.objects.filter(account=account, start_on__year=year, cleared_on__isnull=True).count()
    said = f"全年发布 {found['number']} 条" + (f"，最后一条发布于 {found['last']}。" if found["last"] else "。")
    yield Figure("items", "发布", f"{found['number']} 条", said)
    yield Figure("missed", "发布频次不足", f"{missed} 个周期")


@register_figures
def answered(account: MediaAccount, year: int) -> Iterable[Figure]:
    """Return messages of the year, and those answered late or not at all."""
    rows = PublicMessage.objects.filter(account=account, received_at__year=year)
    found = rows.aggregate(number=Count("pk"), done=Count("pk", filter=Q(state="answered")))
    said = f"收到留言 {found['number']} 条，已答复 {found['done']} 条。" if found["number"] else ""
    yield Figure("messages", "留言", f"{found['number']} 条（已答复 {found['done']} 条）", said)


@register_figures
def incidents(account: MediaAccount, year: int) -> Iterable[Figure]:
    """Return the incidents of the year by name."""
    titles = list(
        Incident.objects.filter(account=account, found_at__year=year)
        .order_by("found_at")
        .values_list("title", flat=True)
    )
    said = f"年内事件 {len(titles)} 件：{'；'.join(titles)[:800]}。" if titles else "年内没有发生安全和舆情事件。"
    yield Figure("incidents", "事件", f"{len(titles)} 件", said, into="annual_incidents")


@source("annual", "年度检查", AnnualCheck, lambda row: reverse("filings:annual-check", args=[row.pk]))
def failed_checks(unit: Any, today: date) -> Iterable[Fact]:
    """Return failed checks of a unit, and reports that were not handed in by the end of the window."""
    rows = AnnualCheck.objects.filter(unit=unit).filter(
        Q(state="failed") | Q(state="open", campaign__closes_on__lt=today)
    )
    for row in rows.select_related("account", "campaign__edition").order_by("-pk"):
        yield _fact(row)


@on_annual_failed
def lay_cancellation_ready(check: AnnualCheck, *, by: Any, at: datetime) -> None:
    """Lay the measure that the edition names for a failed check before the department (S1-3.1.2b).

    A draft that no person has proposed yet; where the edition names none, nothing happens.
    """
    edition = check.campaign.edition
    code = edition.edition.annual_check.on_failure
    if not code or measure_of(edition.edition, code) is None:
        return
    account = MediaAccount.objects.select_related("unit__root", "platform").get(pk=check.account_id)
    words = f"{account.name}{check.campaign}不合格：{check.result}"
    what = Proposal(measure=code, words=words, facts=(_fact(check),), account=account)
    lay_ready(account.unit, what, edition=edition, at=at)


def _fact(check: AnnualCheck) -> Fact:
    rule = check.campaign.edition.edition.annual_check
    said = f"不合格：{check.result}" if check.state == "failed" else f"到 {check.campaign.closes_on} 没有报送年度报告"
    on = localdate(check.decided_at) if check.decided_at else check.campaign.closes_on
    return Fact("annual", f"{check.account}：{check.campaign}{said}", rule.article, on, check)
