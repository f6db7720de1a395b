"""Messages of inspections and rectification (站内消息): each once, in the transaction of its cause."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from newmedia_portal.core.access.authority import authority_of
from newmedia_portal.core.access.models import Post
from newmedia_portal.core.access.roles import AUTHORITY
from newmedia_portal.core.notices.actions import notify

from ..models import Campaign, Finding, FindingObjection, Inspected, Proof, RectificationNotice
from .people import writers_of


def department_of(finding: Finding) -> set[int]:
    """Return the staff of the department above the unit, or of the one that held the campaign."""
    unit = finding.campaign.unit if finding.campaign_id and finding.campaign else authority_of(finding.unit)
    if unit is None:
        return set()
    posts = Post.objects.filter(unit=unit.pk, role__in=AUTHORITY, until__isnull=True, user__is_active=True)
    return set(posts.order_by().values_list("user", flat=True))


def tell_started(campaign: Campaign, loads: dict[int, int], *, at: datetime) -> None:
    """Tell each inspector how many accounts are theirs."""
    url = reverse("assessments:my-checks")
    for person, count in sorted(loads.items()):
        notify(
            [person],
            kind="inspection.started",
            title=f"{campaign.name}：有 {count} 个账号由您检查",
            body=f"检查时间 {campaign.window_start} 至 {campaign.window_end}。",
            url=url,
            at=at,
            key=f"inspection.started:{campaign.pk}",
        )


def tell_assigned(row: Inspected, person: int, *, second: bool, at: datetime) -> None:
    """Tell somebody that an account is theirs to check, or to look at a second time."""
    word = "复核" if second else "检查"
    notify(
        [person],
        kind="inspection.assigned",
        title=f"待{word}：{row.name}",
        body=row.campaign.name,
        url=reverse("assessments:inspected", args=[row.pk]),
        at=at,
        key=f"inspection.assigned:{row.pk}:{'second' if second else 'first'}:{at.isoformat()}",
    )


def tell_sent_back(row: Inspected, words: str, *, at: datetime) -> None:
    """Tell the inspector that the second look disagrees."""
    _row([row.inspector_id], row, "sent_back", f"复核退回：{row.name}", words, at)


def tell_notified(notice: RectificationNotice, count: int, *, at: datetime) -> None:
    """Tell the unit of a notice."""
    notify(
        writers_of(notice.unit_id),
        kind="finding.notified",
        title=f"整改通知 {notice.number}：{count} 项问题，{notice.due_on} 前报告",
        body=notice.words or "请逐项整改并上传佐证；有异议的可在期限内申诉。",
        url=reverse("assessments:notice", args=[notice.pk]),
        at=at,
        key=f"finding.notified:{notice.pk}",
    )


def tell_proven(finding: Finding, proof: Proof, *, at: datetime) -> None:
    """Tell the department that a unit reports a problem as put right."""
    _finding(department_of(finding), finding, f"proven:{proof.pk}", f"待复查：{finding}", proof.text, at)


def tell_decided(finding: Finding, what: str, title: str, words: str, *, at: datetime) -> None:
    """Tell the unit what the department decided about a finding."""
    key = f"{what}:{at.isoformat()}"
    _finding(writers_of(finding.unit_id), finding, key, f"{title}：{finding}", words, at)


def tell_objected(objection: FindingObjection, *, at: datetime) -> None:
    """Tell the department, but for who inspected, that a unit disputes a finding."""
    finding = objection.finding
    people = department_of(finding) - {finding.finder_id}
    _finding(people, finding, f"objected:{objection.pk}", f"申诉待决定：{finding}", objection.reason, at)


def tell_overdue(findings: Iterable[Finding], *, on: str, at: datetime) -> None:
    """Tell unit and department, once for each finding, that the report is overdue."""
    for finding in findings:
        people = writers_of(finding.unit_id) | department_of(finding)
        words = f"报告期限 {finding.due_on} 已过，请尽快报告整改情况。"
        _finding(people, finding, f"overdue:{finding.due_on}", f"整改逾期：{finding}", words, at)


def _finding(people: Iterable[int], finding: Finding, what: str, title: str, body: str, at: datetime) -> None:
    url = reverse("assessments:finding", args=[finding.pk])
    kind = f"finding.{what.split(':')[0]}"
    notify(people, kind=kind, title=title, body=body, url=url, at=at, key=f"finding.{what}:{finding.pk}")


def _row(people: Iterable[int | None], row: Inspected, what: str, title: str, body: str, at: datetime) -> None:
    url = reverse("assessments:inspected", args=[row.pk])
    key = f"inspection.{what}:{row.pk}:{at.isoformat()}"
    told = [person for person in people if person is not None]
    notify(told, kind=f"inspection.{what}", title=title, body=body, url=url, at=at, key=key)
